import { setTimeout as delay } from 'node:timers/promises';
import { ActivityStore } from '@posture/activity';
import { EpisodeStore } from '@posture/findings';
import { Work } from '@posture/flows';
import { PendingChanges } from '@posture/inventory';
import type { Connection } from '@posture/inventory';
import { LOGGER, RunStore, RunWorker } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { quietMonth } from '../../apps/sandbox/src/log/life/month';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox, SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { OVERLAP_MS } from '../../libs/flows/src/activity/log-reader';
import { eventually } from '../support/eventually';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { STORE_KINDS, startStores } from '../support/stores';
import type { EngineStoresUnderTest, StoreKind } from '../support/stores';

/** The log of one org, followed by one process. */
class Followed {
  private following: Promise<unknown> = Promise.resolve();
  private failure: unknown = null;
  /** What its runs warned of. */
  readonly warned: string[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    private readonly stores: EngineStoresUnderTest,
    private opened: OpenedProduct,
    readonly connection: Connection,
  ) {}

  static async start(options: Partial<SandboxOptions> = {}, kind: StoreKind = 'embedded'): Promise<Followed> {
    const sandbox = await startSandbox({
      users: 120,
      groups: 20,
      apps: 20,
      seed: 'follow',
      unlimited: true,
      ...options,
    });
    const stores = await startStores(kind);
    const opened = await openProduct(stores);
    const connection = await opened.product.connectByToken(sandbox.url, sandbox.tokenOf('SUPER_ADMIN'));
    await opened.product.scan(connection.id);
    return new Followed(sandbox, stores, opened, connection);
  }

  /** What is asked for is worked on here. */
  async follow(): Promise<string> {
    const worker = this.app.get(RunWorker);
    listen(this.app.get(LOGGER), this.warned);
    this.app.get(Work).wakeBy((id) => void worker.runNow(id).catch(() => undefined));
    const request = { kind: 'follow', connectionId: this.connection.id, trigger: 'test', maxAttempts: 1 };
    const { id } = await this.app.get(RunStore).enqueue(request);
    this.failure = null;
    this.following = worker.runNow(id).catch((error: unknown) => (this.failure = error));
    return id;
  }

  /** As a process that ends in order; another begins on the same store. */
  async restart(): Promise<void> {
    await this.app.get(RunWorker).stop();
    await this.following;
    await this.opened.product.close();
    const { dataDir, close } = this.opened;
    const { product } = await openProduct(this.stores, dataDir);
    this.opened = { product, dataDir, close: () => product.close().then(close) };
    const [run] = await this.app.get(RunStore).list({ kind: 'follow', limit: 1 });
    await this.app.get(RunStore).cancel(run!.id);
  }

  get app() {
    return this.opened.product.app;
  }

  /** Gives a user another title, of which the log tells. @returns whether the product knows of it */
  rename(user: string, title: string): () => Promise<boolean> {
    const id = this.sandbox.org.idOf(user)!;
    this.sandbox.org.mutate({ op: 'patch', collection: 'users', id, patch: { profile: { title } } });
    return async () =>
      (await this.opened.product.directory(this.connection.id)).get('User', id).props['title'] === title;
  }

  /** Reads again some list of the org, as if the log had told that it has changed. */
  async readAgain(resource: string): Promise<void> {
    await this.app.get(PendingChanges).add(this.connection.id, { objects: [{ resource }], stale: [] });
    const run = await this.app.get(Work).delta(this.connection.id, 'test');
    await this.app.get(RunWorker).runNow(run!.id);
  }

  /** @throws what ended the following: nothing comes any more */
  async present(rule: string) {
    if (this.failure !== null) throw this.failure;
    return (await this.opened.product.findings.allPresent(this.connection.id)).filter((one) => one.rule === rule);
  }

  stream(name: 'follow' | 'backfill') {
    return this.app.get(ActivityStore).cursor(this.connection.id, name);
  }

  async kept(): Promise<number> {
    const [row] = await this.opened.product.database.query<{ n: number }>('select count(*)::int as n from activity');
    return row!.n;
  }

  async close(): Promise<void> {
    await this.app.get(RunWorker).stop();
    await this.following;
    await this.opened.close().catch(() => undefined);
    await this.stores.stop();
    await this.sandbox.stop();
  }
}

/** Hears what is warned of by whoever is given a logger from now on. */
function listen(logger: Logger, warned: string[]): void {
  const named = logger.with.bind(logger);
  Reflect.set(logger, 'with', (fields: object) => {
    const log = named({ ...fields });
    const warn: Logger['warn'] = (event, more) => {
      warned.push(event);
      log.warn(event, more);
    };
    return { ...log, warn };
  });
}

describe.each(STORE_KINDS)('A log that is followed, on the %s store', (kind) => {
  let log: Followed;
  beforeAll(async () => {
    log = await Followed.start({}, kind);
    await log.follow();
  }, 300_000);
  afterAll(() => log?.close());

  const first = (rule: string) => eventually(async () => (await log.present(rule))[0]);

  it('gives findings with the events that prove them', async () => {
    const played = log.sandbox.log.play('mfa-fatigue');
    const finding = await first('okta-det-mfa-push-bombing');

    expect(finding.evidence.events?.length).toBeGreaterThan(2);
    const ids = new Set(played.map(({ uuid }) => uuid));
    expect(finding.evidence.events?.every(({ id }) => ids.has(id))).toBe(true);
    const [episode] = await log.app.get(EpisodeStore).list(finding.id, 10);
    expect(episode).toMatchObject({ isSettled: false });
  }, 300_000);

  it('opens and resolves posture findings as it says what has changed', async () => {
    const user = log.sandbox.org.idOf('staff-7')!;
    const rule = 'okta-superadmin-service-account';
    const patch = { profile: { login: 'svc-sync@brightwater.example' } };
    log.sandbox.org.mutate({ op: 'patch', collection: 'users', id: user, patch });
    log.sandbox.org.mutate({ op: 'add', collection: 'roles', object: { id: 'ra1follow', type: 'SUPER_ADMIN', user } });
    expect((await first(rule)).subject.externalId).toBe(user);

    log.sandbox.org.mutate({ op: 'remove', collection: 'roles', id: 'ra1follow' });
    await eventually(async () => (await log.present(rule)).length === 0);
  }, 300_000);

  it('goes on where it was after a restart: nothing is lost, and nothing comes twice', async () => {
    log.sandbox.log.play('brute-force');
    const before = await first('okta-det-bruteforce-user');
    await log.restart();
    const kept = await log.kept();
    expect(log.sandbox.log.repeat(5)).toBe(5);
    log.sandbox.log.play('user-reported');
    await log.follow();

    await first('okta-det-user-reported-suspicious');
    expect(await log.present('okta-det-bruteforce-user')).toMatchObject([{ id: before.id, sequence: before.sequence }]);
    const episodes = await log.app.get(EpisodeStore).list(before.id, 10);
    expect(episodes.map(({ events }) => events.map(({ id }) => id))).toEqual([
      before.evidence.events?.map(({ id }) => id),
    ]);
    expect(await log.kept()).toBeGreaterThan(kept);
  }, 300_000);

  it('follows up what happened before it last read changes, and what it had not been told of then', async () => {
    await log.restart();
    const isKnown = log.rename('staff-9', 'Beekeeper');
    await delay(5);
    await log.readAgain('zones');
    expect(await isKnown()).toBe(false);
    await log.follow();

    await eventually(isKnown);
  }, 300_000);

  it('begins again with an overlap where its place is refused', async () => {
    log.sandbox.log.expireCursors();
    log.sandbox.log.play('threat-insight');

    await first('okta-det-threatinsight-any');
    expect(await log.stream('follow')).toMatchObject({ state: 'reading', error: null });
  }, 300_000);

  it('begins again, and says so, where the org is restored: what is gone there is kept, and what happens then is found', async () => {
    log.warned.length = 0;
    const [fatigue] = await log.present('okta-det-mfa-push-bombing');
    const snapshot = Date.now();
    log.sandbox.log.play('refresh-token-replay');
    const lost = await first('okta-det-refresh-token-reuse');
    const kept = await log.kept();
    const newest = (await log.stream('follow'))!.newest!.getTime();

    log.sandbox.log.restore(snapshot);
    log.sandbox.log.play('api-token-created');

    await first('okta-det-api-token-created');
    expect(log.warned).toEqual(['activity.restarted']);
    expect(await log.stream('follow')).toMatchObject({ since: new Date(newest - OVERLAP_MS), state: 'reading' });
    expect(await log.present('okta-det-refresh-token-reuse')).toMatchObject([{ id: lost.id, sequence: lost.sequence }]);
    expect(await log.present('okta-det-mfa-push-bombing')).toMatchObject([
      { id: fatigue!.id, evidence: fatigue!.evidence },
    ]);
    expect(await log.kept()).toBeGreaterThan(kept);
    expect((await log.app.get(ActivityStore).coverage(log.connection.id)).gaps).toEqual([]);
  }, 300_000);
});

describe('The past of a log', () => {
  let log: Followed;
  beforeAll(async () => {
    log = await Followed.start();
    log.sandbox.log.attach(quietMonth(log.sandbox.org, { days: 3, until: Date.now() - 3_600_000 }));
    log.sandbox.log.play('mfa-fatigue', { at: Date.now() - 1_800_000 });
  }, 300_000);
  afterAll(() => log?.close());

  it('is read beside what happens, and judged with it once it is known', async () => {
    await log.follow();
    const backfill = await eventually(async () => {
      const stream = await log.stream('backfill');
      return stream?.state === 'completed' && stream;
    });

    expect(backfill.oldest!.getTime()).toBeLessThan(Date.now() - 2.5 * 86_400_000);
    const finding = await eventually(async () => (await log.present('okta-det-mfa-push-bombing'))[0]);
    expect(finding.evidence.events!.every(({ at }) => at < Date.now() - 1_000_000)).toBe(true);
    const { spans, gaps } = await log.app.get(ActivityStore).coverage(log.connection.id);
    expect([spans.length, gaps.length]).toEqual([1, 0]);
  }, 300_000);
});

describe('A log that may not be read', () => {
  let log: Followed;
  beforeAll(async () => {
    log = await Followed.start();
    log.sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/logs', count: null });
  }, 300_000);
  afterAll(() => log?.close());

  it('is said to be so, with what would unlock it', async () => {
    const id = await log.follow();
    const run = await eventually(async () => {
      const now = await log.app.get(RunStore).get(id);
      return now.state === 'failed' && now;
    });

    expect(run.error).toMatchObject({ kind: 'refused' });
    expect(await log.stream('follow')).toMatchObject({ state: 'failed', error: { state: 'forbidden' } });
  }, 300_000);
});

describe('A provider whose clock differs', () => {
  let log: Followed;
  beforeAll(async () => {
    log = await Followed.start({ now: () => Date.now() - 20 * 60_000 });
  }, 300_000);
  afterAll(() => log?.close());

  it('is noticed, told, and read from where its own clock stands', async () => {
    const id = await log.follow();
    log.sandbox.log.play('mfa-fatigue');

    await eventually(async () => (await log.present('okta-det-mfa-push-bombing'))[0]);
    const { progress } = await eventually(async () => {
      const now = await log.app.get(RunStore).get(id);
      return now.progress !== null && now;
    });
    await eventually(log.rename('staff-9', 'Beekeeper'));
    expect(progress).toMatchObject({ clockSkewSeconds: expect.any(Number) });
    expect(Math.abs((progress!['clockSkewSeconds'] as number) + 1200)).toBeLessThan(60);
  }, 300_000);
});

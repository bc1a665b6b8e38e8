import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inventory } from '@posture/inventory';
import { quietMonth } from '../../apps/sandbox/src/log/life/month';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { FastClock } from '../support/fast-clock';
import { runFollowProcess } from '../support/follow-order';
import type { FollowAccount, FollowDeath, Stage } from '../support/follow-order';
import { seededRandom } from '../support/kill-points';
import type { LogState } from '../support/log-state';
import { sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { Product, testConfig } from '../support/product';
import { STORE_KINDS } from '../support/stores';
import type { StoreKind } from '../support/stores';

/** TEST_CHAOS_SEED repeats a run. */
const seed = Number(process.env['TEST_CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
/** TEST_CHAOS_TIMES makes it so many times as many: 2 are twenty kills of each store. */
const TIMES = Number(process.env['TEST_CHAOS_TIMES'] ?? 1);
/** Of each store: while its past is read and judged, while it is polled, while what changed is read again. */
const KILLS = { backfill: 3 * TIMES, anew: TIMES, polled: 3 * TIMES, delta: 3 * TIMES };
/** A machine that does other things besides starts fifty processes slowly. */
const LIMIT_MS = 900_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A run that was killed oftener than it is tried rests for less than this. */
const LIFE_MS = 6 * MINUTE_MS;
/** What was found so long ago can no longer be withdrawn. */
const SETTLED_MS = 4 * HOUR_MS;
/** So many statements keep one page, or what was found in it. */
const OF_ONE_PAGE = 14;
const STORIES = ['mfa-fatigue', 'brute-force', 'session-theft', 'user-reported', 'threat-insight', 'factor-reset'];

/** Lives of one store, each a process. */
type Live = (kill: FollowDeath | null) => Promise<FollowAccount | null>;

describe('A log that is followed by processes that are killed', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-kill-log-'));
  const random = seededRandom(seed);
  const stores = new Map<StoreKind | 'undisturbed', Live>();
  const urls = new Map<StoreKind, string | null>();
  const struck = new Map<StoreKind, string[]>(STORE_KINDS.map((kind) => [kind, []]));
  let aheadMs = 0;
  let postgres: TestPostgres | null = null;
  let sandbox: Sandbox;

  beforeAll(async () => {
    process.stderr.write(`kill -9 of whoever follows a log: TEST_CHAOS_SEED=${seed}\n`);
    mkdirSync(join(dir, 'sources'));
    const now = () => Date.now() + aheadMs;
    sandbox = await startSandbox({ users: 60, groups: 12, apps: 10, seed: 'kill-log', unlimited: true, now });
    if (STORE_KINDS.includes('server')) {
      const outcome = await sharedPostgres();
      if ('reason' in outcome) throw new Error(outcome.reason);
      postgres = outcome.server;
    }
    for (const kind of STORE_KINDS) urls.set(kind, kind === 'server' ? await postgres!.createDatabase() : null);
    for (const name of ['undisturbed', ...STORE_KINDS] as const)
      stores.set(name, (kill) => {
        const databaseUrl = name === 'undisturbed' ? null : urls.get(name)!;
        const org = { orgUrl: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN') };
        return runFollowProcess({ dataDir: join(dir, name), databaseUrl, ...org, aheadMs, kill }, join(dir, 'sources'));
      });
  }, LIMIT_MS);
  afterAll(async () => {
    await sandbox?.stop();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const leftAlone = async (name: StoreKind | 'undisturbed') => (await stores.get(name)!(null))!;

  async function killed(kind: StoreKind, deaths: readonly FollowDeath[], before: () => void = () => undefined) {
    for (const death of deaths) {
      before();
      if ((await stores.get(kind)!(death)) !== null) throw new Error(`it was not killed: ${JSON.stringify(death)}`);
      struck.get(kind)!.push(`${death.how} statement ${death.statement} of ${death.stage}`);
      aheadMs += LIFE_MS;
    }
  }

  /** At random places of so many statements, each process going on where the one before it came to. */
  function along(stage: Stage, statements: number, count: number): FollowDeath[] {
    const places = Array.from({ length: count }, () => 1 + Math.floor(random() * statements)).sort((a, b) => a - b);
    return places.map((place, n) => at(stage, Math.max(1, place - (places[n - 1] ?? 0))));
  }

  /** At random places of a transaction, which each process begins again. */
  function within(stage: Stage, statements: number, count: number): FollowDeath[] {
    return Array.from({ length: count }, () => at(stage, 1 + Math.floor(random() * statements)));
  }

  function at(stage: Stage, statement: number): FollowDeath {
    const how = (['before', 'during', 'after'] as const)[Math.floor(random() * 3)]!;
    return { stage, statement, how, delayMs: Math.floor(random() * 8) };
  }

  /** What the log holds, each event once. */
  function written(): string[] {
    const all = { since: 0, until: Number.MAX_SAFE_INTEGER, descending: false, after: null, limit: 1_000_000 };
    return [...new Set(sandbox.log.bounded({ ...all, keep: () => true }).events.map(({ uuid }) => uuid))].sort();
  }

  function expectWhole(kind: StoreKind, { state }: FollowAccount, undisturbed: LogState): void {
    const about = { kind, struck: struck.get(kind)! };
    expect({ ...about, ...state }).toEqual({ ...about, ...undisturbed });
    expect({ ...about, events: state.events }).toEqual({ ...about, events: written() });
    expect({ ...about, spans: state.spans, streams: state.streams }).toEqual({
      ...about,
      spans: 1,
      streams: ['backfill completed', 'follow reading'],
    });
  }

  describe('while its past is read', () => {
    let undisturbed: FollowAccount;
    beforeAll(async () => {
      const until = Date.now() - SETTLED_MS;
      sandbox.log.attach(quietMonth(sandbox.org, { days: 1, until }));
      for (const [n, story] of STORIES.entries()) sandbox.log.play(story, { at: until - (n + 2) * HOUR_MS });
      undisturbed = await leftAlone('undisturbed');
    }, LIMIT_MS);

    it.each(STORE_KINDS)(
      'keeps and judges it as if nobody had been killed (%s)',
      async (kind) => {
        const { backfill, judging } = undisturbed.statements;
        await killed(kind, along('backfill', backfill, KILLS.backfill));
        await killed(kind, within('judging', judging, KILLS.anew));

        const account = await leftAlone(kind);

        expect(undisturbed.state.episodes.length).toBeGreaterThan(STORIES.length);
        expectWhole(kind, account, undisturbed.state);
      },
      LIMIT_MS,
    );
  });

  describe('while things happen', () => {
    it.each(STORE_KINDS)(
      'misses none of them, and finds none twice, however late and often they are told (%s)',
      async (kind) => {
        let n = 0;
        const happen = () => {
          const story = STORIES[n % STORIES.length]!;
          sandbox.log.play(story, { seed: `${kind} ${story} ${n}`, at: Date.now() + aheadMs - 50 * MINUTE_MS + n });
          sandbox.log.play('password-spray', { seed: `${kind} spray ${n}`, lookAlike: true });
          sandbox.log.repeat(30);
          n += 1;
        };
        const deaths = [
          ...within('polling', OF_ONE_PAGE, Math.ceil(KILLS.polled / 2)),
          ...within('judging', OF_ONE_PAGE, Math.floor(KILLS.polled / 2)),
        ];
        await killed(kind, deaths, happen);
        aheadMs += SETTLED_MS;

        const account = await leftAlone(kind);

        expectWhole(kind, account, (await leftAlone('undisturbed')).state);
      },
      LIMIT_MS,
    );
  });

  describe('while what changed is read again', () => {
    let undisturbed: FollowAccount;
    beforeAll(async () => {
      for (const change of changesOf(sandbox)) sandbox.org.mutate(change);
      aheadMs += SETTLED_MS;
      undisturbed = await leftAlone('undisturbed');
    }, LIMIT_MS);

    it.each(STORE_KINDS)(
      'leaves nothing for a full sync to correct (%s)',
      async (kind) => {
        const deaths = [
          ...within('polling', OF_ONE_PAGE, 1),
          ...along('delta', undisturbed.statements.delta, KILLS.delta - 1),
        ];
        await killed(kind, deaths);

        const account = await leftAlone(kind);

        expectWhole(kind, account, undisturbed.state);
        expect(struck.get(kind)).toHaveLength(10 * TIMES);
        expect({ struck: struck.get(kind), rows: await correctedIn(kind) }).toEqual({
          struck: struck.get(kind),
          rows: [],
        });
      },
      LIMIT_MS,
    );
  });

  /** Rows a full sync makes otherwise than they were. */
  async function correctedIn(kind: StoreKind): Promise<string[]> {
    const databaseUrl = urls.get(kind);
    const config = testConfig(join(dir, kind), databaseUrl == null ? {} : { databaseUrl });
    const product = await Product.open(config, new FastClock(1, aheadMs));
    try {
      const id = (await product.connections.list())[0]!.id;
      const inventory = product.app.get(Inventory);
      const version = async () => (await inventory.reader(id).published())!.version;
      const before = await version();
      expect(before).toBeGreaterThan(3);
      await product.scan(id);
      const { first } = await inventory.drift(id).unexplained(before, await version(), [], 100);
      return first.map(({ change, row, resource, parent }) => `${change} ${row} of ${resource} ${parent}`);
    } finally {
      await product.close();
    }
  }
});

/** Each about somebody or something else, so that none of it is judged by what another has changed. */
function changesOf({ org }: Sandbox): Parameters<Sandbox['org']['mutate']>[0][] {
  const user = (n: number) => org.idOf(`staff-${n}`)!;
  const groups = org
    .list('groups')
    .range(0, 12)
    .filter(({ type }) => type === 'OKTA_GROUP');
  return [
    ...Array.from({ length: 20 }, (_, n) => ({
      ...{ op: 'patch', collection: 'users', id: user(n) },
      patch: { profile: { title: `Keeper ${n}` } },
    })),
    ...groups.flatMap(({ id: group }) => {
      const member = org.sublist('groupUsers', group)?.range(0, 1)[0];
      return member === undefined ? [] : [{ op: 'remove', collection: 'members', id: `${group}/${member.id}` }];
    }),
    ...[20, 21, 22].map((n) => ({
      ...{ op: 'add', collection: 'roles' },
      object: { id: `ra1kill${n}`, type: 'APP_ADMIN', user: user(n) },
    })),
    ...[23, 24].map((n) => ({ op: 'patch', collection: 'users', id: user(n), patch: { status: 'SUSPENDED' } })),
    { op: 'remove', collection: 'users', id: user(25) },
    ...[1, 2, 3].map((n) => ({ op: 'add', collection: 'groups', object: { id: `00gkill${n}`, name: `Circle ${n}` } })),
    ...[1, 2].map((n) => ({
      op: 'add',
      collection: 'apps',
      object: { id: `0oakill${n}`, kind: 'web', label: `App ${n}` },
    })),
    { op: 'add', collection: 'tokens', object: { id: '00Tkill1', owner: user(26) } },
  ] as Parameters<Sandbox['org']['mutate']>[0][];
}

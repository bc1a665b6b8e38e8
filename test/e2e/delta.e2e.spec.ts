import { ActivityStore } from '@posture/activity';
import { oktaWire } from '@posture/connectors';
import { Work } from '@posture/flows';
import { Inventory, PendingChanges } from '@posture/inventory';
import type { Connection, SyncLease } from '@posture/inventory';
import { RunStore, RunWorker } from '@posture/platform';
import type { LogEvent } from '../../apps/sandbox/src/log/log-event';
import { Rng } from '../../apps/sandbox/src/org/generate/rng';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { DeltaFlow } from '../../libs/flows/src/delta.flow';
import { pageOf } from '../support/activity-events';
import { free } from '../support/activity-log';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { MemoryLogger } from '../support/run-checks';

/** So many changes of each run. TEST_DELTA_CHANGES makes them more, for instance 10,000. */
const CHANGES = Number(process.env['TEST_DELTA_CHANGES'] ?? 100);
/** At most so many of them between two looks at the log. */
const BATCH = Math.min(100, Math.ceil(CHANGES / 6));
const LIMIT_MS = 600_000 + CHANGES * 1_000;

describe('What the log of an org says has changed', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let connection: Connection;
  let written: LogEvent[];

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 300, groups: 30, apps: 25, seed: 'delta', unlimited: true });
    sandbox.log.onAppend((events) => written.push(...events));
    written = [];
    test = await openProduct();
    connection = await test.product.connectByToken(sandbox.url, sandbox.tokenOf('SUPER_ADMIN'));
    await scan();
  }, 120_000);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  const scan = async () => (await test.product.scan(connection.id)).report;

  /** Follows up all that was written since the last time. */
  async function follow() {
    const normaliser = oktaWire.activity.normaliser({});
    const events = written.splice(0).flatMap((raw) => {
      const normalised = normaliser.normalise(raw, Date.parse(raw.published));
      return 'activity' in normalised ? [normalised.activity] : [];
    });
    const changes = oktaWire.changesOf(events);
    // Nobody is woken: it is worked on here, and waited for.
    test.product.app.get(Work).wakeBy(() => undefined);
    if (changes.objects.length + changes.stale.length === 0) return null;
    await test.product.app.get(PendingChanges).add(connection.id, changes);
    const run = await test.product.app.get(Work).delta(connection.id, 'test');
    if (run === null) return null;
    const { state, error, result } = await test.product.app.get(RunWorker).runNow(run.id);
    expect({ state, error }).toEqual({ state: 'completed', error: null });
    return result;
  }

  /** What is told after a full sync, which was the last one. */
  async function defects({ id, startedAt }: { readonly id: string; readonly startedAt: Date }): Promise<string[]> {
    const log = new MemoryLogger();
    const lease = { syncId: id, connectionId: connection.id, startedAt } as SyncLease;
    const sync = {
      lease,
      waves: [],
      read: 0,
      costBefore: { requests: 0, requestsByBucket: {}, throttledMs: 0, failed: 0, failures: [] },
    };
    await test.product.app.get(DeltaFlow).after(connection.id, sync, await published(), { log });
    return log.events;
  }

  const published = async () => (await test.product.app.get(Inventory).reader(connection.id).published())!.version;
  const open = async (rule: string) =>
    (await test.product.findings.allPresent(connection.id)).filter((finding) => finding.rule === rule);

  it('opens and resolves findings at a version of its own, with a handful of requests', async () => {
    const user = sandbox.org.idOf('staff-7')!;
    const rule = 'okta-superadmin-service-account';
    const before = await published();
    sandbox.org.mutate({
      op: 'patch',
      collection: 'users',
      id: user,
      patch: { profile: { login: 'svc-sync@brightwater.example' } },
    });
    sandbox.org.mutate({ op: 'add', collection: 'roles', object: { id: 'ra1delta', type: 'SUPER_ADMIN', user } });
    sandbox.resetStats();

    await follow();

    expect(sandbox.stats().requests).toBeLessThan(20);
    expect(await published()).toBe(before + 1);
    const [finding] = await open(rule);
    expect(finding).toMatchObject({ status: 'open', subject: { externalId: user }, judgedVersion: before + 1 });
    sandbox.org.mutate({ op: 'remove', collection: 'roles', id: 'ra1delta' });
    await follow();
    expect(await open(rule)).toEqual([]);
    expect(await test.product.findings.get(finding!.id)).toMatchObject({
      status: 'resolved',
      judgedVersion: before + 2,
    });
  });

  it('says of what it may not read again that it is not as it was read', async () => {
    const user = sandbox.org.idOf('staff-8')!;
    const coverage = async (of: string) =>
      (
        await test.product.app
          .get(Inventory)
          .reader(connection.id)
          .coverage(await published())
      ).find(({ resource, parent }) => resource === of && parent === '');
    sandbox.faults.add({ kind: 'forbidden', path: `/api/v1/users/${user}`, count: null });
    sandbox.org.mutate({ op: 'patch', collection: 'users', id: user, patch: { profile: { title: 'Unseen' } } });

    await follow();

    sandbox.faults.clear();
    expect((await test.product.directory(connection.id)).get('User', user).props).not.toMatchObject({
      title: 'Unseen',
    });
    expect(await coverage('users')).toMatchObject({
      state: 'complete',
      reason: expect.stringContaining('changed since'),
    });
    await scan();
    expect((await test.product.directory(connection.id)).get('User', user).props).toMatchObject({ title: 'Unseen' });
    expect(await coverage('users')).toMatchObject({ state: 'complete', reason: null });
  });

  it('closes nothing that a credential without its role no longer sees', async () => {
    const [group] = sandbox.org.list('groups').range(5, 6);
    const [member] = sandbox.org.sublist('groupUsers', group!.id)!.range(0, 1);
    const count = async () =>
      (
        await test.product.database.query<{ n: number }>(
          `select (select count(*) from node where to_version is null)::int
           + (select count(*) from edge where to_version is null)::int as n`,
        )
      )[0]!.n;
    const before = await count();
    sandbox.faults.add({ kind: 'role-lost', path: '/api/v1/*', count: null });
    const targets = [
      { id: member!.id, type: 'User' },
      { id: group!.id, type: 'UserGroup' },
    ];
    written.push({ ...SOMETHING, eventType: 'group.user_membership.remove', target: targets } as unknown as LogEvent);

    await follow();

    sandbox.faults.clear();
    expect(await count()).toBe(before);
  });

  it('waits while the tenant is read or judged otherwise, and is gone on with then', async () => {
    const runs = test.product.app.get(RunStore);
    const user = sandbox.org.idOf('staff-9')!;
    const exclusive = `tenant:${connection.id}`;
    const other = await runs.enqueue({ kind: 'scan', connectionId: connection.id, exclusive, trigger: 'test' });
    sandbox.org.mutate({ op: 'patch', collection: 'users', id: user, patch: { profile: { title: 'Later' } } });
    const before = await published();

    expect(await follow()).toBeNull();
    expect(await published()).toBe(before);
    await runs.cancel(other.id);
    await test.product.app.get(DeltaFlow).goOn();
    const [run] = await runs.list({ connectionId: connection.id, kind: 'delta', limit: 1 });
    await test.product.app.get(RunWorker).runNow(run!.id);

    expect((await test.product.directory(connection.id)).get('User', user).props).toMatchObject({ title: 'Later' });
    expect(await published()).toBe(before + 1);
  });

  it('is a row of the next full sync where the log did not tell of it', async () => {
    const [told, untold] = ['staff-10', 'staff-11'].map((name) => sandbox.org.idOf(name)!);
    for (const id of [told, untold])
      sandbox.org.mutate({ op: 'patch', collection: 'users', id: id!, patch: { profile: { title: 'Astray' } } });
    written.splice(0, written.length, ...written.filter(({ target }) => target?.some(({ id }) => id === told)));
    await follow();
    const before = await published();

    await scan();

    const drift = test.product.app.get(Inventory).drift(connection.id);
    const { rows, first } = await drift.unexplained(before, await published(), [], 10);
    expect({ rows, first }).toMatchObject({ rows: 1, first: [{ change: 'changed', row: `User:${untold}` }] });
    expect((await drift.unexplained(before, await published(), ['users'], 10)).rows).toBe(0);
  });

  it('is a mistake of ours only where the log had told all before it was read as a whole', async () => {
    const activity = test.product.app.get(ActivityStore);
    const [sync] = await test.product.syncs.list(connection.id, 1);
    const readTo = async (at: Date) => {
      await activity.begin(connection.id, { name: 'follow', since: new Date(at.getTime() - 60_000) }, free);
      await activity.append(connection.id, 'follow', pageOf([], { isFull: false, providerNow: at.getTime() }), free);
    };
    expect(await defects(sync!)).toEqual([]);
    await readTo(sync!.startedAt);
    expect(await defects(sync!)).toEqual([]);
    await readTo(new Date());
    expect(await defects(sync!)).toEqual(['delta.defect']);
  });

  it.each(['one', 'two', 'three'])(
    'leaves nothing for the next full sync to correct (%s)',
    async (seed) => {
      const rng = new Rng(seed);
      const kinds = new Set<string>();
      const begun = performance.now();
      const first = await published();
      for (let n = 0; n < CHANGES;) {
        const upTo = Math.min(CHANGES, n + 1 + rng.int(BATCH));
        for (; n < upTo; n += 1) {
          const { op, collection } = sandbox.randomChange(rng);
          kinds.add(`${op} ${collection}`);
        }
        await follow();
      }
      const before = await published();
      const seconds = Math.round((performance.now() - begun) / 1000);
      process.stdout.write(
        `${CHANGES} changes of ${kinds.size} kinds, read again as ${before - first} versions in ${seconds} s\n`,
      );

      await scan();

      const differing = await test.product.app
        .get(Inventory)
        .drift(connection.id)
        .unexplained(before, await published(), [], 100);
      expect(
        differing.first.map(({ change, row, resource, parent }) => `${change} ${row} of ${resource} ${parent}`),
      ).toEqual([]);
    },
    LIMIT_MS,
  );
});

const SOMETHING = { uuid: 'e1', published: '2026-03-02T09:00:00.000Z', outcome: { result: 'SUCCESS' } };

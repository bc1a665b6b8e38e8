import { hostname } from 'node:os';
import { DomainError } from '@posture/domain';
import { RunStore, UNFINISHED, uuidv7 } from '@posture/platform';
import type { Database, Run, RunLease, RunRequest, RunState } from '@posture/platform';
import { LEASE_MS } from '../../libs/platform/src/work/run';
import type { RunError } from '../../libs/platform/src/work/run';
import { TestClock } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const ERROR: RunError = {
  code: 'okta.away',
  kind: 'unavailable',
  message: 'Okta is away.',
  field: null,
  remedy: null,
  step: 'reading',
};

describe.each(STORE_KINDS)('runs on the %s store', (kind) => {
  let store: TestStore;
  let client: Database;
  let clock: TestClock;
  let runs: RunStore;
  /** The same runs through another client. */
  let others: RunStore;

  beforeAll(async () => {
    store = await openTestStore(kind);
    client = await store.connect();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.database.query('delete from run');
    clock = new TestClock();
    runs = new RunStore(store.database, clock);
    others = new RunStore(client, clock);
  });

  const enqueue = (more: Partial<RunRequest> = {}) => runs.enqueue({ kind: 'sync', trigger: 'test', ...more });
  const begin = async (more: Partial<RunRequest> = {}): Promise<RunLease> =>
    (await runs.claimOne((await enqueue(more)).id)).lease;
  const later = (ms: number) => new Date(clock.now().getTime() + ms);
  /** The id of a run that waits until that instant. */
  const dueAt = async (at: Date): Promise<string> => {
    const lease = await begin();
    await runs.wait(lease, at, 'Not yet.');
    return lease.runId;
  };

  describe('a transition', () => {
    /** Brings a run of one attempt into a state. */
    const REACH: Readonly<Record<RunState, () => Promise<RunLease>>> = {
      queued: async () => ({ runId: (await enqueue({ maxAttempts: 1 })).id, fence: 0 }),
      running: () => begin({ maxAttempts: 1 }),
      waiting: async () => after(await begin(), (lease) => runs.wait(lease, clock.now(), 'it rains')),
      completed: async () => after(await begin(), (lease) => runs.complete(lease, { n: 1 })),
      failed: async () => after(await begin(), (lease) => runs.fail(lease, ERROR)),
      cancelled: async () => after(await begin(), ({ runId }) => runs.cancel(runId)),
    };
    const DO: Readonly<Record<string, (lease: RunLease) => Promise<unknown>>> = {
      claim: ({ runId }) => runs.claimOne(runId),
      wait: (lease) => runs.wait(lease, clock.now(), 'it snows'),
      retry: (lease) => runs.retry(lease, ERROR, clock.now()),
      complete: (lease) => runs.complete(lease, null),
      fail: (lease) => runs.fail(lease, ERROR),
      cancel: ({ runId }) => runs.cancel(runId),
      renew: (lease) => runs.renew(lease),
      look: (lease) => runs.look(lease),
      progress: (lease) => runs.progress(lease, 'reading', { pages: 1 }),
      write: (lease) => store.database.transaction((tx) => runs.assertHeld(tx, lease)),
    };
    const REFUSED = 'run.wrong_state';
    const FENCED = 'run.fenced';
    const BUSY = 'run.already_active';
    const TABLE: readonly (readonly [RunState, Readonly<Record<string, string>>])[] = [
      ['queued', { claim: 'running', cancel: 'cancelled', '*': REFUSED }],
      [
        'running',
        {
          claim: BUSY,
          wait: 'waiting',
          retry: 'failed',
          complete: 'completed',
          fail: 'failed',
          cancel: 'cancelled',
          '*': 'running',
        },
      ],
      ['waiting', { claim: 'running', cancel: 'cancelled', '*': REFUSED }],
      ['completed', { '*': REFUSED }],
      ['failed', { '*': REFUSED }],
      ['cancelled', { claim: REFUSED, cancel: 'cancelled', '*': FENCED }],
    ];
    const CASES = TABLE.flatMap(([from, outcomes]) =>
      Object.keys(DO).map((verb) => [from, verb, outcomes[verb] ?? outcomes['*']!] as const),
    );

    it.each(CASES)('from %s by %s: %s', async (from, verb, outcome) => {
      const lease = await REACH[from]();
      const work = DO[verb]!(lease);

      if (outcome.startsWith('run.')) {
        const error = await work.then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(DomainError);
        expect(error).toMatchObject({ code: outcome, details: { runId: lease.runId, state: from } });
        expect((await runs.get(lease.runId)).state).toBe(from);
      } else {
        await work;
        expect((await runs.get(lease.runId)).state).toBe(outcome);
      }
    });

    async function after(lease: RunLease, work: (lease: RunLease) => Promise<unknown>): Promise<RunLease> {
      await work(lease);
      return lease;
    }
  });

  it('tells everything about itself', async () => {
    const connectionId = uuidv7();
    const { id } = await enqueue({ connectionId, exclusive: 'x', trigger: 'schedule', input: { profile: 'default' } });
    const { run, lease } = await runs.claimOne(id);
    await runs.progress(lease, 'reading', { pages: 3 });
    await runs.retry(lease, ERROR, later(5_000));

    expect(run).toMatchObject({ id, input: { profile: 'default' }, attempt: 1, state: 'running' });
    expect(await others.get(id)).toEqual({
      id,
      kind: 'sync',
      connectionId,
      exclusive: 'x',
      state: 'waiting',
      trigger: 'schedule',
      input: { profile: 'default' },
      attempt: 1,
      maxAttempts: 5,
      dueAt: later(5_000),
      waitingWhy: 'Okta is away.',
      holder: null,
      leaseUntil: null,
      step: 'reading',
      progress: { pages: 3 },
      progressAt: clock.now(),
      result: null,
      error: ERROR,
      createdAt: clock.now(),
      startedAt: clock.now(),
      finishedAt: null,
    });
    for (const name of ['nonsense', uuidv7()]) {
      await expect(runs.get(name)).rejects.toMatchObject({ code: 'run.not_found' });
      await expect(runs.cancel(name)).rejects.toMatchObject({ code: 'run.not_found' });
    }
  });

  it('is one of twenty that were asked for at once, where only one may be', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? runs : others).enqueue({ kind: 'sync', trigger: 'test', exclusive: 'sync:a' }),
      ),
    );
    const [winner, ...none] = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));

    expect(none).toEqual([]);
    expect(refusals).toHaveLength(19);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'run.already_active', details: { runId: winner!.id } });
    }
    await enqueue({ exclusive: 'sync:b' });
    await runs.cancel(winner!.id);
    await enqueue({ exclusive: 'sync:a' });
  });

  it('gives way to another only when no living process works on it', async () => {
    const first = await enqueue({ exclusive: 'sync:a' });
    const second = await enqueue({ exclusive: 'sync:a', supersede: true });
    const { lease } = await runs.claimOne(second.id);

    await expect(enqueue({ exclusive: 'sync:a', supersede: true })).rejects.toMatchObject({
      code: 'run.already_active',
      details: { runId: second.id, state: 'running' },
    });
    clock.pass(LEASE_MS + 1);
    await enqueue({ exclusive: 'sync:a', supersede: true });

    expect(await runs.get(first.id)).toMatchObject({ state: 'cancelled', error: { code: 'run.superseded' } });
    await expect(runs.renew(lease)).rejects.toMatchObject({ code: 'run.fenced' });
  });

  it('is claimed once, the one that is due for longest first, and only by who knows its kind', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      clock.pass(1_000);
      ids.push((await enqueue()).id);
    }
    await enqueue({ kind: 'purge' });
    await dueAt(later(1));
    const claims = await Promise.all(
      Array.from({ length: 14 }, (_, n) => (n % 2 === 0 ? runs : others).claim(['sync'])),
    );
    const claimed = claims.flatMap((claim) => (claim === null ? [] : [claim]));

    expect(claimed.map(({ run }) => run.id).sort()).toEqual([...ids].sort());
    expect(new Set(claimed.map(({ lease }) => lease.fence)).size).toBe(12);
    expect(await runs.claim([])).toBeNull();
    clock.pass(1);
    expect(await runs.claim(['sync'])).not.toBeNull();
  });

  it('is claimed in the order it was due', async () => {
    const [late, early] = [await dueAt(later(20)), await dueAt(later(10))];
    clock.pass(30);

    expect((await runs.claim(['sync']))!.run.id).toBe(early);
    expect((await runs.claim(['sync']))!.run.id).toBe(late);
  });

  it('is taken over when its lease has run out, and the former holder writes no more', async () => {
    const former = await begin();
    clock.pass(LEASE_MS - 1);
    await runs.renew(former);
    clock.pass(LEASE_MS - 1);
    expect(await others.claim(['sync'])).toBeNull();
    clock.pass(1);
    expect(await runs.claim(['sync'], [former.runId])).toBeNull();
    const { run, lease } = (await others.claim(['sync']))!;

    expect(run).toMatchObject({ id: former.runId, attempt: 2, state: 'running' });
    expect(lease.fence).toBeGreaterThan(former.fence);
    for (const write of [
      () => runs.renew(former),
      () => runs.look(former),
      () => runs.progress(former, null, {}),
      () => runs.complete(former, null),
      () => runs.fail(former, ERROR),
      () => runs.retry(former, ERROR, clock.now()),
      () => runs.wait(former, clock.now(), ''),
      () => store.database.transaction((tx) => runs.assertHeld(tx, former)),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: 'run.fenced', details: { state: 'running' } });
    }
    await others.complete(lease, null);
  });

  it.each([
    ['a process that is gone', `${hostname()}/999999999`, true],
    ['one whose id was given to this one', `${hostname()}/${process.pid}/1`, true],
    ['a process of another host, which may live', 'elsewhere.example/1/1', false],
  ])('left behind by %s (%s), taken over before its lease runs out: %s', async (_name, holder, taken) => {
    const { runId } = await begin();
    await store.database.query('update run set holder = $1', [holder]);

    expect((await runs.claim(['sync']))?.run.id).toBe(taken ? runId : undefined);
  });

  it('is begun, tried again and taken over in its time although a clock was a year ahead when it was written', async () => {
    const YEAR_MS = 365 * 24 * 3_600_000;
    clock.pass(YEAR_MS);
    const [waiting, left] = [await begin(), await begin()];
    const queued = await enqueue();
    await runs.retry(waiting, ERROR, later(1_000));
    await store.database.query(`update run set holder = 'elsewhere.example/1/1' where id = $1`, [left.runId]);
    clock.pass(-YEAR_MS);

    const claimed = [];
    for (let n = 0; n < 3; n += 1) claimed.push((await runs.claim(['sync']))?.run.id);
    expect(claimed.sort()).toEqual([queued.id, waiting.runId, left.runId].sort());
  });

  it('makes a takeover wait for a write that has begun', async () => {
    const lease = await begin();
    clock.pass(LEASE_MS + 1);
    const order: string[] = [];
    let takeover: Promise<unknown> = Promise.resolve();
    await store.database.transaction(async (tx) => {
      await runs.assertHeld(tx, lease);
      takeover = others.cancel(lease.runId).then(() => order.push('cancelled'));
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push('written');
    });
    await takeover;

    expect(order).toEqual(['written', 'cancelled']);
  });

  it('stops its holder when a third process cancels it', async () => {
    const lease = await begin();
    await others.cancel(lease.runId);

    await expect(runs.renew(lease)).rejects.toMatchObject({ code: 'run.fenced', details: { state: 'cancelled' } });
    expect(await runs.get(lease.runId)).toMatchObject({
      state: 'cancelled',
      error: { code: 'run.cancelled', message: 'Stopped by an operator.' },
      finishedAt: clock.now(),
    });
    expect(await runs.claim(['sync'])).toBeNull();
  });

  it('fails for good when its last attempt does, and not before', async () => {
    const { id } = await enqueue({ maxAttempts: 3 });
    const states: RunState[] = [];
    for (let n = 0; n < 3; n += 1) {
      states.push(await runs.retry((await runs.claim(['sync']))!.lease, ERROR, later(1_000)));
      expect(await runs.claim(['sync'])).toBeNull();
      clock.pass(1_000);
    }

    expect(states).toEqual(['waiting', 'waiting', 'failed']);
    expect(await runs.get(id)).toMatchObject({ state: 'failed', attempt: 3, error: ERROR });
    expect(await runs.claim(['sync'])).toBeNull();
  });

  it('fails when each process that works on it dies', async () => {
    const { id } = await enqueue({ maxAttempts: 2 });
    for (let n = 0; n < 2; n += 1) {
      const { lease } = (await runs.claim(['sync']))!;
      await runs.progress(lease, 'merging', null);
      clock.pass(LEASE_MS + 1);
    }

    expect(await runs.claim(['sync'])).toBeNull();
    expect(await runs.get(id)).toMatchObject({
      state: 'failed',
      attempt: 2,
      error: { code: 'run.abandoned', step: 'merging', remedy: expect.any(String) },
    });
  });

  it('goes on elsewhere as often as it is handed over in order', async () => {
    const { id } = await enqueue({ maxAttempts: 1 });
    for (let n = 0; n < 3; n += 1) {
      await runs.wait((await runs.claim(['sync']))!.lease, later(1_000), 'its process was stopped');
      expect(await runs.get(id)).toMatchObject({ state: 'waiting', waitingWhy: 'its process was stopped', attempt: 0 });
      clock.pass(1_000);
    }

    expect((await runs.claim(['sync']))!.run).toMatchObject({ id, attempt: 1, waitingWhy: null });
  });

  it('is listed newest first, page by page, by connection, kind and state', async () => {
    const connectionId = uuidv7();
    const made: Run[] = [];
    for (let n = 0; n < 5; n += 1) {
      made.unshift(await enqueue({ connectionId, kind: n % 2 === 0 ? 'sync' : 'project' }));
    }
    await enqueue({ connectionId: uuidv7() });
    await runs.cancel(made[0]!.id);
    const ids = (rows: readonly Run[]) => rows.map(({ id }) => id);
    const all = ids(made);

    expect(ids(await runs.list({ connectionId, limit: 2 }))).toEqual(all.slice(0, 2));
    expect(ids(await runs.list({ connectionId, limit: 2, before: all[1]! }))).toEqual(all.slice(2, 4));
    expect(ids(await runs.list({ connectionId, kind: 'project' }))).toEqual([all[1], all[3]]);
    expect(ids(await runs.list({ connectionId, states: UNFINISHED }))).toEqual(all.slice(1));
    expect(await runs.list()).toHaveLength(6);
    await store.database.transaction((tx) => runs.forget(connectionId, tx));
    expect(await runs.list()).toHaveLength(1);
  });
});

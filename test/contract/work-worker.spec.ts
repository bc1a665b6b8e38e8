import { hostname } from 'node:os';
import { DomainError } from '@posture/domain';
import { RunStore, RunWorker, Wakeups } from '@posture/platform';
import type { Database, RunContext, RunHandler, RunRequest } from '@posture/platform';
import { LEASE_MS } from '../../libs/platform/src/work/run';
import { TestClock } from '../support/inventory-org';
import { MemoryLogger, runThat } from '../support/run-checks';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

describe.each(STORE_KINDS)('workers on the %s store', (kind) => {
  let store: TestStore;
  let client: Database;
  let clock: TestClock;
  let runs: RunStore;
  /** As another process sees the same runs. */
  let others: RunStore;
  let logger: MemoryLogger;
  const workers: RunWorker[] = [];
  const wakeups: Wakeups[] = [];

  beforeAll(async () => {
    store = await openTestStore(kind);
    client = await store.connect();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.database.query('delete from run');
    clock = new TestClock();
    logger = new MemoryLogger();
    runs = new RunStore(store.database, clock);
    others = new RunStore(client, clock);
  });
  afterEach(async () => {
    for (const each of wakeups.splice(0)) await each.stop();
    for (const worker of workers.splice(0)) await worker.stop();
  });

  const enqueue = (more: Partial<RunRequest> = {}) => runs.enqueue({ kind: 'sync', trigger: 'test', ...more });
  const worker = (sync: RunHandler, store: RunStore = runs, concurrency?: number): RunWorker => {
    const made = new RunWorker({
      runs: store,
      handlers: { sync },
      clock,
      logger,
      random: () => 1,
      ...(concurrency === undefined ? {} : { concurrency }),
    });
    workers.push(made);
    return made;
  };

  it('completes a run with what its handler answers', async () => {
    const { id } = await enqueue({ input: { n: 20 } });
    await worker(async ({ input }) => ({ n: Number(input['n']) + 1 })).sweep();

    expect(await runThat(others, id, ({ state }) => state === 'completed')).toMatchObject({
      result: { n: 21 },
      attempt: 1,
      error: null,
    });
  });

  // Between the last look of a sweep and its end there are a few steps of the event loop: one wake in each.
  it.each([0, 1, 2, 3, 4, 5])('hears of a run that comes just as it stops looking (%d)', async (steps) => {
    class LateRuns extends RunStore {
      late: string | null = null;

      override async claim(...asked: Parameters<RunStore['claim']>): ReturnType<RunStore['claim']> {
        const claimed = await super.claim(...asked);
        if (this.late !== null) return claimed;
        this.late = (await enqueue()).id;
        void wakeAfter(steps);
        return claimed;
      }
    }
    const store = new LateRuns(client, clock);
    const late = worker(async () => null, store);
    const wakeAfter = async (left: number): Promise<void> => {
      for (; left > 0; left -= 1) await null;
      await late.sweep();
    };
    await late.sweep();

    expect(await runThat(others, store.late!, ({ state }) => state === 'completed')).toMatchObject({ attempt: 1 });
  });

  it('fails a run for an error that would come again, with cause, remedy and step', async () => {
    const { id } = await enqueue();
    await worker(async (_run, context) => {
      context.step('reading wave 2');
      throw new DomainError('okta.refused', 'forbidden', 'Okta refused.', { field: 'token', remedy: 'Renew it.' });
    }).sweep();

    expect(await runThat(others, id, ({ state }) => state === 'failed')).toMatchObject({
      error: { code: 'okta.refused', field: 'token', remedy: 'Renew it.', step: 'reading wave 2' },
    });
  });

  it.each([
    ['throws', () => Promise.reject(new TypeError('no such function; Bearer 00canary-canary'))],
    ['answers what is no JSON', () => Promise.resolve({ big: 1n } as never)],
  ])('fails a run whose handler %s', async (_name, handler) => {
    const { id } = await enqueue();
    await worker(handler).sweep();
    const { error } = await runThat(others, id, ({ state }) => state === 'failed');

    expect(error).toMatchObject({ code: 'run.unforeseen', kind: 'internal' });
    expect(error!.message).not.toContain('canary');
  });

  it('lets a run wait after an error that may pass, and gives up after its last attempt', async () => {
    const { id } = await enqueue({ maxAttempts: 3 });
    const working = worker(() => Promise.reject(new DomainError('okta.away', 'unavailable', 'Okta is away.')));
    const delays: number[] = [];
    for (let attempt = 1; attempt < 3; attempt += 1) {
      await working.sweep();
      const waiting = await runThat(others, id, (run) => run.state === 'waiting' && run.attempt === attempt);
      expect(waiting).toMatchObject({ waitingWhy: 'Okta is away.', error: { code: 'okta.away' } });
      delays.push(waiting.dueAt.getTime() - clock.now().getTime());
      clock.pass(delays.at(-1)!);
    }
    await working.sweep();

    expect(delays).toEqual([10_000, 20_000]);
    expect(await runThat(others, id, ({ state }) => state === 'failed')).toMatchObject({
      attempt: 3,
      error: { code: 'okta.away' },
    });
  });

  it('counts the attempts of work without an end from where it last got on', async () => {
    const { id } = await enqueue({ maxAttempts: 2 });
    const attempts: number[] = [];
    const follow = worker(async (run, context) => {
      attempts.push(run.attempt);
      if (attempts.length < 4) context.gotOn();
      throw new DomainError('okta.away', 'unavailable', 'It is away.');
    });
    for (let n = 0; n < 4; n += 1) {
      await follow.sweep();
      await runThat(others, id, ({ state }) => state === (n < 3 ? 'waiting' : 'failed'));
      clock.pass(3_600_000);
    }

    expect(attempts).toEqual([1, 2, 2, 2]);
    expect(await others.get(id)).toMatchObject({ state: 'failed', attempt: 2 });
  });

  it('lets others see progress, the latest and at most once a second', async () => {
    const { id } = await enqueue();
    const gate = new Gate();
    await worker(async (_run, context) => {
      context.step('reading');
      for (let pages = 1; pages <= 500; pages += 1) {
        context.progress({ pages });
        if (pages % 50 === 0) await new Promise(setImmediate);
      }
      await gate.open;
      return null;
    }).sweep();
    const first = await runThat(others, id, ({ step }) => step !== null);
    clock.pass(999);
    await seconds(1.2);
    const held = await others.get(id);
    clock.pass(1);
    const second = await runThat(others, id, ({ progress }) => progress?.['pages'] === 500);
    gate.letGo();

    expect(held.progressAt).toEqual(first.progressAt);
    expect(second.progressAt!.getTime() - first.progressAt!.getTime()).toBe(1_000);
    await runThat(others, id, ({ state }) => state === 'completed');
  });

  it('leaves the last progress behind when a run ends', async () => {
    const { id } = await enqueue();
    await worker(async (_run, context) => {
      for (let pages = 1; pages <= 20; pages += 1) context.progress({ pages });
      return null;
    }).sweep();

    expect((await runThat(others, id, ({ state }) => state === 'completed')).progress).toEqual({ pages: 20 });
  });

  it('renews the lease of a run that tells nothing', async () => {
    const { id } = await enqueue();
    const { gate } = await holding();
    for (let n = 0; n < 5; n += 1) {
      clock.pass(LEASE_MS / 4);
      const until = clock.now().getTime() + LEASE_MS;
      await runThat(others, id, ({ leaseUntil }) => leaseUntil?.getTime() === until);
    }
    expect(await others.claim(['sync'])).toBeNull();
    gate.letGo();
    await runThat(others, id, ({ state }) => state === 'completed');
  });

  it('renews the lease at once when the clock is put back', async () => {
    const { id } = await enqueue();
    const { gate } = await holding();
    clock.pass(-3_600_000);
    const until = clock.now().getTime() + LEASE_MS;
    await runThat(others, id, ({ leaseUntil }) => leaseUntil?.getTime() === until);
    gate.letGo();
    await runThat(others, id, ({ state }) => state === 'completed');
  });

  it('stops a handler within seconds when another process cancels its run', async () => {
    const { id } = await enqueue();
    const { context } = await holding();
    await others.cancel(id);
    clock.pass(2_000);
    const reason = await aborted(context);

    expect(reason).toMatchObject({ code: 'run.fenced', details: { state: 'cancelled' } });
    expect((await others.get(id)).state).toBe('cancelled');
  });

  it('stops a handler whose run was taken over, and writes nothing of it', async () => {
    const { id } = await enqueue();
    const { context, gate } = await holding();
    await store.database.query(`update run set lease_until = $1`, [clock.now()]);
    const { lease } = (await others.claim(['sync']))!;
    clock.pass(2_000);
    await aborted(context);
    gate.letGo();
    await others.complete(lease, { by: 'other' });

    expect(await runThat(others, id, () => logger.events.includes('run.lost'))).toMatchObject({
      state: 'completed',
      result: { by: 'other' },
      attempt: 2,
    });
  });

  it('gives its runs away when it stops, and another goes on at once', async () => {
    const { id } = await enqueue({ maxAttempts: 1 });
    const { working, context } = await holding();
    await working.stop();

    expect(context.signal.reason).toMatchObject({ code: 'run.stopped' });
    await expect(working.runNow(id)).rejects.toMatchObject({ code: 'run.stopped' });
    expect(await others.get(id)).toMatchObject({ state: 'waiting', attempt: 0, waitingWhy: expect.any(String) });
    await worker(async () => ({ by: 'other' }), others).sweep();
    expect((await runThat(others, id, ({ state }) => state === 'completed')).result).toEqual({ by: 'other' });
  });

  it('works on as many as it has room for, and goes on with the next by itself', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await enqueue()).id);
    const gate = new Gate();
    let now = 0;
    let most = 0;
    const working = worker(
      async () => {
        now += 1;
        most = Math.max(most, now);
        await gate.open;
        now -= 1;
        return null;
      },
      runs,
      2,
    );
    await Promise.all([working.sweep(), working.sweep(), working.sweep()]);
    expect([now, working.hasRoom]).toEqual([2, false]);
    gate.letGo();
    for (const id of ids) await runThat(others, id, ({ state }) => state === 'completed');

    expect(most).toBe(2);
  });

  it('begins at once what somebody waits for, however busy it is', async () => {
    const gate = new Gate();
    const working = new RunWorker({
      runs,
      handlers: {
        sync: async () => {
          await gate.open;
          return null;
        },
        question: async () => ({ answer: 42 }),
      },
      urgent: ['question'],
      clock,
      logger,
      random: () => 1,
      concurrency: 1,
    });
    workers.push(working);
    await enqueue();
    const later = await enqueue();
    await working.sweep();
    const { id } = await enqueue({ kind: 'question' });
    await working.sweep();

    expect((await runThat(others, id, ({ state }) => state === 'completed')).result).toEqual({ answer: 42 });
    expect((await others.get(later.id)).state).toBe('queued');
    gate.letGo();
    await runThat(others, later.id, ({ state }) => state === 'completed');
  });

  it('tells whoever waits for the answer of a failure at once, and begins again what a dead process left', async () => {
    const away = new DomainError('okta.away', 'unavailable', 'Okta is away.');
    const question = { runs, handlers: { sync: async () => Promise.reject(away) }, asked: ['sync'] };
    const working = new RunWorker({ ...question, clock, logger, random: () => 1 });
    workers.push(working);
    const { id } = await enqueue({ maxAttempts: 3 });
    await runs.claimOne(id);
    await store.database.query(`update run set holder = $1`, [`${hostname()}/999999999`]);
    await working.sweep();

    expect(await runThat(others, id, ({ error }) => error !== null)).toMatchObject({
      ...{ state: 'failed', attempt: 2, error: { code: 'okta.away' } },
    });
  });

  describe('asked for one run by name', () => {
    it('works on it before it is due, and beside what it found by itself', async () => {
      const { id } = await enqueue();
      await runs.wait((await runs.claim(['sync']))!.lease, new Date(clock.now().getTime() + LEASE_MS), 'Later.');
      await enqueue();
      const { working, gate } = await holding(1);
      const asked = working.runNow(id);
      gate.letGo();

      expect(await asked).toMatchObject({ id, state: 'completed' });
      await expect(working.runNow(id)).rejects.toMatchObject({
        code: 'run.wrong_state',
        details: { state: 'completed' },
      });
    });

    it('tells of a failure at once, and leaves nothing to try again', async () => {
      const { id } = await enqueue();
      const error = new DomainError('okta.away', 'unavailable', 'Okta is away.');

      await expect(worker(() => Promise.reject(error)).runNow(id)).rejects.toBe(error);
      expect(await others.get(id)).toMatchObject({ state: 'failed', error: { code: 'okta.away' } });
    });

    it('leaves it to the process that works on it', async () => {
      const { id } = await enqueue();
      await holding();

      await expect(worker(async () => null, others).runNow(id)).rejects.toMatchObject({ code: 'run.already_active' });
    });
  });

  describe('wakes', () => {
    const opened = async (database: Database, sleeper?: RunWorker): Promise<Wakeups> => {
      const made = new Wakeups(database, logger);
      wakeups.push(made);
      await made.start(sleeper);
      return made;
    };

    it('bring a run to a worker of another process within a second', async () => {
      let begun = 0;
      await opened(
        client,
        worker(async () => {
          begun = performance.now();
          return null;
        }, others),
      );
      const sender = await opened(store.database);
      const latencies: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        // The worker looks for more by itself when a run has ended.
        await seconds(0.2);
        const { id } = await enqueue();
        const sent = performance.now();
        await sender.wake(id);
        await sender.wake(id);
        await runThat(others, id, ({ state }) => state === 'completed');
        latencies.push(begun - sent);
      }

      const [, , median] = latencies.sort((a, b) => a - b);
      expect(median).toBeLessThan(1_000);
      // The second wake of each may have come when the first was gone.
      await seconds(0.7);
      expect(await store.database.query('select * from pgboss.job')).toEqual([]);
      expect(new Set(logger.events)).toEqual(new Set(['run.started', 'run.completed']));
    });

    it('that are lost do no harm: a sweep finds the run', async () => {
      const working = worker(async () => null, others);
      const sender = await opened(store.database);
      const { id } = await enqueue();
      await sender.wake(id);
      await store.database.query('delete from pgboss.job');
      await opened(client, working);
      await seconds(0.7);
      expect((await runs.get(id)).state).toBe('queued');
      await working.sweep();

      await runThat(others, id, ({ state }) => state === 'completed');
    });

    it('are left to others while a worker has no room', async () => {
      await enqueue();
      const { working, gate } = await holding(1);
      await opened(store.database, working);
      const sender = await opened(client);
      await sender.wake((await enqueue()).id);
      await seconds(0.7);
      expect(await store.database.query('select 1 from pgboss.job')).toHaveLength(1);

      gate.letGo();
    });

    it('are sent as soon as they can be, where they could not be when the process began', async () => {
      await store.database.query('drop schema if exists pgboss cascade');
      await store.database.query('create schema pgboss');
      await store.database.query('create view pgboss.version as select 1 / 0 as version');
      const sender = await opened(store.database);
      expect(logger.events).toEqual(['wakeups.failed']);
      await store.database.query('drop schema pgboss cascade');
      await sender.wake((await enqueue()).id);
      expect(await store.database.query('select 1 from pgboss.job')).toHaveLength(1);
    });

    it('survive tables of another version, and tables that are gone, which is said once', async () => {
      const sender = await opened(store.database);
      await store.database.query('update pgboss.version set version = 1');
      await (await opened(client)).wake((await enqueue()).id);
      expect(await store.database.query('select version from pgboss.version')).toEqual([
        { version: expect.any(Number) },
      ]);
      expect(await store.database.query('select 1 from pgboss.job')).toHaveLength(1);
      expect(logger.events).toEqual([]);

      await opened(
        client,
        worker(async () => null),
      );
      await store.database.query('drop schema pgboss cascade');
      await sender.wake((await enqueue()).id);
      await sender.wake((await enqueue()).id);
      await seconds(1.2);
      expect(logger.events).toEqual(['wakeups.failed', 'wakeups.failed']);
    });

    it('make their tables once, when several processes begin at the same time', async () => {
      await store.database.query('drop schema if exists pgboss cascade');
      await Promise.all([opened(store.database), opened(client), opened(client)]);

      expect(logger.events).toEqual([]);
      expect(await store.database.query('select name from pgboss.queue')).toEqual([{ name: 'runs' }]);
    });
  });

  /** A worker whose handler holds its run until it is let go, or told to stop. */
  function holder(concurrency?: number): { working: RunWorker; context: Promise<RunContext>; gate: Gate } {
    const gate = new Gate();
    let begun = (_context: RunContext): void => undefined;
    const context = new Promise<RunContext>((resolve) => (begun = resolve));
    const working = worker(
      async (_run, given) => {
        begun(given);
        await Promise.race([gate.open, aborted(given)]);
        given.signal.throwIfAborted();
        return null;
      },
      runs,
      concurrency,
    );
    return { working, context, gate };
  }

  async function holding(concurrency?: number): Promise<{ working: RunWorker; context: RunContext; gate: Gate }> {
    const { working, context, gate } = holder(concurrency);
    await working.sweep();
    return { working, context: await context, gate };
  }
});

class Gate {
  letGo = (): void => undefined;
  readonly open = new Promise<void>((resolve) => (this.letGo = resolve));
}

function aborted({ signal }: RunContext): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason));
  });
}

function seconds(n: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, n * 1_000));
}

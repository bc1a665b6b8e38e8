/**
 * A worker in a process of its own, which may end itself by SIGKILL at a given statement:
 * `node -r test/support/run-sources.cjs test/support/work-process.ts '<WorkOrder>'`. Ends well on SIGTERM.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@posture/domain';
import { Database, RunStore, RunWorker, Wakeups } from '@posture/platform';
import type { Run, RunContext } from '@posture/platform';
import { stderrLogger } from '../../libs/platform/src/logging/stderr-logger';
import { die, dieAt } from './die-at';
import { sharedClock } from './work-order';
import type { WorkOrder } from './work-order';

const order = JSON.parse(process.argv[2] ?? '') as WorkOrder;
const clock = sharedClock(order.clockOrigin);

void work();

async function work(): Promise<void> {
  const logger = await stderrLogger('error', clock);
  const database = await Database.connect({ url: order.databaseUrl });
  const runs = new RunStore(database, clock);
  const worker = new RunWorker({
    runs,
    handlers: {
      steps: (run, context) => steps(database, runs, run, context),
      flaky: async ({ attempt }) => {
        if (attempt < 3) throw new DomainError('okta.away', 'unavailable', 'Okta is away.');
        return { attempt };
      },
      broken: () => Promise.reject(new TypeError('no such function')),
      deadly: async () => {
        die();
        return null;
      },
    },
    clock,
    logger,
    random: Math.random,
    concurrency: 3,
  });
  let statements = 0;
  dieAt(() => (++statements === order.kill?.statement ? order.kill : null));
  const wakeups = new Wakeups(database, logger);
  await wakeups.start(worker);
  const sweeps = setInterval(() => void worker.sweep(), 1_000);
  process.once('SIGTERM', async () => {
    clearInterval(sweeps);
    await wakeups.stop();
    await worker.stop();
    await database.close();
  });
}

/** Goes on where whoever held the run before came to. */
async function steps(database: Database, runs: RunStore, run: Run, context: RunContext) {
  const { lease, signal } = context;
  const wanted = Number(run.input['steps']);
  const [done] = await database.query<{ n: number }>('select count(*)::int as n from work_log where run_id = $1', [
    run.id,
  ]);
  for (let step = done!.n + 1; step <= wanted; step += 1) {
    await delay(5 + Math.random() * 20);
    signal.throwIfAborted();
    await database.transaction(async (tx) => {
      await runs.assertHeld(tx, lease);
      await tx.query('insert into work_log (run_id, step, fence, pid) values ($1, $2, $3, $4)', [
        run.id,
        step,
        lease.fence,
        process.pid,
      ]);
    });
    context.step(`step ${step}`);
    context.progress({ step });
  }
  return { steps: wanted };
}

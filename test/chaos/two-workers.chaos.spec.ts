import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, RunStore, UNFINISHED, Wakeups } from '@posture/platform';
import type { Run } from '@posture/platform';
import { startScript } from '../support/killed-process';
import { seededRandom } from '../support/kill-points';
import { postgresMissing, sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { MemoryLogger } from '../support/run-checks';
import { WORK_LOG, sharedClock } from '../support/work-order';
import type { WorkOrder } from '../support/work-order';

/** TEST_CHAOS_SEED repeats the choice of what is killed where. */
const seed = Number(process.env['TEST_CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const KILLS = 10;
const STEPS = 15;
const MAX_ATTEMPTS = 5;

const missing = postgresMissing();
if (missing !== null) process.stderr.write(`Two workers on one PostgreSQL are not tried: ${missing}\n`);

(missing === null ? describe : describe.skip)('Two workers on one store, one of them killed again and again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-workers-'));
  const clockOrigin = Date.now();
  const random = seededRandom(seed);
  const children = new Set<ChildProcess>();
  const said: string[] = [];
  let postgres: TestPostgres;
  let databaseUrl: string;
  let database: Database;
  let runs: RunStore;
  let wakeups: Wakeups;

  beforeAll(async () => {
    process.stderr.write(`two workers: TEST_CHAOS_SEED=${seed}\n`);
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    postgres = outcome.server;
    databaseUrl = await postgres.createDatabase();
    database = await Database.connect({ url: databaseUrl });
    await database.migrate();
    await database.query(WORK_LOG);
    runs = new RunStore(database, sharedClock(clockOrigin));
    wakeups = new Wakeups(database, new MemoryLogger());
    await wakeups.start();
  });
  afterAll(async () => {
    await wakeups?.stop();
    for (const child of [...children]) child.kill('SIGKILL');
    await database?.close();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('brings every run to an end, none of them in two hands at once', async () => {
    const steady = start(null);
    const ids: Record<string, string[]> = { steps: [], flaky: [], broken: [], deadly: [] };
    const enqueue = async (kind: string, maxAttempts = MAX_ATTEMPTS) => {
      const run = await runs.enqueue({ kind, trigger: 'test', input: { steps: STEPS }, maxAttempts });
      ids[kind]!.push(run.id);
      await wakeups.wake(run.id);
    };
    for (const kind of ['flaky', 'broken']) await enqueue(kind);

    for (let kill = 0; kill < KILLS; kill += 1) {
      for (let n = 0; n < 5; n += 1) await enqueue('steps');
      const doomed = start({
        statement: 5 + Math.floor(random() * 60),
        how: (['before', 'during', 'after'] as const)[Math.floor(random() * 3)]!,
        delayMs: Math.floor(random() * 8),
      });
      expect(await ended(doomed)).toBe('SIGKILL');
      if (kill === KILLS / 2) await freezeBeyondItsLease(steady);
    }
    await enqueue('deadly', 2);
    const victims = [start(null), start(null)];
    const all = await allEnded();

    expect(said.join('')).toBe('');
    for (const run of all) expect(run.attempt).toBeLessThanOrEqual(run.maxAttempts);
    const flaky = await runs.get(ids['flaky']![0]!);
    expect(flaky).toMatchObject({ state: 'completed', attempt: expect.any(Number), result: expect.anything() });
    const [broken] = all.filter(({ id }) => ids['broken']!.includes(id));
    expect(broken).toMatchObject({ state: 'failed', error: { code: 'run.unforeseen' } });
    const [deadly] = all.filter(({ id }) => ids['deadly']!.includes(id));
    expect(deadly).toMatchObject({ state: 'failed', attempt: 2, error: { code: 'run.abandoned' } });
    for (const run of all.filter(({ id }) => ids['steps']!.includes(id))) await expectOneHandAtATime(run);
    await stopped([steady, ...victims]);
  }, 600_000);

  /** What each holder wrote comes after all that those before it wrote, and every step was done once. */
  async function expectOneHandAtATime(run: Run): Promise<void> {
    const log = await database.query<{ step: number; fence: string }>(
      'select step, fence from work_log where run_id = $1 order by position',
      [run.id],
    );
    const fences = log.map(({ fence }) => Number(fence));
    expect(fences).toEqual([...fences].sort((a, b) => a - b));
    expect(new Set(fences).size).toBeLessThanOrEqual(run.attempt);
    const abandoned = run.state === 'failed' && run.attempt === run.maxAttempts;
    expect([run.state, run.error?.code]).toEqual(abandoned ? ['failed', 'run.abandoned'] : ['completed', undefined]);
    const steps = abandoned ? log.length : STEPS;
    expect(log.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, n) => n + 1));
  }

  /** It wakes up believing that it still holds what another has taken over meanwhile. */
  async function freezeBeyondItsLease(child: ChildProcess): Promise<void> {
    const { id } = await runs.enqueue({ kind: 'steps', trigger: 'test', input: { steps: STEPS } });
    await until(async () => (await runs.get(id)).progress !== null);
    await until(() => frozenBetweenTransactions(child));
    const other = start(null);
    await until(async () => (await runs.get(id)).state === 'completed');
    child.kill('SIGCONT');
    await stopped([other]);
    const run = await runs.get(id);
    expect(run.attempt).toBe(2);
    await expectOneHandAtATime(run);
  }

  /** Inside one it would keep its locks, and nobody could take over what it holds. */
  async function frozenBetweenTransactions(child: ChildProcess): Promise<boolean> {
    child.kill('SIGSTOP');
    await pause(50);
    const open = await database.query(
      `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    if (open.length === 0) return true;
    child.kill('SIGCONT');
    return false;
  }

  async function allEnded(): Promise<Run[]> {
    await until(async () => (await runs.list({ states: UNFINISHED })).length === 0);
    return runs.list({ limit: 200 });
  }

  function start(kill: WorkOrder['kill']): ChildProcess {
    const order: WorkOrder = { databaseUrl, clockOrigin, kill };
    const child = startScript('work-process.ts', order, dir);
    child.stderr.on('data', (text: string) => said.push(text));
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  }

  /** Asks those that live to end, and waits until they have. */
  async function stopped(list: readonly ChildProcess[]): Promise<void> {
    for (const child of list.filter((each) => children.has(each))) {
      const end = ended(child);
      child.kill('SIGTERM');
      await end;
    }
  }
});

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? String(code)));
  });
}

async function until(wanted: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000;
  while (!(await wanted())) {
    if (performance.now() > end) throw new Error('it took longer than two minutes');
    await pause(10);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

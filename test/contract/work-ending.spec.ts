import { DomainError } from '@posture/domain';
import { Database, RunStore, RunWorker, systemClock } from '@posture/platform';
import type { RunHandler, RunState } from '@posture/platform';
import { Gate } from '../support/gate';
import { MemoryLogger, runThat } from '../support/run-checks';
import { STORE_KINDS, startStores } from '../support/stores';
import type { EngineStoresUnderTest } from '../support/stores';

/** The embedded store lives and dies with the process that works. */
const ON_A_SERVER = STORE_KINDS.filter((kind) => kind === 'server');

describe.each(ON_A_SERVER)('a run that ends while the database is away, on the %s store', (kind) => {
  let stores: EngineStoresUnderTest;
  let gate: Gate;
  let runs: RunStore;
  /** By a way of its own. */
  let others: RunStore;
  const closers: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    stores = await startStores(kind);
    closers.push(() => stores.stop());
    gate = await Gate.before(stores.databaseUrl!);
    closers.push(() => gate.close());
    const [direct, behind] = [await connect(stores.databaseUrl!), await connect(gate.url)];
    await direct.migrate();
    others = new RunStore(direct, systemClock);
    runs = new RunStore(behind, systemClock);
  });
  async function connect(url: string): Promise<Database> {
    const database = await Database.connect({ url, poolSize: 4 });
    closers.push(() => database.close());
    return database;
  }
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });

  it.each([
    ['completed', () => Promise.resolve()],
    ['waiting', () => Promise.reject(new DomainError('okta.away', 'unavailable', 'Okta is away.'))],
    ['failed', () => Promise.reject(new DomainError('scan.refused', 'invalid', 'It is refused.'))],
  ] satisfies [RunState, () => Promise<void>][])(
    'is %s as soon as it is back, and is not done twice',
    async (state, end) => {
      let times = 0;
      const sync: RunHandler = async () => {
        times += 1;
        await gate.close();
        setTimeout(() => void gate.open(), 1_500);
        await end();
        return null;
      };
      const worker = new RunWorker({
        runs,
        handlers: { sync },
        clock: systemClock,
        logger: new MemoryLogger(),
        random: () => 1,
      });
      const { id } = await runs.enqueue({ kind: 'sync', trigger: 'test' });
      await worker.sweep();
      const run = await runThat(others, id, (found) => found.state === state);
      await worker.stop();

      expect([run.attempt, times]).toEqual([1, 1]);
    },
  );
});

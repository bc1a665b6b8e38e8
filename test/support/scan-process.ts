/**
 * One scan in a process of its own, which may end it by SIGKILL at a given point:
 * `node -r test/support/run-sources.cjs test/support/scan-process.ts '<ScanOrder>'`. Prints a ScanAccount.
 */
import { FindingReconciler } from '@posture/findings';
import { InventoryWriter, SyncStore } from '@posture/inventory';
import { Secret } from '@posture/platform';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import { die, dieAt } from './die-at';
import { Product, testConfig } from './product';
import type { KillPoint, Phase, ScanAccount, ScanOrder } from './scan-order';
import { PHASES, stageOf } from './scan-order';
import { stateOf } from './store-state';

const order = JSON.parse(process.argv[2] ?? '') as ScanOrder;
const trace: Record<string, number> = {};
let wave = 0;
let phase: Phase = 'opening';
const armed: KillPoint | null = order.kill;

countStatements();
followPhases();
void scan();

async function scan(): Promise<void> {
  const stores = order.databaseUrl === null ? {} : { databaseUrl: order.databaseUrl };
  const product = await Product.open(testConfig(order.dataDir, stores));
  const connection = await product.connect(order.orgUrl, { kind: 'api_token', token: new Secret(order.token) });
  const { report } = await product.scan(connection.id, { read: ['client-secrets'] });
  if (armed !== null) die();
  const account: ScanAccount = { trace, requests: report.sync.requests, state: await stateOf(product.database) };
  await product.close();
  process.stdout.write(JSON.stringify(account));
}

function countStatements(): void {
  dieAt(() => {
    const stage = stageOf(wave, phase);
    const statement = (trace[stage] = (trace[stage] ?? 0) + 1);
    return armed !== null && isReached(armed, statement) ? armed : null;
  });
}

/** A resumed scan has less to do: a point it does not come by is taken at the first statement behind it. */
function isReached(point: KillPoint, statement: number): boolean {
  const here = [wave, PHASES.indexOf(phase), statement];
  const there = [point.wave, PHASES.indexOf(point.phase), point.statement];
  const differs = here.findIndex((each, i) => each !== there[i]);
  return differs < 0 || here[differs]! > there[differs]!;
}

function followPhases(): void {
  around(OktaReader.prototype, 'readWave', (args) => {
    wave = args[0] as number;
    phase = 'reading';
  });
  around(
    InventoryWriter.prototype,
    'mergeWave',
    () => (phase = 'merging'),
    (result) => (phase = (result as { published: boolean }).published ? 'judging' : 'deriving'),
  );
  around(
    InventoryWriter.prototype,
    'publish',
    () => (phase = 'publishing'),
    () => (phase = 'judging'),
  );
  around(
    FindingReconciler.prototype,
    'reconcile',
    () => undefined,
    () => (phase = 'reporting'),
  );
  around(SyncStore.prototype, 'complete', () => (phase = 'completing'));
}

function around(
  prototype: object,
  name: string,
  before: (args: unknown[]) => void,
  after: (result: unknown) => void = () => undefined,
): void {
  const work = Reflect.get(prototype, name) as (...args: unknown[]) => Promise<unknown>;
  Reflect.set(prototype, name, async function (this: unknown, ...args: unknown[]) {
    before(args);
    const result = await work.apply(this, args);
    after(result);
    return result;
  });
}

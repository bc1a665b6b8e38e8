import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Neo4jProjection } from '../../libs/access-graph/src/neo4j/neo4j-projection';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import { EvaluationStore } from '@posture/evaluations';
import { FindingReconciler } from '@posture/findings';
import { Work } from '@posture/flows';
import { ConnectionStore, Inventory, InventoryWriter, SyncStore } from '@posture/inventory';
import { RunStore, RunWorker, Secret, UNFINISHED } from '@posture/platform';
import type { Run, RunWithResult } from '@posture/platform';
import { Graphs } from '../../libs/flows/src/graphs';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { FastClock } from '../support/fast-clock';
import { neo4jMissing, sharedNeo4j } from '../support/neo4j';
import { postgresMissing, sharedPostgres } from '../support/postgres';
import { Product, testConfig } from '../support/product';
import type { TestStores } from '../support/product';
import { stateOf } from '../support/store-state';
import type { StoreState } from '../support/store-state';

interface Step {
  /** As the run's error names it. */
  readonly step: string;
  /** The class that does it, and the method that breaks. */
  readonly of: { readonly prototype: object };
  readonly method: string;
  /** At which call of a scan; default the first. */
  readonly call?: number;
}

const OF_A_SCAN: readonly Step[] = [
  { step: 'opening', of: SyncStore, method: 'begin' },
  { step: 'reading wave 1', of: OktaReader, method: 'readWave' },
  { step: 'reading wave 3', of: OktaReader, method: 'readWave', call: 3 },
  { step: 'merging wave 1', of: InventoryWriter, method: 'mergeWave' },
  { step: 'merging wave 2', of: InventoryWriter, method: 'mergeWave', call: 2 },
  { step: 'deriving what follows from wave 2', of: Graphs, method: 'derive', call: 2 },
  { step: 'deriving what follows from wave 1', of: InventoryWriter, method: 'mergeDerived' },
  { step: 'publishing wave 1', of: InventoryWriter, method: 'publish' },
  { step: 'publishing wave 3', of: InventoryWriter, method: 'publish', call: 3 },
  { step: 'judging wave 2', of: Graphs, method: 'open', call: 2 },
  { step: 'judging wave 1', of: FindingReconciler, method: 'reconcile' },
  { step: 'judging wave 3', of: FindingReconciler, method: 'reconcile', call: 3 },
  { step: 'judging wave 3', of: EvaluationStore, method: 'recordWave', call: 3 },
  { step: 'recording', of: EvaluationStore, method: 'finish' },
  { step: 'completing', of: SyncStore, method: 'complete' },
];

const INPUT = { profile: 'everything', read: ['client-secrets'], acceptDisappearance: false, activityDays: 0 } as const;
const UNFORESEEN = {
  state: 'failed',
  attempt: 1,
  error: { code: 'run.unforeseen', kind: 'internal', remedy: expect.any(String) },
};

describe('An error nobody foresaw', () => {
  let org: Org;
  let before: StoreState;

  beforeAll(async () => {
    org = await Org.open();
    expect(await org.ended(await org.scan())).toMatchObject({ state: 'completed' });
    before = await org.state();
    expect(before.findings.length).toBeGreaterThan(20);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => org?.close());

  it.each(OF_A_SCAN)(
    'ends a scan as failed, and the next one works: $step ($method)',
    async ({ step, of, method, call = 1 }) => {
      org.breakAt(of.prototype, method, call);
      const run = await org.ended(await org.scan());

      expect(run).toMatchObject({ ...UNFORESEEN, error: { ...UNFORESEEN.error, step } });
      expect(run.error!.message).toContain('no such function');
      expect(JSON.stringify(run)).not.toContain(org.token);
      const after = await org.state();
      expect(knowledgeIn(after)).toEqual(knowledgeIn(before));
      expect(after.leftovers).toEqual([]);
      expect([...after.syncs, ...after.scans].filter((each) => each.includes('running'))).toEqual([]);

      jest.restoreAllMocks();
      expect(await org.ended(await org.scan())).toMatchObject({ state: 'completed' });
      expect(knowledgeIn(await org.state())).toEqual(knowledgeIn(before));
    },
  );

  it('ends a judgement without a sync as failed', async () => {
    org.breakAt(FindingReconciler.prototype, 'reconcile');
    const run = await org.ended(await org.work.evaluate(org.connectionId, INPUT, 'test'));

    expect(run).toMatchObject({ ...UNFORESEEN, error: { ...UNFORESEEN.error, step: 'judging' } });
    const after = await org.state();
    expect(after.scans).not.toContain('running');
    expect(knowledgeIn(after)).toEqual(knowledgeIn(before));
  });

  it('ends a purge as failed', async () => {
    org.breakAt(Inventory.prototype, 'purge');
    const run = await org.ended((await org.work.purge('test'))!);

    expect(run).toMatchObject({ ...UNFORESEEN, error: { ...UNFORESEEN.error, step: 'purging' } });
    expect(await org.ended((await org.work.purge('test'))!)).toMatchObject({ state: 'completed' });
  });

  it('is told to whoever connects a tenant, and nothing of what was asked is kept', async () => {
    org.breakAt(ConnectionStore.prototype, 'create');
    org.work.wakeBy(() => org.worker.sweep());
    const asked = org.work.connect({ provider: 'okta', address: org.sandbox.url, credential: org.credential });

    await expect(asked).rejects.toMatchObject({ code: 'run.unforeseen', remedy: expect.any(String) });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining(org.token) });
    expect(await org.runs.list({ kind: 'connect' })).toEqual([]);
  });
});

const noNeo4j = neo4jMissing();
(noNeo4j === null ? describe : describe.skip)('An error nobody foresaw, while Neo4j is written', () => {
  it('ends the projection as failed, and the next one works', async () => {
    const neo4j = await sharedNeo4j();
    const org = await Org.open({ neo4jUrl: neo4j.url });
    try {
      const scan = await org.ended(await org.scan());
      const { version } = scan.result as { version: number };
      await org.allEnded();
      org.breakAt(Neo4jProjection.prototype, 'project');
      const run = await org.ended((await org.work.project(org.connectionId, version, 'test'))!);
      jest.restoreAllMocks();

      expect(run).toMatchObject({ ...UNFORESEEN, error: { ...UNFORESEEN.error, step: 'projecting' } });
      const next = await org.ended((await org.work.project(org.connectionId, version, 'test'))!);
      expect(next).toMatchObject({ state: 'completed' });
    } finally {
      await org.close();
      await neo4j.stop();
    }
  }, 600_000);
});

describe('An error that may pass', () => {
  it('lets a scan wait with a reason, and ends it as failed after its last attempt', async () => {
    const org = await Org.open();
    try {
      await org.ended(await org.scan());
      const before = await org.state();
      org.sandbox.faults.add({ kind: 'status', status: 503, path: '/*', count: null });
      const { id } = await org.scan();
      const seen = await org.statesUntilEnded(id);
      const run = await org.runs.get(id);

      expect(run).toMatchObject({ state: 'failed', attempt: run.maxAttempts, error: { kind: expect.any(String) } });
      const waited = seen.filter(({ state }) => state === 'waiting');
      expect([...new Set(waited.map(({ attempt }) => attempt))]).toEqual([1, 2, 3, 4]);
      for (const { waitingWhy, dueAt } of waited) {
        expect(waitingWhy).toBe(run.error!.message);
        expect(dueAt.getTime()).toBeGreaterThan(0);
      }
      const after = await org.state();
      expect(knowledgeIn(after)).toEqual(knowledgeIn(before));
      expect([after.leftovers, after.syncs.at(-1)]).toEqual([[], 'full failed']);

      org.sandbox.faults.clear();
      expect(await org.ended(await org.scan())).toMatchObject({ state: 'completed' });
    } finally {
      await org.close();
    }
  });
});

const noPostgres = postgresMissing();
(noPostgres === null ? describe : describe.skip)('A database that is away for a moment', () => {
  it('lets a scan wait, which then goes on with what it had read', async () => {
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    const org = await Org.open({ databaseUrl: await outcome.server.createDatabase() });
    try {
      const { id } = await org.scan();
      // In the middle of a transaction, when most of the org has been read.
      org.before(RunStore.prototype, 'assertHeld', 4, () => org.dropConnections());
      const seen = await org.statesUntilEnded(id);

      expect(seen).toContainEqual(expect.objectContaining({ state: 'waiting', waitingWhy: expect.any(String) }));
      expect(await org.runs.get(id)).toMatchObject({ state: 'completed', attempt: 2 });
      expect((await org.state()).syncs).toEqual(['full completed']);
    } finally {
      jest.restoreAllMocks();
      await org.close();
      await outcome.server.stop();
    }
  });
});

/** What must be as it was: what is known of the tenant, and what is said of it. */
function knowledgeIn({ nodes, edges, findings, events }: StoreState) {
  return { nodes, edges, findings, events };
}

/** A tenant, and a worker over its store that looks for work when the test says so. */
class Org {
  private constructor(
    readonly sandbox: Sandbox,
    readonly product: Product,
    readonly connectionId: string,
    private readonly dir: string,
  ) {}

  static async open(stores: TestStores = {}): Promise<Org> {
    // The shortest wait, of 10 s, lasts longer than a look at the run does on a busy machine.
    const clock = new FastClock(15);
    const sandbox = await startSandbox({
      scenario: 'trial',
      users: 60,
      groups: 14,
      apps: 8,
      size: { devices: 10 },
      unlimited: true,
      now: () => clock.now().getTime(),
    });
    const dir = mkdtempSync(join(tmpdir(), 'posture-unforeseen-'));
    const product = await Product.open(testConfig(dir, stores), clock);
    const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
    const { id } = await product.connect(sandbox.url, { kind: 'api_token', token });
    return new Org(sandbox, product, id, dir);
  }

  get token(): string {
    return this.sandbox.tokenOf('SUPER_ADMIN');
  }

  get credential(): Secret {
    return new Secret(JSON.stringify({ kind: 'api_token', token: this.token }));
  }

  get work(): Work {
    return this.product.app.get(Work);
  }

  get runs(): RunStore {
    return this.product.app.get(RunStore);
  }

  get worker(): RunWorker {
    return this.product.app.get(RunWorker);
  }

  scan(): Promise<Run> {
    return this.work.scan(this.connectionId, INPUT, 'test');
  }

  state(): Promise<StoreState> {
    return stateOf(this.product.database);
  }

  async ended({ id }: Run): Promise<RunWithResult> {
    await this.statesUntilEnded(id);
    return this.runs.get(id);
  }

  async allEnded(): Promise<void> {
    for (const { id } of await this.runs.list({ states: UNFINISHED })) await this.statesUntilEnded(id);
  }

  /** Lets the worker look for work again and again. @returns the run as it was at each look */
  async statesUntilEnded(id: string): Promise<Run[]> {
    const seen: Run[] = [];
    for (let looks = 0; looks < 4_000; looks += 1) {
      await this.worker.sweep();
      const run = await this.runs.get(id).catch(() => null);
      if (run !== null) seen.push(run);
      if (run !== null && !UNFINISHED.includes(run.state)) return seen;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the run does not end: ${JSON.stringify(seen.at(-1))}`);
  }

  /** A call of a method throws what nobody foresaw; the credential in its text is what must not be told. */
  breakAt(prototype: object, method: string, call = 1): void {
    this.before(prototype, method, call, () => {
      throw new TypeError(`no such function; authorization: SSWS ${this.token}`);
    });
  }

  before(prototype: object, method: string, call: number, act: () => unknown): void {
    const work = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
    let calls = 0;
    jest.spyOn(prototype, method as never).mockImplementation(async function (this: unknown, ...args: unknown[]) {
      calls += 1;
      if (calls === call) await act();
      return work.apply(this, args);
    } as never);
  }

  /** As when a server is begun anew. */
  async dropConnections(): Promise<void> {
    await this.product.database
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`,
      )
      .catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.product.close();
    await this.sandbox.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

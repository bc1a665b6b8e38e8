import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@posture/domain';
import { Secret } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { scanWith } from '../support/chaos-org';
import { FastClock, GatedClock } from '../support/fast-clock';
import { postgresMissing, sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { Product, testConfig } from '../support/product';
import { stateOf } from '../support/store-state';

const missing = postgresMissing();
if (missing !== null)
  process.stderr.write(`Two processes' worth of the product on one PostgreSQL are not tried: ${missing}\n`);

(missing === null ? describe : describe.skip)('Two workers on one store', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-two-'));
  const products: Product[] = [];
  let postgres: TestPostgres;
  let sandbox: Sandbox;
  const clock = new GatedClock();
  let first: Product;
  let connectionId: string;
  let databaseUrl: string;

  beforeAll(async () => {
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    postgres = outcome.server;
    databaseUrl = await postgres.createDatabase();
    sandbox = await startSandbox({
      scenario: 'trial',
      users: 120,
      groups: 20,
      apps: 12,
      size: { devices: 10 },
      unlimited: true,
    });
    first = await open(clock);
    const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
    const connection = await first.connect(sandbox.url, { kind: 'api_token', token });
    connectionId = connection.id;
  });
  afterEach(() => sandbox?.faults.clear());
  afterAll(async () => {
    for (const product of products) await product.close();
    await sandbox?.stop();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('refuses the second scan of a connection while the first lives', async () => {
    const second = await open(new FastClock(1));
    const held = holdAt('/api/v1/groups');
    const scan = scanWith(first, connectionId);
    await held.reached;

    await expect(scanWith(second, connectionId)).rejects.toMatchObject({
      code: 'sync.already_running',
      details: { runId: expect.any(String), state: 'running' },
    });

    held.letGo();
    expect((await scan).findings.length).toBeGreaterThan(20);
    expect((await scanWith(second, connectionId)).sync.changes).toEqual(NOTHING_CHANGED);
  });

  it('lets one of two that start at the same moment begin', async () => {
    const second = await open(new FastClock(1));
    const outcomes = await Promise.allSettled([scanWith(first, connectionId), scanWith(second, connectionId)]);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));

    expect(refused).toEqual([expect.objectContaining({ code: 'sync.already_running' })]);
  });

  it('ends the writing of a worker whose lease ran out, and goes on where it stood', async () => {
    const before = await stateOf(first.database);
    // By its clock the first worker has been silent for two minutes.
    const second = await open(new FastClock(1, 120_000));
    const held = holdAt('/api/v1/groups/*/users');
    const scan = scanWith(first, connectionId);
    const ended = scan.then(
      () => null,
      (error: unknown) => error,
    );
    await held.reached;
    const { report } = await second.scan(connectionId, INPUT, { onProgress: () => held.letGo() });

    expect(await ended).toBeInstanceOf(DomainError);
    expect(await ended).toMatchObject({ code: expect.stringMatching(/^(sync|run).fenced$/) });
    const after = await stateOf(first.database);
    expect({ ...after, syncs: [], scans: [], versions: [] }).toEqual({ ...before, syncs: [], scans: [], versions: [] });
    expect(after.syncs).toEqual([...before.syncs, 'full completed']);
    expect(report.sync.coverage.filter(({ state }) => state === 'failed')).toEqual([]);
  });

  async function open(clockOf: FastClock): Promise<Product> {
    const product = await Product.open(testConfig(dir, { databaseUrl }), clockOf);
    products.push(product);
    return product;
  }

  /** The first worker's next request of a path fails once, and waits with its second try until it is let go. */
  function holdAt(path: string): ReturnType<GatedClock['hold']> {
    sandbox.faults.add({ kind: 'status', status: 503, path });
    return clock.hold();
  }
});

const INPUT = { read: ['client-secrets'] };
const NOTHING_CHANGED = {
  nodes: { added: 0, changed: 0, closed: 0 },
  edges: { added: 0, changed: 0, closed: 0 },
};

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisconnectFlow, Providers, Syncs, Upkeep, Work } from '@posture/flows';
import { EvaluationStore } from '@posture/evaluations';
import { Inventory } from '@posture/inventory';
import { RunStore, Secret, systemClock } from '@posture/platform';
import type { RunLease } from '@posture/platform';
import { Graphs } from '../../libs/flows/src/graphs';
import { LEASE_MS } from '../../libs/platform/src/work/run';
import { TuningStore } from '@posture/rule-engine';
import type { RunError } from '../../libs/platform/src/work/run';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import { TestClock } from '../support/inventory-org';
import { Product, testConfig } from '../support/product';
import { stateOf } from '../support/store-state';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const AWAY: RunError = {
  code: 'okta.away',
  kind: 'unavailable',
  message: 'Okta is away.',
  field: null,
  remedy: null,
  step: null,
};

describe('What is due by the clock alone', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-upkeep-'));
  let clock: TestClock;
  let product: Product;
  let connectionId: string;
  let runs: RunStore;
  let upkeep: Upkeep;

  beforeAll(async () => {
    clock = new TestClock();
    product = await Product.open(testConfig(dir), clock);
    runs = product.app.get(RunStore);
    upkeep = product.app.get(Upkeep);
    const connection = await product.connections.create({
      provider: 'okta',
      orgUrl: 'https://acme.okta.example',
      name: 'acme',
      tenantId: '00o1',
      credentialKind: 'api_token',
      credential: new Secret('00canary'),
    });
    connectionId = connection.id;
  });
  beforeEach(() => product.database.query('delete from run'));
  afterAll(async () => {
    await product?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('a sync and a scan end that died with their last process', async () => {
    await begun(1);
    clock.pass(LEASE_MS);
    expect(await runs.claim(['scan'])).toBeNull();
    await upkeep.tick();

    const [sync] = await product.syncs.list(connectionId, 1);
    expect(sync).toMatchObject({ state: 'failed', error: { code: 'run.abandoned' } });
    const { scans, leftovers } = await stateOf(product.database);
    expect([scans.at(-1), leftovers]).toEqual(['failed', []]);
  });

  it('a sync waits six hours for whoever asked for one attempt and met an outage', async () => {
    const lease = await begun(5);
    await runs.fail(lease, AWAY);
    clock.pass(6 * HOUR_MS - 1);
    await upkeep.tick();
    expect((await product.syncs.list(connectionId, 1))[0]!.state).toBe('running');
    clock.pass(1);
    await upkeep.tick();

    expect((await product.syncs.list(connectionId, 1))[0]).toMatchObject({
      state: 'failed',
      error: { code: AWAY.code },
    });
  });

  it('a sync another run goes on with is left to it', async () => {
    const former = await begun(1);
    await runs.fail(former, AWAY);
    const next = await begun(5);
    await upkeep.tick();

    const [sync] = await product.syncs.list(connectionId, 1);
    expect(sync).toMatchObject({ state: 'running', runId: next.runId });
    await product.app.get(Work).abort(next.runId);
    expect((await product.syncs.list(connectionId, 1))[0]!.state).toBe('aborted');
    expect((await stateOf(product.database)).scans).not.toContain('running');
  });

  it('a scan is purged before its run: the sync is listed all the same', async () => {
    const lease = await begun(1);
    await runs.complete(lease, null);
    await product.database.query('delete from scan where id = $1', [lease.runId]);

    const [sync] = await product.app.get(Syncs).list(connectionId, 1, null);
    expect(sync).toMatchObject({ run: { id: lease.runId, state: 'completed' }, report: null });
  });

  it('a question nobody heard the answer of is gone after ten minutes, with what was sealed in it', async () => {
    const { id } = await runs.enqueue({ kind: 'connect', trigger: 'api', input: { sealed: 'canary' } });
    await runs.cancel(id);
    clock.pass(10 * MINUTE_MS);
    await upkeep.tick();
    expect(await runs.list({ kind: 'connect' })).toHaveLength(1);
    clock.pass(1);
    await upkeep.tick();

    expect(await runs.list({ kind: 'connect' })).toEqual([]);
  });

  it('a purge is asked for once a day', async () => {
    const purges = async () => (await runs.list({ kind: 'purge' })).length;
    await upkeep.tick();
    const { lease } = (await runs.claim(['purge']))!;
    await runs.complete(lease, null);
    clock.pass(24 * HOUR_MS - 1);
    await upkeep.tick();
    expect(await purges()).toBe(1);
    clock.pass(1);
    await upkeep.tick();

    expect(await purges()).toBe(2);
  });

  /** A scan whose process has begun to read and to judge. */
  async function begun(maxAttempts: number): Promise<RunLease> {
    await runs.enqueue({ kind: 'scan', connectionId, trigger: 'test', maxAttempts });
    const { run, lease } = (await runs.claim(['scan']))!;
    const { syncId } = await product.syncs.begin(connectionId, lease, { mapperSchema: 1 });
    await product.app.get(EvaluationStore).begin({
      id: run.id,
      connectionId,
      syncId,
      trigger: 'test',
      profile: 'default',
      version: 1,
      asOf: clock.now(),
      startedAt: clock.now(),
    });
    return lease;
  }
});

describe('Graphs of a connection that another process deleted', () => {
  it('are let go', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'posture-let-go-'));
    const sandbox = await startSandbox({ scenario: 'trial', users: 60, size: { devices: 10 }, unlimited: true });
    const config = testConfig(dir);
    const product = await Product.open(config, systemClock);
    try {
      const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
      const { id } = await product.connect(sandbox.url, { kind: 'api_token', token });
      await product.scan(id);
      const providers = product.app.get(Providers);
      const others = new Graphs(
        product.app.get(Inventory),
        product.connections,
        providers,
        product.app.get(TuningStore),
        config,
      );
      const { view } = await others.published(id);
      await product.app.get(DisconnectFlow).purge(id);
      const nodesKept = async () => (await others.open(providers.get('okta'), id, view.version)).view.nodeCount;
      expect(await nodesKept()).toBeGreaterThan(60);
      await others.forgetDeleted();

      await expect(nodesKept()).rejects.toThrow();
    } finally {
      await product.close();
      await sandbox.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

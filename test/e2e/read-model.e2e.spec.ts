import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyStore } from '@posture/operators';
import type { ScanReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { apiDescription, createServer } from '../../apps/server/src/create-server';
import { TestApi } from '../support/api';
import { openProduct, scanOrg, testConfig } from '../support/product';
import { SERVERS_START_MS, describeOnStores } from '../support/stores';
import type { EngineStoresUnderTest } from '../support/stores';
import { SMALL_TRIAL } from '../support/small-trial';

describeOnStores('What a scan said', (start) => {
  let sandbox: Sandbox;
  let stores: EngineStoresUnderTest;
  let first: ScanReport;
  let report: ScanReport;
  let changed: string;
  let key: string;
  let app: NestFastifyApplication;
  let api: TestApi;
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-read-model-'));

  async function serve(): Promise<void> {
    app = await createServer(testConfig(dataDir, stores));
    key = (await app.get(ApiKeyStore).createFirst()) ?? key;
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    api = new TestApi(app, await apiDescription(), key);
  }

  beforeAll(async () => {
    sandbox = await startSandbox(SMALL_TRIAL);
    stores = await start();
    const { product, close } = await openProduct(stores, dataDir);
    const org = { url: sandbox.url, token: sandbox.tokenOf('READ_ONLY_ADMIN') };
    first = await scanOrg(product, org);
    const [holder] = first.findings.flatMap(({ subject }) => (subject.kind === 'User' ? [subject.externalId] : []));
    changed = holder!;
    sandbox.org.mutate({ op: 'patch', collection: 'users', id: changed, patch: { profile: { title: 'Archivist' } } });
    report = await scanOrg(product, { ...org, profile: 'default' });
    await close();
    await serve();
  }, SERVERS_START_MS);
  afterAll(async () => {
    await app?.close();
    await stores?.stop();
    await sandbox?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function said(): Promise<unknown[]> {
    const of = `connectionId=${report.connection.id}`;
    const { rule } = report.notAssessed[0]!;
    const scans = (await api.get(`/scans?${of}`)).body.data as { id: string }[];
    const paths = [
      `/scans?${of}`,
      ...scans.map(({ id }) => `/scans/${id}`),
      `/rules/${rule}/results?${of}`,
      `/fixes?${of}`,
      `/coverage?${of}&limit=200`,
      `/trend?${of}`,
      `/trend?${of}&profile=everything`,
    ];
    const answers: unknown[] = [];
    for (const path of paths) answers.push((await api.get(path)).body);
    return answers;
  }

  it('is the document of the command line, asked of the API by another process', async () => {
    const [newest, older] = (await api.get(`/scans?connectionId=${report.connection.id}`)).body.data;
    expect([newest.profile, newest.state, newest.summary]).toEqual(['default', 'completed', report.summary]);
    expect(older.profile).toBe('everything');

    const document = (await api.get(`/scans/${newest.id}`)).body;
    const shown = report.findings.map((finding) => ({ ...finding, members: finding.members.slice(0, 100) }));
    expect(document).toEqual({ ...report, findings: shown });
  });

  it('says of each resource what it lacks, and of each rule why it could not judge', async () => {
    const of = `connectionId=${report.connection.id}`;
    const coverage = (await api.get(`/coverage?${of}&limit=200`)).body.data;
    expect(coverage).toEqual(report.sync.coverage);
    expect(coverage).toContainEqual(expect.objectContaining({ state: 'forbidden', missing: expect.any(String) }));

    const { rule, reason } = report.notAssessed[0]!;
    const results = (await api.get(`/rules/${rule}/results?${of}`)).body.data;
    expect(results.map(({ scan }: { scan: { profile: string } }) => scan.profile)).toEqual(['default', 'everything']);
    expect(results[0]).toMatchObject({
      verdict: expect.stringMatching(/match|not_assessed/),
      severity: expect.any(String),
    });
    expect(results[0].reasons).toContainEqual(expect.objectContaining({ reason }));
  });

  it('draws a trend of one profile at a time, that of the latest scan by itself', async () => {
    const points = (await api.get(`/trend?connectionId=${report.connection.id}`)).body.data;
    expect(points).toEqual([expect.objectContaining({ asOf: report.asOf, summary: report.summary })]);
  });

  it('stands beside what became different in the tenant since an earlier one', async () => {
    const drift = `/connections/${report.connection.id}/drift`;
    const between = `from=${first.asOf}&to=${report.asOf}`;
    const { body } = await api.get(`${drift}?${between}`);
    expect([body.from.version, body.to.version]).toEqual([first.sync.version, report.sync.version]);
    expect([body.nodes, body.edges]).toEqual([{ User: { added: 0, changed: 1, removed: 0 } }, {}]);

    const [row] = (await api.get(`${drift}/nodes?${between}&kind=User`)).body.data;
    expect([row.change, row.externalId, row.after.title]).toEqual(['changed', changed, 'Archivist']);
    expect((await api.get(`${drift}/nodes?${between}&kind=Group`)).body.data).toEqual([]);
  });

  it('can be asked of the graph by name, the same in this process and in Neo4j where there is one', async () => {
    const asked = `/connections/${report.connection.id}/graph/queries/blastRadius?limit=200&key=User:${changed}`;
    const own = await api.get(asked);
    const projected = await api.get(`${asked}&source=neo4j`);
    if (stores.neo4jUrl === undefined) expect(projected.body.code).toBe('graph.not_configured');
    else expect(projected.body.data).toEqual(own.body.data);
    const then = `asOf=${first.asOf}`;
    const past = await api.get(`${asked}&source=neo4j&${then}`);
    expect(past.body.code).toBe(stores.neo4jUrl === undefined ? 'graph.not_configured' : 'graph.as_of_unsupported');
    expect((await api.get(`${asked}&${then}`)).status).toBe(200);
    expect(own.body.data.length).toBeGreaterThan(0);
  });

  it('can be asked after a restart, word for word', async () => {
    const before = await said();
    await app.close();
    await serve();

    expect(await said()).toEqual(before);
  });
});

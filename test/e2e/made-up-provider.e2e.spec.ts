import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionFlow, EventHooks, ProjectionFlow, Providers, loadProviders } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { Secret } from '@posture/platform';
import { knowing } from '../../libs/flows/src/providers';
import { loadRulesAbout } from '../../libs/flows/src/shipped-rules';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import { graphContents, liveContents } from '../support/graph-rows';
import { harborConnector } from '../support/harbor/harbor-connector';
import { LEFT_BEHIND } from '../support/harbor/harbor-model';
import { HarborServer } from '../support/harbor/harbor-server';
import { harborTenant } from '../support/harbor/harbor-tenant';
import { Product, scanOrg, testConfig } from '../support/product';
import { SERVERS_START_MS, describeOnStores } from '../support/stores';
import type { EngineStoresUnderTest } from '../support/stores';

const KEY = 'hk-reader-0001';
const RULES = join(__dirname, '../support/harbor/rules');
const OLD = 'harbor-key-old';
const PATH = 'harbor-path-key-to-owner';
const FOUND = [`${OLD} k-crane`, `${PATH} k-gate`];

/** Okta as this build ships it, and a provider it never heard of beside it. */
async function bothProviders(): Promise<Providers> {
  const shipped = await loadProviders();
  const harbor = knowing(harborConnector);
  return new Providers([
    [shipped.get('okta'), shipped.rulesOf('okta')],
    [harbor, await loadRulesAbout(harbor, [RULES])],
  ]);
}

describeOnStores('A provider that no room was written for', (start) => {
  let stores: EngineStoresUnderTest;
  let harbor: HarborServer;
  let product: Product;
  let providers: Providers;
  let connectionId: string;
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-harbor-'));

  beforeAll(async () => {
    stores = await start();
    harbor = await HarborServer.start(harborTenant(), KEY);
    providers = await bothProviders();
    product = await Product.open(testConfig(dataDir, stores), undefined, providers);
    connectionId = await connect(harbor);
  }, SERVERS_START_MS);
  afterEach(() => harbor.forbidden.clear());
  afterAll(async () => {
    await product?.close();
    await harbor?.stop();
    await stores?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, SERVERS_START_MS);

  async function connect({ url }: HarborServer, credential = KEY): Promise<string> {
    const request = { provider: 'harbor', address: url, credential: new Secret(credential) };
    return (await product.app.get(ConnectionFlow).connect(request)).id;
  }

  async function scan(id = connectionId): Promise<ScanReport> {
    const { report, projection } = await product.scan(id);
    expect(projection).toBeNull();
    return report;
  }

  /** Rule and subject of what was said to be open, sorted. */
  const found = ({ findings }: ScanReport) =>
    findings.map(({ rule, subject }) => `${rule} ${subject.externalId}`).sort();

  /** Each rule's counts of the latest scan. */
  async function countsOf(id: string): Promise<Readonly<Record<string, readonly number[]>>> {
    const rows = await product.database.query<{ rule: string; counts: readonly number[] }>(
      `select rule, array[match, clear, not_assessed] as counts from rule_result where scan_id =
         (select id from scan where connection_id = $1 order by started_at desc limit 1) order by rule`,
      [id],
    );
    return Object.fromEntries(rows.map(({ rule, counts }) => [rule, counts]));
  }

  /** Rule, subject and state of every finding there ever was, sorted. */
  async function lives(id = connectionId): Promise<readonly string[]> {
    const all = await product.findings.list({ connectionId: id }, 100);
    return all
      .map(({ rule, subject, status, resolution }) => [rule, subject.externalId, status, resolution].join(' '))
      .sort();
  }

  it('gets no secret for event hooks, since it calls nobody', async () => {
    const made = product.app.get(EventHooks).make(connectionId);
    await expect(made).rejects.toMatchObject({ code: 'hook.unsupported', kind: 'conflict' });
  });

  it('CON-22: is scanned, judged by its own rules, and what is wrong in it found with its evidence', async () => {
    const report = await scan();

    expect(report.connection).toMatchObject({ provider: 'harbor', name: 'Harbor' });
    expect(found(report)).toEqual(FOUND);
    expect(await countsOf(connectionId)).toEqual({ [OLD]: [1, 2, 0], [PATH]: [1, 2, 0] });
    expect(report.notAssessed).toEqual([]);
    const [old, path] = [OLD, PATH].map((rule) => report.findings.find((each) => each.rule === rule)!);
    // Of a person who has left, hence more than medium.
    expect(old).toMatchObject({
      severity: 'high',
      title: expect.stringMatching(/^Key crane is 400(\.\d+)? days old$/),
    });
    expect(old!.evidence.facts).toContainEqual(expect.objectContaining({ fact: 'personState', value: 'left' }));
    expect(path!.evidence.path.map(({ kind, from, to }) => [from.key, kind, to.key])).toEqual([
      ['ApiToken:k-gate', 'AUTHENTICATES_AS', 'User:ida'],
      ['User:ida', 'MEMBER_OF', 'Group:harbourmasters'],
      ['Group:harbourmasters', 'SUPER_ADMIN_OF', 'Org:harbor-1'],
    ]);
    expect(report.sync).toMatchObject({ requests: 11, requestsByBucket: { all: 11 } });
  });

  it('has its findings scored, and what they hang on found, by what its own model says', async () => {
    const tenant = harborTenant('harbor-3');
    const old = tenant.keys.find(({ id }) => id === 'k-crane')!;
    tenant.keys.push({ ...old, id: 'k-winch', label: 'winch', value: 'hk-winch-30ab' });
    const third = await HarborServer.start(tenant, KEY);
    try {
      const id = await connect(third);

      const { fixes } = await scan(id);

      const findings = await product.findings.list({ connectionId: id }, 10);
      const moved = findings.filter(({ scoreTerms }) => scoreTerms.some(({ name }) => name === LEFT_BEHIND.name));
      expect(moved.map(({ subject }) => subject.externalId).sort()).toEqual(['k-crane', 'k-winch']);
      // Two keys of one person are one place to look.
      expect(fixes.map(({ root }) => root.externalId)).toEqual(['k-gate', 'jon']);
    } finally {
      await third.stop();
    }
  });

  it('is the same in Neo4j, where there is one', async () => {
    const { sync } = await scan();
    const live = await liveContents(product.database, connectionId);

    expect([live.nodes.length, live.edges.length]).toEqual([10, 8]);
    if (stores.neo4jUrl === undefined) return;
    const same = { ...live, version: sync.version };
    expect(await graphContents(stores.neo4jUrl, connectionId)).toEqual(same);

    // Whoever asks meanwhile waits for its turn.
    const flow = product.app.get(ProjectionFlow);
    const rebuilt = await Promise.all([1, 2, 3].map(() => flow.rebuild(connectionId)));
    expect(rebuilt.map((report) => report?.nodesWritten)).toEqual([10, 10, 10]);
    expect(await graphContents(stores.neo4jUrl, connectionId)).toEqual(same);
  });

  it.each([
    ['the keys', '/v1/keys', [OLD, PATH]],
    ['the people of the team that owns it', '/v1/teams/harbourmasters/people', [PATH]],
    ['the people of any team', '/v1/teams/{id}/people', [PATH]],
    ['the teams', '/v1/teams', [PATH]],
  ])('is not called clean where %s may no longer be read: what was found stays', async (_, path, rules) => {
    const before = await lives();
    harbor.forbidden.add(path);

    const report = await scan();

    expect([...new Set(report.notAssessed.map(({ rule }) => rule))].sort()).toEqual(rules);
    expect(report.notAssessed.every(({ reason, missing }) => reason !== '' && missing === 'reader')).toBe(true);
    expect(found(report)).toEqual(FOUND);
    expect(await lives()).toEqual(before);
  });

  it('is not called clean by a key that never could read it all', async () => {
    const closed = await HarborServer.start(harborTenant('harbor-2'), KEY);
    try {
      closed.forbidden.add('/v1/teams/{id}/people').add('/v1/people');
      const id = await connect(closed);

      const report = await scan(id);

      expect(found(report)).toEqual([`${OLD} k-crane`]);
      expect(await countsOf(id)).toEqual({ [OLD]: [1, 2, 0], [PATH]: [0, 0, 3] });
      expect(report.findings[0]).toMatchObject({ severity: 'medium' });
    } finally {
      await closed.stop();
    }
  });

  it('has a finding resolved once a whole list no longer holds what it was about', async () => {
    harbor.tenant.keys = harbor.tenant.keys.filter(({ id }) => id !== 'k-gate');

    const report = await scan();

    expect(found(report)).toEqual([`${OLD} k-crane`]);
    expect(await lives()).toEqual([`${OLD} k-crane open `, expect.stringMatching(`^${PATH} k-gate resolved `)]);
  });

  it('is refused in its own words, and never mistaken for another tenant', async () => {
    await expect(connect(harbor, 'hk-unknown-0002')).rejects.toMatchObject({ code: 'harbor.key_refused' });
    const { tenant } = harbor;
    harbor.tenant = { ...tenant, id: 'harbor-9' };
    try {
      const refused = { code: 'connection.other_org', field: 'address' };
      await expect(connect(harbor)).rejects.toMatchObject(refused);
    } finally {
      harbor.tenant = tenant;
    }
  });

  it('lives beside Okta in one product: the rules of one are never asked of the other', async () => {
    const sandbox = await startSandbox({ scenario: 'quiet', users: 20, unlimited: true });
    try {
      const okta = await scanOrg(product, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN') });
      const asked = Object.keys(await countsOf(okta.connection.id));
      await scan();

      expect(asked).toEqual(
        providers
          .rulesOf('okta')
          .filter(({ kind }) => kind !== 'detection')
          .map(({ id }) => id)
          .sort(),
      );
      expect(asked.filter((rule) => rule.startsWith('harbor-'))).toEqual([]);
      expect(Object.keys(await countsOf(connectionId))).toEqual([OLD, PATH]);
      expect(await lives(okta.connection.id)).toEqual([]);
      expect((await lives()).filter((life) => !life.startsWith('harbor-'))).toEqual([]);
    } finally {
      await sandbox.stop();
    }
  }, 120_000);
});

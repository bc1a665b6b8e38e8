import type { ScanReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { graphRows } from '../support/graph-rows';
import { SMALL_TRIAL } from '../support/small-trial';
import { SERVERS_START_MS, describeOnStores } from '../support/stores';
import type { EngineStoresUnderTest } from '../support/stores';

const NO_CHANGE = { added: 0, changed: 0, closed: 0 };

describeOnStores('An org that was read before', (start) => {
  let sandbox: Sandbox;
  let stores: EngineStoresUnderTest;
  let test: OpenedProduct;
  let first: ScanReport;

  beforeAll(async () => {
    sandbox = await startSandbox(SMALL_TRIAL);
    stores = await start();
    test = await openProduct(stores);
    first = await scan();
  }, SERVERS_START_MS);
  afterAll(async () => {
    await test?.close();
    await stores?.stop();
    await sandbox?.stop();
  }, SERVERS_START_MS);

  const scan = (acceptDisappearance = false) =>
    scanOrg(test.product, {
      url: sandbox.url,
      token: sandbox.tokenOf('SUPER_ADMIN'),
      factors: 'admins',
      acceptDisappearance,
    });

  /** Every row the engine keeps of the org, as far as a second look at the same org may not touch it. */
  async function written() {
    const [counts] = await test.product.database.query<
      Record<'node' | 'edge' | 'finding' | 'event' | 'member', number>
    >(
      `select (select count(*)::int from node) as node, (select count(*)::int from edge) as edge,
         (select count(*)::int from finding) as finding, (select count(*)::int from finding_event) as event,
         (select count(*)::int from finding_member) as member`,
    );
    const graph = stores.neo4jUrl === undefined ? null : await graphRows(stores.neo4jUrl, first.connection.id);
    return { ...counts!, graph };
  }

  it('costs no row when nothing changed', async () => {
    const before = await written();

    const second = await scan();

    expect(second.sync.changes).toEqual({ nodes: NO_CHANGE, edges: NO_CHANGE });
    expect(await written()).toEqual(before);
    expect(second.sync.version).toBeGreaterThan(first.sync.version);
    expect(second.findings.map(({ id, score }) => ({ id, score }))).toEqual(
      first.findings.map(({ id, score }) => ({ id, score })),
    );
  });

  it('costs one row when one user changed', async () => {
    const before = await written();
    const id = sandbox.org.idOf('staff-7')!;
    sandbox.org.mutate({ op: 'patch', collection: 'users', id, patch: { profile: { title: 'Archivist' } } });

    const third = await scan();

    expect(third.sync.changes).toEqual({ nodes: { ...NO_CHANGE, changed: 1 }, edges: NO_CHANGE });
    expect((await test.product.directory(third.connection.id)).get('User', id)).toMatchObject({
      props: { title: 'Archivist' },
    });
    const { graph, ...rows } = await written();
    const { graph: graphBefore, ...rowsBefore } = before;
    expect(rows).toEqual({ ...rowsBefore, node: rowsBefore.node + 1 });
    // Changed in place: neither more nor fewer nodes and edges.
    expect(graph && { nodes: graph.nodes, edges: graph.edges }).toEqual(
      graphBefore && { nodes: graphBefore.nodes, edges: graphBefore.edges },
    );
    expect(graph === null || graph.digest !== graphBefore?.digest).toBe(true);
  });

  it('closes what was removed, and resolves what it was found for', async () => {
    const owner = first.findings.find(({ rule }) => rule === 'okta-api-token-old')!;
    sandbox.org.mutate({ op: 'remove', collection: 'tokens', id: owner.subject.externalId });

    const fourth = await scan();

    expect(fourth.sync.changes.nodes).toEqual({ ...NO_CHANGE, closed: 1 });
    expect(fourth.findings.some(({ subject }) => subject.externalId === owner.subject.externalId)).toBe(false);
    const { status, resolution } = await test.product.findings.get(owner.id);
    expect({ status, resolution }).toEqual({ status: 'resolved', resolution: 'subject_gone' });
  });

  it('doubts a list that lost everything at every scan, until somebody says that it was meant', async () => {
    const tokens = await test.product.database.query<{ id: string }>(
      `select external_id as id from node where kind = 'ApiToken' and to_version is null`,
    );
    expect(tokens.length).toBeGreaterThan(3);
    for (const { id } of tokens) sandbox.org.mutate({ op: 'remove', collection: 'tokens', id });

    for (const doubted of [await scan(), await scan()]) {
      expect(doubted.sync.changes.nodes.closed).toBe(0);
      expect(doubted.sync.coverage.find(({ resource }) => resource === 'api-tokens')?.state).toBe('partial');
    }

    const accepted = await scan(true);
    expect(accepted.sync.changes.nodes.closed).toBe(tokens.length);
    expect(accepted.sync.coverage.find(({ resource }) => resource === 'api-tokens')?.state).toBe('complete');
    expect(accepted.findings.filter(({ subject }) => subject.kind === 'ApiToken')).toEqual([]);
  });

  it('costs no row when the same lists are refused again', async () => {
    const groups = await test.product.database.query<{ id: string }>(
      `select external_id as id from node n where kind = 'Group' and to_version is null and not exists (
         select 1 from edge e where e.src_key = n.key and e.kind = 'HAS_ROLE_ASSIGNMENT' and e.to_version is null)`,
    );
    // An administrator of some groups only may see those that give roles, and none of the others.
    for (const { id } of groups)
      sandbox.faults.add({ kind: 'forbidden', path: `/api/v1/groups/${id}/users`, count: null });
    await scan();

    const again = await scan();

    sandbox.faults.clear();
    expect(again.sync.coverage.find(({ resource }) => resource === 'group-members')?.state).toBe('partial');
    expect(again.sync.changes).toEqual({ nodes: NO_CHANGE, edges: NO_CHANGE });
    expect((await scan()).sync.changes).toEqual({ nodes: NO_CHANGE, edges: NO_CHANGE });
  });

  it('calls nothing clear by what it can no longer read', async () => {
    const aboutZones = ['okta-zone-none', 'okta-zone-no-anonymizer-block'];
    const judged = (report: ScanReport) => ({
      notAssessed: aboutZones.filter((rule) => report.notAssessed.some((each) => each.rule === rule)),
      changes: report.sync.changes.nodes,
    });
    expect(judged(await scan())).toEqual({ notAssessed: [], changes: NO_CHANGE });
    sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/zones', count: null });

    const blind = await scan();

    sandbox.faults.clear();
    expect(judged(blind)).toEqual({ notAssessed: aboutZones, changes: NO_CHANGE });
    expect(judged(await scan())).toEqual({ notAssessed: [], changes: NO_CHANGE });
  });
});

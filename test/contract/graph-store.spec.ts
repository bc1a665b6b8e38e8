import * as fc from 'fast-check';
import type { Driver } from 'neo4j-driver';
import { InProcessGraphStore, NAMED_QUERIES } from '@posture/access-graph';
import type { GraphPathRow, GraphStore, NamedQuery } from '@posture/access-graph';
import { kindOfKey } from '@posture/domain';
import type { GraphSource, NodeKey } from '@posture/domain';
import { Neo4jGraphStore } from '../../libs/access-graph/src/neo4j/neo4j-graph-store';
import { Neo4jProjection } from '../../libs/access-graph/src/neo4j/neo4j-projection';
import { constraintStatements } from '../../libs/access-graph/src/neo4j/neo4j-schema';
import { loadGraphIndex } from '../../libs/access-graph/src/graph/graph-index-builder';
import { openNeo4j } from '../../libs/access-graph/src/neo4j/neo4j-connection';
import { MemoryGraphSource } from '../support/memory-graph-source';
import type { VersionRows } from '../support/memory-graph-source';
import { neo4jMissing, startNeo4j } from '../support/neo4j';
import type { TestNeo4j } from '../support/neo4j';
import { TENANT, row, rowsOfGraph } from './graph-store.tenant';
import { tenants } from './graph-store.arbitrary';

const missing = neo4jMissing();

/** Rows as one reads them: the node, then the hops. */
function text(rows: readonly GraphPathRow[]): string[] {
  return rows.map(
    ({ node, path }) => `${node.key}: ${path.map((hop) => `${hop.from} ${hop.kind} ${hop.to}`).join(', ')}`,
  );
}

function inProcess(source: GraphSource, version: number): GraphStore {
  return new InProcessGraphStore(async (connectionId, asOf) =>
    loadGraphIndex(source, connectionId, asOf === null ? version : asOf.getUTCDate()),
  );
}

describe('GraphStore in process', () => {
  const source = new MemoryGraphSource([TENANT, rowsOfGraph([], [])]);
  const store = inProcess(source, 1);

  it('shows every way a user comes by what it may use', async () => {
    expect(text(await store.effectiveAccess('c', 'User:member'))).toEqual([
      'App:crm: User:member ASSIGNED_TO App:crm',
      'App:crm: User:member MEMBER_OF Group:sales, Group:sales ASSIGNED_TO App:crm',
      'Group:sales: User:member MEMBER_OF Group:sales',
    ]);
  });

  it('shows who reaches the tenant and how', async () => {
    expect(text(await store.whoCanReach('c', 'Org:o'))).toEqual([
      'User:root: User:root SUPER_ADMIN_OF Org:o',
      'ApiToken:t: ApiToken:t AUTHENTICATES_AS User:root, User:root SUPER_ADMIN_OF Org:o',
      'App:bot: App:bot CAN_ADD_MEMBER Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
      'User:owner: User:owner OWNS Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
      'ClientSecret:s: ClientSecret:s CREDENTIAL_OF App:bot, App:bot CAN_ADD_MEMBER Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
      'User:helper: User:helper CAN_RESET_PASSWORD TargetSet:plain, TargetSet:plain HAS_MEMBER User:owner, User:owner OWNS Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
    ]);
  });

  it('shows what falls with a credential', async () => {
    expect(text(await store.blastRadius('c', 'ClientSecret:s', { limit: 2 }))).toEqual([
      'App:bot: ClientSecret:s CREDENTIAL_OF App:bot',
      'Group:admins: ClientSecret:s CREDENTIAL_OF App:bot, App:bot CAN_ADD_MEMBER Group:admins',
    ]);
  });

  it('prefers control of the tenant over a nearer role, and has no row where neither is reached', async () => {
    expect(text(await store.shortestPrivilegedPath('c', 'User:owner'))).toEqual([
      'Org:o: User:owner OWNS Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
    ]);
    expect(await store.shortestPrivilegedPath('c', 'User:member')).toEqual([]);
  });

  it('keeps what is written on the edges', async () => {
    const [found] = await store.shortestPrivilegedPath('c', 'ApiToken:t');
    expect(found?.path.at(-1)).toEqual({
      kind: 'SUPER_ADMIN_OF',
      from: 'User:root',
      to: 'Org:o',
      derived: true,
      props: { via: ['SUPER_ADMIN by RoleAssignment:root'], inputs: 'complete' },
    });
  });

  it('answers about the past', async () => {
    const asOf = await source.instant(2);
    await expect(store.whoCanReach('c', 'Org:o', { asOf })).rejects.toMatchObject({ code: 'node.not_found' });
  });

  it('refuses what it cannot start at', async () => {
    await expect(store.effectiveAccess('c', 'User:nobody')).rejects.toMatchObject({ code: 'node.not_found' });
    await expect(store.effectiveAccess('c', 'App:crm')).rejects.toMatchObject({ code: 'query.start_unsuitable' });
    await expect(store.effectiveAccess('c', 'nonsense')).rejects.toMatchObject({ code: 'node.key_invalid' });
  });
});

if (missing === null) describe('GraphStore on Neo4j', neo4jSuite);
else test(`GraphStore on Neo4j did not run here: ${missing}`, () => expect(neo4jMissing()).toBe(missing));

function neo4jSuite(): void {
  let server: TestNeo4j;
  let driver: Driver;
  let projection: Neo4jProjection;
  let store: Neo4jGraphStore;
  let connections = 0;
  const connection = () => `graph-store-${process.pid}-${++connections}`;

  beforeAll(async () => {
    server = await startNeo4j();
    driver = await openNeo4j({ url: server.url, user: null, password: null });
    projection = new Neo4jProjection(driver);
    store = new Neo4jGraphStore(driver);
  }, 600_000);

  afterAll(async () => {
    for (let at = 1; at <= connections; at++) await projection.remove(`graph-store-${process.pid}-${at}`);
    await driver.close();
    await server.stop();
  }, 120_000);

  /** Every query from every node it may start at, from both stores. */
  async function sameAnswers(id: string, source: GraphSource, version: number, keys: readonly NodeKey[]) {
    const memory = inProcess(source, version);
    for (const query of Object.values(NAMED_QUERIES) as NamedQuery[]) {
      for (const key of keys.filter((candidate) => query.starts.includes(kindOfKey(candidate)))) {
        expect(await store[query.name](id, key)).toEqual(await memory[query.name](id, key));
      }
    }
  }

  const count = async (statement: string, params = {}): Promise<number> =>
    (await driver.executeQuery(statement, params)).records[0]?.get(0) as number;
  const sizes = async (id: string) => ({
    nodes: await count('MATCH (n:Node {connection: $id}) WHERE n.absent IS NULL RETURN count(n)', { id }),
    edges: await count('MATCH (:Node {connection: $id})-[r]->() RETURN count(r)', { id }),
  });

  it('answers row by row as the in-process store does', async () => {
    const id = connection();
    const source = new MemoryGraphSource([TENANT]);
    await projection.project(source, id, 1);
    await sameAnswers(
      id,
      source,
      1,
      TENANT.nodes.map((node) => node.key),
    );
  });

  it('answers as the in-process store does on any graph, first written whole and then by drift', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tenants(), { minLength: 2, maxLength: 3 }), async (versions) => {
        const id = connection();
        const source = new MemoryGraphSource(versions);
        for (let version = 1; version <= versions.length; version++) {
          await projection.project(source, id, version);
          const rows = versions[version - 1] as VersionRows;
          expect((await sizes(id)).nodes).toBe(rows.nodes.length);
          await sameAnswers(
            id,
            source,
            version,
            rows.nodes.map((node) => node.key),
          );
        }
      }),
      { numRuns: 12 },
    );
  }, 300_000);

  it('writes nothing when it is up to date, and only the difference otherwise', async () => {
    const id = connection();
    const later = { ...TENANT, edges: TENANT.edges.slice(1) };
    const source = new MemoryGraphSource([TENANT, later, later]);
    expect(await projection.project(source, id, 1)).toEqual({
      version: 1,
      batches: 2,
      nodesWritten: TENANT.nodes.length,
      nodesRemoved: 0,
      edgesWritten: TENANT.edges.length,
      edgesRemoved: 0,
    });
    const fence = (await projection.state(id))?.fence;
    const idle = await projection.project(source, id, 1);
    expect(idle).toEqual({
      version: 1,
      batches: 0,
      nodesWritten: 0,
      nodesRemoved: 0,
      edgesWritten: 0,
      edgesRemoved: 0,
    });
    expect((await projection.state(id))?.fence).toBe(fence);
    expect(await projection.project(source, id, 2)).toMatchObject({
      nodesWritten: 0,
      edgesWritten: 0,
      edgesRemoved: 1,
    });
    expect(await projection.project(source, id, 3)).toMatchObject({ batches: 0, edgesRemoved: 0 });
    expect(await projection.state(id)).toMatchObject({ version: 3, target: 3, batch: 0, clearing: false });
  });

  it('goes on where it was stopped, whatever version is asked for next', async () => {
    const id = connection();
    const many = rowsOfGraph(
      Array.from({ length: 12_000 }, (_, at) => ({ key: `User:${String(at).padStart(5, '0')}` as NodeKey })),
      [],
    );
    const source = new MemoryGraphSource([many, TENANT]);
    const abort = new AbortController();
    await expect(projection.project(stoppedAfter(source, 10_000, abort), id, 1, abort.signal)).rejects.toThrow(
      'stopped',
    );
    expect(await projection.state(id)).toMatchObject({ version: 0, target: 1, batch: 1 });
    await expect(projection.project(source, id, 2)).resolves.toMatchObject({ version: 2, nodesRemoved: 12_000 });
    expect(await sizes(id)).toEqual({ nodes: TENANT.nodes.length, edges: TENANT.edges.length });
  });

  it('lets only the last to take it over write', async () => {
    const id = connection();
    const source = new MemoryGraphSource([TENANT]);
    const slow = new InterruptedSource(source, () => projection.project(source, id, 1));
    await expect(projection.project(slow, id, 1)).rejects.toMatchObject({ code: 'graph.fenced' });
    expect(await sizes(id)).toEqual({ nodes: TENANT.nodes.length, edges: TENANT.edges.length });
  });

  it('is rebuilt from nothing, and a rebuild that was stopped is ended first', async () => {
    const id = connection();
    const source = new MemoryGraphSource([TENANT]);
    await projection.project(source, id, 1);
    await driver.executeQuery('MATCH (n:Node {connection: $id})-[r]->() WITH r LIMIT 3 DELETE r', { id });
    await projection.rebuild(source, id, 1);
    expect(await sizes(id)).toEqual({ nodes: TENANT.nodes.length, edges: TENANT.edges.length });
    await driver.executeQuery(
      'MATCH (p:Projection {connection: $id}) SET p.clearing = true, p.version = 0, p.target = 0',
      { id },
    );
    await projection.project(source, id, 1);
    expect(await sizes(id)).toEqual({ nodes: TENANT.nodes.length, edges: TENANT.edges.length });
  });

  it('keeps connections apart', async () => {
    const [one, two] = [connection(), connection()];
    const source = new MemoryGraphSource([TENANT]);
    await projection.project(source, one, 1);
    await projection.project(source, two, 1);
    await projection.remove(one);
    expect(await sizes(one)).toEqual({ nodes: 0, edges: 0 });
    expect(await projection.state(one)).toBeNull();
    expect(await sizes(two)).toEqual({ nodes: TENANT.nodes.length, edges: TENANT.edges.length });
  });

  it('gives nodes their kind as a label and their props flat', async () => {
    const id = connection();
    const source = new MemoryGraphSource([
      rowsOfGraph(
        [row('User:u', { login: 'a@acme.example', key: 'k', tags: ['x'], attributes: { team: 'red' }, none: null })],
        [],
      ),
    ]);
    await projection.project(source, id, 1);
    const { records } = await driver.executeQuery('MATCH (u:User {connection: $id}) RETURN properties(u) AS props', {
      id,
    });
    expect(records[0]?.get('props')).toEqual({
      connection: id,
      key: 'User:u',
      kind: 'User',
      externalId: 'u',
      name: 'u',
      login: 'a@acme.example',
      wire_key: 'k',
      tags: ['x'],
      attributes: '{"team":"red"}',
    });
  });

  it('has a uniqueness constraint for every collected kind', async () => {
    await projection.project(new MemoryGraphSource([TENANT]), connection(), 1);
    const names = await driver.executeQuery('SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names');
    expect(names.records[0]?.get('names')).toEqual(
      expect.arrayContaining(constraintStatements().map(({ name }) => name)),
    );
  });

  it('says that it holds the present only', async () => {
    await expect(store.whoCanReach('c', 'Org:o', { asOf: new Date(0) })).rejects.toMatchObject({
      code: 'graph.as_of_unsupported',
    });
  });
}

describe('Neo4j that is down', () => {
  it('is named with its remedy by projection and queries', async () => {
    const driver = await openNeo4j({ url: 'bolt://127.0.0.1:1', user: null, password: null, connectTimeoutMs: 500 });
    const down = { code: 'graph.unreachable', kind: 'unavailable', field: 'POSTURE_NEO4J_URL' };
    await expect(new Neo4jProjection(driver).project(new MemoryGraphSource([TENANT]), 'c', 1)).rejects.toMatchObject(
      down,
    );
    await expect(new Neo4jGraphStore(driver).whoCanReach('c', 'Org:o')).rejects.toMatchObject(down);
    await driver.close();
  });

  it('is refused an address that is none', async () => {
    await expect(openNeo4j({ url: 'nonsense', user: null, password: null })).rejects.toMatchObject({
      code: 'graph.url_invalid',
    });
  });
});

/** Aborts once so many nodes were handed out, as a process that is told to end. */
function stoppedAfter(source: MemoryGraphSource, nodes: number, abort: AbortController): GraphSource {
  return {
    instant: (version) => source.instant(version),
    coverage: (version) => source.coverage(version),
    edges: (version) => source.edges(version),
    changes: (from, to, part) => source.changes(from, to, part),
    async *nodes(version) {
      let given = 0;
      for await (const batch of source.nodes(version)) {
        given += batch.length;
        if (given >= nodes) abort.abort(new Error('stopped'));
        yield batch;
      }
    },
  };
}

/** Does something else once, when its edges are first asked for. */
class InterruptedSource implements GraphSource {
  constructor(
    private readonly source: MemoryGraphSource,
    private readonly meanwhile: () => Promise<unknown>,
  ) {}

  instant = (version: number) => this.source.instant(version);
  coverage = (version: number) => this.source.coverage(version);
  nodes = (version: number) => this.source.nodes(version);
  changes = (from: number, to: number, part?: 'nodes' | 'edges') => this.source.changes(from, to, part);

  async *edges(version: number) {
    await this.meanwhile();
    yield* this.source.edges(version);
  }
}

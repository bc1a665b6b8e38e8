import * as fc from 'fast-check';
import type { Driver } from 'neo4j-driver';
import { InProcessGraphStore, NAMED_QUERIES } from '@posture/access-graph';
import type { NamedQuery } from '@posture/access-graph';
import { kindOfKey } from '@posture/domain';
import type { GraphSource, NodeKey } from '@posture/domain';
import { Neo4jGraphStore } from '../../libs/access-graph/src/neo4j/neo4j-graph-store';
import { Neo4jProjection } from '../../libs/access-graph/src/neo4j/neo4j-projection';
import { constraintStatements } from '../../libs/access-graph/src/neo4j/neo4j-schema';
import { loadGraphIndex } from '../../libs/access-graph/src/graph/graph-index-builder';
import { openNeo4j } from '../../libs/access-graph/src/neo4j/neo4j-connection';
import { MemoryGraphSource } from '../support/memory-graph-source';
import type { VersionRows } from '../support/memory-graph-source';
import { neo4jMissing, sharedNeo4j } from '../support/neo4j';
import type { TestNeo4j } from '../support/neo4j';
import { graphStoreContract } from './graph-store.contract';
import { TENANT, row, rowsOfGraph } from './graph-store.tenant';
import { tenants } from './graph-store.arbitrary';

const missing = neo4jMissing();

function inProcess(source: GraphSource, version: number): InProcessGraphStore {
  return new InProcessGraphStore(async (connectionId, asOf) =>
    loadGraphIndex(source, connectionId, asOf === null ? version : asOf.getUTCDate()),
  );
}

graphStoreContract('in process', async (rows) => ({
  store: inProcess(new MemoryGraphSource([rows]), 1),
  connectionId: 'c',
}));

describe('GraphStore in process, asked about the past', () => {
  const source = new MemoryGraphSource([rowsOfGraph([], []), TENANT, rowsOfGraph([row('Org:o')], [])]);
  const store = inProcess(source, 3);

  it('answers as it would have then, whatever it says now', async () => {
    const then = store.asOf(await source.instant(2));

    expect(await then.whoCanReach('c', 'Org:o')).toEqual(await inProcess(source, 2).whoCanReach('c', 'Org:o'));
    expect((await then.whoCanReach('c', 'Org:o')).length).toBeGreaterThan(0);
    expect(await store.whoCanReach('c', 'Org:o')).toEqual([]);
    await expect(store.asOf(await source.instant(1)).whoCanReach('c', 'Org:o')).rejects.toMatchObject({
      code: 'node.not_found',
    });
  });
});

if (missing === null) describe('Neo4j', neo4jSuite);
else test(`GraphStore on Neo4j did not run here: ${missing}`, () => expect(neo4jMissing()).toBe(missing));

function neo4jSuite(): void {
  let server: TestNeo4j;
  let driver: Driver;
  let projection: Neo4jProjection;
  let store: Neo4jGraphStore;
  let connections = 0;
  const connection = () => `graph-store-${process.pid}-${++connections}`;

  beforeAll(async () => {
    server = await sharedNeo4j();
    driver = await openNeo4j({ url: server.url, user: null, password: null });
    projection = new Neo4jProjection(driver);
    store = new Neo4jGraphStore(driver);
  }, 600_000);

  afterAll(async () => {
    for (let at = 1; at <= connections; at++) await projection.remove(`graph-store-${process.pid}-${at}`);
    await driver.close();
    await server.stop();
  }, 120_000);

  graphStoreContract('Neo4j', async (rows) => {
    const connectionId = connection();
    await projection.project(new MemoryGraphSource([rows]), connectionId, 1);
    return { store, connectionId };
  });

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

import { Neo4jServer } from '@posture/access-graph';
import { ProjectionFlow } from '@posture/flows';
import type { Work } from '@posture/flows';
import { Inventory } from '@posture/inventory';
import type { Run } from '@posture/platform';
import { graphContents, liveContents } from '../support/graph-rows';
import { InventoryOrg, group, member, user } from '../support/inventory-org';
import { MemoryGraphSource } from '../support/memory-graph-source';
import { neo4jMissing, sharedNeo4j } from '../support/neo4j';
import type { TestNeo4j } from '../support/neo4j';
import { openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { TENANT } from './graph-store.tenant';

const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;

const missing = neo4jMissing();
if (missing !== null) process.stderr.write(`Projections of an inventory are not tried: ${missing}\n`);

(missing === null ? describe : describe.skip)('The projection of an inventory to Neo4j', () => {
  let neo4j: TestNeo4j;
  let server: Neo4jServer;
  let store: TestStore;
  let org: InventoryOrg;
  let orgs = 0;

  beforeAll(async () => {
    [neo4j, store] = await Promise.all([sharedNeo4j(), openTestStore('embedded')]);
    server = new Neo4jServer({ url: neo4j.url, user: null, password: null });
  }, 600_000);
  afterAll(async () => {
    await server?.close();
    await neo4j?.stop();
    await store?.close();
  });
  beforeEach(async () => {
    org = await InventoryOrg.create(store.database, `https://projected-${++orgs}.okta.example`);
  });

  const syncOf = (...ids: readonly string[]) =>
    org.sync([
      { resource: 'users', nodes: ids.map((id) => user(id)) },
      { resource: 'groups', nodes: [group('ops')] },
      { resource: 'group-members', parent: 'Group:ops', edges: ids.map((id) => member(id, 'ops')) },
    ]);

  function flow(inventory = new Inventory(store.database, org.clock)): ProjectionFlow {
    return new ProjectionFlow(server, inventory, org.connections, {} as Work);
  }

  function project(by = flow()) {
    const run = { kind: 'project', connectionId: org.connection.id, input: {} } as Partial<Run> as Run;
    return by.run(run, { signal: NEVER, step: () => undefined });
  }

  async function expectSame(version: number): Promise<void> {
    const live = await liveContents(store.database, org.connection.id);
    expect(await graphContents(neo4j.url, org.connection.id)).toEqual({ ...live, version });
  }

  it('is written anew by itself where Neo4j is at a version that was purged', async () => {
    await syncOf('ada', 'bo');
    await project();
    await syncOf('bo', 'cy');
    org.clock.pass(500 * DAY_MS);
    const { version } = await syncOf('cy', 'dan');
    await new Inventory(store.database, org.clock).purge(org.connection.id);

    expect(await project()).toMatchObject({ version, nodesWritten: 3, edgesWritten: 2 });
    await expectSame(version);
    expect(await project()).toMatchObject({ version, batches: 0 });
  });

  it('is written anew by itself where the record was put back to what it was before', async () => {
    const { version } = await syncOf('ada', 'bo');
    const projection = await server.projection();
    await projection.project(new MemoryGraphSource(Array.from({ length: 9 }, () => TENANT)), org.connection.id, 9);

    expect(await project()).toMatchObject({ version, nodesWritten: 3 });
    await expectSame(version);
  });

  it('stays at the later version when another process comes late with an earlier one', async () => {
    const { version: earlier } = await syncOf('ada', 'bo');
    const { version: later } = await syncOf('bo', 'cy');
    await project();
    const projection = await server.projection();
    const reader = new Inventory(store.database, org.clock).reader(org.connection.id);

    expect(await projection.project(reader, org.connection.id, earlier)).toMatchObject({ version: later, batches: 0 });
    await expectSame(later);
  });

  it('goes on to what was published meanwhile, whose own projection it turned away', async () => {
    await syncOf('ada', 'bo');
    let later = 0;
    class Meanwhile extends Inventory {
      override reader(connectionId: string) {
        const reader = super.reader(connectionId);
        const { nodes } = reader;
        reader.nodes = async function* (version) {
          if (later === 0) later = (await syncOf('bo', 'cy')).version;
          yield* nodes.call(reader, version);
        };
        return reader;
      }
    }

    expect(await project(flow(new Meanwhile(store.database, org.clock)))).toMatchObject({
      version: later,
      nodesWritten: 4,
      nodesRemoved: 1,
    });
    await expectSame(later);
  });
});

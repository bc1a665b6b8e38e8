import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Coverage, EdgeRecord, NodeKey, NodeRecord } from '@posture/domain';
import { ConnectionStore, InventoryReader, InventoryWriter, StagedSync, SyncStore } from '@posture/inventory';
import type { SyncLease } from '@posture/inventory';
import { Database, EmbeddedPostgres, Secret, SecretBox, systemClock } from '@posture/platform';
import { startPostgres } from '../support/postgres';

interface Store {
  readonly database: Database;
  close(): Promise<void>;
}

async function embedded(): Promise<Store> {
  const dir = mkdtempSync(join(tmpdir(), 'posture-inv-'));
  const postgres = await EmbeddedPostgres.start(dir);
  const database = await Database.connect(postgres);
  return {
    database,
    async close() {
      await database.close();
      await postgres.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

async function server(): Promise<Store> {
  const outcome = await startPostgres();
  if ('reason' in outcome) throw new Error(outcome.reason);
  const database = await Database.connect({ url: await outcome.server.createDatabase() });
  return {
    database,
    async close() {
      await database.close();
      await outcome.server.stop();
    },
  };
}

const user = (id: string, props: NodeRecord['props'] = {}): NodeRecord => ({
  kind: 'User',
  key: `User:${id}`,
  externalId: id,
  name: id,
  props: { status: 'ACTIVE', ...props },
  observed: { lastLogin: 'x' },
});
const group = (id: string): NodeRecord => ({ kind: 'Group', key: `Group:${id}`, externalId: id, name: id, props: {} });
const member = (u: string, g: string): EdgeRecord => ({ kind: 'MEMBER_OF', src: `User:${u}`, dst: `Group:${g}` });

describe.each([
  ['embedded', embedded],
  ['server', server],
] as const)('inventory, %s', (_name, open) => {
  let store: Store;
  let database: Database;
  let connectionId: string;
  let syncs: SyncStore;
  let writer: InventoryWriter;
  const dir = mkdtempSync(join(tmpdir(), 'posture-key-'));

  beforeAll(async () => {
    store = await open();
    database = store.database;
    await database.migrate();
    const connections = new ConnectionStore(database, SecretBox.open(join(dir, 'key')), systemClock);
    const connection = await connections.create({
      provider: 'okta',
      orgUrl: 'https://acme.okta.example',
      name: 'Acme',
      credentialKind: 'token',
      credential: new Secret('"t"'),
    });
    connectionId = connection.id;
    syncs = new SyncStore(database, systemClock);
    writer = new InventoryWriter(database, systemClock);
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true });
  });

  async function read(
    lease: SyncLease,
    resource: string,
    parent: NodeKey | '',
    nodes: NodeRecord[],
    edges: EdgeRecord[],
    state: Coverage['state'] = 'complete',
  ) {
    const sink = new StagedSync(database, lease, systemClock);
    const now = systemClock.now();
    await sink.restart(resource, parent, now);
    await sink.commit([{ resource, parent, page: { nodes, edges, quarantined: [], cursor: null } }]);
    await sink.finish([
      {
        resource,
        parent,
        state,
        reason: null,
        missing: null,
        records: nodes.length + edges.length,
        readStartedAt: now,
        readAt: now,
      },
    ]);
  }
  async function sync(work: (lease: SyncLease) => Promise<void>) {
    const lease = await syncs.begin(connectionId, { mapperSchema: 1 });
    await work(lease);
    const merged = await writer.mergeWave(lease, 1);
    await writer.publish(lease, merged.version);
    await syncs.complete(lease, {});
    return merged;
  }

  it('publishes what was staged', async () => {
    const merged = await sync(async (lease) => {
      await read(lease, 'users', '', [user('a'), user('b')], []);
      await read(lease, 'groups', '', [group('g')], []);
      await read(lease, 'group-members', 'Group:g', [], [member('a', 'g'), member('b', 'g')]);
    });
    expect(merged.changes).toEqual({
      nodes: { added: 3, changed: 0, closed: 0 },
      edges: { added: 2, changed: 0, closed: 0 },
    });
    const reader = new InventoryReader(database, connectionId);
    const nodes = await all(reader.nodes(1));
    expect(nodes.map((n) => n.key)).toEqual(['Group:g', 'User:a', 'User:b']);
    expect(nodes[1]).toMatchObject({ observed: { lastLogin: 'x' } });
  });

  it('writes nothing for an unchanged tenant', async () => {
    const merged = await sync(async (lease) => {
      await read(lease, 'users', '', [user('b'), user('a')], []);
      await read(lease, 'groups', '', [group('g')], []);
      await read(lease, 'group-members', 'Group:g', [], [member('b', 'g'), member('a', 'g')]);
    });
    expect(merged.changes).toEqual({
      nodes: { added: 0, changed: 0, closed: 0 },
      edges: { added: 0, changed: 0, closed: 0 },
    });
  });

  it('closes what vanished with its edges', async () => {
    const merged = await sync(async (lease) => {
      await read(lease, 'users', '', [user('a', { title: 'x' })], []);
      await read(lease, 'groups', '', [group('g')], []);
    });
    expect(merged.changes).toEqual({
      nodes: { added: 0, changed: 1, closed: 1 },
      edges: { added: 0, changed: 0, closed: 1 },
    });
  });
});

async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Coverage, EdgeRecord, JsonObject, NodeKey, NodeRecord, ReadStats } from '@posture/domain';
import { ConnectionStore, InventoryWriter, SyncStore } from '@posture/inventory';
import type { Connection, MergeResult, SyncLease } from '@posture/inventory';
import type { Clock, Database, RunLease } from '@posture/platform';
import { Secret, SecretBox, uuidv7 } from '@posture/platform';
import { DriftReader } from '../../libs/inventory/src/read/drift.reader';
import { InventoryReader } from '../../libs/inventory/src/read/inventory.reader';
import { StagedSync } from '../../libs/inventory/src/sync/staged.sync';
import type { MergeOptions } from '../../libs/inventory/src/merge/inventory.writer';
import type { SyncStart } from '../../libs/inventory/src/sync/sync.store';

/** A clock the test moves. */
export class TestClock implements Clock {
  private at = new Date('2026-03-02T09:00:00.000Z').getTime();

  now(): Date {
    return new Date(this.at);
  }

  pass(ms: number): void {
    this.at += ms;
  }
}

export const user = (id: string, props: JsonObject = {}, observed?: JsonObject): NodeRecord => ({
  kind: 'User',
  key: `User:${id}`,
  externalId: id,
  name: `${id}@acme.example`,
  props: { status: 'ACTIVE', ...props },
  ...(observed === undefined ? {} : { observed }),
});
export const group = (id: string): NodeRecord => ({
  kind: 'Group',
  key: `Group:${id}`,
  externalId: id,
  name: id,
  props: { type: 'OKTA_GROUP' },
});
export const member = (userId: string, groupId: string): EdgeRecord => ({
  kind: 'MEMBER_OF',
  src: `User:${userId}`,
  dst: `Group:${groupId}`,
});

export interface ListRead {
  readonly resource: string;
  readonly parent?: NodeKey;
  readonly nodes?: readonly NodeRecord[];
  readonly edges?: readonly EdgeRecord[];
  readonly state?: Coverage['state'];
  readonly quarantined?: number;
  /** Only these objects of the list were read. */
  readonly keys?: readonly NodeKey[];
}

/** A connection whose tenant the test makes up, and the parts of the inventory that read and write it. */
export class InventoryOrg {
  private claims = 0;

  private constructor(
    readonly database: Database,
    readonly clock: TestClock,
    readonly connections: ConnectionStore,
    readonly connection: Connection,
    private readonly keyDir: string,
  ) {}

  static async create(database: Database, orgUrl: string): Promise<InventoryOrg> {
    const keyDir = mkdtempSync(join(tmpdir(), 'posture-key-'));
    const clock = new TestClock();
    const connections = new ConnectionStore(database, SecretBox.open(join(keyDir, 'master.key')), clock);
    const connection = await connections.create({
      provider: 'okta',
      orgUrl,
      name: orgUrl,
      credentialKind: 'api-token',
      credential: new Secret('"00canary"'),
    });
    return new InventoryOrg(database, clock, connections, connection, keyDir);
  }

  get syncs(): SyncStore {
    return new SyncStore(this.database, this.clock);
  }

  get writer(): InventoryWriter {
    return new InventoryWriter(this.database, this.clock);
  }

  get reader(): InventoryReader {
    return new InventoryReader(this.database, this.connection.id);
  }

  get drift(): DriftReader {
    return new DriftReader(this.database, this.connection.id);
  }

  /** As the process that claimed a run last holds it. */
  claim(): RunLease {
    this.claims += 1;
    return { runId: uuidv7(), fence: this.claims };
  }

  /** By a run of its own, which takes over what another left unfinished. */
  begin(start: Partial<SyncStart> = {}): Promise<SyncLease> {
    this.clock.pass(60_000);
    return this.syncs.begin(this.connection.id, this.claim(), { mapperSchema: 1, ...start });
  }

  /** Leaves the sync to its run: the next one begins beside it, as one of another scope does. */
  async setAside({ syncId }: SyncLease): Promise<void> {
    await this.database.query(`update sync set scope = 'targeted' where id = $1`, [syncId]);
  }

  sink(lease: SyncLease, cost?: () => ReadStats): StagedSync {
    return new StagedSync(this.database, lease, this.clock, cost);
  }

  /** Reads whole lists, each in one page. */
  async read(lease: SyncLease, ...lists: readonly ListRead[]): Promise<void> {
    const sink = this.sink(lease);
    for (const { resource, parent = '', nodes = [], edges = [], state = 'complete', quarantined = 0, keys } of lists) {
      this.clock.pass(1_000);
      const readStartedAt = this.clock.now();
      await sink.begin([{ resource: resource, parent: parent, readStartedAt: readStartedAt }]);
      const broken = Array.from({ length: quarantined }, (_, n) => ({ reason: 'id is missing', externalId: `q${n}` }));
      await sink.commit([{ resource, parent, page: { nodes, edges, quarantined: broken, cursor: null }, keys }]);
      await sink.finish([
        {
          resource,
          parent,
          state,
          reason: state === 'complete' ? null : `it was ${state}`,
          missing: null,
          records: nodes.length + edges.length,
          readStartedAt,
          readAt: this.clock.now(),
        },
      ]);
    }
  }

  /** A whole sync in one wave. */
  async sync(lists: readonly ListRead[], options: MergeOptions & Partial<SyncStart> = {}): Promise<MergeResult> {
    const { mapperSchema = 1, scope, ...merge } = options;
    const lease = await this.begin({ mapperSchema, scope });
    await this.read(lease, ...lists);
    const merged = await this.writer.mergeWave(lease, 1, merge);
    await this.writer.publish(lease, merged.version);
    await this.syncs.complete(lease, {});
    return merged;
  }

  /** Everything valid at a version, one text a row, sorted. */
  async contents(version: number): Promise<string[]> {
    const rows: string[] = [];
    for await (const batch of this.reader.nodes(version)) for (const node of batch) rows.push(nodeText(node));
    for await (const batch of this.reader.edges(version)) for (const edge of batch) rows.push(edgeText(edge));
    return rows.sort();
  }

  /** Physical rows of the connection, past ones included. */
  async rowCount(): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      `select ((select count(*) from node where connection_id = $1)
             + (select count(*) from edge where connection_id = $1))::int as n`,
      [this.connection.id],
    );
    return row!.n;
  }

  async remove(): Promise<void> {
    await this.connections.delete(this.connection.id);
    rmSync(this.keyDir, { recursive: true });
  }
}

export function nodeText(node: Pick<NodeRecord, 'key' | 'name' | 'props'>): string {
  return `${node.key} ${node.name ?? ''} ${JSON.stringify(Object.entries(node.props).sort())}`;
}

export function edgeText(edge: EdgeRecord & { readonly resource: string; readonly parent: string }): string {
  return `${edge.kind} ${edge.src} ${edge.dst} ${edge.resource} ${edge.parent} ${JSON.stringify(edge.props ?? {})}`;
}

import type {
  Coverage,
  EdgeIdentity,
  GraphChanges,
  GraphSource,
  JsonObject,
  NodeKey,
  StoredEdge,
  StoredNode,
} from '@posture/domain';
import type { Database } from '@posture/platform';
import type { InventoryVersion, ResourceCoverage } from '../merge/version.store';
import { VERSION_COLUMNS, publishedVersion, versionNotFound, versionOf } from '../merge/version.store';
import { connectionTables } from '../partitions';

const BATCH = 10_000;

/** Reads one connection's inventory, as published or as it was at any version. Never waits for a merge to end. */
export class InventoryReader implements GraphSource {
  private readonly tables: { readonly node: string; readonly edge: string };

  constructor(
    private readonly database: Database,
    readonly connectionId: string,
  ) {
    this.tables = connectionTables(connectionId);
  }

  /** null before the first publication. */
  async published(): Promise<InventoryVersion | null> {
    return publishedVersion(this.connectionId, this.database);
  }

  /** @throws {DomainError} `inventory.version_not_found` */
  async version(version: number): Promise<InventoryVersion> {
    return versionOf(this.connectionId, version, this.database);
  }

  /** The version that was current at an instant. @throws {DomainError} `inventory.version_not_found` when none was */
  async versionAt(instant: Date): Promise<InventoryVersion> {
    const [version] = await this.database.query<InventoryVersion>(
      `select ${VERSION_COLUMNS} from inventory_version
       where connection_id = $1 and state = 'published' and instant <= $2 order by version desc limit 1`,
      [this.connectionId, instant],
    );
    if (version === undefined)
      throw versionNotFound(`Nothing was known of this connection at ${instant.toISOString()}.`);
    return version;
  }

  /** Published versions, newest first. */
  async versions(limit = 100): Promise<InventoryVersion[]> {
    return this.database.query<InventoryVersion>(
      `select ${VERSION_COLUMNS} from inventory_version
       where connection_id = $1 and state = 'published' order by version desc limit $2`,
      [this.connectionId, limit],
    );
  }

  async instant(version: number): Promise<Date> {
    return (await this.version(version)).instant;
  }

  /** In key order. */
  async *nodes(version: number): AsyncGenerator<readonly StoredNode[]> {
    const { instant } = await this.version(version);
    const day = instant.toISOString().slice(0, 10);
    for (let after = ''; ;) {
      const rows: NodeRow[] = await this.database.query<NodeRow>(
        `select n.key, n.kind, n.external_id as "externalId", n.name, n.props, n.resource, n.from_version as "fromVersion",
           o.props as observed
         from (select * from ${this.tables.node} where key > $2 and ${VALID_AT} order by key limit ${BATCH}) n
         left join lateral (select props from observation where connection_id = $3 and key = n.key and day <= $4::date
           order by day desc limit 1) o on true
         order by n.key`,
        [version, after, this.connectionId, day],
      );
      if (rows.length > 0)
        yield rows.map(({ observed, ...node }) => (observed === null ? node : { ...node, observed }));
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.key;
    }
  }

  /** In the order of (parent, resource, kind, src, dst). */
  async *edges(version: number): AsyncGenerator<readonly StoredEdge[]> {
    await this.version(version);
    let after: readonly string[] = ['', '', '', '', ''];
    for (;;) {
      const rows: EdgeRow[] = await this.database.query<EdgeRow>(
        `select kind, src_key as src, dst_key as dst, props, resource, parent, derived, from_version as "fromVersion"
         from ${this.tables.edge}
         where (parent, resource, kind, src_key, dst_key) > ($2, $3, $4, $5, $6) and ${VALID_AT}
         order by parent, resource, kind, src_key, dst_key limit ${BATCH}`,
        [version, ...after],
      );
      if (rows.length > 0) yield rows.map(({ props, ...edge }) => (props === null ? edge : { ...edge, props }));
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = [last.parent, last.resource, last.kind, last.src, last.dst];
    }
  }

  /** In full for the published and the pending version; of a past one the worst state per resource, with parent ''. */
  async coverage(version: number): Promise<Coverage[]> {
    const published = await this.published();
    if (published !== null && version < published.version) return this.pastCoverage(version);
    return this.database.query<Coverage>(
      `select distinct on (resource, parent) resource, parent, state, reason, missing, records::int as records,
         read_started_at as "readStartedAt", read_at as "readAt"
       from coverage where connection_id = $1 and version <= $2 order by resource, parent, version desc`,
      [this.connectionId, version],
    );
  }

  async *changes(from: number, to: number): AsyncGenerator<GraphChanges> {
    if (from === to) return;
    yield* [] as GraphChanges[];
  }

  private async pastCoverage(version: number): Promise<Coverage[]> {
    const [row] = await this.database.query<{ coverage: ResourceCoverage[] }>(
      `select coverage from inventory_version where connection_id = $1 and version = $2 and state <> 'abandoned'`,
      [this.connectionId, version],
    );
    if (row === undefined) throw versionNotFound(`The inventory has no version ${version}.`);
    return row.coverage.map((resource) => ({
      resource: resource.resource,
      parent: '',
      state: resource.state,
      reason: resource.reason,
      missing: resource.missing,
      records: resource.records,
      readStartedAt: new Date(resource.readStartedAt),
      readAt: new Date(resource.readAt),
    }));
  }
}

const VALID_AT = '(from_version <= $1 and (to_version is null or to_version > $1))';

type NodeRow = Omit<StoredNode, 'observed'> & { readonly observed: JsonObject | null };
type EdgeRow = Omit<StoredEdge, 'props'> & { readonly props: JsonObject | null };
export type { EdgeIdentity, NodeKey };

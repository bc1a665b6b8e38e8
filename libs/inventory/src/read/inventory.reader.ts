import type {
  Coverage,
  EdgeIdentity,
  GraphChanges,
  GraphSource,
  JsonObject,
  NodeKey,
  NodeKind,
  ObservedValues,
  StoredEdge,
  StoredNode,
} from '@posture/domain';
import type { Database } from '@posture/platform';
import { CURRENT_COVERAGE } from '../merge/coverage.writer';
import type { InventoryVersion, ResourceCoverage } from '../merge/version.store';
import { VERSION_COLUMNS, publishedVersion, versionNotFound, versionOf } from '../merge/version.store';
import { connectionTables } from '../partitions';
import { edgeDifferenceSql, nodeDifferenceSql } from './difference.sql';

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
    for (let after = ''; ;) {
      const rows: NodeRow[] = await this.database.query<NodeRow>(
        `select n.key, n.kind, n.external_id as "externalId", n.name, n.props, n.resource, n.from_version as "fromVersion",
           ${observed('$2', '$5')} as observed
         from (${this.validAt(this.tables.node, 'key', '$4')}) n order by n.key`,
        [version, this.connectionId, BATCH, after, dayOf(instant)],
      );
      if (rows.length > 0) yield rows.map(toNode);
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.key;
    }
  }

  /** List by list: in the order of (parent, resource, kind, src, dst). */
  async *edges(version: number): AsyncGenerator<readonly StoredEdge[]> {
    await this.version(version);
    let after: readonly string[] = ['', '', '', '', ''];
    for (;;) {
      const rows: EdgeRow[] = await this.database.query<EdgeRow>(
        `select kind, src_key as src, dst_key as dst, props, resource, parent, derived, from_version as "fromVersion"
         from (${this.validAt(this.tables.edge, EDGE_ORDER, '$4, $5, $6, $7, $8')}) e`,
        [version, this.connectionId, BATCH, ...after],
      );
      if (rows.length > 0) yield rows.map(toEdge);
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
      `select resource, parent, state, reason, missing, records::int as records, read_started_at as "readStartedAt",
         read_at as "readAt"
       from (${CURRENT_COVERAGE}) c order by resource, parent`,
      [this.connectionId, version],
    );
  }

  /** Net difference, nodes first, in pages. @throws {RangeError} when `from` is the later version */
  async *changes(from: number, to: number): AsyncGenerator<GraphChanges> {
    if (from > to) throw new RangeError(`version ${from} comes after version ${to}`);
    if (from === to) return;
    const { instant } = await this.version(to);
    if (from === 0) {
      for await (const upserted of this.nodes(to)) yield { nodes: { upserted, removed: [] }, edges: NOTHING };
      for await (const upserted of this.edges(to)) yield { nodes: NOTHING, edges: { upserted, removed: [] } };
      return;
    }
    const touched = await this.touched(from, to);
    if (touched.nodes) yield* this.nodeChanges(from, to, dayOf(instant));
    if (touched.edges) yield* this.edgeChanges(from, to);
  }

  /** By day: values are kept once a day, so those of the earlier version's own day are named again. */
  async *observations(from: number, to: number): AsyncGenerator<readonly ObservedValues[]> {
    const first = dayOf(await this.instant(from));
    const last = dayOf(await this.instant(to));
    for (let after = [first, '']; ;) {
      const rows: (ObservedValues & { day: string })[] = await this.database.query(
        `select key, props as observed, day::text as day from observation
         where connection_id = $1 and (day, key) > ($2::date, $3) and day <= $4::date
         order by day, key limit ${BATCH}`,
        [this.connectionId, ...after, last],
      );
      if (rows.length > 0) yield rows.map(({ key, observed }) => ({ key, observed }));
      const end = rows.at(-1);
      if (end === undefined || rows.length < BATCH) return;
      after = [end.day, end.key];
    }
  }

  /** Whether the versions behind `from` wrote anything at all; spares an unchanged tenant the comparison. */
  private async touched(from: number, to: number): Promise<{ nodes: boolean; edges: boolean }> {
    const rows = await this.database.query<Pick<InventoryVersion, 'changes'>>(
      `select changes from inventory_version
       where connection_id = $1 and version > $2 and version <= $3 and state <> 'abandoned'`,
      [this.connectionId, from, to],
    );
    const any = (family: 'nodes' | 'edges') =>
      rows.some(({ changes }) => changes[family].added + changes[family].changed + changes[family].closed > 0);
    return { nodes: any('nodes'), edges: any('edges') };
  }

  private async *nodeChanges(from: number, to: number, day: string): AsyncGenerator<GraphChanges> {
    for (let after = ''; ;) {
      const rows: NodeDifference[] = await this.database.query<NodeDifference>(
        `select n.*, case when "isThere" then ${observed('$4', '$5')} end as observed
         from (${nodeDifferenceSql(this.tables)}) n where key > $3 order by key limit ${BATCH}`,
        [from, to, after, this.connectionId, day],
      );
      if (rows.length === 0) return;
      yield {
        nodes: {
          upserted: rows.filter((row) => row.isThere).map(nodeAfter),
          removed: rows.filter((row) => !row.isThere).map((row) => row.key),
        },
        edges: NOTHING,
      };
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.key;
    }
  }

  private async *edgeChanges(from: number, to: number): AsyncGenerator<GraphChanges> {
    let after: readonly string[] = ['', '', '', '', ''];
    for (;;) {
      const rows: EdgeDifference[] = await this.database.query<EdgeDifference>(
        `select * from (${edgeDifferenceSql(this.tables)}) e
         where (parent, resource, kind, src, dst) > ($3, $4, $5, $6, $7)
         order by parent, resource, kind, src, dst limit ${BATCH}`,
        [from, to, ...after],
      );
      if (rows.length === 0) return;
      yield {
        nodes: NOTHING,
        edges: {
          upserted: rows.filter((row) => row.isThere).map(edgeAfter),
          removed: rows
            .filter((row) => !row.isThere)
            .map(({ kind, src, dst, resource, parent }) => ({ kind, src, dst, resource, parent })),
        },
      };
      if (rows.length < BATCH) return;
      const last = rows.at(-1)!;
      after = [last.parent, last.resource, last.kind, last.src, last.dst];
    }
  }

  /**
   * The next rows behind `after` that are valid at $1, at most $3, in the order of `columns`. Live rows and past ones
   * come from an index each; the past is looked at only when a later version exists, even one being merged. One
   * statement sees one state, so a row that a merge closes meanwhile is read once, as live or as past.
   */
  private validAt(table: string, columns: string, after: string): string {
    return `(select * from ${table} where to_version is null and from_version <= $1 and (${columns}) > (${after})
        order by ${columns} limit $3)
      union all
      (select * from ${table} where to_version is not null and to_version > $1 and from_version <= $1
          and (${columns}) > (${after})
          and (select max(version) from inventory_version
               where connection_id = $2 and state <> 'abandoned') > $1
        order by ${columns} limit $3)
      order by ${columns} limit $3`;
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

const EDGE_ORDER = 'parent, resource, kind, src_key, dst_key';

/** Latest volatile values of node `n` up to a day. */
function observed(connection: string, day: string): string {
  return `(select o.props from observation o where o.connection_id = ${connection} and o.key = n.key
    and o.day <= ${day}::date order by o.day desc limit 1)`;
}

const NOTHING = { upserted: [], removed: [] } as const;

type NodeRow = Omit<StoredNode, 'observed'> & { readonly observed: JsonObject | null };
type EdgeRow = Omit<StoredEdge, 'props'> & { readonly props: JsonObject | null };

interface NodeDifference {
  readonly key: NodeKey;
  readonly kind: NodeKind;
  readonly externalId: string;
  readonly nameAfter: string | null;
  readonly propsAfter: JsonObject;
  readonly observed: JsonObject | null;
  readonly resource: string;
  readonly fromVersion: number;
  readonly isThere: boolean;
}

interface EdgeDifference extends EdgeIdentity {
  readonly derived: boolean;
  readonly propsAfter: JsonObject | null;
  readonly fromVersion: number;
  readonly isThere: boolean;
}

function toNode({ observed, ...node }: NodeRow): StoredNode {
  return observed === null ? node : { ...node, observed };
}

function toEdge({ props, ...edge }: EdgeRow): StoredEdge {
  return props === null ? edge : { ...edge, props };
}

function nodeAfter(row: NodeDifference): StoredNode {
  const { key, kind, externalId, nameAfter: name, propsAfter: props, observed, resource, fromVersion } = row;
  return toNode({ key, kind, externalId, name, props, observed, resource, fromVersion });
}

function edgeAfter(row: EdgeDifference): StoredEdge {
  const { kind, src, dst, propsAfter: props, resource, parent, derived, fromVersion } = row;
  return toEdge({ kind, src, dst, props, resource, parent, derived, fromVersion });
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

import type {
  Coverage,
  EdgeIdentity,
  GraphChanges,
  GraphSource,
  JsonObject,
  ObservedValues,
  StoredEdge,
  StoredNode,
} from '@posture/domain';
import type { Database } from '@posture/platform';
import { CURRENT_COVERAGE } from '../merge/coverage.writer';
import type { InventoryVersion, ResourceCoverage } from '../merge/version.store';
import {
  DERIVED_RESOURCE,
  IS_KEPT,
  VERSION_COLUMNS,
  publishedVersion,
  versionNotFound,
  versionOf,
} from '../merge/version.store';
import { connectionTables } from '../partitions';
import type { ConnectionTables } from '../partitions';

const BATCH = 10_000;

/** Reads one connection's inventory, as published or as it was at any version. Never waits for a merge to end. */
export class InventoryReader implements GraphSource {
  private readonly tables: ConnectionTables;

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

  async instant(version: number): Promise<Date> {
    return (await this.version(version)).instant;
  }

  /** In key order. */
  async *nodes(version: number): AsyncGenerator<readonly StoredNode[]> {
    for await (const { after } of this.ranges(await this.nodeRows(0, version))) yield after.map(toNode);
  }

  /** List by list: in the order of (parent, resource, kind, src, dst). */
  async *edges(version: number): AsyncGenerator<readonly StoredEdge[]> {
    await this.version(version);
    for await (const { after } of this.ranges(this.edgeRows(0, version))) yield after.map(toEdge);
  }

  /** In full for the published and the pending version; of a past one the worst state per resource, with parent ''. */
  async coverage(version: number): Promise<Coverage[]> {
    const published = await this.published();
    if (published !== null && version < published.version) return this.pastCoverage(version);
    return this.database.query<Coverage>(
      `select resource, parent, state, coalesce(reason, stale) as reason, missing, records::int as records, read_started_at as "readStartedAt",
         read_at as "readAt"
       from (${CURRENT_COVERAGE}) c order by resource, parent`,
      [this.connectionId, version],
    );
  }

  /**
   * Net difference, nodes first, in pages.
   * @throws {RangeError} when `from` is the later version
   * @throws {DomainError} `inventory.version_not_found`, also when `from` is older than what is kept
   */
  async *changes(from: number, to: number, part?: 'nodes' | 'edges'): AsyncGenerator<GraphChanges> {
    if (from > to) throw new RangeError(`version ${from} comes after version ${to}`);
    if (from === to) return;
    if (from > 0) await this.version(from);
    const { nodes, edges } = await this.written(from, to);
    if (nodes && part !== 'edges') yield* this.nodeChanges(from, to);
    if (edges && part !== 'nodes') yield* this.edgeChanges(from, to);
  }

  /** What was derived for a version, against what had been for the one before it; nodes first. */
  async *derivedChanges(version: number): AsyncGenerator<GraphChanges> {
    yield* this.nodeChanges(version - 1, version, DERIVED_ROWS);
    yield* this.edgeChanges(version - 1, version, DERIVED_ROWS);
  }

  /** In the order they were written. Values are kept once a day, so a later version of the same day may have written them. */
  async *observations(from: number, to: number): AsyncGenerator<readonly ObservedValues[]> {
    const last = dayOf(await this.instant(to));
    for (let after: readonly [number, string] = [from + 1, '']; ;) {
      const rows: (ObservedValues & { version: number })[] = await this.database.query(
        `select key, props as observed, version from ${this.tables.observation}
         where (version, key) > ($1, $2) and day <= $3::date order by version, key limit ${BATCH}`,
        [...after, last],
      );
      if (rows.length > 0) yield rows.map(({ key, observed }) => ({ key, observed }));
      const end = rows.at(-1);
      if (end === undefined || rows.length < BATCH) return;
      after = [end.version, end.key];
    }
  }

  /** Whether the versions behind `from` wrote anything at all; spares an unchanged tenant the comparison. */
  private async written(from: number, to: number): Promise<{ nodes: boolean; edges: boolean }> {
    const rows = await this.database.query<Pick<InventoryVersion, 'changes'>>(
      `select changes from inventory_version
       where connection_id = $1 and version > $2 and version <= $3 and state <> 'abandoned'`,
      [this.connectionId, from, to],
    );
    const any = (family: 'nodes' | 'edges') =>
      rows.some(({ changes }) => changes[family].added + changes[family].changed + changes[family].closed > 0);
    return { nodes: any('nodes'), edges: any('edges') };
  }

  private async *nodeChanges(from: number, to: number, where?: string): AsyncGenerator<GraphChanges> {
    for await (const { after, before } of this.ranges(await this.nodeRows(from, to, where))) {
      const { upserted, removed } = netOf(after, before, ({ key }) => key);
      yield { nodes: { upserted: upserted.map(toNode), removed: removed.map(({ key }) => key) }, edges: NOTHING };
    }
  }

  private async *edgeChanges(from: number, to: number, where?: string): AsyncGenerator<GraphChanges> {
    for await (const { after, before } of this.ranges(this.edgeRows(from, to, where))) {
      const { upserted, removed } = netOf(after, before, (edge) => edgeKey(edge).join('\u0000'));
      yield { nodes: NOTHING, edges: { upserted: upserted.map(toEdge), removed: removed.map(identityOf) } };
    }
  }

  /**
   * Rows that came between the two versions and rows that went, range by range of their key, both in its order; so
   * that however much changed, it is read once and a page at a time.
   */
  private async *ranges<After, Before>(rows: RowPages<After, Before>): AsyncGenerator<Range<After, Before>> {
    for (let low = rows.start; ;) {
      const after = await rows.after(low);
      const before = await rows.before(low);
      const ends = [lastOfFull(after, rows.keyOf), lastOfFull(before, rows.keyOf)].filter((end) => end !== null);
      const high = ends.sort(compareKeys)[0] ?? null;
      const range = { after: upTo(high, after, rows.keyOf), before: upTo(high, before, rows.keyOf) };
      if (range.after.length + range.before.length > 0) yield range;
      if (high === null) return;
      low = high;
    }
  }

  private async nodeRows(from: number, to: number, where = 'true'): Promise<RowPages<NodeRow, NodeIdentity>> {
    const day = dayOf((await this.version(to)).instant);
    const { node, observation } = this.tables;
    return {
      start: [''],
      keyOf: ({ key }) => [key],
      after: (low) =>
        this.database.query<NodeRow>(
          `select n.key, n.kind, n.external_id as "externalId", n.name, n.props, n.resource, n.from_version as "fromVersion",
             n.content_hash as hash, ${observedSql(observation, '$6')} as observed
           from (${this.cameBetween(node, 'key', '$5', where)}) n order by n.key`,
          [to, this.connectionId, from, BATCH, ...low, day],
        ),
      before: (low) =>
        this.wentBetween(`key, content_hash as hash from ${node}`, 'key', '$4', where, [from, to, ...low]),
    };
  }

  private edgeRows(from: number, to: number, where = 'true'): RowPages<EdgeRow, EdgeIdentity & Hashed> {
    const { edge } = this.tables;
    return {
      start: ['', '', '', '', ''],
      keyOf: edgeKey,
      after: (low) =>
        this.database.query<EdgeRow>(
          `select kind, src_key as src, dst_key as dst, props, resource, parent, derived, from_version as "fromVersion",
             content_hash as hash
           from (${this.cameBetween(edge, EDGE_ORDER, '$5, $6, $7, $8, $9', where)}) e order by ${EDGE_ORDER}`,
          [to, this.connectionId, from, BATCH, ...low],
        ),
      before: (low) =>
        this.wentBetween(
          `kind, src_key as src, dst_key as dst, resource, parent, content_hash as hash from ${edge}`,
          EDGE_ORDER,
          '$4, $5, $6, $7, $8',
          where,
          [from, to, ...low],
        ),
    };
  }

  /**
   * The next rows behind `low` that are valid at $1 and were not yet at $3, at most $4, in the order of `columns`. Live
   * rows and past ones come from an index each; the past is looked at only when a later version exists, even one being
   * merged. One statement sees one state, so a row that a merge closes meanwhile is read once, as live or as past.
   */
  private cameBetween(table: string, columns: string, low: string, where: string): string {
    return `(select * from ${table} where to_version is null and from_version <= $1 and from_version > $3
          and (${columns}) > (${low}) and ${where}
        order by ${columns} limit $4)
      union all
      (select * from ${table} where to_version is not null and to_version > $1 and from_version <= $1
          and from_version > $3 and (${columns}) > (${low}) and ${where}
          and (select max(version) from inventory_version
               where connection_id = $2 and state <> 'abandoned') > $1
        order by ${columns} limit $4)
      order by ${columns} limit $4`;
  }

  /** The next rows that were valid at `from` and no longer at `to`. */
  private async wentBetween<T>(
    select: string,
    columns: string,
    low: string,
    where: string,
    params: readonly [from: number, to: number, ...low: string[]],
  ): Promise<T[]> {
    const [from, to, ...key] = params;
    // Nothing was valid at version 0.
    if (from === 0) return [];
    return this.database.query<T>(
      `select ${select} where from_version <= $1 and to_version > $1 and to_version <= $2
         and (${columns}) > (${low}) and ${where}
       order by ${columns} limit $3`,
      [from, to, BATCH, ...key],
    );
  }

  private async pastCoverage(version: number): Promise<Coverage[]> {
    const [row] = await this.database.query<{ coverage: ResourceCoverage[] }>(
      `select coverage from inventory_version where connection_id = $1 and version = $2 and ${IS_KEPT}`,
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

const DERIVED_ROWS = `resource = '${DERIVED_RESOURCE}'`;
const EDGE_ORDER = 'parent, resource, kind, src_key, dst_key';

/** Latest volatile values of node `n` up to a day. */
function observedSql(observation: string, day: string): string {
  return `(select o.props from ${observation} o where o.key = n.key
    and o.day <= ${day}::date order by o.day desc limit 1)`;
}

const NOTHING = { upserted: [], removed: [] } as const;

/** Pages of what came and what went, both in the order of one key. */
interface RowPages<After, Before> {
  readonly start: Key;
  readonly keyOf: (row: After | Before) => Key;
  /** At most a batch, behind `low`. */
  readonly after: (low: Key) => Promise<After[]>;
  readonly before: (low: Key) => Promise<Before[]>;
}

interface Range<After, Before> {
  readonly after: readonly After[];
  readonly before: readonly Before[];
}

type Key = readonly string[];

interface Hashed {
  readonly hash: string | null;
}
type NodeIdentity = Pick<StoredNode, 'key'> & Hashed;
type NodeRow = Omit<StoredNode, 'observed'> & Hashed & { readonly observed: JsonObject | null };
type EdgeRow = Omit<StoredEdge, 'props'> & Hashed & { readonly props: JsonObject | null };

function toNode({ observed: values, hash: _, ...node }: NodeRow): StoredNode {
  return values === null ? node : { ...node, observed: values };
}

function toEdge({ props, hash: _, ...edge }: EdgeRow): StoredEdge {
  return props === null ? edge : { ...edge, props };
}

function identityOf({ kind, src, dst, resource, parent }: EdgeIdentity): EdgeIdentity {
  return { kind, src, dst, resource, parent };
}

function edgeKey({ parent, resource, kind, src, dst }: EdgeIdentity): Key {
  return [parent, resource, kind, src, dst];
}

/** A row that went and one equal to it that came are no difference. */
function netOf<After extends Hashed, Before extends Hashed>(
  after: readonly After[],
  before: readonly Before[],
  idOf: (row: After | Before) => string,
): { readonly upserted: readonly After[]; readonly removed: readonly Before[] } {
  if (before.length === 0) return { upserted: after, removed: [] };
  const went = new Map(before.map((row) => [idOf(row), row]));
  const upserted = after.filter((row) => {
    const id = idOf(row);
    const same = went.get(id);
    went.delete(id);
    return same === undefined || same.hash !== row.hash;
  });
  return { upserted, removed: [...went.values()] };
}

/** Where a page that may not be the last one ends. */
function lastOfFull<Row>(page: readonly Row[], keyOf: (row: Row) => Key): Key | null {
  return page.length < BATCH ? null : keyOf(page[page.length - 1]!);
}

/** Rows of the page up to the end of the range, all when it has none. */
function upTo<Row>(high: Key | null, page: readonly Row[], keyOf: (row: Row) => Key): readonly Row[] {
  if (high === null || page.length === 0 || compareKeys(keyOf(page.at(-1)!), high) <= 0) return page;
  return page.filter((row) => compareKeys(keyOf(row), high) <= 0);
}

/** By bytes, as collation "C" does. */
function compareKeys(a: Key, b: Key): number {
  for (let at = 0; at < a.length; at += 1) {
    const order = Buffer.compare(Buffer.from(a[at]!), Buffer.from(b[at]!));
    if (order !== 0) return order;
  }
  return 0;
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

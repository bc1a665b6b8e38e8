import type { EdgeKind, JsonObject, NodeKey, NodeKind } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Database } from '@posture/platform';
import type { InventoryVersion } from '../merge/version.store';
import { versionOf } from '../merge/version.store';
import { connectionTables } from '../partitions';
import type { ConnectionTables } from '../partitions';
import { edgeDifferenceSql, nodeDifferenceSql } from './difference.sql';

export type DriftKind = 'added' | 'changed' | 'removed';

export interface DriftCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** What differs between two versions of one connection, counted. */
export interface Drift {
  readonly from: InventoryVersion;
  readonly to: InventoryVersion;
  /** True when the mapper changed in between: differences may be ours, not the tenant's. */
  readonly rebased: boolean;
  readonly nodes: Readonly<Record<string, DriftCounts>>;
  readonly edges: Readonly<Record<string, DriftCounts>>;
}

/** One node that differs, with its props at both instants; values that change by themselves are no difference. */
export interface NodeDrift {
  readonly change: DriftKind;
  readonly kind: NodeKind;
  readonly key: NodeKey;
  readonly externalId: string;
  readonly name: string | null;
  /** null when it was not there. */
  readonly before: JsonObject | null;
  /** null when it is gone. */
  readonly after: JsonObject | null;
}

/** One edge that differs, with what was written on it at both instants; null where it was not there. */
export interface EdgeDrift {
  readonly change: DriftKind;
  readonly kind: EdgeKind;
  readonly src: NodeKey;
  readonly dst: NodeKey;
  readonly resource: string;
  readonly parent: string;
  readonly derived: boolean;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** One row that differs, as it was and as it is. */
export interface UnexplainedRow {
  readonly change: DriftKind;
  /** A node's key, or kind and both ends of an edge. */
  readonly row: string;
  readonly resource: string;
  readonly parent: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export interface UnexplainedRows {
  readonly rows: number;
  readonly first: readonly UnexplainedRow[];
}

/** Which part of a difference is asked for, in key order. `kind` narrows to one kind of node or edge. */
export interface DriftPage {
  readonly kind?: string;
  /** The last row of the page before. */
  readonly after?: { readonly key: string } | Pick<EdgeDrift, 'kind' | 'src' | 'dst' | 'resource' | 'parent'>;
  readonly limit: number;
}

/** Differences between any two versions of a connection, the earlier one first. */
export class DriftReader {
  private readonly tables: ConnectionTables;

  constructor(
    private readonly database: Database,
    private readonly connectionId: string,
  ) {
    this.tables = connectionTables(connectionId);
  }

  /** @throws {DomainError} `inventory.version_not_found`, `inventory.versions_reversed` */
  async between(from: number, to: number): Promise<Drift> {
    const [first, last] = await this.ends(from, to);
    const [row] = await this.database.query<{ rebased: boolean }>(
      `select coalesce(bool_or(rebased), false) as rebased from inventory_version
       where connection_id = $1 and version > $2 and version <= $3 and state <> 'abandoned'`,
      [this.connectionId, from, to],
    );
    return {
      from: first,
      to: last,
      rebased: row!.rebased,
      nodes: await this.counts(nodeDifferenceSql(this.tables), from, to),
      edges: await this.counts(edgeDifferenceSql(this.tables), from, to),
    };
  }

  /** By key. */
  async nodes(from: number, to: number, page: DriftPage): Promise<NodeDrift[]> {
    await this.ends(from, to);
    const after = page.after !== undefined && 'key' in page.after ? page.after.key : '';
    const rows = await this.database.query<NodeDrift>(
      `select ${CHANGE} as change, kind, key, "externalId", case when "isThere" then "nameAfter" else "nameBefore" end as name,
         "propsBefore" as before, "propsAfter" as after
       from (${nodeDifferenceSql(this.tables)}) d
       where key > $3 and ($4::text is null or kind = $4) order by key limit $5`,
      [from, to, after, page.kind ?? null, page.limit],
    );
    return rows;
  }

  /** By kind, source, target, resource and parent. */
  async edges(from: number, to: number, page: DriftPage): Promise<EdgeDrift[]> {
    await this.ends(from, to);
    const last = page.after !== undefined && 'src' in page.after ? page.after : null;
    return this.database.query<EdgeDrift>(
      `select ${CHANGE} as change, kind, src, dst, resource, parent, derived,
         case when "wasThere" then coalesce("propsBefore", '{}') end as before,
         case when "isThere" then coalesce("propsAfter", '{}') end as after
       from (${edgeDifferenceSql(this.tables)}) d
       where (kind, src, dst, resource, parent) > ($3, $4, $5, $6, $7) and ($8::text is null or kind = $8)
       order by kind, src, dst, resource, parent limit $9`,
      [
        from,
        to,
        last?.kind ?? '',
        last?.src ?? '',
        last?.dst ?? '',
        last?.resource ?? '',
        last?.parent ?? '',
        page.kind ?? null,
        page.limit,
      ],
    );
  }

  /**
   * Rows that differ and that nothing explains: not those of the resources given, no edge one end of which is not there,
   * which says nothing, and none that only moved to the list its other end keeps. Nodes first.
   * @returns how many there are, and the first of them
   */
  async unexplained(from: number, to: number, explained: readonly string[], limit: number): Promise<UnexplainedRows> {
    await this.ends(from, to);
    const there = (key: string) => `exists (select 1 from ${this.tables.node} n where n.key = ${key}
      and n.from_version <= $2 and (n.to_version is null or n.to_version > $2))`;
    const rows = await this.database.query<UnexplainedRow & { total: number }>(
      `with nodes as (select * from (${nodeDifferenceSql(this.tables)}) d where resource <> all($3::text[])),
       edges as (select * from (${edgeDifferenceSql(this.tables)}) d where resource <> all($3::text[])),
       rows as (
         select ${CHANGE} as change, key as row, resource, '' as parent, "propsBefore" as before, "propsAfter" as after
         from nodes
         union all
         select ${CHANGE}, kind || ' ' || src || ' ' || dst, resource, parent, "propsBefore", "propsAfter" from edges e
         where ${there('src')} and ${there('dst')} and not exists (
           select 1 from edges o where o.kind = e.kind and o.src = e.src and o.dst = e.dst and o.resource = e.resource
             and o.parent <> e.parent and o."wasThere" <> e."wasThere" and o."isThere" <> e."isThere"
             and coalesce(o."propsBefore", o."propsAfter") is not distinct from coalesce(e."propsBefore", e."propsAfter"))
       )
       select *, (count(*) over ())::int as total from rows limit $4`,
      [from, to, explained, limit],
    );
    return { rows: rows[0]?.total ?? 0, first: rows.map(({ total: _, ...row }) => row) };
  }

  private async counts(difference: string, from: number, to: number): Promise<Record<string, DriftCounts>> {
    const rows = await this.database.query<DriftCounts & { kind: string }>(
      `select kind, (count(*) filter (where not "wasThere"))::int as added,
         (count(*) filter (where "wasThere" and "isThere"))::int as changed,
         (count(*) filter (where not "isThere"))::int as removed
       from (${difference}) d group by kind order by kind`,
      [from, to],
    );
    return Object.fromEntries(rows.map(({ kind, ...counts }) => [kind, counts]));
  }

  private async ends(from: number, to: number): Promise<[InventoryVersion, InventoryVersion]> {
    if (from > to) {
      throw new DomainError('inventory.versions_reversed', 'invalid', `Version ${from} comes after version ${to}.`, {
        field: 'from',
        remedy: 'Give the earlier version first.',
      });
    }
    return [
      await versionOf(this.connectionId, from, this.database),
      await versionOf(this.connectionId, to, this.database),
    ];
  }
}

const CHANGE = `case when not "wasThere" then 'added' when not "isThere" then 'removed' else 'changed' end`;

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

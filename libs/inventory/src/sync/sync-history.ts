import type { JsonObject, ReadStats } from '@posture/domain';
import { plainArray } from '@posture/platform';
import type { Database } from '@posture/platform';
import { DERIVED_RESOURCE, NO_CHANGES } from '../merge/version.store';
import type { ResourceCoverage, VersionChanges } from '../merge/version.store';
import { connectionTables } from '../partitions';
import { changedBefore } from '../merge/merge-reads';
import { costBefore } from './sync-cost';
import type { SyncLease } from './sync.store';

/** How far processes before this one came with a sync; waves follow one another, each read, published and judged. */
export interface ProgressOfSync {
  /** The last wave of which everything is read, because its rows were being merged; 0 when there is none. */
  readonly read: number;
  /** The last wave that was published, and perhaps not judged; every one before it is judged. 0 when there is none. */
  readonly published: number;
}

const COUNTS = ['added', 'changed', 'closed'] as const;

/** What is known of a connection at a glance. */
export interface SyncOverview {
  readonly connectionId: string;
  /** When it was last read as a whole, to the end; null: never. */
  readonly wholeAt: Date | null;
  /** Of the published version, by resource; empty before there is one. */
  readonly coverage: readonly ResourceCoverage[];
  /** Objects of the published version. */
  readonly records: number;
}

/** What syncs did, over all processes that worked on them. */
export class SyncHistory {
  constructor(private readonly database: Database) {}

  async progressOf(lease: SyncLease): Promise<ProgressOfSync> {
    const [row] = await this.database.query<ProgressOfSync>(
      `select coalesce(max(wave), 0)::int as read,
         coalesce(max(wave) filter (where state = 'published'), 0)::int as published
       from inventory_version where connection_id = $1 and sync_id = $2 and state <> 'abandoned'`,
      [lease.connectionId, lease.syncId],
    );
    return row!;
  }

  /** What processes before this one asked of the provider. */
  costBefore(lease: SyncLease): Promise<ReadStats> {
    return costBefore(lease, this.database);
  }

  /**
   * The version a full sync found, when it came of reading what the tenant's log said had changed: what the sync then made
   * of it may differ only in what the log did not say. null otherwise.
   */
  changedBefore(lease: SyncLease): Promise<number | null> {
    return changedBefore(lease, this.database);
  }

  /** Of each of the connections. */
  async overviews(connectionIds: readonly string[]): Promise<SyncOverview[]> {
    return this.database.query<SyncOverview>(
      `select c.id as "connectionId",
         (select s.finished_at from sync s where s.connection_id = c.id and s.scope = 'full' and s.state = 'completed'
          order by s.id desc limit 1) as "wholeAt",
         coalesce(v.coverage, '[]') as coverage,
         coalesce((select sum(n.value::int)::int from jsonb_each_text(v.counts -> 'nodes') n), 0) as records
       from unnest($1::uuid[]) as c (id) left join lateral (
         select coverage, counts from inventory_version
         where connection_id = c.id and state = 'published' order by version desc limit 1) v on true`,
      [plainArray(connectionIds)],
    );
  }

  /** When the tenant was last begun to be read as a whole, to its end; null when it never was. */
  async wholeSince(connectionId: string): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date }>(
      `select started_at as at from sync where connection_id = $1 and scope = 'full' and state = 'completed'
       order by id desc limit 1`,
      [connectionId],
    );
    return row?.at ?? null;
  }

  /** How the tenant was read as a whole the last time; null when it never was. */
  async optionsOfLast(connectionId: string): Promise<JsonObject | null> {
    const [row] = await this.database.query<{ options: JsonObject }>(
      `select options from sync where connection_id = $1 and scope = 'full' and state = 'completed'
       order by id desc limit 1`,
      [connectionId],
    );
    return row?.options ?? null;
  }

  /** Whether the last version came of another schema of the mapper than this, or there is none. */
  async isRebaseDue(connectionId: string, mapperSchema: number): Promise<boolean> {
    const [row] = await this.database.query<{ schema: number }>(
      `select mapper_schema as schema from inventory_version
       where connection_id = $1 and state = 'published' order by version desc limit 1`,
      [connectionId],
    );
    return row?.schema !== mapperSchema;
  }

  /** Sum over the versions the sync published, one a wave. */
  async changesOf(lease: SyncLease): Promise<VersionChanges> {
    const rows = await this.database.query<{ changes: VersionChanges }>(
      `select changes from inventory_version where connection_id = $1 and sync_id = $2 and state = 'published'`,
      [lease.connectionId, lease.syncId],
    );
    const total = { nodes: { added: 0, changed: 0, closed: 0 }, edges: { added: 0, changed: 0, closed: 0 } };
    for (const { changes } of rows) {
      for (const count of COUNTS) {
        total.nodes[count] += changes.nodes[count];
        total.edges[count] += changes.edges[count];
      }
    }
    return total;
  }

  /**
   * What the versions the sync published began and ended of each resource: objects, and what holds between them. What is
   * another than it was is `changed`; what the engine concludes of all of them together is left out.
   */
  async changesByResource({ connectionId, syncId }: SyncLease): Promise<Record<string, VersionChanges>> {
    const { node, edge } = connectionTables(connectionId);
    const versions = await this.database.query<{ version: number }>(
      `select version from inventory_version where connection_id = $1 and sync_id = $2 and state = 'published'`,
      [connectionId, syncId],
    );
    const counts: Record<string, VersionChanges> = {};
    for (const [part, table, same] of [
      ['nodes', node, 'next.key = was.key'],
      [
        'edges',
        edge,
        `(next.parent, next.kind, next.src_key, next.dst_key) = (was.parent, was.kind, was.src_key, was.dst_key)`,
      ],
    ] as const) {
      const rows = await this.database.query<{ resource: string; began: number; ended: number; changed: number }>(
        `select resource, sum(began)::int as began, sum(ended)::int as ended, sum(changed)::int as changed from (
           select resource, count(*) as began, 0 as ended, 0 as changed from ${table}
           where from_version = any($1::int[]) group by resource
           union all
           select was.resource, 0, count(*), count(next.from_version) from ${table} was left join ${table} next
             on ${same} and next.resource = was.resource and next.from_version = was.to_version
           where was.to_version = any($1::int[]) group by was.resource
         ) each where resource <> $2 group by resource`,
        [plainArray(versions.map(({ version }) => version)), DERIVED_RESOURCE],
      );
      for (const { resource, began, ended, changed } of rows) {
        const here = { added: began - changed, changed, closed: ended - changed };
        counts[resource] = { ...(counts[resource] ?? NO_CHANGES), [part]: here };
      }
    }
    return counts;
  }

  /** What the same read took the last time it was completed; null when there was none. */
  async requestsOfLast(connectionId: string, read: readonly string[]): Promise<number | null> {
    const [row] = await this.database.query<{ requests: number | null }>(
      `select (report ->> 'requests')::int as requests from sync
       where connection_id = $1 and state = 'completed' and options -> 'read' = $2::jsonb
       order by id desc limit 1`,
      [connectionId, JSON.stringify(read)],
    );
    return row?.requests ?? null;
  }
}

import type { Database } from '@posture/platform';
import { chunkRows } from './merge/merge-chunks';
import { connectionTables, dropStageTables } from './partitions';

/** How long what is no longer so can be asked. */
export const INVENTORY_RETENTION = {
  /** Days any past state can be asked: rows that ended before are gone. */
  closedDays: 400,
  /** Days volatile values are known by day; of earlier ones only the latest is. */
  observationDays: 90,
  /** Days the runs that read a tenant are listed. The last completed one always is. */
  syncDays: 400,
} as const;

export interface PurgeOptions {
  readonly retention?: { readonly [part in keyof typeof INVENTORY_RETENTION]: number };
  /** Stops between two transactions; the next purge goes on. */
  readonly signal?: AbortSignal;
  /** Rows a transaction deletes at most; never more than 25,000. */
  readonly batch?: number;
}

/** Rows, or tables of staged rows, that are gone. */
export interface PurgedInventory {
  readonly nodes: number;
  readonly edges: number;
  readonly versions: number;
  readonly coverage: number;
  readonly observations: number;
  readonly reads: number;
  readonly syncs: number;
  readonly stages: number;
}

const DAY_MS = 24 * 3_600_000;
/** From here on an embedded store, which nobody else tidies, takes the room of the rows back. */
const RECLAIM_FROM = 5_000;
/** Deleting a sync takes its quarantined records along. */
const SYNCS_AT_ONCE = 100;
const VERSIONS_AT_ONCE = 100;

/**
 * Deletes what is older than the retention of one connection. Answers about any instant within it stay the same, word
 * for word. May run beside a sync, and again after it was stopped.
 */
export async function purgeInventory(
  database: Database,
  connectionId: string,
  now: Date,
  options: PurgeOptions = {},
): Promise<PurgedInventory> {
  const { retention = INVENTORY_RETENTION, signal } = options;
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const purge = new Purge(database, connectionId, options.batch ?? 2 * chunkRows(database), signal);
  const stages = await purge.stages();
  const reads = await purge.reads();
  const past = await purge.past(before(retention.closedDays));
  const observations = await purge.observations(before(retention.observationDays));
  const syncs = await purge.syncs(before(retention.syncDays));
  return { ...past, observations, reads, syncs, stages };
}

/** Nothing of an ended sync is needed any more, unless it left a version that is yet to be undone. */
const ENDED = `s.connection_id = $1 and s.state <> 'running' and not exists (
  select 1 from inventory_version p where p.connection_id = $1 and p.sync_id = s.id and p.state = 'pending')`;

class Purge {
  private readonly tables;

  constructor(
    private readonly database: Database,
    private readonly connectionId: string,
    private readonly batch: number,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.tables = connectionTables(connectionId);
  }

  async stages(): Promise<number> {
    const left = await this.database.query<{ id: string }>(
      `select s.id from sync s where ${ENDED}
         and to_regclass('stage_node_' || replace(s.id::text, '-', '')) is not null`,
      [this.connectionId],
    );
    for (const { id } of left) {
      this.signal?.throwIfAborted();
      await this.database.transaction((tx) => dropStageTables(id, tx));
    }
    return left.length;
  }

  reads(): Promise<number> {
    return this.delete('sync_read', `t join sync s on s.id = t.sync_id where ${ENDED}`, [this.connectionId]);
  }

  /** What ended before the version in force at the instant, and the versions nothing that is left began in. */
  async past(cutoff: Date): Promise<Pick<PurgedInventory, 'nodes' | 'edges' | 'versions' | 'coverage'>> {
    const { node, edge } = this.tables;
    const [first] = await this.database.query<{ version: number }>(
      `select version from inventory_version
       where connection_id = $1 and state = 'published' and instant <= $2 order by version desc limit 1`,
      [this.connectionId, cutoff],
    );
    if (first === undefined) return { nodes: 0, edges: 0, versions: 0, coverage: 0 };
    // Refused before the first of its rows is gone: an old version must never answer with a part of what it was.
    await this.database.execute(
      `update inventory_version set state = 'purged', coverage = '[]'
       where connection_id = $1 and version < $2 and state = 'published'`,
      [this.connectionId, first.version],
    );
    // Before the nodes, which tell a list whose object is gone from one whose object was never shown.
    const coverage = await this.delete(
      'coverage',
      `t where t.connection_id = $1 and t.parent <> '' and t.version <= $2
         and exists (select 1 from ${node} n where n.key = t.parent and n.to_version <= $2)
         and not exists (select 1 from ${node} n where n.key = t.parent and n.to_version is null)
         and not exists (select 1 from ${node} n where n.key = t.parent and n.to_version > $2)`,
      [this.connectionId, first.version],
    );
    const nodes = await this.delete(node, 't where t.to_version <= $1', [first.version]);
    const edges = await this.delete(edge, 't where t.to_version <= $1', [first.version]);
    return { nodes, edges, versions: await this.versions(first.version), coverage };
  }

  /**
   * By day. The latest value of each object up to the cutoff stays, because it is still its value after it; that of an
   * object the inventory no longer knows goes.
   */
  observations(cutoff: Date): Promise<number> {
    const { node, observation } = this.tables;
    return this.delete(
      observation,
      `t where t.day < $1::date and (
         exists (select 1 from ${observation} o where o.key = t.key and o.day > t.day and o.day <= $1::date)
         or not exists (select 1 from ${node} n where n.key = t.key))`,
      [cutoff.toISOString().slice(0, 10)],
    );
  }

  syncs(cutoff: Date): Promise<number> {
    return this.delete(
      'sync',
      `t join sync s on s.id = t.id where ${ENDED} and s.finished_at < $2 and s.id is distinct from (
         select l.id from sync l where l.connection_id = $1 and l.state = 'completed' and l.scope = 'full' order by l.id desc limit 1)`,
      [this.connectionId, cutoff],
      Math.min(this.batch, SYNCS_AT_ONCE),
    );
  }

  private async versions(first: number): Promise<number> {
    const { node, edge } = this.tables;
    const old = await this.database.query<{ version: number }>(
      `select version from inventory_version
       where connection_id = $1 and version < $2 and state in ('purged', 'abandoned') order by version`,
      [this.connectionId, first],
    );
    let deleted = 0;
    for (let at = 0; at < old.length; at += VERSIONS_AT_ONCE) {
      this.signal?.throwIfAborted();
      deleted += await this.database.execute(
        `delete from inventory_version v where v.connection_id = $1 and v.version = any($2::int[])
           and not exists (select 1 from ${node} n where n.from_version = v.version)
           and not exists (select 1 from ${edge} e where e.from_version = v.version)`,
        [this.connectionId, old.slice(at, at + VERSIONS_AT_ONCE).map(({ version }) => version)],
      );
    }
    return deleted;
  }

  /** @param rows which of them, as `t`, with $1… as given */
  private async delete(table: string, rows: string, params: readonly unknown[], batch = this.batch): Promise<number> {
    for (let deleted = 0; ;) {
      this.signal?.throwIfAborted();
      const now = await this.database.execute(
        `delete from ${table} where ctid = any(array(select t.ctid from ${table} ${rows} limit $${params.length + 1}))`,
        [...params, batch],
      );
      deleted += now;
      if (now < batch) {
        if (deleted >= RECLAIM_FROM) await this.database.reclaim([table]);
        return deleted;
      }
    }
  }
}

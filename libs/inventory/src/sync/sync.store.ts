import type { JsonObject } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable, RunLease } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import { createStageTables, dropStageTables } from '../partitions';

export type SyncState = 'running' | 'completed' | 'failed' | 'aborted';

export interface Sync {
  readonly id: string;
  readonly connectionId: string;
  /** The run that reads it, or read it last; null: from before there were runs. */
  readonly runId: string | null;
  readonly state: SyncState;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** Why it failed: { code, message }. */
  readonly error: JsonObject | null;
}

/** The right to write to a sync: that of the run which reads it. Lost once a run with a higher fence took it over. */
export interface SyncLease {
  readonly syncId: string;
  readonly connectionId: string;
  readonly runId: string;
  /** The run's. */
  readonly fence: number;
  readonly mapperSchema: number;
  /** True when another run, or another attempt of this one, began the sync. */
  readonly resumed: boolean;
  readonly startedAt: Date;
  readonly options: JsonObject;
}

export interface SyncStart {
  /** The schema version of the connector's mapper. */
  readonly mapperSchema: number;
  /** Default `full`. */
  readonly scope?: SyncScope;
  /** How the tenant is read, to tell whether another run may continue the sync; holds no secret. */
  readonly options?: JsonObject;
}

/**
 * full: every resource is read, and what was not seen is closed. targeted: what is said to have changed is read, and
 * begun anew by whoever follows; of each scope one at a time is under way.
 */
export type SyncScope = 'full' | 'targeted';

interface LeaseRow {
  id: string;
  connection_id: string;
  fence: string;
  mapper_schema: number;
  started_at: Date;
  options: JsonObject;
}

/** What was read of each connection, one sync after the other, and which run may write to it. */
export class SyncStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts a sync for a run, or takes over the connection's unfinished full one, from wherever it stands.
   * An unfinished one of another mapper schema is aborted. The caller sees to it that one run at a time syncs a
   * connection; of two, the one that claimed its run later prevails.
   * @throws {DomainError} `sync.fenced` when the unfinished sync is held by this claim already, or by a later one
   */
  async begin(connectionId: string, run: RunLease, start: SyncStart): Promise<SyncLease> {
    const { scope = 'full' } = start;
    return this.database.transaction(async (tx) => {
      await tx.query('select 1 from connection where id = $1 for update', [connectionId]);
      const [unfinished] = await tx.query<LeaseRow>(
        `select * from sync where connection_id = $1 and scope = $2 and state = 'running' for update`,
        [connectionId, scope],
      );
      if (unfinished !== undefined) {
        if (Number(unfinished.fence) >= run.fence) throw fenced({ syncId: unfinished.id, fence: run.fence });
        const isSame = unfinished.mapper_schema === start.mapperSchema;
        if (scope === 'full' && isSame) return this.seize(unfinished, run, tx);
        const message = isSame ? 'What changed is read anew.' : 'Begun by another version.';
        await this.end(unfinished.id, 'aborted', { error: { code: 'sync.outdated', message } }, tx);
      }
      return this.insert(connectionId, run, start, tx);
    });
  }

  /** Ends the sync well and drops what it staged. @throws {DomainError} `sync.fenced` */
  async complete(lease: SyncLease, report: JsonObject): Promise<void> {
    await this.database.transaction(async (tx) => {
      await checkFence(lease, tx, 'no key update');
      await this.end(lease.syncId, 'completed', { report }, tx);
    });
  }

  /**
   * Ends the sync a run read last, and drops what it staged, unless it has ended or another run goes on with it; its
   * holder's next write fails with `sync.fenced`.
   */
  async endOf(runId: string, state: 'failed' | 'aborted', error: SyncError): Promise<void> {
    await this.database.transaction(async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `select id from sync where run_id = $1 and state = 'running' for update`,
        [runId],
      );
      for (const { id } of rows) await this.end(id, state, { error }, tx);
    });
  }

  /** Runs that read the syncs which have not ended. @param connectionId null: of all connections */
  async readers(connectionId: string | null = null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select run_id as id from sync
       where state = 'running' and run_id is not null and ($1::uuid is null or connection_id = $1)`,
      [connectionId],
    );
    return rows.map(({ id }) => id);
  }

  /** Newest first. */
  async list(connectionId: string, limit = 50): Promise<Sync[]> {
    return this.database.query<Sync>(
      `select id, connection_id as "connectionId", run_id as "runId", state, started_at as "startedAt",
         finished_at as "finishedAt", error
       from sync where connection_id = $1 order by started_at desc, id desc limit $2`,
      [connectionId, limit],
    );
  }

  private async insert(
    connectionId: string,
    { runId, fence }: RunLease,
    start: SyncStart,
    tx: Queryable,
  ): Promise<SyncLease> {
    const lease: SyncLease = {
      syncId: uuidv7(),
      connectionId,
      runId,
      fence,
      mapperSchema: start.mapperSchema,
      resumed: false,
      startedAt: this.clock.now(),
      options: start.options ?? {},
    };
    await tx.query(
      `insert into sync (id, connection_id, run_id, scope, state, mapper_schema, fence, options, started_at)
       values ($1, $2, $3, $4, 'running', $5, $6, $7, $8)`,
      [
        lease.syncId,
        connectionId,
        runId,
        start.scope ?? 'full',
        start.mapperSchema,
        fence,
        JSON.stringify(lease.options),
        lease.startedAt,
      ],
    );
    await createStageTables(lease.syncId, tx);
    return lease;
  }

  private async seize(row: LeaseRow, { runId, fence }: RunLease, tx: Queryable): Promise<SyncLease> {
    await tx.query('update sync set run_id = $2, fence = $3 where id = $1', [row.id, runId, fence]);
    return {
      syncId: row.id,
      connectionId: row.connection_id,
      runId,
      fence,
      mapperSchema: row.mapper_schema,
      resumed: true,
      startedAt: row.started_at,
      options: row.options,
    };
  }

  /** Nobody writes to a sync that is not running, so the fence stays as it is. */
  private async end(syncId: string, state: SyncState, outcome: Outcome, tx: Queryable): Promise<void> {
    await tx.query(`update sync set state = $2, finished_at = $3, error = $4, report = $5 where id = $1`, [
      syncId,
      state,
      this.clock.now(),
      json(outcome.error),
      json(outcome.report),
    ]);
    await tx.query('delete from sync_cost where sync_id = $1', [syncId]);
    await dropStageTables(syncId, tx);
  }
}

interface SyncError {
  readonly code: string;
  readonly message: string;
}

interface Outcome {
  readonly error?: SyncError;
  readonly report?: JsonObject;
}

/**
 * Holds the sync for the rest of the transaction, so that a takeover waits for this write or refuses it.
 * @param lock `share` lets several writers of one process go on side by side; `no key update` is for changing the row
 * @throws {DomainError} `sync.fenced`
 */
export async function checkFence(
  lease: SyncLease,
  tx: Queryable,
  lock: 'share' | 'no key update' = 'share',
): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    `select (select coalesce(max(v.version), 0) from inventory_version v where v.connection_id = s.connection_id) as version
     from sync s where s.id = $1 and s.fence = $2 and s.state = 'running' for ${lock} of s`,
    [lease.syncId, lease.fence],
  );
  if (row === undefined) throw fenced(lease);
  return row.version;
}

export function fenced(lease: Pick<SyncLease, 'syncId' | 'fence'>): DomainError {
  return new DomainError('sync.fenced', 'conflict', `Sync ${lease.syncId} was ended or taken over by another run.`, {
    remedy: 'Stop this run; the other one continues it.',
    details: { syncId: lease.syncId, fence: lease.fence },
  });
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

import type { JsonObject } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, ProcessMark, Queryable } from '@posture/platform';
import { isRunning, thisProcess, uuidv7 } from '@posture/platform';
import { createStageTables, dropStageTables } from '../partitions';

export type SyncState = 'running' | 'completed' | 'failed' | 'aborted';
/** full: every resource, reconciles · targeted: some objects again, between two full ones. */
export type SyncScope = 'full' | 'targeted';

export interface Sync {
  readonly id: string;
  readonly connectionId: string;
  readonly scope: SyncScope;
  readonly state: SyncState;
  readonly mapperSchema: number;
  readonly options: JsonObject;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly leaseUntil: Date;
  /** Why it failed: { code, message }. */
  readonly error: JsonObject | null;
  /** What the flow wrote at the end. */
  readonly report: JsonObject | null;
}

/** The right to write to a sync; lost once another process took the sync over (its fence is then higher). */
export interface SyncLease {
  readonly syncId: string;
  readonly connectionId: string;
  readonly fence: number;
  readonly mapperSchema: number;
  /** True when the sync was begun by a process that is gone. */
  readonly resumed: boolean;
  readonly startedAt: Date;
  readonly options: JsonObject;
}

export interface SyncStart {
  readonly scope?: SyncScope;
  /** The connector's mapper schema. */
  readonly mapperSchema: number;
  /** What the flow needs to continue the sync in another process; holds no secret. */
  readonly options?: JsonObject;
}

/** How long a process may be silent before another takes its sync over. */
export const LEASE_MS = 60_000;

const COLUMNS = `id, connection_id as "connectionId", scope, state, mapper_schema as "mapperSchema", options,
  started_at as "startedAt", finished_at as "finishedAt", lease_until as "leaseUntil", error, report`;

interface LeaseRow {
  id: string;
  connection_id: string;
  fence: string;
  mapper_schema: number;
  holder: string;
  lease_until: Date;
  started_at: Date;
  options: JsonObject;
}

/** Runs of reading a connection, and who may write to them. */
export class SyncStore {
  private readonly holder = holderText(thisProcess());

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts a sync, or takes over the connection's unfinished one of the same scope when its holder is gone: lease
   * expired, or a process of this host that no longer runs. An unfinished one of another mapper schema is aborted.
   * @throws {DomainError} `sync.already_running` while the holder lives
   */
  async begin(connectionId: string, start: SyncStart): Promise<SyncLease> {
    const scope = start.scope ?? 'full';
    return this.database.transaction(async (tx) => {
      await tx.query('select 1 from connection where id = $1 for update', [connectionId]);
      const [running] = await tx.query<LeaseRow>(
        `select * from sync where connection_id = $1 and scope = $2 and state = 'running' for update`,
        [connectionId, scope],
      );
      if (running !== undefined) {
        this.refuseLiving(running);
        if (running.mapper_schema === start.mapperSchema) return this.seize(running, tx);
        await this.end(
          running.id,
          'aborted',
          { error: { code: 'sync.outdated', message: 'Begun by another version.' } },
          tx,
        );
      }
      return this.insert(connectionId, scope, start, tx);
    });
  }

  /** Takes over one unfinished sync. @throws {DomainError} `sync.already_running`, `sync.not_found`, `sync.ended` */
  async takeOver(syncId: string): Promise<SyncLease> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<LeaseRow & { state: SyncState }>('select * from sync where id = $1 for update', [
        syncId,
      ]);
      if (row === undefined) throw syncNotFound(syncId);
      if (row.state !== 'running') {
        throw new DomainError(
          'sync.ended',
          'conflict',
          `Sync ${syncId} is ${row.state}; only a running one can be taken over.`,
        );
      }
      this.refuseLiving(row);
      return this.seize(row, tx);
    });
  }

  /** Unfinished syncs whose holder is gone, oldest first. */
  async orphaned(): Promise<Sync[]> {
    const rows = await this.database.query<Sync & { holder: string }>(
      `select ${COLUMNS}, holder from sync where state = 'running' order by started_at`,
    );
    return rows.filter((row) => this.isGone(row.holder, row.leaseUntil)).map(({ holder: _holder, ...sync }) => sync);
  }

  /** Prolongs the lease. @throws {DomainError} `sync.fenced` */
  async renew(lease: SyncLease): Promise<void> {
    const until = new Date(this.clock.now().getTime() + LEASE_MS);
    const written = await this.database.execute(
      `update sync set lease_until = $3 where id = $1 and fence = $2 and state = 'running'`,
      [lease.syncId, lease.fence, until],
    );
    if (written === 0) throw fenced(lease);
  }

  /** Ends the sync well and drops what it staged. @throws {DomainError} `sync.fenced` */
  async complete(lease: SyncLease, report: JsonObject): Promise<void> {
    await this.endLeased(lease, 'completed', { report });
  }

  /** Ends the sync for a reason that a resumption would meet again. @throws {DomainError} `sync.fenced` */
  async fail(
    lease: SyncLease,
    error: { code: string; message: string },
    report: JsonObject | null = null,
  ): Promise<void> {
    await this.endLeased(lease, 'failed', { error, report });
  }

  /** Stops a sync from any process; its holder's next write fails with `sync.fenced`. Ended ones stay as they are. */
  async abort(syncId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ state: SyncState }>('select state from sync where id = $1 for update', [syncId]);
      if (row === undefined) throw syncNotFound(syncId);
      if (row.state === 'running') {
        await this.end(syncId, 'aborted', { error: { code: 'sync.aborted', message: 'Stopped by an operator.' } }, tx);
      }
    });
  }

  /** @throws {DomainError} `sync.not_found` */
  async get(syncId: string): Promise<Sync> {
    const [sync] = await this.database.query<Sync>(`select ${COLUMNS} from sync where id::text = $1`, [syncId]);
    if (sync === undefined) throw syncNotFound(syncId);
    return sync;
  }

  /** Newest first. */
  async list(connectionId: string, limit = 50): Promise<Sync[]> {
    return this.database.query<Sync>(
      `select ${COLUMNS} from sync where connection_id = $1 order by started_at desc, id desc limit $2`,
      [connectionId, limit],
    );
  }

  private async insert(connectionId: string, scope: SyncScope, start: SyncStart, tx: Queryable): Promise<SyncLease> {
    const now = this.clock.now();
    const lease: SyncLease = {
      syncId: uuidv7(),
      connectionId,
      fence: 1,
      mapperSchema: start.mapperSchema,
      resumed: false,
      startedAt: now,
      options: start.options ?? {},
    };
    await tx.query(
      `insert into sync (id, connection_id, scope, state, mapper_schema, fence, holder, lease_until, options, started_at)
       values ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $9)`,
      [
        lease.syncId,
        connectionId,
        scope,
        start.mapperSchema,
        lease.fence,
        this.holder,
        new Date(now.getTime() + LEASE_MS),
        JSON.stringify(lease.options),
        now,
      ],
    );
    await createStageTables(lease.syncId, tx);
    return lease;
  }

  private async seize(row: LeaseRow, tx: Queryable): Promise<SyncLease> {
    const fence = Number(row.fence) + 1;
    await tx.query('update sync set fence = $2, holder = $3, lease_until = $4 where id = $1', [
      row.id,
      fence,
      this.holder,
      new Date(this.clock.now().getTime() + LEASE_MS),
    ]);
    return {
      syncId: row.id,
      connectionId: row.connection_id,
      fence,
      mapperSchema: row.mapper_schema,
      resumed: true,
      startedAt: row.started_at,
      options: row.options,
    };
  }

  private async endLeased(lease: SyncLease, state: SyncState, outcome: Outcome): Promise<void> {
    await this.database.transaction(async (tx) => {
      await checkFence(lease, tx, 'no key update');
      await this.end(lease.syncId, state, outcome, tx);
    });
  }

  /** The fence is raised too, so that no write of the former holder can follow. */
  private async end(syncId: string, state: SyncState, outcome: Outcome, tx: Queryable): Promise<void> {
    await tx.query(
      `update sync set state = $2, fence = fence + 1, finished_at = $3, error = $4, report = $5 where id = $1`,
      [syncId, state, this.clock.now(), json(outcome.error), json(outcome.report)],
    );
    await dropStageTables(syncId, tx);
  }

  private refuseLiving(row: LeaseRow): void {
    if (this.isGone(row.holder, row.lease_until)) return;
    throw new DomainError(
      'sync.already_running',
      'conflict',
      `Sync ${row.id} of this connection is running (${row.holder}).`,
      {
        remedy: 'Wait for it, or abort it.',
        details: { syncId: row.id, leaseUntil: row.lease_until.toISOString() },
      },
    );
  }

  private isGone(holder: string, leaseUntil: Date): boolean {
    if (leaseUntil <= this.clock.now()) return true;
    const [host = '', pid, born = null] = holder.split('/');
    return isRunning({ host, pid: Number(pid), born }) === false;
  }
}

interface Outcome {
  readonly error?: { readonly code: string; readonly message: string } | null;
  readonly report?: JsonObject | null;
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

export function fenced(lease: SyncLease): DomainError {
  return new DomainError(
    'sync.fenced',
    'conflict',
    `Sync ${lease.syncId} was ended or taken over by another process.`,
    {
      remedy: 'Stop this run; the other process continues it.',
      details: { syncId: lease.syncId, fence: lease.fence },
    },
  );
}

function syncNotFound(syncId: string): DomainError {
  return new DomainError('sync.not_found', 'not_found', `There is no sync ${syncId}.`, { field: 'id' });
}

/** With its birth: in a container that begins again the process id is the same as before. */
function holderText({ host, pid, born }: ProcessMark): string {
  return born === null ? `${host}/${pid}` : `${host}/${pid}/${born}`;
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

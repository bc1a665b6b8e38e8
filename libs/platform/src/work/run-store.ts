import type { JsonObject } from '@posture/domain';
import type { Clock } from '../clock';
import { plainArray } from '../database/array-literal';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';
import { isUuid } from '../ids';
import { isRunning, processName, processOf } from '../store/process-mark';
import { LEASE_MS, LONGEST_WAIT_MS, UNFINISHED } from './run';
import type { ClaimedRun, Run, RunError, RunFilter, RunLease, RunRequest, RunState, RunWithResult } from './run';
import { SUPERSEDED, abandoned, alreadyActive, cancelled, notFound, wrongState } from './run-errors';
import { COLUMNS, HELD, LET_GO, endRun, insertRun, json, lockedRun, refusalOf } from './run-rows';

const PURGE_BATCH = 5_000;

/**
 * Runs, and who may work on them. Any process may enqueue, claim, cancel and read; each write of a holder is refused
 * with `run.fenced` once the run was taken over or cancelled. All instants are the clock's.
 */
export class RunStore {
  readonly #holder = processName();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} `run.already_active` naming the unfinished run with the same `exclusive` */
  async enqueue(request: RunRequest, beside?: (run: Run, tx: Queryable) => Promise<void>): Promise<Run> {
    return this.database.transaction(async (tx) => {
      for (;;) {
        const run = await insertRun(request, this.clock.now(), tx);
        if (run !== undefined) {
          await beside?.(run, tx);
          return run;
        }
        const [same] = await tx.query<Run>(`select ${COLUMNS} from run where id = $1`, [request.id ?? null]);
        if (same !== undefined) return same;
        const [active] = await tx.query<Run>(
          `select ${COLUMNS} from run where exclusive = $1 and state = any($2) for update`,
          [request.exclusive, UNFINISHED],
        );
        // It may have ended since.
        if (active === undefined) continue;
        if (request.supersede !== true || this.isWorkedOn(active)) throw alreadyActive(active);
        await endRun(active.id, 'cancelled', SUPERSEDED, this.clock.now(), tx);
      }
    });
  }

  /**
   * The run that is due for longest: queued, waiting, or left behind by a process whose lease expired or that no longer
   * runs on this host. One that was left behind and has used up its attempts ends as failed instead.
   * @param except ids of runs the caller works on itself: were it late in renewing, it would take over from itself
   * @returns null when nothing is due
   */
  async claim(kinds: readonly string[], except: readonly string[] = []): Promise<ClaimedRun | null> {
    const running = await this.database.query<Run>(
      `select ${COLUMNS} from run where state = 'running' and kind = any($1)`,
      [kinds],
    );
    const left = running.filter((run) => !this.isWorkedOn(run) && !except.includes(run.id)).map(({ id }) => id);
    for (;;) {
      const claimed = await this.database.transaction(async (tx) => {
        const now = this.clock.now();
        const [run] = await tx.query<Run>(
          `select ${COLUMNS} from run where kind = any($1)
             and id <> all($4)
             and (state = 'queued' or state = 'waiting' and (due_at <= $2 or due_at > $5)
               or state = 'running' and id = any($3))
           order by due_at, id limit 1 for update skip locked`,
          [kinds, now, left, except, new Date(now.getTime() + LONGEST_WAIT_MS)],
        );
        if (run === undefined) return null;
        left.splice(0, left.length, ...left.filter((id) => id !== run.id));
        // Somebody else may have taken it over since it was seen.
        return this.isWorkedOn(run) ? 'next' : this.seize(run, tx);
      });
      if (claimed !== 'next') return claimed;
    }
  }

  /**
   * One run, even before it is due.
   * @throws {DomainError} `run.already_active` while another works on it, `run.wrong_state` once it has ended,
   *   `run.not_found`
   */
  async claimOne(id: string): Promise<ClaimedRun> {
    const claimed = await this.database.transaction(async (tx) => {
      const run = await lockedRun(id, tx);
      if (this.isWorkedOn(run)) throw alreadyActive(run);
      if (!UNFINISHED.includes(run.state)) throw wrongState(run, 'worked on');
      return this.seize(run, tx);
    });
    if (claimed === 'next') throw wrongState({ id, state: 'failed' }, 'worked on');
    return claimed;
  }

  /** Prolongs the lease. @throws {DomainError} `run.fenced`, `run.wrong_state` once it has ended */
  async renew(lease: RunLease): Promise<void> {
    await this.write(lease, 'renewed', `lease_until = $3`, [this.leaseEnd()]);
  }

  /** @throws {DomainError} `run.fenced`, `run.wrong_state` when the lease is lost */
  async look(lease: RunLease): Promise<void> {
    const [held] = await this.database.query(`select 1 from run where ${HELD}`, [lease.runId, lease.fence]);
    if (held === undefined) throw await refusalOf(lease, 'worked on', this.database);
  }

  /**
   * What every process may see of the work. Whoever calls this sees to it that it is not called too often.
   * @param progress null: as it was told last
   * @param attempt what counts as this attempt from now on; null: as it was
   */
  async progress(
    lease: RunLease,
    step: string | null,
    progress: object | null,
    attempt: number | null = null,
  ): Promise<void> {
    await this.write(
      lease,
      'worked on',
      `step = $3, progress = coalesce($4::jsonb, progress), progress_at = $5, attempt = coalesce($6::integer, attempt)`,
      [step, json(progress), this.clock.now(), attempt],
    );
  }

  /** Puts the run back for anyone to go on with from that instant; the attempt is not counted. */
  async wait(lease: RunLease, until: Date, why: string): Promise<void> {
    await this.write(
      lease,
      'put back',
      `state = 'waiting', ${LET_GO}, attempt = greatest(attempt - 1, 0), due_at = $3, waiting_why = $4`,
      [until, why],
    );
  }

  /** Lets the run wait for its next attempt; the last attempt that failed so ends it. @returns its state now */
  async retry(lease: RunLease, error: RunError, at: Date): Promise<RunState> {
    return this.write(
      lease,
      'tried again',
      `${LET_GO}, error = $3,
       state = case when attempt < max_attempts then 'waiting' else 'failed' end,
       due_at = case when attempt < max_attempts then $4::timestamptz else due_at end,
       waiting_why = case when attempt < max_attempts then $5::text end,
       finished_at = case when attempt < max_attempts then null else $6::timestamptz end`,
      [json(error), at, error.message, this.clock.now()],
    );
  }

  async complete(lease: RunLease, result: JsonObject | null): Promise<RunState> {
    return this.write(
      lease,
      'completed',
      `state = 'completed', ${LET_GO}, result = $3, error = null, finished_at = $4`,
      [json(result), this.clock.now()],
    );
  }

  async fail(lease: RunLease, error: RunError): Promise<RunState> {
    return this.write(lease, 'failed', `state = 'failed', ${LET_GO}, error = $3, finished_at = $4`, [
      json(error),
      this.clock.now(),
    ]);
  }

  /**
   * Ends a run from any process; its holder's next write is refused. A cancelled one stays as it is.
   * @throws {DomainError} `run.not_found`, `run.wrong_state` when it ended otherwise
   */
  async cancel(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const run = await lockedRun(id, tx);
      if (run.state === 'cancelled') return;
      if (!UNFINISHED.includes(run.state)) throw wrongState(run, 'cancelled');
      await endRun(id, 'cancelled', cancelled(run), this.clock.now(), tx);
    });
  }

  /**
   * For writers of other tables: holds the run for the rest of the transaction, so that a takeover or a cancel waits
   * for this write, or refuses it.
   * @param lock `share` lets several writers of one process go on side by side
   * @throws {DomainError} `run.fenced`, `run.wrong_state`, `run.not_found`
   */
  async assertHeld(tx: Queryable, lease: RunLease, lock: 'share' | 'no key update' = 'share'): Promise<void> {
    const [held] = await tx.query(`select 1 from run where ${HELD} for ${lock}`, [lease.runId, lease.fence]);
    if (held === undefined) throw await refusalOf(lease, 'worked on', tx);
  }

  /** @returns the connection it is of; null when it is of none, and when there is no such run */
  async connectionOf(id: string): Promise<string | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<{ of: string | null }>(
      'select connection_id as of from run where id = $1',
      [id],
    );
    return row?.of ?? null;
  }

  /** @throws {DomainError} `run.not_found` */
  async get(id: string): Promise<RunWithResult> {
    const run = await this.find(id);
    if (run === null) throw notFound(id);
    return run;
  }

  /** null: there is none, or none any more. */
  async find(id: string): Promise<RunWithResult | null> {
    const [run] = await this.database.query<RunWithResult>(`select ${COLUMNS}, result from run where id::text = $1`, [
      id,
    ]);
    return run ?? null;
  }

  /** The newest of a kind of each connection that nobody cancelled. */
  async latest(kind: string, connectionIds: readonly string[]): Promise<Run[]> {
    return this.database.query<Run>(
      `select r.* from unnest($2::uuid[]) as c (id) cross join lateral (
         select ${COLUMNS} from run
         where connection_id = c.id and kind = $1 and state <> 'cancelled' order by run.id desc limit 1) r`,
      [kind, plainArray(connectionIds)],
    );
  }

  /** Newest first. */
  async list({ connectionId, sees, kind, states, limit = 50, before }: RunFilter = {}): Promise<Run[]> {
    return this.database.query<Run>(
      `select ${COLUMNS} from run
       where ($1::uuid is null or connection_id = $1) and ($2::text is null or kind = $2)
         and ($3::text[] is null or state = any($3)) and ($4::uuid is null or id < $4)
         and ($5::uuid[] is null or connection_id = any($5))
       order by id desc limit $6`,
      [connectionId ?? null, kind ?? null, states ?? null, before ?? null, sees ?? null, limit],
    );
  }

  /**
   * Deletes runs that ended before an instant, a batch a transaction.
   * @param kinds of these kinds only
   * @returns how many
   */
  async purge(before: Date, kinds: readonly string[] | null = null, signal?: AbortSignal): Promise<number> {
    for (let all = 0; ;) {
      signal?.throwIfAborted();
      const deleted = await this.database.execute(
        `delete from run where id in (select id from run where finished_at < $1 and ($2::text[] is null or kind = any($2))
         limit ${PURGE_BATCH})`,
        [before, kinds],
      );
      all += deleted;
      if (deleted < PURGE_BATCH) return all;
    }
  }

  /** Deletes a run that has ended and of which nothing need be kept. */
  async discard(id: string): Promise<void> {
    await this.database.query('delete from run where id = $1 and finished_at is not null', [id]);
  }

  /** Deletes the runs of a connection that is being deleted. */
  async forget(connectionId: string, tx: Queryable = this.database): Promise<void> {
    await tx.query('delete from run where connection_id = $1', [connectionId]);
  }

  /** @returns `next` when the run has no attempt left and was ended instead */
  private async seize(run: Run, tx: Queryable): Promise<ClaimedRun | 'next'> {
    if (run.state === 'running' && run.attempt >= run.maxAttempts) {
      await endRun(run.id, 'failed', abandoned(run), this.clock.now(), tx);
      return 'next';
    }
    const [row] = await tx.query<Run & { fence: string }>(
      `update run set state = 'running', attempt = attempt + 1, holder = $2, lease_until = $3, waiting_why = null,
         step = null, started_at = coalesce(started_at, $4), fence = nextval('run_fence')
       where id = $1 returning ${COLUMNS}, fence`,
      [run.id, this.#holder, this.leaseEnd(), this.clock.now()],
    );
    const { fence, ...claimed } = row!;
    return { run: claimed, lease: { runId: run.id, fence: Number(fence) } };
  }

  private async write(lease: RunLease, what: string, change: string, values: readonly unknown[]): Promise<RunState> {
    const [row] = await this.database.query<{ state: RunState }>(
      `update run set ${change} where ${HELD} returning state`,
      [lease.runId, lease.fence, ...values],
    );
    if (row === undefined) throw await refusalOf(lease, what, this.database);
    return row.state;
  }

  private isWorkedOn({ state, holder, leaseUntil }: Run): boolean {
    if (state !== 'running' || holder === null || leaseUntil === null) return false;
    const left = leaseUntil.getTime() - this.clock.now().getTime();
    // One that lasts longer than any does was written by a clock that was ahead.
    return left > 0 && left <= 2 * LEASE_MS && isRunning(processOf(holder)) !== false;
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }
}

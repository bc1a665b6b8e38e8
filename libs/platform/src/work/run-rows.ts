import type { DomainError } from '@posture/domain';
import type { Queryable } from '../database/queryable';
import { uuidv7 } from '../ids';
import type { Run, RunError, RunLease, RunRequest, RunState } from './run';
import { fenced, notFound, wrongState } from './run-errors';

const MAX_ATTEMPTS = 5;

/** A run, as it is read. */
export const COLUMNS = `id, kind, connection_id as "connectionId", exclusive, state, trigger, input, attempt,
  max_attempts as "maxAttempts", due_at as "dueAt", waiting_why as "waitingWhy", holder, lease_until as "leaseUntil",
  step, progress, progress_at as "progressAt", error, created_at as "createdAt", started_at as "startedAt",
  finished_at as "finishedAt"`;

/** What a lease must find for its write to happen. */
export const HELD = `id = $1 and fence = $2 and state = 'running'`;

/** What follows from leaving `running`. */
export const LET_GO = `holder = null, lease_until = null`;

/** @returns undefined while an unfinished one has the same `exclusive`, and when there is one of that id */
export async function insertRun(request: RunRequest, now: Date, tx: Queryable): Promise<Run | undefined> {
  const [run] = await tx.query<Run>(
    `insert into run (id, kind, connection_id, exclusive, state, trigger, input, max_attempts, due_at, created_at)
     values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $8) on conflict do nothing returning ${COLUMNS}`,
    [
      request.id ?? uuidv7(),
      request.kind,
      request.connectionId ?? null,
      request.exclusive ?? null,
      request.trigger,
      JSON.stringify(request.input ?? {}),
      request.maxAttempts ?? MAX_ATTEMPTS,
      now,
    ],
  );
  return run;
}

/** Held for the rest of the transaction. @throws {DomainError} `run.not_found` */
export async function lockedRun(id: string, tx: Queryable): Promise<Run> {
  const [run] = await tx.query<Run>(`select ${COLUMNS} from run where id::text = $1 for update`, [id]);
  if (run === undefined) throw notFound(id);
  return run;
}

/** Whoever holds it is refused from now on. */
export async function endRun(id: string, state: RunState, error: RunError, now: Date, tx: Queryable): Promise<void> {
  await tx.query(
    `update run set state = $2, ${LET_GO}, waiting_why = null, fence = nextval('run_fence'), finished_at = $3,
       error = $4
     where id = $1`,
    [id, state, now, json(error)],
  );
}

/** Why a write of a lease did not happen. @param what was to be done, as a participle */
export async function refusalOf(lease: RunLease, what: string, tx: Queryable): Promise<DomainError> {
  const [row] = await tx.query<{ state: RunState; fence: string }>('select state, fence from run where id = $1', [
    lease.runId,
  ]);
  if (row === undefined) return notFound(lease.runId);
  return Number(row.fence) === lease.fence
    ? wrongState({ id: lease.runId, state: row.state }, what)
    : fenced(lease, row.state);
}

export function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

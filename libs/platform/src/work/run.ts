import type { ConnectionScope, ErrorKind, JsonObject } from '@posture/domain';
import type { Queryable } from '../database/queryable';

/** `queued → running → waiting → running → completed | failed | cancelled`. */
export type RunState = 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled';

/** States in which a run is still to be worked on. */
export const UNFINISHED: readonly RunState[] = ['queued', 'running', 'waiting'];

/** Why a run failed or has to try again, safe to show. */
export interface RunError {
  /** As of the `DomainError`; `run.unforeseen`, `run.abandoned`, `run.cancelled`, `run.superseded` are ours. */
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  /** The input at fault. */
  readonly field: string | null;
  /** What to do about it. */
  readonly remedy: string | null;
  /** What the run was doing; null when its handler named no step. */
  readonly step: string | null;
  /** Of the provider's answer, for its support; absent where it gave none. */
  readonly requestId?: string;
}

/** A piece of work. The row is the truth: whoever works on it holds it by a lease and may be followed by another. */
export interface Run {
  readonly id: string;
  /** What is to be done; a worker has a handler for each kind it knows. */
  readonly kind: string;
  /** null: of no one connection. */
  readonly connectionId: string | null;
  /** No two unfinished runs have the same; null: any number may go on beside each other. */
  readonly exclusive: string | null;
  readonly state: RunState;
  /** Who or what asked for it, such as `cli`, `schedule` or an operator's id. */
  readonly trigger: string;
  /** What its handler needs, in whichever process; holds no secret. */
  readonly input: JsonObject;
  /**
   * How often it was begun since it last got on, not counting those that were handed over in order. Only work without
   * an end, such as following a log, gets on before it is done.
   */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** When a queued or waiting run may be begun: of a waiting one, until when it waits. */
  readonly dueAt: Date;
  readonly waitingWhy: string | null;
  /** The process that works on it, as `processText` writes it; null unless running. */
  readonly holder: string | null;
  readonly leaseUntil: Date | null;
  readonly step: string | null;
  /** As the handler last told, at most a second old while it runs. */
  readonly progress: JsonObject | null;
  readonly progressAt: Date | null;
  /** Of its last attempt; null once it is completed. */
  readonly error: RunError | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** A run with what its handler gave, which may be large: lists leave it out. */
export interface RunWithResult extends Run {
  /** null until it is completed, and when its handler gave nothing. */
  readonly result: JsonObject | null;
}

/** The right to write to a run, and to what is read under it. Lost once the run's fence is higher. */
export interface RunLease {
  readonly runId: string;
  /** Higher than that of every claim before, of any run. */
  readonly fence: number;
}

/**
 * For writers of tables of their own, first in each of their transactions: a takeover or a cancel waits for the write, or
 * it is refused.
 * @throws {DomainError} `run.fenced`, `run.wrong_state`, `run.not_found`
 */
export type Hold = (tx: Queryable) => Promise<void>;

/** A run this process may work on. */
export interface ClaimedRun {
  readonly run: Run;
  readonly lease: RunLease;
}

/**
 * A piece of work to be written down. Refused with `run.already_active` while an unfinished run has its `exclusive`.
 */
export interface RunRequest {
  /** A run that is there already under this id is the answer; default: a new id. */
  readonly id?: string;
  readonly kind: string;
  readonly trigger: string;
  readonly connectionId?: string;
  readonly exclusive?: string;
  readonly input?: JsonObject;
  /** Default 5. */
  readonly maxAttempts?: number;
  /** An unfinished run with the same `exclusive` that no living process works on gives way to this one. */
  readonly supersede?: boolean;
}

export interface RunFilter {
  readonly connectionId?: string;
  /** Of these connections only; null or left out: of all, and of none. */
  readonly sees?: ConnectionScope;
  readonly kind?: string;
  readonly states?: readonly RunState[];
  /** Default 50. */
  readonly limit?: number;
  /** Id of the last run of the page before. */
  readonly before?: string;
}

/** Nothing waits longer for its next attempt: what is due later is so because a clock was ahead when it was written. */
export const LONGEST_WAIT_MS = 3_600_000;

/** How long a process may be silent before another takes its run over. */
export const LEASE_MS = 60_000;

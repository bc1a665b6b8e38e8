import type { CoverageState } from '@posture/domain';
import { minutesOf } from '@posture/inventory';
import type { Connection, Schedule, SyncOverview } from '@posture/inventory';
import { UNFINISHED } from '@posture/platform';
import type { Run } from '@posture/platform';

/** How it goes with a connection, worst first. */
export const CONNECTION_STATES = ['error', 'degraded', 'never_synced', 'in_progress', 'success', 'removed'] as const;
/** One of `CONNECTION_STATES`; degraded: it was read, and some of what was to be read was not. */
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** Why a connection was not read. */
export interface ConnectionError {
  readonly code: string;
  readonly cause: string;
  readonly at: Date;
  /** What was being read, in an administrator's words; null: nothing yet. */
  readonly resource: string | null;
  readonly nextStep: string | null;
}

/** A resource of which something may be hidden. */
export interface Gap {
  readonly resource: string;
  /** In an administrator's words. */
  readonly title: string;
  readonly state: CoverageState;
  readonly reason: string | null;
  readonly missing: string | null;
}

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** The run that says so; null: none does. */
  readonly runId: string | null;
  readonly error: ConnectionError | null;
  /** Also told while it is read again. */
  readonly gaps: readonly Gap[];
}

/** What one is told of: it is hidden by a mistake, not by choice or licence. */
const HIDING: readonly CoverageState[] = ['partial', 'forbidden', 'failed'];
const MINUTE_MS = 60_000;
/** A daily sync that takes its time is not overdue. */
const LEAST_MINUTES = 26 * 60;

/**
 * @param run the newest that reads it and that nobody cancelled; null: none
 * @param titles of resources the catalogue knows, in an administrator's words; what the engine derives is none
 */
export function statusOf(
  { removedAt }: Pick<Connection, 'removedAt'>,
  { wholeAt, coverage }: Pick<SyncOverview, 'wholeAt' | 'coverage'>,
  run: Run | null,
  titles: ReadonlyMap<string, string>,
): ConnectionStatus {
  const gaps = coverage.flatMap(({ resource, state, reason, missing }): Gap[] => {
    const title = titles.get(resource);
    return title !== undefined && HIDING.includes(state) ? [{ resource, title, state, reason, missing }] : [];
  });
  const runId = run?.id ?? null;
  if (removedAt !== null) return { state: 'removed', runId, error: null, gaps };
  if (run !== null && UNFINISHED.includes(run.state)) return { state: 'in_progress', runId, error: null, gaps };
  if (run?.state === 'failed') return { state: 'error', runId, error: errorOf(run), gaps };
  if (wholeAt === null) return { state: 'never_synced', runId, error: null, gaps };
  return { state: gaps.length > 0 ? 'degraded' : 'success', runId, error: null, gaps };
}

/** When what is known of it becomes too old: twice its rhythm and at least 26 hours after it was read last, unless somebody chose. */
export function overdueAt(
  { overdueAfter, createdAt }: Pick<Connection, 'overdueAfter' | 'createdAt'>,
  { rhythm }: Pick<Schedule, 'rhythm'>,
  wholeAt: Date | null,
): Date {
  const minutes = overdueAfter ?? Math.max(2 * minutesOf(rhythm), LEAST_MINUTES);
  return new Date((wholeAt ?? createdAt).getTime() + minutes * MINUTE_MS);
}

/** The worst of several; null of none. */
export function worstOf(states: readonly ConnectionState[]): ConnectionState | null {
  return CONNECTION_STATES.find((state) => states.includes(state)) ?? null;
}

function errorOf({ error, finishedAt, createdAt, progress }: Run): ConnectionError {
  const title = progress?.['title'];
  return {
    code: error?.code ?? 'run.unforeseen',
    cause: error?.message ?? 'The run failed.',
    at: finishedAt ?? createdAt,
    resource: typeof title === 'string' && title !== '' ? title : null,
    nextStep: error?.remedy ?? null,
  };
}

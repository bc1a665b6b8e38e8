import type { ErrorKind } from '@posture/domain';
import { DomainError } from '@posture/domain';
import { scrub } from '../logging/scrub';
import type { RunError } from './run';

/** What may be otherwise the next time. */
const PASSING: readonly ErrorKind[] = ['unavailable', 'rate_limited', 'upstream'];

const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const LONGEST_MESSAGE = 2_000;

/** An error as the row of a run keeps it. One nobody foresaw gets a code of its own, and its text without secrets. */
export function runError(error: unknown, step: string | null): RunError {
  if (error instanceof DomainError) {
    const { code, kind, field, remedy } = error;
    const requestId = error.details['requestId'];
    const traced = typeof requestId === 'string' ? { requestId } : {};
    return { code, kind, message: shown(error.message), field, remedy, step, ...traced };
  }
  return {
    code: 'run.unforeseen',
    kind: 'internal',
    message: `Something happened that nobody foresaw: ${shown(error instanceof Error ? error.message : String(error))}`,
    field: null,
    remedy: 'See the log of the process that worked on it, and report it.',
    step,
  };
}

/** Whether another attempt may go better. An error nobody foresaw would come again. */
export function isPassing({ kind }: Pick<RunError, 'kind'>): boolean {
  return PASSING.includes(kind);
}

/**
 * How long to wait for the next attempt: twice as long each time, and a random part of it, so that those that failed
 * together do not come back together.
 * @param attempt the one that failed, from 1
 * @param random from 0 to 1
 */
export function retryDelayMs(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(longest * (0.5 + random / 2));
}

function shown(message: string): string {
  const text = scrub(message);
  return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE)}…`;
}

import type { ActivityStore, Span, StreamProgress } from '@posture/activity';
import type { ActivityLog, Coverage } from '@posture/domain';

/** How well a log is known up to an instant. */
export interface LogCoverage extends Pick<Coverage, 'state' | 'reason' | 'missing'> {
  /** The last part of it that is known without a gap and begins before the instant; null: there is none. */
  readonly known: Span | null;
  /** From when on it is known up to the instant without a gap; null when it is not. */
  readonly knownSince: Date | null;
}

/** A log that was read to less than that before an instant counts as read up to it. */
const FRESH_MS = 24 * 3_600_000;
const READS = '`posture scan --activity DAYS` reads that many days of it, `posture watch` follows it';

export async function readLogCoverage(
  activity: ActivityStore,
  connectionId: string,
  log: ActivityLog,
  asOf: Date,
): Promise<LogCoverage> {
  const [streams, { spans }] = [await activity.streams(connectionId), await activity.coverage(connectionId)];
  return logCoverage(streams, spans, log, asOf);
}

/**
 * What its reading came to, as the lists of the inventory say it: refused, with what to grant; not read, or no longer, and
 * what reads it.
 */
export function logCoverage(
  streams: readonly StreamProgress[],
  spans: readonly Span[],
  { title }: Pick<ActivityLog, 'title'>,
  asOf: Date,
): LogCoverage {
  const [latest] = [...streams].sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
  const known = spans.filter(({ since }) => since <= asOf).at(-1) ?? null;
  const isFresh = known !== null && asOf.getTime() - known.until.getTime() <= FRESH_MS;
  const where = { known, knownSince: isFresh ? known.since : null };
  const error = latest?.error ?? null;
  if (error !== null) {
    const until = known === null ? '' : ` It is known from ${instant(known.since)} to ${instant(known.until)}.`;
    return { state: error.state, reason: `${error.reason}${until}`, missing: error.missing, ...where };
  }
  const name = title.charAt(0).toUpperCase() + title.slice(1);
  const unread = (state: 'not_read' | 'partial', reason: string) => ({ state, reason, missing: null, ...where });
  if (latest === undefined) return unread('not_read', `${name} was not read; ${READS}.`);
  if (known === null) return unread('not_read', `${name} is being read.`);
  if (!isFresh) return unread('partial', `${name} was read up to ${instant(known.until)} and not since; ${READS}.`);
  return { state: 'complete', reason: null, missing: null, ...where };
}

/** To the minute: nobody asks for more of a sentence. */
function instant(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`;
}

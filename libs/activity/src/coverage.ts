import type { Queryable } from '@posture/platform';
import type { IncomingPage, StreamProgress } from './activity';

/** From when to when. */
export interface Span {
  readonly since: Date;
  readonly until: Date;
}

/** For which time a log was read without gaps, so that what is not there did not happen. */
export interface ActivityCoverage {
  /** Oldest first; no two touch. */
  readonly spans: readonly Span[];
  /** Between them. */
  readonly gaps: readonly Span[];
}

export function coverageOf(spans: readonly Span[]): ActivityCoverage {
  return { spans, gaps: spans.slice(1).map(({ since }, n) => ({ since: spans[n]!.until, until: since })) };
}

/** The parts of the spans between two instants. @param until null: whatever comes after `since` */
export function within(spans: readonly Span[], since: Date, until: Date | null): Span[] {
  return spans
    .map((span) => ({
      since: span.since > since ? span.since : since,
      until: until !== null && until < span.until ? until : span.until,
    }))
    .filter((part) => part.since < part.until);
}

/**
 * Up to where a stream has read all there was, in milliseconds; null while that cannot be told. A full page says it of
 * what it shows, any other of everything until the provider answered, though not of what lies ahead of its clock.
 */
export function reachedBy(
  progress: StreamProgress,
  { cursor, isFull, providerNow, events }: IncomingPage,
): number | null {
  if (progress.until !== null && cursor === null) return progress.until.getTime();
  const shown = events.map(({ activity }) => activity.at).filter((at) => providerNow === null || at <= providerNow);
  const answered = progress.until === null && !isFull && providerNow !== null ? [providerNow] : [];
  const before = progress.reached === null ? [] : [progress.reached.getTime()];
  const ends = [...before, ...answered, ...shown];
  return ends.length === 0 ? null : ends.reduce((latest, end) => Math.max(latest, end));
}

/** Joins a span with those it touches. Whoever calls it holds the connection's log. */
export async function cover(connectionId: string, { since, until }: Span, tx: Queryable): Promise<void> {
  if (until <= since) return;
  const touching = await tx.query<Span>(
    `delete from activity_coverage where connection_id = $1 and since <= $3 and until >= $2 returning since, until`,
    [connectionId, since, until],
  );
  const all = [{ since, until }, ...touching];
  await tx.query('insert into activity_coverage (connection_id, since, until) values ($1, $2, $3)', [
    connectionId,
    new Date(Math.min(...all.map((span) => span.since.getTime()))),
    new Date(Math.max(...all.map((span) => span.until.getTime()))),
  ]);
}

export async function readCoverage(connectionId: string, tx: Queryable): Promise<ActivityCoverage> {
  return coverageOf(
    await tx.query<Span>('select since, until from activity_coverage where connection_id = $1 order by since', [
      connectionId,
    ]),
  );
}

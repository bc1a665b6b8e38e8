import { DomainError } from '@posture/domain';
import type { ActivityNormaliser, ActivityPage, ActivityRange } from '@posture/domain';
import type { DatedPage, OktaClient } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import { circle } from '../http/page-trail';
import { OKTA_BUCKETS, bucketOf, oktaPath, targetOf } from '../http/okta-path';

/** Okta keeps its log for so long; it refuses a `since` of more than twice that. */
export const HISTORY_DAYS = 90;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The most events Okta puts on a page (API description 2026.06.3). */
const PAGE_LIMIT = 1000;
/** Of the log's limit, for whoever else reads it. */
const SHARE = 0.5;
/** By Okta's default one credential may use that part of the published limits. */
const OF_ONE_CREDENTIAL = 0.5;
const LEAST_POLL_MS = 2_000;

const LOGS = oktaPath`/api/v1/logs`;

/**
 * One page of Okta's log. A span ends and comes in the order in which its events were published; following never ends,
 * comes in the order in which events were stored and misses none (Okta developer guide "System Log query").
 * @throws {DomainError} `okta.log_cursor_refused`: start again without the cursor, with an overlap
 * @throws {OktaError} what the answer, or its absence, stands for
 * @throws the signal's reason when aborted
 */
export async function readLog(
  client: OktaClient,
  normaliser: ActivityNormaliser,
  range: ActivityRange,
  signal: AbortSignal,
): Promise<ActivityPage> {
  signal.throwIfAborted();
  const start = startOf(range, client.clock.now().getTime());
  const from = range.cursor === null ? start : resumed(range);
  if (from === null)
    return { events: [], cursor: null, isFull: false, providerNow: null, pollAfterMs: pollAfter(client) };
  // A span is history and can wait for all else; what happens now is read like the rest of a sync.
  const urgency = range.kind === 'span' && range.isAwaited !== true ? 'ahead' : 'bulk';
  const page = await client.page(LOGS, { from, urgency, signal }).catch((error: unknown) => {
    throw range.cursor !== null && isOfCursor(error) ? cursorRefused(error) : error;
  });
  const cursor = range.kind === 'span' ? page.next : (page.next ?? from);
  if (cursor === from && page.items.length > 0) throw circle(LOGS.path);
  // An event is future-dated by Okta's clock, whatever ours says.
  const receivedAt = page.answeredAt ?? client.clock.now().getTime();
  return {
    events: page.items.map((item) => normaliser.normalise(item, receivedAt)),
    cursor,
    isFull: range.kind === 'span' ? cursor !== null : isFull(page),
    providerNow: page.answeredAt,
    pollAfterMs: pollAfter(client),
  };
}

/** @returns null for a span of which Okta keeps nothing */
function startOf(range: ActivityRange, now: number): string | null {
  const since = new Date(Math.max(range.since.getTime(), now - HISTORY_DAYS * DAY_MS));
  const order = { sortOrder: 'ASCENDING', limit: String(PAGE_LIMIT) };
  if (range.kind === 'follow') return targetOf(LOGS, { since: since.toISOString(), ...order });
  if (range.until <= since) return null;
  return targetOf(LOGS, { since: since.toISOString(), until: range.until.toISOString(), ...order });
}

/** A cursor as it is asked again. One that shrank when Okta was slow grows back, because following never starts anew. */
function resumed({ kind, cursor }: ActivityRange): string {
  const [path, query] = (cursor ?? '').split('?', 2);
  if (path !== LOGS.path || query === undefined) throw cursorRefused(null);
  const parameters = new URLSearchParams(query);
  if (kind === 'span' || Number(parameters.get('limit') ?? PAGE_LIMIT) >= PAGE_LIMIT) return `${path}?${query}`;
  parameters.set('limit', String(PAGE_LIMIT));
  return `${path}?${parameters.toString()}`;
}

function isFull({ items, next }: DatedPage): boolean {
  const limit = Number(new URLSearchParams(next?.split('?', 2)[1]).get('limit') ?? PAGE_LIMIT);
  return items.length > 0 && items.length >= limit;
}

/** At most half of what the log's limit leaves us, and no oftener than is of use. */
function pollAfter({ limits }: OktaClient): number {
  const bucket = bucketOf(LOGS.template);
  const perMinute = limits[bucket] ?? OKTA_BUCKETS[bucket].perMinute * OF_ONE_CREDENTIAL;
  return Math.max(LEAST_POLL_MS, Math.ceil(MINUTE_MS / Math.max(1, perMinute * SHARE)));
}

/** A request that is nothing but a cursor can be refused for nothing else. */
function isOfCursor(error: unknown): boolean {
  if (!(error instanceof OktaError)) return false;
  const { refusal, facts } = error;
  return (
    refusal === 'cursor_refused' || facts.status === 410 || (refusal === 'request_refused' && facts.status === 400)
  );
}

function cursorRefused(cause: unknown): DomainError {
  return new DomainError(
    'okta.log_cursor_refused',
    'conflict',
    'Okta no longer accepts the place in its log where reading stopped.',
    { remedy: 'Read on from a while before the last event that was kept; what comes twice is kept once.', cause },
  );
}

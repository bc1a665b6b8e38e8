import { SOURCE_DAYS, usageKeyParts } from '@posture/domain';
import type { SourceKind, UsageKind } from '@posture/domain';
import type { Queryable } from '@posture/platform';
import { DAY_MS, dayOf } from './days';
import { term } from './event-columns';

/** Keys a statement asks about: an embedded store answers nobody else meanwhile. */
const KEYS = 10_000;

/**
 * When each was used last, by key; a failed try is no use. Of the instant's own day only the first event is sure to be before it
 * when the last use is not: then that is told.
 */
export async function lastUse(
  store: Queryable,
  connectionId: string,
  kind: UsageKind,
  keys: readonly string[],
  asOf: Date,
): Promise<ReadonlyMap<string, Date>> {
  const lastAt = new Map<string, Date>();
  for (let from = 0; from < keys.length; from += KEYS) {
    const some = keys.slice(from, from + KEYS);
    const rows = await store.query<{ n: number; at: Date }>(
      `select k.n::int as n, u.at from unnest($3::text[]) with ordinality as k (key, n),
         lateral (select case when last_use_at <= $4 then last_use_at else first_at end as at from activity_usage
                  where connection_id = $1 and kind = $2 and key = k.key and day <= $5::date
                    and last_use_at is not null and first_at <= $4
                  order by day desc limit 1) u`,
      [connectionId, kind, some.map(term), asOf, dayOf(asOf.getTime())],
    );
    for (const { n, at } of rows) lastAt.set(some[n - 1]!, at);
  }
  return lastAt;
}

/**
 * What each credential was used from in the `SOURCE_DAYS` up to an instant, sorted, by credential; none for one that was
 * not used. Failed tries count: they too had it.
 */
export async function sources(
  store: Queryable,
  connectionId: string,
  kind: SourceKind,
  credentials: readonly string[],
  asOf: Date,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const usedFrom = new Map<string, readonly string[]>();
  const firstDay = dayOf(asOf.getTime() - SOURCE_DAYS * DAY_MS);
  for (let from = 0; from < credentials.length; from += KEYS) {
    const some = credentials.slice(from, from + KEYS);
    // All keys that begin with an id and a blank: none sorts between that and the id with the character after a blank.
    const rows = await store.query<{ n: number; keys: string[] }>(
      `select k.n::int as n, u.keys from unnest($3::text[]) with ordinality as k (key, n),
         lateral (select array_agg(distinct key) as keys from activity_usage
                  where connection_id = $1 and kind = $2 and key >= k.key || ' ' and key < k.key || '!'
                    and day between $5::date and $6::date and first_at <= $4) u
       where u.keys is not null`,
      [connectionId, kind, some.map(term), asOf, firstDay, dayOf(asOf.getTime())],
    );
    for (const { n, keys } of rows) usedFrom.set(some[n - 1]!, keys.map((key) => usageKeyParts(key)[1]).sort());
  }
  return usedFrom;
}

/** From when on every kind of use was counted that is now; null: from the first event that is kept. */
export async function countedSince(store: Queryable, connectionId: string): Promise<Date | null> {
  const [row] = await store.query<{ since: Date | null }>(
    'select counted_since as since from activity_log where connection_id = $1',
    [connectionId],
  );
  return row?.since ?? null;
}

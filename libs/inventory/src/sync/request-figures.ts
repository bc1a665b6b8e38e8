import { earliestId } from '@posture/platform';
import type { Clock, Database } from '@posture/platform';

const DAY_MS = 24 * 3_600_000;

/** Requests the syncs begun within a day have made so far, by bucket of the provider's limits. */
export async function requestsOfDay(database: Database, clock: Clock): Promise<{ bucket: string; count: number }[]> {
  const since = earliestId(new Date(clock.now().getTime() - DAY_MS));
  return database.query(
    `select bucket, sum(requests)::int as count from (
       select b.key as bucket, b.value::bigint as requests
       from sync s cross join lateral jsonb_each_text(coalesce(s.report -> 'requestsByBucket', '{}')) b
       where s.id >= $1
       union all
       select b.key, b.value::bigint
       from sync_cost c cross join lateral jsonb_each_text(c.requests_by_bucket) b
       where c.sync_id >= $1
     ) asked group by bucket`,
    [since],
  );
}

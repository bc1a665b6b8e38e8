import { SHOWN_FAILURES } from '@posture/domain';
import type { ReadStats } from '@posture/domain';
import type { Queryable } from '@posture/platform';
import type { SyncLease } from './sync.store';

/**
 * Keeps what a process's reading of a sync has cost until now, for whoever takes the sync over. Writers of one process
 * may come out of turn: the dearest is the latest.
 */
export async function keepCost({ syncId, fence }: SyncLease, cost: ReadStats, tx: Queryable): Promise<void> {
  await tx.query(
    `insert into sync_cost (sync_id, fence, requests, requests_by_bucket, throttled_ms, failed, failures)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (sync_id, fence) do update set requests = excluded.requests,
       requests_by_bucket = excluded.requests_by_bucket, throttled_ms = excluded.throttled_ms,
       failed = excluded.failed, failures = excluded.failures
       where excluded.requests >= sync_cost.requests`,
    [
      ...[syncId, fence, cost.requests, JSON.stringify(cost.requestsByBucket), cost.throttledMs],
      ...[cost.failed, JSON.stringify(cost.failures)],
    ],
  );
}

/** What those before the lease's holder spent on its sync, as far as they came to keep it. */
export async function costBefore({ syncId, fence }: SyncLease, tx: Queryable): Promise<ReadStats> {
  const rows = await tx.query<ReadStats>(
    `select requests, requests_by_bucket as "requestsByBucket", throttled_ms::float8 as "throttledMs",
       failed, failures from sync_cost
     where sync_id = $1 and fence < $2 order by fence`,
    [syncId, fence],
  );
  return rows.reduce(costTogether, {
    ...{ requests: 0, requestsByBucket: {}, throttledMs: 0 },
    ...{ failed: 0, failures: [] },
  });
}

/** What two readings of one sync, one after the other, have cost: requests, by bucket, and milliseconds held back. */
export function costTogether(one: ReadStats, other: ReadStats): ReadStats {
  const requestsByBucket = { ...one.requestsByBucket };
  for (const [bucket, requests] of Object.entries(other.requestsByBucket))
    requestsByBucket[bucket] = (requestsByBucket[bucket] ?? 0) + requests;
  return {
    requests: one.requests + other.requests,
    requestsByBucket,
    throttledMs: one.throttledMs + other.throttledMs,
    failed: one.failed + other.failed,
    failures: [...one.failures, ...other.failures].slice(0, SHOWN_FAILURES),
  };
}

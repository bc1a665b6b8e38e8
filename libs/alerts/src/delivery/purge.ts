import type { Queryable } from '@posture/platform';

/** How many days what was sent, and how each attempt went, is kept after it has ended. */
export const ALERT_RETENTION = { deliveryDays: 30 } as const;

const DAY_MS = 24 * 3_600_000;
/** More at once would hold locks for too long. */
const BATCH = 5_000;

/** Deletes deliveries that ended before the retention, a few at a time. @returns how many */
export async function purgeDeliveries(database: Queryable, now: Date, signal?: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - ALERT_RETENTION.deliveryDays * DAY_MS);
  for (let purged = 0; ;) {
    signal?.throwIfAborted();
    const gone = await database.execute(
      `delete from alert_delivery where id in (select id from alert_delivery where ended_at < $1 limit $2)`,
      [before, BATCH],
    );
    purged += gone;
    if (gone < BATCH) return purged;
  }
}

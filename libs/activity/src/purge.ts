import type { Database } from '@posture/platform';
import { DAY_MS, dropDay, firstKeptDay, keptDays, partitionOf, startOf } from './days';

/** How long what happened can be asked, in days. */
export const ACTIVITY_RETENTION = {
  /** Events, each of them. Older ones that come in late are counted and not kept. */
  eventDays: 90,
  /** What was used by whom, day by day, and how much could not be used. */
  usageDays: 400,
} as const;

export type ActivityRetention = { readonly [part in keyof typeof ACTIVITY_RETENTION]: number };

export interface ActivityPurgeOptions {
  readonly retention?: ActivityRetention;
  /** Stops between two transactions; the next purge goes on. */
  readonly signal?: AbortSignal;
  /** Rows a transaction deletes at most; never more than 25,000. */
  readonly batch?: number;
}

/** What is gone. */
export interface PurgedActivity {
  readonly days: number;
  readonly events: number;
  readonly usage: number;
  readonly quarantined: number;
}

const BATCH = 10_000;
/** From here on an embedded store, which nobody else tidies, takes the room of the rows back. */
const RECLAIM_FROM = 5_000;

/** Drops days that are older than the retention, of all connections at once. May run beside whoever reads a log. */
export async function purgeActivity(
  database: Database,
  now: Date,
  { retention = ACTIVITY_RETENTION, signal, batch = BATCH }: ActivityPurgeOptions = {},
): Promise<PurgedActivity> {
  const firstDay = firstKeptDay(now, retention.eventDays);
  const firstUsageDay = firstKeptDay(now, retention.usageDays);
  const old = (await keptDays(database)).filter((day) => day < firstDay);
  let events = 0;
  for (const day of old) {
    signal?.throwIfAborted();
    events += await database.transaction(async (tx) => {
      const [row] = await tx.query<{ events: number }>(`select count(*)::int as events from ${partitionOf(day)}`);
      await dropDay(day, tx);
      return row!.events;
    });
  }
  const gone = (table: string, where: string, cutoff: string) =>
    deleteRows(database, table, where, [cutoff], { batch, signal });
  const usage = await gone('activity_usage', 'day < $1::date', firstUsageDay);
  const quarantined = await gone('activity_quarantine', 'received_at < $1::date', firstDay);
  await gone('activity_quarantine_count', 'day < $1::date', firstUsageDay);
  await clipCoverage(database, new Date(startOf(firstUsageDay)));
  // Each page replaces rows of these.
  await database.reclaim(TABLES);
  return { days: old.length, events, usage, quarantined };
}

/** Where the roll-ups begin, what they are known for does. */
async function clipCoverage(database: Database, cutoff: Date): Promise<void> {
  await database.query('delete from activity_coverage where until <= $1', [cutoff]);
  await database.query('update activity_coverage set since = $1 where since < $1', [cutoff]);
}

/** Tables with rows of a connection, but for the events themselves. */
const TABLES = [
  'activity_usage',
  'activity_quarantine',
  'activity_quarantine_count',
  'activity_coverage',
  'activity_cursor',
  'activity_log',
  'detection_state',
  'detection_position',
];

/** Removes all that is known of a connection, a batch a transaction; may be repeated when it was stopped. */
export async function forgetActivity(database: Database, connectionId: string, batch = BATCH): Promise<void> {
  for (const day of await keptDays(database)) {
    const range = [`${day}T00:00:00Z`, new Date(startOf(day) + DAY_MS)];
    const where = 'connection_id = $1 and published >= $2::timestamptz and published < $3::timestamptz';
    await deleteRows(database, 'activity', where, [connectionId, ...range], { batch });
  }
  for (const table of TABLES) await deleteRows(database, table, 'connection_id = $1', [connectionId], { batch });
}

/** @param where rows of one partition only, within which a row is told by its place */
async function deleteRows(
  database: Database,
  table: string,
  where: string,
  params: readonly unknown[],
  { batch, signal }: { readonly batch: number; readonly signal?: AbortSignal },
): Promise<number> {
  for (let deleted = 0; ;) {
    signal?.throwIfAborted();
    const some = await database.execute(
      `delete from ${table} where ${where}
         and ctid = any(array(select ctid from ${table} where ${where} limit $${params.length + 1}))`,
      [...params, batch],
    );
    deleted += some;
    if (some < batch) {
      if (deleted >= RECLAIM_FROM) await database.reclaim([table]);
      return deleted;
    }
  }
}

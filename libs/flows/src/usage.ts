import type { ActivityStore } from '@posture/activity';
import { NO_USAGE } from '@posture/domain';
import type { Usage, UsageKeys, UsageKind } from '@posture/domain';

/** Use is told in days: a log that was read to less than that before an instant counts as read up to it. */
const FRESH_MS = 24 * 3_600_000;

/** What the log of a connection says of the use of these, as of an instant: one question a kind, whatever the number. */
export async function usageOf(
  activity: ActivityStore,
  connectionId: string,
  asked: UsageKeys,
  asOf: Date,
): Promise<Usage> {
  const lastAt = new Map<UsageKind, ReadonlyMap<string, Date>>();
  let since: Date | null = null;
  for (const [kind, keys] of Object.entries(asked) as [UsageKind, readonly string[]][]) {
    const told = await activity.lastUse(connectionId, kind, keys, asOf);
    lastAt.set(kind, told.lastAt);
    since = told.until !== null && asOf.getTime() - told.until.getTime() <= FRESH_MS ? told.since : null;
  }
  if (lastAt.size === 0) return NO_USAGE;
  return { since, lastUse: (kind, key) => lastAt.get(kind)?.get(key) ?? null };
}

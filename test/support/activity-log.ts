import { ActivityStore } from '@posture/activity';
import type { ActivityEntry, Appended, IncomingPage, StoredActivity, UsageDay } from '@posture/activity';
import type { Activity } from '@posture/domain';
import { uuidv7 } from '@posture/platform';
import type { Database } from '@posture/platform';
import { activityOf, entryOf, pageOf } from './activity-events';
import { MIGRATIONS } from '../../libs/platform/src/database/migrations';
import { TestClock } from './inventory-org';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
/** Where the test's clock begins. */
export const NOW = Date.parse('2026-03-02T09:00:00.000Z');
export const TODAY = '2026-03-02';
/** Of whoever writes without a run. */
export const free = () => Promise.resolve();

/** An event of a user, at the minute or earlier ones. */
export const event = (id: string, minutesAgo: number, over: Partial<Activity> = {}): ActivityEntry =>
  entryOf(activityOf(id, NOW - minutesAgo * MINUTE_MS, over));
/** Brings a store to what it was before use was counted as it is now, and back. */
export async function upgradeUse(database: Database): Promise<void> {
  const added = MIGRATIONS.findIndex(({ name }) => name === 'activity-004-more-usage');
  await database.revert(MIGRATIONS.length - added);
  await database.migrate();
}
export const ids = (list: readonly StoredActivity[]): string[] => list.map(({ activity: { id } }) => id);

/** The log of a connection, an invented one unless said otherwise, followed since yesterday. */
export class ActivityLog {
  readonly clock = new TestClock();
  readonly store: ActivityStore;

  private constructor(
    database: Database,
    readonly connectionId: string,
  ) {
    this.store = new ActivityStore(database, this.clock);
  }

  static async begin(database: Database, connectionId = uuidv7()): Promise<ActivityLog> {
    const log = new ActivityLog(database, connectionId);
    await log.store.begin(log.connectionId, { name: 'follow', since: new Date(NOW - DAY_MS) }, free);
    return log;
  }

  append(events: readonly ActivityEntry[], over: Partial<IncomingPage> = {}): Promise<Appended> {
    return this.store.append(this.connectionId, 'follow', pageOf(events, over), free);
  }

  /** In the order they came. */
  async all(): Promise<StoredActivity[]> {
    const all: StoredActivity[] = [];
    for await (const batch of this.store.between(this.connectionId, new Date(0), new Date(NOW + 2 * DAY_MS)))
      all.push(...batch);
    return all.sort((a, b) => a.position - b.position);
  }

  usageOf(user: string): Promise<UsageDay[]> {
    return this.store.usage(this.connectionId, 'user', { from: '2025-01-01', to: TODAY, key: user });
  }
}

import type { ActivityStore } from '@posture/activity';
import { purgeActivity } from '../../libs/activity/src/purge';
import { ActivityLog, DAY_MS, NOW, TODAY, event, ids } from '../support/activity-log';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

describe.each(STORE_KINDS)('Old activity, on the %s store', (kind) => {
  let store: TestStore;
  let log: ActivityLog;
  let activity: ActivityStore;
  let connectionId: string;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    log = await ActivityLog.begin(store.database);
    ({ store: activity, connectionId } = log);
  });

  const days = async () =>
    (
      await store.database.query<{ name: string }>(
        `select relname as name from pg_class where relispartition and relkind = 'r' and relname like 'activity_2%'
         order by 1`,
      )
    ).map(({ name }) => name);

  it('is counted and not kept when it is from before the retention', async () => {
    const old = { id: 'q', reason: 'too_old', why: 'old', excerpt: '{}' } as const;
    const oldest = event('oldest-kept', 90 * 24 * 60 + 9 * 60);
    const tooOld = event('too-old', 90 * 24 * 60 + 9 * 60 + 1);
    const appended = await log.append([tooOld, oldest], { quarantined: [old] });

    expect([ids(appended.stored), appended.tooOld]).toEqual([['oldest-kept'], 1]);
    expect(await activity.quarantined(connectionId, 5)).toEqual([]);
    expect(await activity.quarantineCounts(connectionId)).toEqual([{ reason: 'too_old', day: TODAY, events: 2 }]);
    expect(await activity.usage(connectionId, 'user', { from: '2025-01-01', to: TODAY })).toHaveLength(1);
  });

  it('is kept packed by the faster method, where the store knows it', async () => {
    await log.append([event('long', 30 * 24 * 60, { message: 'all the same '.repeat(2_000) })]);
    const [row] = await store.database.query(
      `select pg_column_compression(doc) as packed, case when 'lz4' = any (enumvals) then 'lz4' else 'pglz' end as best
       from activity, pg_settings where connection_id = $1 and name = 'default_toast_compression'`,
      [connectionId],
    );

    expect(row!['packed']).toBe(row!['best']);
  });

  it('drops whole days after the retention, and keeps who used what for longer', async () => {
    await purgeActivity(store.database, new Date(NOW), { retention: { eventDays: -1, usageDays: -1 } });
    expect(await days()).toEqual([]);
    await log.append([event('today', 0), event('old', 20 * 24 * 60), event('older', 80 * 24 * 60)], {
      isFull: false,
      providerNow: NOW,
    });
    expect(await days()).toEqual(['activity_20251212', 'activity_20260210', 'activity_20260302']);
    log.clock.pass(11 * DAY_MS);
    expect(await activity.purge()).toEqual({ days: 1, events: 1, usage: 0, quarantined: 0 });
    expect(await days()).toEqual(['activity_20260210', 'activity_20260302']);
    expect(ids(await log.all())).toEqual(['today', 'old']);
    expect(await log.usageOf('00u-ada')).toHaveLength(3);
    expect(await log.append([event('older', 80 * 24 * 60)])).toMatchObject({ stored: [], tooOld: 1 });
    const pass = (day: string) => log.clock.pass(Date.parse(`${day}T09:00:00Z`) - log.clock.now().getTime());
    // 401 days after the one of `older`, four rows of which are counted: its user, its app, both and its type.
    pass('2027-01-17');
    expect(await activity.purge()).toEqual({ days: 2, events: 2, usage: 4, quarantined: 0 });
    expect(ids(await log.all())).toEqual([]);
    pass('2027-04-06');
    expect(await activity.purge()).toEqual({ days: 0, events: 0, usage: 4, quarantined: 0 });
    const today = { since: new Date(`${TODAY}T00:00:00Z`), until: new Date(NOW) };
    expect((await activity.coverage(connectionId)).spans).toEqual([today]);
    pass('2027-04-07');

    expect(await activity.purge()).toMatchObject({ usage: 4 });
    expect((await activity.coverage(connectionId)).spans).toEqual([]);
  });

  it('is forgotten with its connection, and nothing of another is', async () => {
    const bad = { id: null, reason: 'malformed', why: 'no type', excerpt: '{}' } as const;
    const page = [event('a', 0), event('b', 24 * 60), event('c', 2 * 24 * 60)];
    await log.append(page, { quarantined: [bad] });
    const other = await ActivityLog.begin(store.database);
    await other.append(page, { quarantined: [bad] });
    await activity.forget(connectionId);

    expect(await log.all()).toEqual([]);
    expect(await log.usageOf('00u-ada')).toEqual([]);
    expect(await activity.cursor(connectionId, 'follow')).toBeNull();
    expect(ids(await other.all())).toEqual(['a', 'b', 'c']);
    expect(await activity.quarantineCounts(other.connectionId)).toHaveLength(1);
  });
});

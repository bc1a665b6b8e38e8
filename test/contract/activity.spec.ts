import { ActivityStore, userAppKey } from '@posture/activity';
import type { ActivityEntry, IncomingPage, StoredActivity } from '@posture/activity';
import { AtLeast, Unknown } from '@posture/domain';
import type { Activity } from '@posture/domain';
import { RunStore, uuidv7 } from '@posture/platform';
import type { Database, Queryable } from '@posture/platform';
import { purgeActivity } from '../../libs/activity/src/purge';
import { activityOf, entryOf, pageOf } from '../support/activity-events';
import { TestClock } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOW = Date.parse('2026-03-02T09:00:00.000Z');
const TODAY = '2026-03-02';
const free = () => Promise.resolve();

describe.each(STORE_KINDS)('The activity log on the %s store', (kind) => {
  let store: TestStore;
  let clock: TestClock;
  let activity: ActivityStore;
  let connectionId: string;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    clock = new TestClock();
    activity = new ActivityStore(store.database, clock);
    connectionId = uuidv7();
    await follow();
  });

  const follow = (since = new Date(NOW - DAY_MS)) => activity.begin(connectionId, { name: 'follow', since }, free);
  const append = (events: readonly ActivityEntry[], over: Partial<IncomingPage> = {}) =>
    activity.append(connectionId, 'follow', pageOf(events, over), free);
  const event = (id: string, minutesAgo: number, over: Partial<Activity> = {}) =>
    entryOf(activityOf(id, NOW - minutesAgo * MINUTE_MS, over));
  const ids = (list: readonly StoredActivity[]) => list.map(({ activity: { id } }) => id);
  const all = () => activity.read(connectionId, { afterPosition: 0, limit: 100 });
  const usageOf = (key: string) => activity.usage(connectionId, 'user', { from: '2026-01-01', to: TODAY, key });
  const days = async () =>
    (
      await store.database.query<{ name: string }>(
        `select relname as name from pg_class where relispartition and relkind = 'r' and relname like 'activity_2%'
         order by 1`,
      )
    ).map(({ name }) => name);

  describe('keeps every event once', () => {
    it('in the order they came, in which they are judged, and in the order they were published', async () => {
      const first = await append([event('late', 3), event('early', 9)]);
      const second = await append([event('older-still', 3 * 24 * 60), event('last', 1)]);

      expect(ids([...first.stored, ...second.stored])).toEqual(['late', 'early', 'older-still', 'last']);
      const arrived = await all();
      expect(ids(arrived)).toEqual(['late', 'early', 'older-still', 'last']);
      expect(arrived.map(({ position }) => position)).toEqual(
        [...first.stored, ...second.stored].map((e) => e.position),
      );
      const after = arrived[1]!.position;
      expect(ids(await activity.read(connectionId, { afterPosition: after, limit: 1 }))).toEqual(['older-still']);
      const published: string[] = [];
      for await (const batch of activity.between(connectionId, new Date(NOW - DAY_MS), new Date(NOW - MINUTE_MS)))
        published.push(...ids(batch));
      expect(published).toEqual(['early', 'late']);
    });

    it('however often it comes: twice in a page, in another page, in the page of another day, in another stream', async () => {
      const [one, two, old] = [event('one', 1), event('two', 2), event('old', 2 * 24 * 60)];
      expect(await append([one, two, one])).toMatchObject({ duplicates: 1, quarantined: 0, tooOld: 0 });
      await append([old, two]);
      expect(ids((await append([old, event('three', 0), one])).stored)).toEqual(['three']);
      const until = new Date(NOW);
      await activity.begin(connectionId, { name: 'backfill', since: new Date(NOW - 9 * DAY_MS), until }, free);
      const filled = await activity.append(connectionId, 'backfill', pageOf([old, one], { cursor: null }), free);

      expect(filled).toMatchObject({ stored: [], duplicates: 2 });
      expect(ids(await all())).toEqual(['one', 'two', 'old', 'three']);
    });

    it('as it is: without a target or an outcome, of a type nobody knows, with characters no text column takes', async () => {
      const odd = event('odd', 1, {
        type: 'something.brand.new',
        outcome: null,
        actorId: null,
        actorLogin: `a\u0000b"\\{},${'x'.repeat(9_000)}\ud800`,
        clientId: `${'y'.repeat(9_000)}`,
        message: 'nul \u0000 and "quote"',
        targets: [],
        targetIds: [],
        targetAppId: null,
      });
      const needs = [{ resource: 'users', parent: '' as const }];
      const joined = {
        actorTier: 'T1',
        actorRoles: new AtLeast(['A'], needs),
        targetTier: new Unknown(needs),
        actorGroups: null,
      };
      await append([{ ...odd, joined }]);

      const [stored] = await all();
      expect(stored).toEqual({ position: 1, activity: odd.activity, joined });
      expect(stored!.joined.targetTier).toBeInstanceOf(Unknown);
      expect(stored!.joined.actorRoles).toBeInstanceOf(AtLeast);
      const [proof] = await activity.evidence(connectionId, [{ id: 'odd', at: odd.activity.at }]);
      expect(proof!.raw).toEqual(odd.raw);
      expect(ids(await activity.of(connectionId, { entity: odd.activity.actorLogin! }, 5))).toEqual(['odd']);
      expect(ids(await activity.of(connectionId, { type: 'something.brand.new' }, 5))).toEqual(['odd']);
    });

    it('apart from those of other connections', async () => {
      await append([event('one', 1)]);
      const former = connectionId;
      connectionId = uuidv7();
      await follow();
      await append([event('one', 1)]);

      expect(ids(await all())).toEqual(['one']);
      connectionId = former;
      expect(ids(await all())).toEqual(['one']);
    });
  });

  describe('counts use', () => {
    it('by user, app, client, credential and day, of new events only', async () => {
      const page = Array.from({ length: 1_000 }, (_, n) =>
        event(`e${n}`, n, {
          outcome: n % 4 === 0 ? 'FAILURE' : 'SUCCESS',
          clientId: 'client',
          apiTokenId: 'token',
          isOwn: n === 1,
        }),
      );
      await append(page);
      const once = await usageOf('00u-ada');
      const again = await append(page);

      expect(again).toMatchObject({ stored: [], duplicates: 1_000 });
      expect(await usageOf('00u-ada')).toEqual(once);
      // 540 minutes of today, its midnight included.
      expect(once.map(({ day, events }) => [day, events])).toEqual([
        ['2026-03-01', 459],
        [TODAY, 541],
      ]);
      expect(once.at(-1)).toMatchObject({ failures: 136, successes: 405, lastAt: new Date(NOW) });
      expect(once.at(-1)!.lastUseAt).toEqual(new Date(NOW - MINUTE_MS));
      for (const [of, key] of [
        ['app', '0oa-wiki'],
        ['user_app', userAppKey('00u-ada', '0oa-wiki')],
        ['client', 'client'],
        ['credential', 'token'],
        ['type', 'user.authentication.sso'],
      ] as const)
        expect(await activity.usage(connectionId, of, { from: TODAY, to: TODAY })).toMatchObject([
          { key, events: 541 },
        ]);
    });

    it('and knows when each was used last, since when that is known, and that a change is no use', async () => {
      await append(
        [
          event('change', 1, { targetAppId: '0oa-idle' }),
          event('failed', 2, { outcome: 'FAILURE' }),
          event('used', 3),
        ].map((entry) => ({ ...entry, isAppUse: entry.activity.targetAppId !== '0oa-idle' })),
        { isFull: false, providerNow: NOW },
      );

      const { lastAt, since, until } = await activity.lastUse(connectionId, 'app', ['0oa-wiki', '0oa-idle']);
      expect([...lastAt]).toEqual([['0oa-wiki', new Date(NOW - 3 * MINUTE_MS)]]);
      expect([since, until]).toEqual([new Date(NOW - DAY_MS), new Date(NOW)]);
    });
  });

  describe('says how far it was read', () => {
    it('and where it was not, until that is read too', async () => {
      const at = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS);
      await append([event('a', 30)], { isFull: false, providerNow: NOW });
      await activity.begin(connectionId, { name: 'backfill', since: at(9), until: at(2) }, free);
      const fill = (daysAgo: number, cursor: string | null) =>
        activity.append(connectionId, 'backfill', pageOf([event(`d${daysAgo}`, daysAgo * 24 * 60)], { cursor }), free);
      await fill(8, 'c1');
      expect((await activity.coverage(connectionId)).spans).toEqual([
        { since: at(9), until: at(8) },
        { since: at(1), until: at(0) },
      ]);
      expect(await activity.cursor(connectionId, 'backfill')).toMatchObject({
        cursor: 'c1',
        state: 'reading',
        reached: at(8),
      });
      await fill(5, null);
      expect((await activity.coverage(connectionId)).gaps).toEqual([{ since: at(2), until: at(1) }]);
      expect(await activity.cursor(connectionId, 'backfill')).toMatchObject({
        cursor: null,
        state: 'completed',
        completedAt: clock.now(),
        oldest: at(8),
        newest: at(5),
      });
      await activity.begin(connectionId, { name: 'backfill', since: at(2), until: at(1) }, free);
      await activity.append(connectionId, 'backfill', pageOf([], { cursor: null }), free);

      expect(await activity.coverage(connectionId)).toEqual({ spans: [{ since: at(9), until: at(0) }], gaps: [] });
    });

    it('and why it does not go on, until it does', async () => {
      const error = { code: 'okta.forbidden', message: 'The log may not be read.', remedy: 'Grant it.' };
      await append([event('a', 1)], { cursor: 'here' });
      await activity.fail(connectionId, 'follow', error, free);
      expect(await activity.cursor(connectionId, 'follow')).toMatchObject({ state: 'failed', error, cursor: 'here' });
      await append([], { cursor: null });

      expect(await activity.cursor(connectionId, 'follow')).toMatchObject({
        state: 'reading',
        error: null,
        cursor: 'here',
      });
    });

    it('and takes no page of a stream that was not begun, or has ended', async () => {
      const refused = { code: 'activity.not_begun' };
      const page = pageOf([event('x', 1)], { cursor: null });
      await expect(activity.append(connectionId, 'backfill', page, free)).rejects.toMatchObject(refused);
      await activity.begin(
        connectionId,
        { name: 'backfill', since: new Date(NOW - DAY_MS), until: new Date(NOW) },
        free,
      );
      await activity.append(connectionId, 'backfill', page, free);
      await expect(activity.append(connectionId, 'backfill', page, free)).rejects.toMatchObject(refused);
    });
  });

  describe('never keeps half a page', () => {
    /** Fails at the n-th statement of each transaction, as a killed process would leave it. */
    const dyingAt = (n: number): Database =>
      new Proxy(store.database, {
        get: (target, name) =>
          name === 'transaction'
            ? (work: (tx: Queryable) => Promise<unknown>) =>
                target.transaction((tx) => {
                  let statements = 0;
                  return work({
                    ...tx,
                    execute: (sql, params) => tx.execute(sql, params),
                    repository: (entity) => tx.repository(entity),
                    query: (sql, params) => {
                      statements += 1;
                      if (statements === n) throw new Error('killed');
                      return tx.query(sql, params);
                    },
                  });
                })
            : Reflect.get(target, name),
      });

    it('when its process dies at any statement: the next goes on as if nothing had been', async () => {
      await append([event('a', 5)], { cursor: 'c1' });
      const bad = { id: null, reason: 'malformed', why: 'no type', excerpt: '{}' } as const;
      const page = pageOf([event('b', 4), event('c', 3)], { cursor: 'c2', quarantined: [bad] });
      const state = async () => [
        ids(await all()),
        await usageOf('00u-ada'),
        await activity.cursor(connectionId, 'follow'),
        await activity.coverage(connectionId),
        await activity.quarantineCounts(connectionId),
      ];
      const before = await state();
      let deaths = 0;
      for (let n = 1; ; n += 1) {
        const dying = new ActivityStore(dyingAt(n), clock);
        const outcome = await dying.append(connectionId, 'follow', page, free).catch((error: Error) => error.message);
        if (outcome !== 'killed') break;
        deaths += 1;
        expect(await state()).toEqual(before);
      }

      expect(deaths).toBeGreaterThan(8);
      expect(ids(await all())).toEqual(['a', 'b', 'c']);
      expect(await activity.cursor(connectionId, 'follow')).toMatchObject({ cursor: 'c2' });
      expect(await usageOf('00u-ada')).toMatchObject([{ events: 3 }]);
    });

    it('of a run that is no longer its own', async () => {
      const runs = new RunStore(store.database, clock);
      const { id } = await runs.enqueue({ kind: 'activity', connectionId, trigger: 'test' });
      const { lease } = await runs.claimOne(id);
      const hold = (tx: Queryable) => runs.assertHeld(tx, lease);
      await activity.append(connectionId, 'follow', pageOf([event('held', 2)]), hold);
      await runs.cancel(id);

      const refused = { code: 'run.fenced' };
      const late = activity.append(connectionId, 'follow', pageOf([event('stale', 1)]), hold);
      await expect(late).rejects.toMatchObject(refused);
      await expect(activity.begin(connectionId, { name: 'follow', since: clock.now() }, hold)).rejects.toMatchObject(
        refused,
      );
      expect(ids(await all())).toEqual(['held']);
    });

    it('when two append at once: one waits for the other, and positions stay in order', async () => {
      const others = [activity, new ActivityStore(await store.connect(), clock)];
      const page = (n: number) => pageOf(Array.from({ length: 20 }, (_, e) => event(`${n + e}`, (n + e) % 3_000)));
      await Promise.all(
        Array.from({ length: 8 }, (_, n) => others[n % 2]!.append(connectionId, 'follow', page(n * 10), free)),
      );

      const stored = await all();
      expect(new Set(ids(stored)).size).toBe(90);
      expect(stored).toHaveLength(90);
      expect(new Set(stored.map(({ position }) => position)).size).toBe(90);
      expect((await usageOf('00u-ada')).reduce((sum, { events }) => sum + events, 0)).toBe(90);
    });
  });

  describe('shows what an entity did and suffered', () => {
    it.each([
      ['an actor', '00u-bo'],
      ['a login that was tried', 'bo@acme.example'],
      ['a target', '0oa-payroll'],
      ['an address', '203.0.113.9'],
      ['a session', 'session-bo'],
      ['a client', 'client-bo'],
      ['an API token', 'token-bo'],
    ])('found by %s', async (_what, entity) => {
      await append([
        event('other', 2),
        event('wanted', 1, {
          actorId: '00u-bo',
          actorLogin: 'bo@acme.example',
          srcIp: '203.0.113.9',
          sessionId: 'session-bo',
          clientId: 'client-bo',
          apiTokenId: 'token-bo',
          targetIds: ['0oa-payroll'],
        }),
      ]);

      expect(ids(await activity.of(connectionId, { entity }, 10))).toEqual(['wanted']);
    });

    it('newest first, page by page, and the pages stay what they are while events come in', async () => {
      await append(
        Array.from({ length: 25 }, (_, n) => event(`e${String(n).padStart(2, '0')}`, Math.floor(n / 2) * 300)),
      );
      const filter = { entity: '00u-ada', outcome: 'SUCCESS' };
      const pages: string[][] = [];
      for (let page = await activity.of(connectionId, filter, 10); page.length > 0;) {
        pages.push(ids(page));
        await append([event(`new${pages.length}`, 0), event(`fail${pages.length}`, 500, { outcome: 'FAILURE' })]);
        page = await activity.of(connectionId, filter, 10, page.at(-1)!.activity);
      }

      const order = Array.from({ length: 25 }, (_, n) => `e${String(n).padStart(2, '0')}`);
      const newestFirst = order.map((id, n) => [id, Math.floor(n / 2)] as const);
      newestFirst.sort(([a, ago], [b, agoB]) => ago - agoB || (a < b ? 1 : -1));
      expect(pages).toEqual([0, 10, 20].map((from) => newestFirst.slice(from, from + 10).map(([id]) => id)));
    });

    it('within a time and of a type', async () => {
      await append([event('a', 3), event('b', 2), event('c', 2, { type: 'user.session.start' }), event('d', 1)]);
      const [from, to] = [new Date(NOW - 2 * MINUTE_MS), new Date(NOW - MINUTE_MS)];

      expect(ids(await activity.of(connectionId, { from, to }, 10))).toEqual(['c', 'b']);
      expect(ids(await activity.of(connectionId, { from, to, type: 'user.session.start' }, 10))).toEqual(['c']);
    });
  });

  describe('keeps what it cannot use apart', () => {
    const bad = (n: number) =>
      ({ id: `q${n}`, reason: 'malformed', why: `${n}: no \u0000 type`, excerpt: `{"n":${n}}` }) as const;

    it('the latest thousand of it, and counts all of it once', async () => {
      const list = Array.from({ length: 1_100 }, (_, n) => bad(n));
      expect(await append([], { quarantined: list })).toMatchObject({ quarantined: 1_100 });
      expect(await append([], { quarantined: list.slice(1_000) })).toMatchObject({ quarantined: 0 });

      const shown = await activity.quarantined(connectionId, 2_000);
      expect(shown).toHaveLength(1_000);
      expect(shown[0]).toEqual({
        id: 'q1099',
        reason: 'malformed',
        why: '1099: no  type',
        excerpt: '{"n":1099}',
        receivedAt: clock.now(),
      });
      expect(shown.at(-1)!.id).toBe('q100');
      expect(await activity.quarantineCounts(connectionId)).toEqual([
        { reason: 'malformed', day: TODAY, events: 1_100 },
      ]);
    });

    it('and only counts what is from before the retention', async () => {
      const old = { id: 'q', reason: 'too_old', why: 'old', excerpt: '{}' } as const;
      const oldest = event('oldest-kept', 90 * 24 * 60 + 9 * 60);
      const tooOld = event('too-old', 90 * 24 * 60 + 9 * 60 + 1);
      const appended = await append([tooOld, oldest], { quarantined: [old] });

      expect([ids(appended.stored), appended.tooOld]).toEqual([['oldest-kept'], 1]);
      expect(await activity.quarantined(connectionId, 5)).toEqual([]);
      expect(await activity.quarantineCounts(connectionId)).toEqual([{ reason: 'too_old', day: TODAY, events: 2 }]);
      expect(await activity.usage(connectionId, 'user', { from: '2025-01-01', to: TODAY })).toHaveLength(1);
    });
  });

  it('drops whole days after the retention, and keeps who used what for longer', async () => {
    await purgeActivity(store.database, new Date(NOW), { retention: { eventDays: -1, usageDays: -1 } });
    expect(await days()).toEqual([]);
    await append([event('today', 0), event('old', 20 * 24 * 60), event('older', 80 * 24 * 60)], {
      isFull: false,
      providerNow: NOW,
    });
    expect(await days()).toEqual(['activity_20251212', 'activity_20260210', 'activity_20260302']);
    clock.pass(11 * DAY_MS);
    expect(await activity.purge()).toEqual({ days: 1, events: 1, usage: 0, quarantined: 0 });
    expect(await days()).toEqual(['activity_20260210', 'activity_20260302']);
    expect(ids(await all())).toEqual(['today', 'old']);
    expect(await usageOf('00u-ada')).toHaveLength(2);
    expect(await append([event('older', 80 * 24 * 60)])).toMatchObject({ stored: [], tooOld: 1 });
    const pass = (day: string) => clock.pass(Date.parse(`${day}T09:00:00Z`) - clock.now().getTime());
    // 401 days after the one of `older`, four rows of which are counted: its user, its app, both and its type.
    pass('2027-01-17');
    expect(await activity.purge()).toEqual({ days: 2, events: 2, usage: 4, quarantined: 0 });
    expect(ids(await all())).toEqual([]);
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
    await append(page, { quarantined: [bad] });
    const kept = connectionId;
    connectionId = uuidv7();
    await follow();
    await append(page, { quarantined: [bad] });
    await activity.forget(connectionId);

    expect(await all()).toEqual([]);
    expect(await usageOf('00u-ada')).toEqual([]);
    expect(await activity.cursor(connectionId, 'follow')).toBeNull();
    connectionId = kept;
    expect(ids(await all())).toEqual(['a', 'b', 'c']);
    expect(await activity.quarantineCounts(kept)).toHaveLength(1);
  });
});

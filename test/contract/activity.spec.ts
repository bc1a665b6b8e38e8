import { ActivityStore } from '@posture/activity';
import type { StoredActivity } from '@posture/activity';
import { AtLeast, Unknown, clientScopeKey, usageKeyParts, userAppKey } from '@posture/domain';
import { RunStore } from '@posture/platform';
import type { Database, Queryable } from '@posture/platform';
import { pageOf } from '../support/activity-events';
import { ActivityLog, DAY_MS, MINUTE_MS, NOW, TODAY, event, free, ids } from '../support/activity-log';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

describe.each(STORE_KINDS)('The activity log on the %s store', (kind) => {
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

  describe('keeps every event once', () => {
    it('in the order they came, in which they are judged, and in the order they were published', async () => {
      const first = await log.append([event('late', 3), event('early', 9)]);
      const second = await log.append([event('older-still', 3 * 24 * 60), event('last', 1)]);

      expect(ids([...first.stored, ...second.stored])).toEqual(['late', 'early', 'older-still', 'last']);
      const arrived = await log.all();
      expect(ids(arrived)).toEqual(['late', 'early', 'older-still', 'last']);
      expect(arrived.map(({ position }) => position)).toEqual(
        [...first.stored, ...second.stored].map((e) => e.position),
      );
      const published: string[] = [];
      for await (const batch of activity.between(connectionId, new Date(NOW - DAY_MS), new Date(NOW - MINUTE_MS)))
        published.push(...ids(batch));
      expect(published).toEqual(['early', 'late']);
    });

    it('also more of them than are read at once, several at one instant', async () => {
      const page = Array.from({ length: 2_100 }, (_, n) => event(`e${n}`, Math.floor(n / 3)));
      await log.append(page);

      const published: StoredActivity[] = [];
      for await (const batch of activity.between(connectionId, new Date(0), new Date(NOW + 1)))
        published.push(...batch);
      expect(ids(published).sort()).toEqual(page.map(({ activity: { id } }) => id).sort());
      const places = published.map(({ activity: { at, id } }) => `${at} ${id}`);
      expect(places).toEqual([...places].sort());
    });

    it('however often it comes: twice in a page, in another page, in the page of another day, in another stream', async () => {
      const [one, two, old] = [event('one', 1), event('two', 2), event('old', 2 * 24 * 60)];
      expect(await log.append([one, two, one])).toMatchObject({ duplicates: 1, quarantined: 0, tooOld: 0 });
      await log.append([old, two]);
      expect(ids((await log.append([old, event('three', 0), one])).stored)).toEqual(['three']);
      const until = new Date(NOW);
      await activity.begin(connectionId, { name: 'backfill', since: new Date(NOW - 9 * DAY_MS), until }, free);
      const filled = await activity.append(connectionId, 'backfill', pageOf([old, one], { cursor: null }), free);

      expect(filled).toMatchObject({ stored: [], duplicates: 2 });
      expect(ids(await log.all())).toEqual(['one', 'two', 'old', 'three']);
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
      await log.append([{ ...odd, joined }]);

      const [stored] = await log.all();
      expect(stored).toEqual({ position: 1, activity: odd.activity, joined });
      expect(stored!.joined.targetTier).toBeInstanceOf(Unknown);
      expect(stored!.joined.actorRoles).toBeInstanceOf(AtLeast);
      const [proof] = await activity.evidence(connectionId, [{ id: 'odd', at: odd.activity.at }]);
      expect(proof!.raw).toEqual(odd.raw);
      expect(ids(await activity.of(connectionId, { entity: odd.activity.actorLogin! }, 5))).toEqual(['odd']);
      expect(ids(await activity.of(connectionId, { type: 'something.brand.new' }, 5))).toEqual(['odd']);
    });

    it('apart from those of other connections', async () => {
      const other = await ActivityLog.begin(store.database);
      await log.append([event('one', 1)]);
      await other.append([event('one', 1), event('two', 1)]);

      expect(ids(await log.all())).toEqual(['one']);
      expect(ids(await other.all())).toEqual(['one', 'two']);
    });
  });

  async function newDayOfTwo(): Promise<void> {
    const others = await Promise.all([store.connect(), store.connect()]);
    const logs = await Promise.all(others.map((other) => ActivityLog.begin(other)));
    const waiting = async () => {
      const [row] = await store.database.query<{ n: number }>(
        `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`,
      );
      return row!.n;
    };
    const both = await store.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('posture.activity_days'))`);
      const appended = logs.map((each) => each.append([event('new', 20 * 24 * 60)]));
      const settled = Promise.allSettled(appended);
      while ((await waiting()) < 2) await new Promise((resolve) => setTimeout(resolve, 10));
      return { settled };
    });

    expect((await both.settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    for (const each of logs) expect(ids(await each.all())).toEqual(['new']);
  }
  // The embedded store has one backend, so that nothing happens in it at once.
  if (kind === 'server') it('keeps a new day that comes to two who read at the same moment', newDayOfTwo);

  describe('counts use', () => {
    it('by user, app, client, credential and day, of new events only', async () => {
      const page = Array.from({ length: 1_000 }, (_, n) =>
        event(`e${n}`, n, {
          outcome: n % 4 === 0 ? 'FAILURE' : 'SUCCESS',
          clientId: 'client',
          scopes: ['okta.users.read', 'okta.groups.read'],
          apiTokenId: 'token',
          isOwn: n === 1,
        }),
      );
      await log.append(page);
      const once = await log.usageOf('00u-ada');
      const again = await log.append(page);

      expect(again).toMatchObject({ stored: [], duplicates: 1_000 });
      expect(await log.usageOf('00u-ada')).toEqual(once);
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
        ['client_scope', clientScopeKey('client', 'okta.users.read')],
        ['credential', 'token'],
        ['type', 'user.authentication.sso'],
      ] as const)
        expect(await activity.usage(connectionId, of, { from: TODAY, to: TODAY, key })).toMatchObject([
          { key, events: 541 },
        ]);
    });

    it('and tells it page by page', async () => {
      const apps = ['b', 'a', 'c', 'a'];
      await log.append(apps.map((app, n) => event(`e${n}`, n * 24 * 60, { targetAppId: app })));
      const days = { from: '2025-01-01', to: TODAY };
      const whole = (await activity.usage(connectionId, 'app', days)).map(({ key, day }) => ({ key, day }));
      const pages: typeof whole = [];
      for (let after: (typeof whole)[number] | undefined; ;) {
        const page = await activity.usage(connectionId, 'app', days, { limit: 2, after });
        if (page.length === 0) break;
        pages.push(...page.map(({ key, day }) => ({ key, day })));
        after = pages.at(-1);
      }

      expect(whole.map(({ key }) => key)).toEqual(['a', 'a', 'b', 'c']);
      expect(pages).toEqual(whole);
    });

    it('of a user in an app by a key that says both', () => {
      expect(usageKeyParts(userAppKey('00u-ada', '0oa-wiki'))).toEqual(['00u-ada', '0oa-wiki']);
    });

    it('and knows when each was used last, and that a change is no use', async () => {
      await log.append(
        [
          event('change', 1, { targetAppId: '0oa-idle' }),
          event('failed', 2, { outcome: 'FAILURE' }),
          event('used', 3),
        ].map((entry) => ({ ...entry, isAppUse: entry.activity.targetAppId !== '0oa-idle' })),
        { isFull: false, providerNow: NOW },
      );

      const lastAt = await activity.lastUse(connectionId, 'app', ['0oa-wiki', '0oa-idle']);
      expect([...lastAt]).toEqual([['0oa-wiki', new Date(NOW - 3 * MINUTE_MS)]]);
    });

    it('as of an instant by what came before it', async () => {
      const at = (minutesAgo: number) => new Date(NOW - minutesAgo * MINUTE_MS);
      const asOf = async (minutesAgo: number) =>
        (await activity.lastUse(connectionId, 'app', ['0oa-wiki'], at(minutesAgo))).get('0oa-wiki');
      await log.append([event('a', 1_200), event('b', 400), event('c', 60), event('d', 20)], {
        isFull: false,
        providerNow: NOW,
      });

      expect(await asOf(0)).toEqual(at(20));
      // Of that day only its first event is sure to be before the instant.
      expect(await asOf(30)).toEqual(at(400));
      expect(await asOf(500)).toEqual(at(1_200));
      expect(await asOf(1_300)).toBeUndefined();
    });

    it('of many at once, each by its own key', async () => {
      const apps = Array.from({ length: 10_001 }, (_, n) => `0oa-${n}`);
      await log.append([event('first', 2, { targetAppId: '0oa-0' }), event('last', 3, { targetAppId: '0oa-10000' })]);

      const lastAt = await activity.lastUse(connectionId, 'app', apps);

      expect(new Map(lastAt)).toEqual(
        new Map([
          ['0oa-0', new Date(NOW - 2 * MINUTE_MS)],
          ['0oa-10000', new Date(NOW - 3 * MINUTE_MS)],
        ]),
      );
    });

    it('but takes being asked for more, as whoever knows a password is, for no use', async () => {
      await log.append([event('asked', 1, { outcome: 'CHALLENGE' }), event('unsaid', 2, { outcome: null })]);

      const lastAt = await activity.lastUse(connectionId, 'user', ['00u-ada']);

      expect(lastAt.get('00u-ada')).toEqual(new Date(NOW - 2 * MINUTE_MS));
    });
  });

  describe('says how far it was read', () => {
    it('and where it was not, until that is read too', async () => {
      const at = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS);
      await log.append([event('a', 30)], { isFull: false, providerNow: NOW });
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
        completedAt: log.clock.now(),
        oldest: at(8),
        newest: at(5),
      });
      await activity.begin(connectionId, { name: 'backfill', since: at(2), until: at(1) }, free);
      await activity.append(connectionId, 'backfill', pageOf([], { cursor: null }), free);

      expect(await activity.coverage(connectionId)).toEqual({ spans: [{ since: at(9), until: at(0) }], gaps: [] });
    });

    it('within a time, as far back as what it told is kept', async () => {
      const at = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS);
      await log.append([event('a', 30)], { isFull: false, providerNow: NOW });
      await activity.begin(connectionId, { name: 'backfill', since: at(200), until: at(2) }, free);
      await activity.append(connectionId, 'backfill', pageOf([], { cursor: null }), free);
      const kept = new Date('2025-12-02T00:00:00.000Z');
      const today = { since: at(1), until: at(0) };

      expect(await activity.knownFor(connectionId, 'events', {})).toEqual([{ since: kept, until: at(2) }, today]);
      expect(await activity.knownFor(connectionId, 'usage', {})).toEqual([{ since: at(200), until: at(2) }, today]);
      expect(await activity.knownFor(connectionId, 'usage', { from: at(3), to: at(0.5) })).toEqual([
        { since: at(3), until: at(2) },
        { since: at(1), until: at(0.5) },
      ]);
      expect(await activity.knownFor(connectionId, 'events', { from: at(2), to: at(1) })).toEqual([]);
      expect((await activity.streams(connectionId)).map(({ stream, state }) => [stream, state])).toEqual([
        ['backfill', 'completed'],
        ['follow', 'reading'],
      ]);
    });

    it('and why it does not go on, until it does', async () => {
      const error = {
        state: 'forbidden' as const,
        reason: 'The scope is not granted.',
        missing: 'logs.read',
        code: 'okta.forbidden',
        message: 'The log may not be read.',
        remedy: 'Grant it.',
      };
      await log.append([event('a', 1)], { cursor: 'here' });
      await activity.fail(connectionId, 'follow', error, free);
      expect(await activity.cursor(connectionId, 'follow')).toMatchObject({ state: 'failed', error, cursor: 'here' });
      await log.append([], { cursor: null });

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
      await log.append([event('a', 5)], { cursor: 'c1' });
      const bad = { id: null, reason: 'malformed', why: 'no type', excerpt: '{}' } as const;
      const page = pageOf([event('b', 4), event('c', 3)], { cursor: 'c2', quarantined: [bad] });
      const state = async () => [
        ids(await log.all()),
        await log.usageOf('00u-ada'),
        await activity.cursor(connectionId, 'follow'),
        await activity.coverage(connectionId),
        await activity.quarantineCounts(connectionId),
      ];
      const before = await state();
      let deaths = 0;
      for (let n = 1; ; n += 1) {
        const dying = new ActivityStore(dyingAt(n), log.clock);
        const outcome = await dying.append(connectionId, 'follow', page, free).catch((error: Error) => error.message);
        if (outcome !== 'killed') break;
        deaths += 1;
        expect(await state()).toEqual(before);
      }

      expect(deaths).toBeGreaterThan(8);
      expect(ids(await log.all())).toEqual(['a', 'b', 'c']);
      expect(await activity.cursor(connectionId, 'follow')).toMatchObject({ cursor: 'c2' });
      expect(await log.usageOf('00u-ada')).toMatchObject([{ events: 3 }]);
    });

    it('of a run that is no longer its own', async () => {
      const runs = new RunStore(store.database, log.clock);
      const { id } = await runs.enqueue({ kind: 'activity', connectionId, trigger: 'test' });
      const { lease } = await runs.claimOne(id);
      const hold = (tx: Queryable) => runs.assertHeld(tx, lease);
      await activity.append(connectionId, 'follow', pageOf([event('held', 2)]), hold);
      await runs.cancel(id);

      const refused = { code: 'run.fenced' };
      const late = activity.append(connectionId, 'follow', pageOf([event('stale', 1)]), hold);
      await expect(late).rejects.toMatchObject(refused);
      await expect(
        activity.begin(connectionId, { name: 'follow', since: log.clock.now() }, hold),
      ).rejects.toMatchObject(refused);
      expect(ids(await log.all())).toEqual(['held']);
    });

    it('when two append at once: one waits for the other, and positions stay in order', async () => {
      const others = [activity, new ActivityStore(await store.connect(), log.clock)];
      const page = (n: number) => pageOf(Array.from({ length: 20 }, (_, e) => event(`${n + e}`, (n + e) % 3_000)));
      await Promise.all(
        Array.from({ length: 8 }, (_, n) => others[n % 2]!.append(connectionId, 'follow', page(n * 10), free)),
      );

      const stored = await log.all();
      expect(new Set(ids(stored)).size).toBe(90);
      expect(stored).toHaveLength(90);
      expect(new Set(stored.map(({ position }) => position)).size).toBe(90);
      expect((await log.usageOf('00u-ada')).reduce((sum, { events }) => sum + events, 0)).toBe(90);
    });
  });

  describe('keeps what it cannot use apart', () => {
    const bad = (n: number) =>
      ({ id: `q${n}`, reason: 'malformed', why: `${n}: no \u0000 type`, excerpt: `{"n":${n}}` }) as const;

    it('the latest thousand of it, and counts all of it once', async () => {
      const list = Array.from({ length: 1_100 }, (_, n) => bad(n));
      expect(await log.append([], { quarantined: list })).toMatchObject({ quarantined: 1_100 });
      expect(await log.append([], { quarantined: list.slice(1_000) })).toMatchObject({ quarantined: 0 });

      const shown = await activity.quarantined(connectionId, 2_000);
      expect(shown).toHaveLength(1_000);
      expect(shown[0]).toEqual({
        serial: expect.any(Number),
        id: 'q1099',
        reason: 'malformed',
        why: '1099: no  type',
        excerpt: '{"n":1099}',
        receivedAt: log.clock.now(),
      });
      expect(shown.at(-1)!.id).toBe('q100');
      expect(await activity.quarantineCounts(connectionId)).toEqual([
        { reason: 'malformed', day: TODAY, events: 1_100 },
      ]);
    });

    it('page by page, while more comes in', async () => {
      await log.append([], { quarantined: Array.from({ length: 5 }, (_, n) => bad(n)) });
      const first = await activity.quarantined(connectionId, 2);
      await log.append([], { quarantined: [bad(5)] });
      const rest = await activity.quarantined(connectionId, 9, first.at(-1)!.serial);

      expect([...first, ...rest].map(({ id }) => id)).toEqual(['q4', 'q3', 'q2', 'q1', 'q0']);
    });
  });
});

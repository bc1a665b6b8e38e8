import type { ActivityStore } from '@posture/activity';
import { clientScopeKey, usageKeyParts, userAppKey } from '@posture/domain';
import type { UsageKind } from '@posture/domain';
import { ActivityLog, DAY_MS, MINUTE_MS, NOW, TODAY, event, ids, upgradeUse } from '../support/activity-log';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

describe.each(STORE_KINDS)('Activity that is asked for, on the %s store', (kind) => {
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
      await log.append([
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
      await log.append(
        Array.from({ length: 25 }, (_, n) => event(`e${String(n).padStart(2, '0')}`, Math.floor(n / 2) * 300)),
      );
      const filter = { entity: '00u-ada', outcome: 'SUCCESS' };
      const pages: string[][] = [];
      for (let page = await activity.of(connectionId, filter, 10); page.length > 0;) {
        pages.push(ids(page));
        await log.append([event(`new${pages.length}`, 0), event(`fail${pages.length}`, 500, { outcome: 'FAILURE' })]);
        page = await activity.of(connectionId, filter, 10, page.at(-1)!.activity);
      }

      const order = Array.from({ length: 25 }, (_, n) => `e${String(n).padStart(2, '0')}`);
      const newestFirst = order.map((id, n) => [id, Math.floor(n / 2)] as const);
      newestFirst.sort(([a, ago], [b, agoB]) => ago - agoB || (a < b ? 1 : -1));
      expect(pages).toEqual([0, 10, 20].map((from) => newestFirst.slice(from, from + 10).map(([id]) => id)));
    });

    it('within a time and of a type', async () => {
      await log.append([event('a', 3), event('b', 2), event('c', 2, { type: 'user.session.start' }), event('d', 1)]);
      const [from, to] = [new Date(NOW - 2 * MINUTE_MS), new Date(NOW - MINUTE_MS)];

      expect(ids(await activity.of(connectionId, { from, to }, 10))).toEqual(['c', 'b']);
      expect(ids(await activity.of(connectionId, { from, to, type: 'user.session.start' }, 10))).toEqual(['c']);
      expect(await activity.of(connectionId, { type: 'nothing\u0000', outcome: '\u0000' }, 10)).toEqual([]);
    });
  });

  describe('gives one event with what the provider wrote', () => {
    it('by its id, with or without when it was published', async () => {
      const wanted = event('wanted', 3);
      await log.append([event('other', 3), wanted]);

      for (const at of [null, new Date(wanted.activity.at)])
        expect(await activity.get(connectionId, 'wanted', at)).toMatchObject({
          activity: wanted.activity,
          raw: wanted.raw,
        });
    });

    it('and says that there is none', async () => {
      const other = await ActivityLog.begin(store.database);
      await log.append([event('wanted', 3)]);
      const missing = { code: 'activity.not_found', field: 'eventId', remedy: expect.any(String) };
      for (const of of [
        () => activity.get(connectionId, 'unknown\u0000'),
        () => activity.get(connectionId, 'wanted', new Date(NOW)),
        () => activity.get(other.connectionId, 'wanted'),
      ])
        await expect(of()).rejects.toMatchObject(missing);
    });
  });

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

    it('by who administered, by whom an application was given to, and by where a credential was used from', async () => {
      const given = { actorId: '00u-admin', clientId: 'client', targetUserId: '00u-bob', targetAppId: '0oa-wiki' };
      const token = { apiTokenId: 'token', asn: 64_501, userAgent: 'Terraform/1.9 (linux) go/1.22' };
      await log.append([
        { ...event('given', 1, given), isAppUse: false, isAppGiven: true, isAdminAct: true },
        event('used', 2, token),
        event('again', 3, { ...token, asn: null, userAgent: 'curl', outcome: 'FAILURE' }),
      ]);
      const keysOf = async (kind: UsageKind) =>
        (await activity.usage(connectionId, kind, { from: TODAY, to: TODAY })).map(({ key }) => key);

      expect(await keysOf('admin')).toEqual(['00u-admin', 'client']);
      expect(await keysOf('user_app_given')).toEqual([userAppKey('00u-bob', '0oa-wiki')]);
      expect(await keysOf('credential_asn')).toEqual(['token 64501']);
      expect(await keysOf('credential_agent')).toEqual(['token curl', 'token terraform']);
    });

    it('and tells where each credential was used from within a month, and no other', async () => {
      const from = (id: string, daysAgo: number, apiTokenId: string, asn: number) =>
        event(id, daysAgo * 24 * 60, { apiTokenId, asn });
      await log.append([
        from('a', 1, 't', 64_502),
        from('b', 20, 't', 64_501),
        from('c', 2, 't', 64_502),
        from('d', 40, 't', 64_503),
        from('e', 1, 't2', 64_504),
        from('f', 1, 'tt', 64_505),
      ]);
      const sources = (daysAgo: number) =>
        activity.sources(connectionId, 'credential_asn', ['t', 't2', 'idle'], new Date(NOW - daysAgo * DAY_MS));

      expect([...(await sources(0))]).toEqual([
        ['t', ['64501', '64502']],
        ['t2', ['64504']],
      ]);
      expect([...(await sources(15))]).toEqual([['t', ['64501', '64503']]]);
    });

    it('of what was read by a version that counted less only since then, however often it is read again', async () => {
      const before = [event('newest', 30), event('older', 60)];
      await log.append(before, { isFull: false, providerNow: NOW });
      await upgradeUse(store.database);
      await log.append([...before, event('after', 10)], { isFull: false, providerNow: NOW });

      const newest = new Date(NOW - 30 * MINUTE_MS);
      expect(await activity.countedSince(connectionId)).toEqual(newest);
      expect(await activity.knownFor(connectionId, 'usage', {})).toEqual([{ since: newest, until: new Date(NOW) }]);
      expect(await activity.knownFor(connectionId, 'events', {})).toEqual([
        { since: new Date(NOW - DAY_MS), until: new Date(NOW) },
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
});

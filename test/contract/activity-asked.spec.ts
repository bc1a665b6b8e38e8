import type { ActivityStore } from '@posture/activity';
import { ActivityLog, MINUTE_MS, NOW, event, ids } from '../support/activity-log';
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
});

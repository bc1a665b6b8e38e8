import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DetectionStates } from '@posture/activity';
import { AtLeast, Unknown, userAppKey } from '@posture/domain';
import type { EpisodesOfEntity, SubjectRef } from '@posture/domain';
import { Database } from '@posture/platform';
import { ActivityLog, DAY_MS, MINUTE_MS, NOW, TODAY, event, free } from '../support/activity-log';
import { pageOf } from '../support/activity-events';
import type { TestApi } from '../support/api';
import { episodeOf, sayEpisodes } from '../support/episodes';
import { TestClock } from '../support/inventory-org';
import { ServedApi } from '../support/served-api';
import { SERVERS_START_MS, describeOnStores } from '../support/stores';
import type { EngineStoresUnderTest } from '../support/stores';
import { NOBODY } from './server.answers';

const ADA: SubjectRef = { kind: 'User', key: 'User:00u-ada', externalId: '00u-ada', name: 'ada@acme.example' };
const RULE = 'okta-det-invented';
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * MINUTE_MS).toISOString();

describeOnStores('What happened in a tenant, over HTTP', (start) => {
  let stores: EngineStoresUnderTest;
  let app: NestFastifyApplication;
  let api: TestApi;
  let log: ActivityLog;
  /** Of the connection, and of one whose log nobody read. */
  let of: string;
  let unread: string;
  let served: ServedApi;

  beforeAll(async () => {
    stores = await start();
    served = await ServedApi.open(new TestClock(), stores);
    ({ app, api } = served);
    const [acme, globex] = [await served.connect('acme'), await served.connect('globex')];
    of = `/connections/${acme}`;
    unread = `/connections/${globex}`;
    log = await ActivityLog.begin(app.get(Database), acme);
    const bo = {
      actorId: '00u-bo',
      actorLogin: 'bo@acme.example',
      actorName: 'Bo Example',
      srcIp: '203.0.113.9',
      targets: [
        { id: '00u-ada', type: 'User', kind: 'User', login: 'ada@acme.example', name: 'Ada Example' },
        { id: 'rule-1', type: 'Rule', kind: null, login: null, name: 'Catch-all' },
      ],
      targetIds: ['00u-ada', 'rule-1'],
      targetAppId: null,
    } as const;
    const needs = [{ resource: 'users', parent: '' }];
    const joined = { actorTier: 'T1', actorRoles: new AtLeast(['Help desk'], needs), targetTier: new Unknown(needs) };
    await log.append(
      [
        ...Array.from({ length: 20 }, (_, n) =>
          event(`ada-${n}`, 10 + n, { outcome: n === 3 ? 'FAILURE' : 'SUCCESS' }),
        ),
        { ...event('reset', 5, { ...bo, type: 'user.mfa.factor.reset_all' }), joined },
        event('ours', 3, { actorId: '00u-engine', apiTokenId: '00T-engine', isOwn: true, clientId: 'client-1' }),
      ],
      {
        isFull: false,
        providerNow: NOW,
        quarantined: ['one', 'two', 'three'].map((id) => ({
          id,
          reason: 'malformed' as const,
          why: 'published: it held "soon"',
          excerpt: '{}',
        })),
      },
    );
  }, SERVERS_START_MS);
  afterAll(async () => {
    await served?.close();
    await stores?.stop();
  });

  const idsOf = async (query: string, limit = 50) =>
    ((await api.all(`${of}/activity?${query}`, limit)) as { id: string }[]).map(({ id }) => id);

  it('is not to be had of a log that nobody read', async () => {
    for (const list of ['activity', 'usage?kind=user']) {
      const { status, body } = await api.get(`${unread}/${list}`);
      expect([status, body.code, typeof body.remedy]).toEqual([404, 'activity.none', 'string']);
    }
    const nothing = { streams: [], spans: [], gaps: [], judged: null, quarantine: [] };
    expect((await api.get(`${unread}/activity/coverage`)).body).toEqual(nothing);
    expect(await api.all(`${unread}/activity/quarantine`, 5)).toEqual([]);
  });

  it('is listed newest first, and its pages stay what they are while more happens', async () => {
    const whole = await idsOf('');
    expect(whole).toEqual(['ours', 'reset', ...Array.from({ length: 20 }, (_, n) => `ada-${n}`)]);
    expect(await idsOf('', 3)).toEqual(whole);

    const first = (await api.get(`${of}/activity?entity=00u-ada&limit=5`)).body;
    await log.append([event('later', 0)], { isFull: false, providerNow: NOW });
    const second = (await api.get(`${of}/activity?entity=00u-ada&limit=5&cursor=${first.page.nextCursor}`)).body;
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(whole.slice(1, 11));
  });

  it.each([
    ['an id', 'entity=00u-bo', ['reset']],
    ['a login', 'entity=bo@acme.example', ['reset']],
    ['an address', 'entity=203.0.113.9', ['reset']],
    ['what was acted on', 'entity=rule-1', ['reset']],
    ['a type', 'type=user.mfa.factor.reset_all', ['reset']],
    ['an outcome', 'entity=00u-ada&outcome=FAILURE', ['ada-3']],
    ['a time', `from=${at(12)}&to=${at(10)}`, ['ada-1', 'ada-2']],
    ['nobody', 'entity=00u-nobody%00', []],
  ])('is found by %s', async (_what, query, expected) => {
    expect(await idsOf(query)).toEqual(expected);
  });

  it('is told with who did it and what to, as the access graph names them, and with what was known of them', async () => {
    const [reset] = (await api.get(`${of}/activity?entity=00u-bo`)).body.data;
    expect(reset).toMatchObject({
      id: 'reset',
      at: at(5),
      type: 'user.mfa.factor.reset_all',
      outcome: 'SUCCESS',
      isOwn: false,
      actor: { kind: 'User', key: 'User:00u-bo', externalId: '00u-bo', name: 'bo@acme.example' },
      targets: [
        { id: '00u-ada', type: 'User', login: 'ada@acme.example', subject: ADA },
        { id: 'rule-1', type: 'Rule', name: 'Catch-all', subject: null },
      ],
      srcIp: '203.0.113.9',
      country: 'Germany',
      joined: [
        { fact: 'actorTier', value: 'T1', certainty: 'known' },
        { fact: 'actorRoles', value: ['Help desk'], certainty: 'at_least' },
        { fact: 'targetTier', value: null, certainty: 'unknown' },
      ],
    });
    const [ours] = (await api.get(`${of}/activity?entity=00u-engine`)).body.data;
    expect([ours.id, ours.isOwn]).toEqual(['ours', true]);
  });

  it('says for which time it is known', async () => {
    const known = async (query: string) => (await api.get(`${of}/activity?${query}`)).body.knownFor;
    expect(await known('')).toEqual([{ since: at(24 * 60), until: at(0) }]);
    expect(await known(`from=${at(60)}`)).toEqual([{ since: at(60), until: at(0) }]);
    expect(await known(`to=${at(2 * 24 * 60)}`)).toEqual([]);
  });

  it('is told one by one, with what the provider wrote', async () => {
    const [listed] = (await api.get(`${of}/activity?entity=00u-bo`)).body.data;
    for (const query of ['', `?at=${listed.at}`]) {
      const { body } = await api.get(`${of}/activity/reset${query}`);
      expect(body).toEqual({ ...listed, raw: expect.objectContaining({ uuid: 'reset', published: listed.at }) });
    }
    for (const path of [`${of}/activity/nothing`, `${of}/activity/reset?at=${at(0)}`, `${unread}/activity/reset`]) {
      const { status, body } = await api.get(path);
      expect([status, body.code, body.field, typeof body.remedy]).toEqual([
        404,
        'activity.not_found',
        'eventId',
        'string',
      ]);
    }
  });

  it('comes with how far the log was read, where it was not, and what could not be used', async () => {
    const id = log.connectionId;
    const span = { name: 'backfill', since: new Date(NOW - 9 * DAY_MS), until: new Date(NOW - 2 * DAY_MS) } as const;
    await log.store.begin(id, span, free);
    await log.store.append(id, 'backfill', pageOf([event('old', 8 * 24 * 60)], { cursor: 'next' }), free);
    const error = {
      state: 'forbidden',
      missing: 'okta.logs.read',
      code: 'okta.forbidden',
      message: 'The log may not be read.',
      remedy: 'Grant okta.logs.read.',
    } as const;
    await log.store.fail(id, 'backfill', { ...error, reason: 'The scope is not granted.' }, free);
    const health = { late: 2, evicted: 1, timelines: 0, unknown: {} };
    const judged = { position: 1, watermark: NOW - 60 * MINUTE_MS, rules: 'r', turn: 0, isAnew: false };
    await app
      .get(Database)
      .transaction((tx) => app.get(DetectionStates).save(id, { ...judged, changed: [], gone: [], health }, tx));

    const { body } = await api.get(`${of}/activity/coverage`);
    expect(body).toMatchObject({
      streams: [
        {
          name: 'backfill',
          since: at(9 * 24 * 60),
          until: at(2 * 24 * 60),
          state: 'failed',
          reached: at(8 * 24 * 60),
          error,
          completedAt: null,
        },
        { name: 'follow', until: null, state: 'reading', reached: at(0), newest: at(0), error: null },
      ],
      spans: [
        { since: at(9 * 24 * 60), until: at(8 * 24 * 60) },
        { since: at(24 * 60), until: at(0) },
      ],
      gaps: [{ since: at(8 * 24 * 60), until: at(24 * 60) }],
      judged: { until: at(60), late: 2, evicted: 1 },
      quarantine: [{ reason: 'malformed', day: TODAY, events: 3 }],
    });
    const apart = (await api.all(`${of}/activity/quarantine`, 1)) as { id: string }[];
    expect(apart.map((each) => each.id)).toEqual(['three', 'two', 'one']);
    expect(apart[0]).toMatchObject({ reason: 'malformed', why: 'published: it held "soon"', receivedAt: at(0) });
  });

  it('is rolled up day by day to who used what, and says for which days that is known', async () => {
    const usage = async (query: string) => (await api.get(`${of}/usage?${query}`)).body;
    const { data, knownFor } = await usage(`kind=user&key=00u-ada&from=${TODAY}&to=${TODAY}`);
    const subject = { kind: 'User', key: 'User:00u-ada', externalId: '00u-ada', name: null };
    expect(data).toEqual([
      {
        key: '00u-ada',
        subjects: [subject],
        day: TODAY,
        events: 21,
        successes: 20,
        failures: 1,
        firstAt: at(29),
        lastAt: at(0),
        lastUseAt: at(0),
      },
    ]);
    expect(knownFor).toEqual([{ since: `${TODAY}T00:00:00.000Z`, until: at(0) }]);
    expect((await usage('kind=user&key=00u-ada&from=2026-02-23&to=2026-02-28')).knownFor).toEqual([]);

    const keysOf = async (kind: string) =>
      ((await api.all(`${of}/usage?kind=${kind}`, 1)) as { key: string; subjects: { key: string }[] }[]).map(
        ({ key, subjects }) => [key, ...subjects.map((each) => each.key)],
      );
    expect(await keysOf('credential')).toEqual([['00T-engine', 'ApiToken:00T-engine']]);
    expect(await keysOf('client')).toEqual([['client-1']]);
    expect(new Set((await keysOf('app')).flat())).toEqual(new Set(['0oa-wiki', 'App:0oa-wiki']));
    expect(await keysOf('user_app')).toContainEqual([
      userAppKey('00u-ada', '0oa-wiki'),
      'User:00u-ada',
      'App:0oa-wiki',
    ]);
    expect(await keysOf('type')).toContainEqual(['user.mfa.factor.reset_all']);
  });

  describe('becomes findings', () => {
    const say = (told: Pick<EpisodesOfEntity, 'open' | 'settled'>) =>
      sayEpisodes(app, log.connectionId, { rule: RULE, entity: ADA, ...told });
    const settled = [episodeOf(RULE, ADA, -500, -490, { isSettled: true })];
    const last = episodeOf(RULE, ADA, -12, -10, {
      events: [
        { id: 'ada-2', at: NOW - 12 * MINUTE_MS },
        { id: 'ada-0', at: NOW - 10 * MINUTE_MS },
      ],
    });

    it('whose episodes say what proved them, from which the events are reached', async () => {
      await say({ settled, open: [episodeOf(RULE, ADA, -200, -190), last] });
      const [listed] = (await api.get(`/findings?subject=${ADA.key}`)).body.data;
      const { body } = await api.get(`/findings/${listed.id}`);
      const events = [
        { id: 'ada-2', at: at(12) },
        { id: 'ada-0', at: at(10) },
      ];
      expect(body.evidence.events).toEqual(events);
      expect(body.episodes).toMatchObject({ count: 3, latest: { from: at(12), to: at(10), state: 'open' } });

      const episodes = (await api.all(`/findings/${listed.id}/episodes`, 2)) as { events: typeof events }[];
      expect(episodes[0]).toEqual({
        from: at(12),
        to: at(10),
        state: 'open',
        reason: null,
        withdrawnAt: null,
        severity: 'high',
        title: last.title,
        why: last.why,
        shown: last.shown,
        occurrences: 2,
        eventCount: 2,
        events,
      });
      expect(episodes.slice(1)).toMatchObject([
        { from: at(200), state: 'open' },
        { from: at(500), state: 'settled' },
      ]);
      for (const { id, at: published } of episodes[0]!.events) {
        const { body: proof } = await api.get(`${of}/activity/${id}?at=${published}`);
        expect([proof.id, proof.actor.key]).toEqual([id, ADA.key]);
      }
    });

    it('that say what was withdrawn, when and why', async () => {
      await say({ settled: [], open: [last] });
      const [{ id }] = (await api.get(`/findings?rule=${RULE}`)).body.data;
      const episodes = (await api.get(`/findings/${id}/episodes`)).body.data as { state: string }[];
      expect(episodes.map(({ state }) => state)).toEqual(['open', 'withdrawn', 'settled']);
      expect(episodes[1]).toMatchObject({ reason: expect.any(String), withdrawnAt: at(0) });
      expect((await api.get(`/findings/${id}`)).body.episodes).toMatchObject({ count: 2, latest: { from: at(12) } });
    });
  });

  it('is not asked for amiss without being told which part of the question is wrong', async () => {
    const wrong: [string, string][] = [
      [`${of}/activity?actor=00u-ada`, 'actor'],
      [`${of}/activity?entity=`, 'entity'],
      [`${of}/activity?outcome=failure`, 'outcome'],
      [`${of}/activity?from=yesterday`, 'from'],
      [`${of}/activity?from=${at(1)}&to=${at(2)}`, 'from'],
      [`${of}/activity?cursor=x`, 'cursor'],
      [`${of}/activity/reset?at=then`, 'at'],
      [`${of}/activity/coverage?limit=1`, 'limit'],
      [`${of}/activity/quarantine?reason=future`, 'reason'],
      [`${of}/usage`, 'kind'],
      [`${of}/usage?kind=group`, 'kind'],
      [`${of}/usage?kind=user&key=`, 'key'],
      [`${of}/usage?kind=user&from=${at(1)}`, 'from'],
      [`${of}/usage?kind=user&from=0000-01-01`, 'from'],
      [`${of}/usage?kind=user&to=2026-02-31`, 'to'],
      [`${of}/usage?kind=user&from=2026-03-02&to=2026-03-01`, 'from'],
      [`/findings/${NOBODY}/episodes?state=open`, 'state'],
    ];
    for (const [path, field] of wrong) {
      const { status, body } = await api.get(path);
      expect([path, status, body.field, typeof body.remedy]).toEqual([path, 400, field, 'string']);
    }
    const nobody = `/connections/${NOBODY}`;
    for (const part of ['activity', 'activity/coverage', 'activity/quarantine', 'activity/x', 'usage?kind=app']) {
      const { status, body } = await api.get(`${nobody}/${part}`);
      expect([part, status, body.code]).toEqual([part, 404, 'connection.not_found']);
    }
    expect((await api.get(`/findings/${NOBODY}/episodes`)).body.code).toBe('finding.not_found');
  });
});

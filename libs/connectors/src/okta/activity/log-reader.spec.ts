import type { ActivityPage, ActivityRange, DomainError } from '@posture/domain';
import type { OktaClient } from '../http/okta-client';
import { LocalOrg, refusal } from './local-org.spec-support';
import { readLog } from './log-reader';
import { oktaLog } from './okta-log';
import { oktaNormaliser } from './okta-normaliser';

let org: LocalOrg;
afterEach(() => org.stop());

const SINCE = new Date('2026-11-15T00:00:00.000Z');
const UNTIL = new Date('2026-11-22T00:00:00.000Z');
const span: ActivityRange = { kind: 'span', since: SINCE, until: UNTIL, cursor: null };
const follow: ActivityRange = { kind: 'follow', since: SINCE, cursor: null };

const read = (client: OktaClient, range: ActivityRange, signal = new AbortController().signal): Promise<ActivityPage> =>
  readLog(client, oktaNormaliser(), range, signal);

function event(id: string, published = '2026-11-20T08:00:00.000Z') {
  return { uuid: id, published, eventType: 'user.session.start' };
}

function next(path: string, host = org.url) {
  return { link: [`<${host}/api/v1/logs?limit=1000>; rel="self"`, `<${host}${path}>; rel="next"`] };
}

const idsOf = ({ events }: ActivityPage) =>
  events.map((each) => ('activity' in each ? each.activity.id : each.quarantined.reason));
const queryOf = (path: string | undefined) => Object.fromEntries(new URLSearchParams(path?.split('?')[1]));
/** As the header tells of a limit that all of is left of. */
const limited = (limit: number, remaining = limit) => ({
  'x-rate-limit-limit': String(limit),
  'x-rate-limit-remaining': String(remaining),
  'x-rate-limit-reset': String(Math.floor(org.now().getTime() / 1000) + 60),
});

describe('A span of the log', () => {
  it('is read page by page from its beginning to its end', async () => {
    org = await LocalOrg.start((path) =>
      path.includes('after=')
        ? { body: [event('c')] }
        : { body: [event('a'), event('b')], headers: next('/api/v1/logs?after=p2&limit=1000') },
    );
    const client = org.client();

    const first = await read(client, span);
    const last = await read(client, { ...span, cursor: first.cursor });

    expect(queryOf(org.asked[0])).toEqual({
      since: '2026-11-15T00:00:00.000Z',
      until: '2026-11-22T00:00:00.000Z',
      sortOrder: 'ASCENDING',
      limit: '1000',
    });
    expect(first).toMatchObject({ cursor: '/api/v1/logs?after=p2&limit=1000', isFull: true });
    expect(org.asked[1]).toBe('/api/v1/logs?after=p2&limit=1000');
    expect(last).toMatchObject({ cursor: null, isFull: false });
    expect([...idsOf(first), ...idsOf(last)]).toEqual(['a', 'b', 'c']);
  });

  it('begins no further back than Okta keeps its log', async () => {
    org = await LocalOrg.start(() => ({ body: [] }));

    await read(org.client(), { ...span, since: new Date('2025-01-01T00:00:00Z') });

    expect(queryOf(org.asked[0])['since']).toBe('2026-08-24T10:00:00.000Z');
  });

  it('of which Okta keeps nothing has been read without asking', async () => {
    org = await LocalOrg.start(() => ({ body: [] }));
    const past = { ...span, since: new Date('2025-01-01T00:00:00Z'), until: new Date('2025-02-01T00:00:00Z') };

    await expect(read(org.client(), past)).resolves.toMatchObject({ events: [], cursor: null, isFull: false });
    expect(org.asked).toEqual([]);
  });

  it('waits for its turn where what happens now does not', async () => {
    org = await LocalOrg.start((_path, count) => ({
      body: [event(`e${count}`)],
      headers: { ...next(`/api/v1/logs?after=p${count}&limit=1000`), ...limited(60, 60 - count) },
    }));
    const client = org.client();
    for (let page = 0; page < 10; page += 1) await read(client, follow);
    expect(org.slept).toBe(0);

    await read(client, span);

    expect(org.slept).toBeGreaterThan(0);
  });

  it('leaves half of the limit to others while they spend of it', async () => {
    let window = -1;
    let ours = 0;
    const perWindow: number[] = [];
    org = await LocalOrg.start((_path, count) => {
      const now = Math.floor(org.slept / 60_000);
      if (now !== window) {
        window = now;
        perWindow.push((ours = 0));
      }
      ours += 1;
      perWindow[perWindow.length - 1] = ours;
      const reset = Math.floor((Date.parse('2026-11-22T10:00:00.000Z') + (now + 1) * 60_000) / 1000);
      return {
        body: [event(`e${count}`)],
        headers: {
          ...next(`/api/v1/logs?after=p${count}&limit=1000`),
          'x-rate-limit-limit': '60',
          'x-rate-limit-remaining': String(60 - 20 - ours),
          'x-rate-limit-reset': String(reset),
        },
      };
    });
    const client = org.client();

    for (let page = 0; page < 90; page += 1) await read(client, span);

    expect(Math.max(...perWindow)).toBeLessThanOrEqual(30);
    expect(perWindow.length).toBeGreaterThan(3);
  });
});

describe('Following the log', () => {
  it('asks for no end and goes on from each page, an empty one too', async () => {
    org = await LocalOrg.start((path) => ({
      body: path.includes('after') ? [] : [event('a')],
      headers: next('/api/v1/logs?after=p2&limit=1000'),
    }));
    const client = org.client();

    const first = await read(client, follow);
    const second = await read(client, { ...follow, cursor: first.cursor });
    const third = await read(client, { ...follow, cursor: second.cursor });

    expect(queryOf(org.asked[0])).toEqual({ since: SINCE.toISOString(), sortOrder: 'ASCENDING', limit: '1000' });
    expect([first.isFull, second.isFull, third.isFull]).toEqual([false, false, false]);
    expect(third).toMatchObject({ events: [], cursor: '/api/v1/logs?after=p2&limit=1000' });
  });

  it('goes on where it was after an empty page that names no next one', async () => {
    org = await LocalOrg.start(() => ({ body: [] }));

    const { cursor } = await read(org.client(), follow);

    expect(cursor).toBe(org.asked[0]);
  });

  it('says when more is there now', async () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => event(`e${index}`));
    org = await LocalOrg.start(() => ({ body: thousand, headers: next('/api/v1/logs?after=p2&limit=1000') }));

    await expect(read(org.client(), follow)).resolves.toMatchObject({ isFull: true });
  });

  it('asks for smaller pages only while Okta is too slow for larger ones', async () => {
    org = await LocalOrg.start((path, count) => {
      if (count === 1) return refusal(500, 'E0000009');
      const { limit } = queryOf(path);
      return { body: [event(`e${count}`)], headers: next(`/api/v1/logs?after=p${count}&limit=${limit}`) };
    });
    const client = org.client();

    const { cursor } = await read(client, follow);
    await read(client, { ...follow, cursor });

    expect(org.asked.map((path) => queryOf(path)['limit'])).toEqual(['1000', '500', '1000']);
  });

  it('does not take the same page for a new one for ever', async () => {
    org = await LocalOrg.start(() => ({ body: [event('a')], headers: next('/api/v1/logs?after=p1&limit=1000') }));

    const stuck = { ...follow, cursor: '/api/v1/logs?after=p1&limit=1000' };
    await expect(read(org.client(), stuck)).rejects.toMatchObject({ code: 'okta.page_loop' });
  });
});

describe('A cursor of the log', () => {
  const cursor = '/api/v1/logs?after=old&limit=1000';

  it.each([
    [400, 'E0000031'],
    [400, 'E0000053'],
    [400, 'E0000029'],
    [410, 'E0000008'],
  ])('that Okta refuses with %i %s is told from every other failure', async (status, code) => {
    org = await LocalOrg.start(() => refusal(status, code));
    const client = org.client();

    await expect(read(client, { ...follow, cursor })).rejects.toMatchObject({
      code: 'okta.log_cursor_refused',
      kind: 'conflict',
    });
    await expect(read(client, follow)).rejects.not.toMatchObject({ code: 'okta.log_cursor_refused' });
  });

  it('is no way to anything else', async () => {
    org = await LocalOrg.start(() => ({ body: [] }));
    const client = org.client();

    for (const strange of ['/api/v1/users?limit=1', 'https://elsewhere.test/api/v1/logs?after=x', '/api/v1/logs', '']) {
      await expect(read(client, { ...follow, cursor: strange })).rejects.toMatchObject({
        code: 'okta.log_cursor_refused',
      });
    }
    expect(org.asked).toEqual([]);
  });

  it('is never one of another host', async () => {
    org = await LocalOrg.start(() => ({
      body: [event('a')],
      headers: next('/api/v1/logs?after=x', 'https://elsewhere.test'),
    }));

    await expect(read(org.client(), follow)).rejects.toMatchObject({ code: 'okta.link_refused' });
  });

  it('stays good when Okta is away', async () => {
    org = await LocalOrg.start(() => refusal(503, 'E0000010'));

    await expect(read(org.client(), { ...follow, cursor })).rejects.toMatchObject({ code: 'okta.unavailable' });
  });
});

describe('A page of the log', () => {
  it("tells Okta's clock, by which it is judged what is future-dated", async () => {
    org = await LocalOrg.start(() => ({
      body: [event('now', '2026-11-22T10:00:00.000Z'), event('future', '2026-11-22T10:11:00.000Z'), null],
      headers: next('/api/v1/logs?after=p2&limit=1000'),
    }));
    const slow = org.client(undefined, -30 * 60_000);

    const page = await read(slow, follow);

    expect(page.providerNow).toBe(Date.parse('2026-11-22T10:00:00.000Z'));
    expect(idsOf(page)).toEqual(['now', 'future', 'malformed']);
    expect(page.events[1]).toMatchObject({ quarantined: { id: 'future' } });
  });

  it.each([
    [120, 2_000],
    [60, 2_000],
    [25, 4_800],
    [10, 12_000],
    [1, 60_000],
  ])('says at a limit of %i a minute to ask again after %i ms', async (limit, pollAfterMs) => {
    org = await LocalOrg.start(() => ({ body: [], headers: limited(limit) }));

    await expect(read(org.client(), follow)).resolves.toMatchObject({ pollAfterMs });
  });

  it('is not asked for once the signal is given', async () => {
    org = await LocalOrg.start(() => ({ body: [] }));

    await expect(read(org.client(), follow, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(org.asked).toEqual([]);
  });
});

describe('Coverage of the log', () => {
  it.each([
    [refusal(403, 'E0000006'), 'forbidden', 'READ_ONLY_ADMIN', /may not read the System Log: it needs Read-only Admin/],
    [
      {
        status: 403,
        body: null,
        headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="okta.logs.read"' },
      },
      'forbidden',
      'okta.logs.read',
      /scope okta\.logs\.read is not granted/,
    ],
    [refusal(401, 'E0000015'), 'unlicensed', null, /does not include/],
    [refusal(404, 'E0000008'), 'failed', null, /does not know GET \/api\/v1\/logs/],
  ])('of a refusal %j is %s', async (answer, state, missing, reason) => {
    org = await LocalOrg.start(() => answer);

    const failure = (await read(org.client(), follow).catch((error: unknown) => error)) as DomainError;

    expect(oktaLog.coverageOf(failure)).toEqual({ state, missing, reason: expect.stringMatching(reason) as string });
  });
});

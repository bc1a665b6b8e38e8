import type { Response } from 'supertest';
import { FindingReconciler } from '@posture/findings';
import { Database } from '@posture/platform';
import type { Method } from '../support/api';
import { candidate, judgement } from '../support/judgements';
import { keptRows } from '../support/kept-rows';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const DAY_MS = 24 * 3_600_000;
const CHANNEL = { name: 'SIEM', url: 'https://siem.acme.example/in' };
const REASON = 'Until the migration is over.';

/** Of every resource that has versions, where one is, by the name of its noun. */
type Places = Readonly<Record<'connection' | 'finding' | 'exception' | 'view' | 'channel' | 'key', string>>;

/** A change that is well formed and would make a difference, of each route that asks which version it is of. */
const CHANGES: readonly [method: Method, route: string, noun: keyof Places, body: object | undefined][] = [
  ['patch', '/connections/{id}', 'connection', { owner: 'Identity team' }],
  ['patch', '/connections/{id}/schedule', 'connection', { every: 720 }],
  ['patch', '/connections/{id}/due-policy', 'connection', { critical: 1 }],
  ['patch', '/connections/{connectionId}/rules/settings', 'connection', { rules: {} }],
  ['patch', '/findings/{id}', 'finding', { assignee: 'me' }],
  ['post', '/findings/{id}/transitions', 'finding', { action: 'acknowledge' }],
  ['delete', '/exceptions/{id}', 'exception', undefined],
  ['patch', '/views/{id}', 'view', { name: 'Ours' }],
  ['delete', '/views/{id}', 'view', undefined],
  ['patch', '/channels/{id}', 'channel', { name: 'Another' }],
  ['delete', '/channels/{id}', 'channel', undefined],
  ['patch', '/api-keys/{id}', 'key', { name: 'another' }],
];

/** A field nobody knows, in every place that takes a filter. */
const UNKNOWN_FIELDS: readonly [
  place: string,
  method: Method,
  path: string,
  body: object | undefined,
  field: string,
][] = [
  ['a list', 'get', '/findings?q=colour:red', undefined, 'q'],
  ['facets', 'get', '/findings/facets?q=colour:red', undefined, 'q'],
  ['groups', 'get', '/findings/groups?by=rule&q=colour:red', undefined, 'q'],
  ['a saved view', 'post', '/views', { name: 'Red', filter: 'colour:red' }, 'filter'],
  ['a channel', 'post', '/channels', { ...CHANNEL, filter: 'colour:red' }, 'filter'],
  [
    'a change of many findings',
    'post',
    '/findings/bulk',
    { filter: 'colour:red', expectedCount: 1, action: 'acknowledge' },
    'filter',
  ],
];

/** Addresses that lead into a network or to the machine itself, each in a way somebody might write it. */
const ADDRESSES: readonly [what: string, host: string][] = [
  ['a private address', '10.0.0.5'],
  ['a private address of another range', '172.16.9.9'],
  ['a link-local address, where clouds answer', '169.254.169.254'],
  ['an address of this machine', '127.0.0.1'],
  ['a decimal number', '2130706433'],
  ['a decimal number of a private address', '167772165'],
  ['a hexadecimal number', '0x7f000001'],
  ['a hexadecimal number of a link-local address', '0xa9fea9fe'],
  ['octal digits', '0177.0.0.01'],
  ['octal digits of a private address', '012.0.0.5'],
  ['fewer digits than four', '127.1'],
  ['an IPv6-mapped address', '[::ffff:10.0.0.5]'],
  ['an IPv6-mapped address in hexadecimal', '[::ffff:a9fe:a9fe]'],
  ['an IPv6 address of this machine', '[::1]'],
  ['a unique local IPv6 address', '[fd00::5]'],
  ['a name of this machine', 'localhost'],
  ['a name of a cloud', 'metadata.google.internal'],
];

/** What leads elsewhere only when it is called, and what a receiver answers, are rows S3 to S6, D8 and D9 of the checklist. */
describe('Bad input', () => {
  const clock = new SetClock();
  let served: ServedApi;
  let places: Places;

  beforeAll(async () => {
    served = await ServedApi.open(clock);
    const connection = await served.connect('brightwater');
    const found = judgement(
      1,
      [1, 2, 3].map((n) => candidate(`rule-${n}`, `User:u${n}`)),
      {
        connectionId: connection,
        rules: ['rule-1', 'rule-2', 'rule-3'],
      },
    );
    await served.app.get(FindingReconciler).reconcile(found);
    const [finding, other] = (await served.api.get('/findings')).body.data as { id: string }[];
    const about = { scope: 'finding', findingId: other!.id, kind: 'false_positive', reason: REASON };
    places = {
      connection,
      finding: finding!.id,
      exception: (await made('/exceptions', about)).id,
      view: (await made('/views', { name: 'Mine', filter: 'assignee:me' })).id,
      channel: (await made('/channels', CHANNEL)).channel.id,
      key: (await made('/api-keys', { name: 'script', role: 'viewer' })).apiKey.id,
    };
    // Whoever reads a schedule first makes it.
    await served.api.get(`/connections/${connection}/schedule`);
    for (const name of ['second', 'third']) await made('/channels', { ...CHANNEL, name });
  });
  afterAll(() => served?.close());

  const made = async (path: string, body: object) => {
    const answer = await served.api.post(path, body);
    expect(answer.status).toBe(201);
    return answer.body;
  };

  /** What was answered to what changes nothing whatever, one after the other. */
  async function refused(...asks: readonly (() => Promise<Response>)[]): Promise<Response[]> {
    const before = await keptRows(served.app.get(Database));
    const answers: Response[] = [];
    for (const ask of asks) answers.push(await ask());
    expect(await keptRows(served.app.get(Database))).toEqual(before);
    for (const { type, body } of answers)
      expect([type, typeof body.remedy]).toEqual(['application/problem+json', 'string']);
    return answers;
  }

  it.each(UNKNOWN_FIELDS)(
    'that filters %s by a field nobody knows names it and those there are',
    async (_place, method, path, body, field) => {
      const [answer] = await refused(() => served.api.call(method, path, { body }));
      const { status, body: problem } = answer!;
      expect([status, problem.code, problem.field]).toEqual([400, 'filter.field_unknown', field]);
      expect([problem.detail, problem.remedy]).toEqual([
        expect.stringContaining('colour'),
        expect.stringContaining('severity'),
      ]);
    },
  );

  describe('in If-Match', () => {
    it('is tried of every route that asks for it', () => {
      const asking = Object.entries(served.api.document.paths).flatMap(([path, item]) =>
        Object.entries(item as unknown as Record<string, { parameters?: { name: string }[] }>)
          .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'If-Match'))
          .map(([method]) => `${method} ${path.replace('/api/v1', '')}`),
      );
      expect(CHANGES.map(([method, route]) => `${method} ${route}`).sort()).toEqual(asking.sort());
    });

    it.each(CHANGES)('of %s %s changes nothing: stale, missing or no ETag', async (method, route, noun, body) => {
      const path = route.replace(/\{\w+\}/, places[noun]);
      const ask = (ifMatch: string | null) => () =>
        served.api.call(method, path, { body, headers: { 'if-match': ifMatch } });

      const answers = await refused(ask('"v99"'), ask(null), ask('*'));

      expect(answers.map((each) => [each.status, each.body.code, each.body.field])).toEqual([
        [412, expect.stringMatching(/\.stale$/), 'If-Match'],
        [428, 'request.precondition_required', 'If-Match'],
        [400, 'request.if_match_invalid', 'If-Match'],
      ]);
      expect(answers[0]!.body.version).toEqual(expect.any(Number));
    });
  });

  it.each([
    ['of other filters', '/findings?limit=1', '/findings?status=open'],
    ['of another search', '/findings?limit=1&q=status:open', '/findings?q=severity:high'],
    ['of another order', '/findings?limit=1&sort=-score', '/findings?sort=lastSeenAt'],
    ['of another list', '/findings?limit=1', '/channels'],
    ['of a list that was filtered by nothing', '/channels?limit=1', '/findings'],
  ])('that is a cursor %s is refused, and is good where it was given', async (_of, from, to) => {
    const { nextCursor } = (await served.api.get(from)).body.page as { nextCursor: string };
    expect(nextCursor).toEqual(expect.any(String));
    const path = `${to}${to.includes('?') ? '&' : '?'}cursor=${nextCursor}`;

    const [answer] = await refused(() => served.api.get(path));

    expect([answer!.status, answer!.body.code, answer!.body.field]).toEqual([400, 'cursor.invalid', 'cursor']);
    expect((await served.api.get(`${from}&cursor=${nextCursor}`)).status).toBe(200);
  });

  it.each([
    ['a channel', '/channels', CHANNEL, { ...CHANNEL, name: 'Another' }],
    ['a view', '/views', { name: 'Once', filter: '' }, { name: 'Once', filter: 'status:open' }],
    ['a key', '/api-keys', { name: 'once', role: 'viewer' }, { name: 'once', role: 'owner' }],
    [
      'a change of many findings',
      '/findings/bulk',
      { filter: 'status:resolved', expectedCount: 0, action: 'acknowledge' },
      { filter: '', expectedCount: 3, action: 'acknowledge' },
    ],
  ])('that repeats the Idempotency-Key of %s with another body is refused', async (what, path, first, other) => {
    const headers = { 'idempotency-key': what.replaceAll(' ', '-') };
    expect((await served.api.post(path, first, { headers })).status).toBeLessThan(300);

    const [answer] = await refused(() => served.api.post(path, other, { headers }));

    const { status, body } = answer!;
    expect([status, body.code, body.field]).toEqual([422, 'idempotency_key.reused', 'Idempotency-Key']);
  });

  it('that is signed with an expired key is refused, reading and writing', async () => {
    const { value: key } = await made('/api-keys', { name: 'short', role: 'admin', expiresInDays: 1 });
    expect((await served.api.get('/channels', { key })).status).toBe(200);
    clock.pass(DAY_MS);

    const answers = await refused(
      () => served.api.get('/channels', { key }),
      () => served.api.post('/channels', CHANNEL, { key }),
      () => served.api.call('patch', `/channels/${places.channel}`, { key, body: {}, headers: { 'if-match': '"v1"' } }),
    );

    for (const { status, body } of answers) expect([status, body.code]).toEqual([401, 'api_key.invalid']);
  });

  it.each(ADDRESSES)('that is a channel to %s is refused, made or changed', async (_what, host) => {
    const url = `https://${host}/in`;
    const change = { body: { url }, headers: { 'if-match': '"v1"' } };
    const answers = await refused(
      () => served.api.post('/channels', { ...CHANNEL, url }),
      () => served.api.call('patch', `/channels/${places.channel}`, change),
      () => served.api.post('/channels', { name: 'syslog', kind: 'syslog', url: `tls://${host}:6514` }),
    );

    for (const { status, body } of answers) {
      expect([status, body.code, body.field]).toEqual([400, 'channel.url_invalid', 'url']);
      expect(body.remedy).toContain('POSTURE_ALERT_NETWORKS');
    }
  });
});

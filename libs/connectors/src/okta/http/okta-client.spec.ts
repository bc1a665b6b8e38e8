import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Secret } from '@posture/platform';
import { normaliseOktaDomain } from '../connection/okta-domain';
import { OktaClient } from './okta-client';
import { oktaPath } from './okta-path';
import type { Pace } from './pace';

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let server: Server | null = null;
let client: OktaClient | null = null;
const slept: number[] = [];
const asked: string[] = [];

afterEach(async () => {
  await client?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(null));
  slept.length = 0;
  asked.length = 0;
});

/** An org that answers as told; sleeping takes no time and is noted. */
async function org(answer: Answer, more: { timeoutMs?: number; maxBytes?: number } = {}): Promise<OktaClient> {
  let count = 0;
  server = createServer((request, response) => {
    count += 1;
    asked.push(request.url ?? '');
    answer(request, response, count);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let ms = Date.parse('2026-11-22T10:00:00.000Z');
  const pace: Pace = {
    now: () => new Date(ms),
    random: () => 0.5,
    sleep: (by, signal) => {
      signal?.throwIfAborted();
      slept.push(by);
      ms += by;
      return Promise.resolve();
    },
  };
  const domain = normaliseOktaDomain(`http://127.0.0.1:${port}`, { allowLoopback: true });
  client = new OktaClient({
    domain,
    credential: { kind: 'api_token', token: new Secret('00secret-value') },
    clock: pace,
    pace,
    ...more,
  });
  return client;
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string | string[]> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === null ? '' : JSON.stringify(body));
}

const error = (errorCode: string) => ({
  errorCode,
  errorSummary: 'x',
  errorLink: errorCode,
  errorId: 'oae1',
  errorCauses: [],
});
const users = oktaPath`/api/v1/users`;

async function itemsOf(from: OktaClient, query?: Record<string, string>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const page of from.pages(users, { style: 'link', query })) items.push(...page.items);
  return items;
}

describe('a request', () => {
  it.each([
    [401, error('E0000011'), {}, 'okta.credential_refused'],
    [401, error('E0000004'), {}, 'okta.credential_refused'],
    [401, error('E0000015'), {}, 'okta.feature_missing'],
    [403, error('E0000006'), {}, 'okta.role_missing'],
    [403, error('E0000038'), {}, 'okta.request_refused'],
    [410, error('E0000007'), {}, 'okta.not_found'],
    [410, null, {}, 'okta.not_found'],
    [404, error('E0000007'), {}, 'okta.not_found'],
    [404, error('E0000008'), {}, 'okta.path_unknown'],
    [405, error('E0000022'), {}, 'okta.path_unknown'],
    [501, null, {}, 'okta.path_unknown'],
    [400, error('E0000001'), {}, 'okta.request_refused'],
    [400, error('E0000029'), {}, 'okta.cursor_refused'],
    [302, null, { location: 'https://elsewhere.test/' }, 'okta.redirected'],
  ])('answered with %i and %j is told apart', async (status, body, headers, code) => {
    const from = await org((_request, response) => send(response, status, body, headers));
    await expect(from.get(users)).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [403, '<html><head><title>Access denied</title></head></html>'],
    [403, ''],
    [403, '{"message":"Forbidden"}'],
    [401, '<!DOCTYPE html><html>Log in to the proxy</html>'],
    [404, '<html>no such page</html>'],
  ])(
    'refused with %i and %j by something on the way is no matter of rights, and tried once more',
    async (status, body) => {
      const from = await org((_request, response) => {
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end(body);
      });
      await expect(from.get(users)).rejects.toMatchObject({
        code: 'okta.edge_refused',
        message: expect.stringContaining(`HTTP ${status}`),
      });
      expect(asked).toHaveLength(2);
    },
  );

  it('forbidden for something else than a role says what Okta said', async () => {
    const from = await org((_request, response) => send(response, 403, error('E0000038')));
    await expect(from.get(users)).rejects.toMatchObject({ message: expect.stringContaining('E0000038 x') });
  });

  it('without its scope names the scope, which only a header tells', async () => {
    const challenge =
      'Bearer authorization_uri="x", realm="y", scope="okta.users.read", error="insufficient_scope", error_description="no", resource="/api/v1/users"';
    const from = await org((_request, response) => send(response, 403, null, { 'www-authenticate': challenge }));
    await expect(from.get(users)).rejects.toMatchObject({
      code: 'okta.scope_missing',
      facts: { missing: 'okta.users.read' },
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('is understood when its answer comes compressed with %s', async (coding, compress) => {
    const from = await org((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding });
      response.end(compress(JSON.stringify([{ id: '00ué' }])));
    });
    await expect(from.get(users)).resolves.toMatchObject({ body: [{ id: '00ué' }] });
  });

  it('takes no more from a compressed answer than from a plain one', async () => {
    const from = await org(
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(JSON.stringify(['x'.repeat(100_000)])));
      },
      { maxBytes: 10_000 },
    );
    await expect(from.get(users)).rejects.toMatchObject({ code: 'okta.answer_invalid' });
    expect(asked).toHaveLength(1);
  });

  it('is tried once more after a sporadic invalid session', async () => {
    const from = await org((_request, response, count) =>
      count === 1 ? send(response, 403, error('E0000005')) : send(response, 200, []),
    );
    await expect(from.get(users)).resolves.toMatchObject({ body: [] });
    expect(asked).toHaveLength(2);
  });

  it("waits for the end of the window after a refusal for the rate, by the server's clock", async () => {
    const date = Date.parse('2026-11-22T09:00:00.000Z');
    const headers = {
      date: new Date(date).toUTCString(),
      'x-rate-limit-limit': '50',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(date / 1000 + 40),
    };
    const from = await org((_request, response, count) =>
      count === 1 ? send(response, 429, error('E0000047'), headers) : send(response, 200, []),
    );
    await from.get(users);
    const waited = slept.reduce((sum, each) => sum + each, 0);
    expect(waited).toBeGreaterThanOrEqual(40_000);
    expect(waited).toBeLessThan(43_000);
    expect(from.throttledMs).toBeGreaterThanOrEqual(40_000);
  });

  it('waits only a moment after a refusal for concurrency, whatever reset says', async () => {
    const headers = { 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '9999999999' };
    const from = await org((_request, response, count) =>
      count === 1 ? send(response, 429, error('E0000047'), headers) : send(response, 200, []),
    );
    await from.get(users);
    expect(Math.max(...slept)).toBeLessThanOrEqual(2000);
    // It is the org's limit that it waited for.
    expect(from.throttledMs).toBe(Math.max(...slept));
  });

  it('is repeated with growing pauses while Okta fails, and given up in the end', async () => {
    const from = await org((_request, response) => send(response, 503, error('E0000010')));
    await expect(from.get(users)).rejects.toMatchObject({ code: 'okta.unavailable' });
    expect(asked).toHaveLength(5);
    expect(slept).toEqual([1000, 2000, 4000, 8000]);
  });

  it('survives a reset connection and half an answer', async () => {
    const from = await org((request, response, count) => {
      if (count === 1) request.socket.destroy();
      else if (count === 2) {
        response.writeHead(200, { 'content-length': '100' });
        response.write('[{"id":');
        setTimeout(() => response.destroy(), 10);
      } else if (count === 3) response.writeHead(200).end('[{"id":"00u1"');
      else send(response, 200, [{ id: '00u1' }]);
    });
    await expect(from.get(users)).resolves.toMatchObject({ body: [{ id: '00u1' }] });
  });

  it('is given up when the answer is too large', async () => {
    const from = await org((_request, response) => response.writeHead(200).end(`["${'x'.repeat(5000)}"]`), {
      maxBytes: 1000,
    });
    await expect(from.get(users)).rejects.toMatchObject({ code: 'okta.answer_invalid' });
    expect(asked).toHaveLength(1);
  });

  it('is given up when no answer comes', async () => {
    const from = await org(() => undefined, { timeoutMs: 50 });
    await expect(from.get(users)).rejects.toMatchObject({ code: 'okta.unreachable' });
  });

  it('ends when it is aborted', async () => {
    const from = await org(() => undefined);
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 30);
    await expect(from.get(users, { signal: abort.signal })).rejects.toThrow('enough');
  });

  it('never shows the credential in an error', async () => {
    const from = await org((_request, response) => send(response, 401, error('E0000011')));
    const failure: unknown = await from.get(users).catch((caught: unknown) => caught);
    expect(JSON.stringify(failure) + String(failure)).not.toContain('00secret');
  });

  it('refuses a credential of several lines before it is sent', () => {
    const domain = normaliseOktaDomain('acme');
    const make = () =>
      new OktaClient({
        domain,
        credential: { kind: 'api_token', token: new Secret('00a\nX-Evil: 1') },
        clock: { now: () => new Date(0) },
      });
    expect(make).toThrow(expect.objectContaining({ code: 'okta.credential_invalid', field: 'token' }));
  });

  it('counts by bucket, retries included', async () => {
    const from = await org((_request, response, count) =>
      count === 1 ? send(response, 502, null) : send(response, 200, []),
    );
    await from.get(users);
    await from.get(oktaPath`/api/v1/apps/${'0oa1'}/users`);
    expect(from.requests).toBe(3);
    expect(from.requestsByBucket).toEqual({ AL: 1, UL: 2 });
  });

  it('shares the limit of its org with the other clients of this process', async () => {
    const answered = (response: ServerResponse, count: number): void => {
      const headers = { 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': String(10 - count) };
      const date = from.clock.now();
      const reset = String(Math.floor(date.getTime() / 60_000) * 60 + 60);
      send(response, 200, [], { ...headers, 'x-rate-limit-reset': reset, date: date.toUTCString() });
    };
    const from = await org((_request, response, count) => answered(response, count));
    const { domain, clock } = from;
    const credential = { kind: 'api_token', token: new Secret('00secret-value') } as const;
    const other = new OktaClient({ domain, credential, clock });
    try {
      const start = clock.now().getTime();
      await from.get(users);
      expect(other.limits).toEqual({ UL: 10 });
      for (let i = 0; i < 8; i += 1) await other.get(users);
      expect(clock.now().getTime() - start).toBeLessThan(60_000);
      await from.get(users);
      expect(clock.now().getTime() - start).toBeGreaterThanOrEqual(60_000);
    } finally {
      await other.close();
    }
  });

  it('keeps an id inside its path segment', () => {
    expect(oktaPath`/api/v1/groups/${'../users?x=1'}/users`).toEqual({
      path: '/api/v1/groups/..%2Fusers%3Fx%3D1/users',
      template: '/api/v1/groups/{}/users',
    });
  });
});

describe('a list', () => {
  const next = (request: IncomingMessage, query: string) => ({
    link: `<http://${request.headers.host}/api/v1/users?${query}>; rel="next"`,
  });

  it('is asked for half as many records after a server error, from the same place', async () => {
    const from = await org((request, response, count) => {
      if (count === 1) return send(response, 200, [1], next(request, 'after=a&limit=200'));
      if (count === 2) return send(response, 500, error('E0000009'));
      return send(response, 200, [2]);
    });
    await expect(itemsOf(from, { limit: '200' })).resolves.toEqual([1, 2]);
    expect(asked).toEqual([
      '/api/v1/users?limit=200',
      '/api/v1/users?after=a&limit=200',
      '/api/v1/users?after=a&limit=100',
    ]);
  });

  it('goes on after an empty page', async () => {
    const from = await org((request, response, count) =>
      send(response, 200, count === 2 ? [] : [count], count < 3 ? next(request, `after=${count}`) : {}),
    );
    await expect(itemsOf(from)).resolves.toEqual([1, 3]);
  });

  it('stops in a circle, keeping what it read', async () => {
    const from = await org((request, response, count) =>
      send(response, 200, [count], next(request, count === 1 ? 'after=a' : 'after=a&limit=50')),
    );
    const items: unknown[] = [];
    const read = async () => {
      for await (const page of from.pages(users, { style: 'link' })) items.push(...page.items);
    };
    await expect(read()).rejects.toMatchObject({ code: 'okta.page_loop' });
    expect(items).toEqual([1, 2]);
  });

  it('ends at an empty page that points to itself, as it is met after the last record', async () => {
    const from = await org((request, response, count) =>
      send(response, 200, count === 1 ? [{ id: '00u1' }] : [], next(request, 'after=a')),
    );
    await expect(itemsOf(from)).resolves.toEqual([{ id: '00u1' }]);
    expect(asked).toHaveLength(3);
  });

  it('asks an empty page that points to itself once more, for it may only have been too early', async () => {
    const from = await org((request, response, count) =>
      send(response, 200, count === 2 ? [] : [{ id: `00u${count}` }], count < 3 ? next(request, 'after=a') : {}),
    );
    await expect(itemsOf(from)).resolves.toEqual([{ id: '00u1' }, { id: '00u3' }]);
  });

  it('keeps the records of a page whose link to the next cannot be read, and fails', async () => {
    const from = await org((_request, response) => send(response, 200, [{ id: '00u1' }], { link: 'rel="next"' }));
    const items: unknown[] = [];
    const read = async () => {
      for await (const page of from.pages(users, { style: 'link' })) items.push(...page.items);
    };
    await expect(read()).rejects.toMatchObject({ code: 'okta.link_refused' });
    expect(items).toEqual([{ id: '00u1' }]);
  });

  it.each([
    ['empty pages', () => []],
    ['the same page', () => [{ id: '00u1' }, { id: '00u2' }]],
    [
      'the same records in another order',
      (count: number) => [{ id: `00u${count % 2}` }, { id: `00u${(count + 1) % 2}` }],
    ],
    ['two pages by turns', (count: number) => [{ id: `00u${count % 2}` }]],
    ['records without an id', () => [{ label: 'okta.users.read' }]],
  ])('ends when %s come for ever, each under a place of its own', async (_what, page) => {
    const from = await org((request, response, count) =>
      send(response, 200, page(count), next(request, `after=${count}`)),
    );
    await expect(itemsOf(from)).rejects.toMatchObject({ code: 'okta.page_loop' });
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it('goes on as long as something new comes before the third page without', async () => {
    const from = await org((request, response, count) =>
      send(
        response,
        200,
        count % 3 === 1 ? [{ id: `00u${count}` }] : [],
        count < 12 ? next(request, `after=${count}`) : {},
      ),
    );
    await expect(itemsOf(from)).resolves.toHaveLength(4);
  });

  it('sends no request and no credential to another host', async () => {
    const from = await org((_request, response) =>
      send(response, 200, [1], { link: '<https://evil.test/api/v1/users?after=a>; rel="next"' }),
    );
    await expect(itemsOf(from)).rejects.toMatchObject({ code: 'okta.link_refused' });
    expect(asked).toHaveLength(1);
  });

  it('is no list when the answer is something else', async () => {
    const from = await org((_request, response) => send(response, 200, { not: 'a list' }));
    await expect(itemsOf(from)).rejects.toMatchObject({ code: 'okta.answer_invalid' });
  });
});

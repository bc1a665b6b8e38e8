import { connect } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyStore } from '@posture/operators';
import { AppConfig } from '@posture/platform';
import { createServer } from '../../apps/server/src/create-server';
import { linesOf } from '../support/log-lines';
import type { LogLines } from '../support/log-lines';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What is refused before any route sees it, word for word on the line. */
describe('The wire of the API', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-wire-'));
  let log: LogLines;
  let app: NestFastifyApplication;
  let port: number;
  let key: string;

  beforeAll(async () => {
    log = linesOf();
    app = await createServer(
      AppConfig.parse({ HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_LOG_LEVEL: 'debug' }, { role: 'api' }),
    );
    await app.listen(0, '127.0.0.1');
    port = Number(new URL(await app.getUrl()).port);
    key = (await app.get(ApiKeyStore).createFirst()) ?? '';
  });
  afterAll(async () => {
    log?.restore();
    await app?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Sends the text as it is. */
  function raw(text: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let told = '';
      socket.setEncoding('utf8').on('data', (part) => (told += part));
      socket.on('error', reject).on('close', () => resolve(parsed(told)));
    });
  }
  const ask = (method: string, path: string, ...headers: string[]): Promise<Answer> =>
    raw([`${method} ${path} HTTP/1.1`, 'Host: posture.test', 'Connection: close', ...headers, '', ''].join('\r\n'));
  const withKey = () => `Authorization: Bearer ${key}`;

  it.each([
    ['an address that is not encoded well', () => ask('GET', '/api/v1/%ZZ', withKey()), 400, 'request.malformed'],
    ['a part of one that is not', () => ask('GET', '/api/v1/findings/%ff', withKey()), 400, 'request.malformed'],
    [
      'a part that is too long',
      () => ask('GET', `/api/v1/findings/${'x'.repeat(501)}`),
      414,
      'request.address_too_long',
    ],
    [
      'an address larger than a head',
      () => ask('GET', `/api/v1/${'x'.repeat(20_000)}`),
      431,
      'request.headers_too_large',
    ],
    [
      'a large header',
      () => ask('GET', '/api/v1/health', `X: ${'x'.repeat(20_000)}`),
      431,
      'request.headers_too_large',
    ],
    ['no HTTP', () => raw('how do you do\r\n\r\n'), 400, 'request.malformed'],
    ['a version of HTTP that is none', () => raw('GET /api/v1/health HTTP/9.9\r\n\r\n'), 400, 'request.malformed'],
    ['no host', () => raw('GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n'), 400, 'request.host_missing'],
    [
      'two lengths',
      () => ask('POST', '/api/v1/channels', 'Content-Length: 1', 'Content-Length: 2'),
      400,
      'request.malformed',
    ],
    ['an expectation', () => ask('GET', '/api/v1/health', 'Expect: coffee'), 417, 'request.expectation'],
    [
      'a method nobody knows here',
      () => ask('PROPFIND', '/api/v1/findings', withKey()),
      405,
      'route.method_not_allowed',
    ],
    ['an address nobody has', () => ask('GET', '/wp-login.php'), 404, 'route.not_found'],
    ['no address at all', () => ask('OPTIONS', '*'), 404, 'route.not_found'],
  ] as const)('refuses %s with a problem document', async (_what, request, status, code) => {
    const answer = await request();

    expect([answer.status, answer.headers['content-type']?.split(';')[0]]).toEqual([
      status,
      'application/problem+json',
    ]);
    const problem = JSON.parse(answer.text) as Record<string, unknown>;
    expect(problem).toEqual({
      type: `urn:posture:problem:${code}`,
      title: expect.not.stringMatching(/^Error$/),
      ...{ status, code, detail: expect.any(String), remedy: expect.any(String) },
      instance: `urn:posture:request:${answer.headers['x-request-id']}`,
      ...(code === 'request.host_missing' ? { field: 'Host' } : {}),
    });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it('names the methods an address has, with or without a key', async () => {
    const findings = await ask('DELETE', '/api/v1/findings');
    expect([findings.status, findings.headers['allow']]).toEqual([405, 'GET, HEAD']);
    const channel = await ask('PUT', '/api/v1/channels/one?x=1', withKey());
    expect([channel.status, channel.headers['allow']]).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
    expect((await ask('OPTIONS', '/api/v1/runs/one/abort')).headers['allow']).toBe('POST');
    expect((await ask('POST', '/api/v1/channels//test')).status).toBe(404);
  });

  it('answers HEAD as GET, without the body', async () => {
    const [get, head] = [
      await ask('GET', '/api/v1/channels', withKey()),
      await ask('HEAD', '/api/v1/channels', withKey()),
    ];
    // What each request has of its own.
    const { date: _, 'x-request-id': first, ratelimit: left, ...asked } = get.headers;
    const { date: __, 'x-request-id': second, ratelimit: after, ...headed } = head.headers;
    expect([head.status, head.text, headed]).toEqual([200, '', asked]);
    expect(first).not.toBe(second);
    expect([left, after]).toEqual([expect.stringMatching(/r=\d+/), expect.stringMatching(/r=\d+/)]);
    expect((await ask('HEAD', '/api/v1/channels')).status).toBe(401);
  });

  it('writes one line a request, under the id its answer has, and nothing of what was asked for', async () => {
    const id = 'canary-canary@brightwater.example';
    const refused = await ask('GET', `/api/v1/findings?assignee=${id}`, withKey());
    const read = await ask('GET', '/api/v1/channels', withKey());
    const unknown = await ask('GET', '/api/v1/channels', 'Authorization: Bearer canary-key');

    const lineOf = ({ headers }: Answer) =>
      log.all().filter((line) => line['requestId'] === headers['x-request-id'] && line['event'] === 'request.answered');
    expect(lineOf(refused)).toEqual([
      expect.objectContaining({
        ...{ level: 'info', method: 'GET', path: '/api/v1/findings', route: '/api/v1/findings', status: 400 },
        ...{ principal: expect.stringMatching(/^api_key:/), ms: expect.any(Number), ip: '127.0.0.1' },
      }),
    ]);
    expect(lineOf(read)).toEqual([expect.objectContaining({ level: 'debug', status: 200 })]);
    expect(lineOf(unknown)).toEqual([expect.objectContaining({ level: 'info', status: 401, principal: null })]);
    expect(JSON.stringify(log.all())).not.toContain('canary');
  });

  it('lets nobody write lines of his own into the log', async () => {
    await ask('GET', '/api/v1/x%0d%0a{"level":"error","event":"forged"}');
    expect(log.all().filter(({ event }) => event === 'forged')).toEqual([]);
  });
});

function parsed(told: string): Answer {
  const [head, ...body] = told.split('\r\n\r\n');
  const [first, ...lines] = (head ?? '').split('\r\n');
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  return { status: Number(first?.split(' ')[1]), headers: Object.fromEntries(headers), text: body.join('\r\n\r\n') };
}

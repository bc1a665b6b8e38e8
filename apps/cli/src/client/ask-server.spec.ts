import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askServer } from './ask-server';

interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const PROBLEM = {
  type: 'urn:posture:problem:run.wrong_state',
  title: 'Conflict',
  status: 409,
  detail: 'It has ended.',
  instance: 'urn:posture:request:req-1',
  code: 'run.wrong_state',
};

describe('Asking a server', () => {
  let http: Server;
  let url: string;
  /** What it answers, one after the other; null: nothing, the connection is cut. */
  let answers: (Said | null)[];
  let asked: IncomingMessage[];
  let slept: number[];

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    asked.push(request);
    request.resume();
    const said = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (said === null) return void request.socket.destroy();
    response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers }).end(said.body ?? '{}');
  };
  const ask = (method = 'GET', answerMs = 5_000): Promise<Response> => {
    const request = new Request(`${url}/api/v1/runs`, { method, ...(method === 'GET' ? {} : { body: '{}' }) });
    return askServer(request, { answerMs, sleep: async (ms) => void slept.push(ms) });
  };

  beforeAll(async () => {
    http = createServer(answer);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    [answers, asked, slept] = [[{ status: 200 }], [], []];
  });
  afterAll(() => {
    http.closeAllConnections();
    return new Promise((resolve) => http.close(resolve));
  });

  it('waits as long as it is told where the server is asked too often, whatever is asked', async () => {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      answers = [{ status: 429, headers: { 'retry-after': '7' } }, { status: 200 }];
      expect((await ask(method)).status).toBe(200);
    }
    expect(slept).toEqual([7_000, 7_000, 7_000, 7_000]);
  });

  it('sends again what reads and what is done once, under one key, and never a change that may have been made', async () => {
    for (const method of ['GET', 'POST']) {
      answers = [null, { status: 503 }, { status: 200 }];
      expect((await ask(method)).status).toBe(200);
    }
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys.slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(keys[3]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys.slice(3)).size).toBe(1);

    answers = [null, { status: 200 }];
    await expect(ask('PATCH')).rejects.toMatchObject({ code: 'server.unreachable' });
    expect(asked).toHaveLength(7);
  });

  it('gives up in the end, and at once where it would wait for long', async () => {
    answers = [null];
    await expect(ask()).rejects.toMatchObject({ code: 'server.unreachable', field: '--server' });
    expect(asked).toHaveLength(4);

    const problem = JSON.stringify({ ...PROBLEM, code: 'rate_limit.exceeded', status: 429 });
    const headers = { 'retry-after': '3600', 'content-type': 'application/problem+json' };
    answers = [{ status: 429, headers, body: problem }];
    await expect(ask()).rejects.toMatchObject({ code: 'rate_limit.exceeded' });
    expect(asked).toHaveLength(5);
  });

  it('asks once where the server itself says that another failed', async () => {
    const headers = { 'content-type': 'application/problem+json' };
    answers = [{ status: 502, headers, body: JSON.stringify({ ...PROBLEM, status: 502, code: 'okta.unreachable' }) }];
    await expect(ask('POST')).rejects.toMatchObject({ code: 'okta.unreachable', kind: 'unavailable' });
    expect(asked).toHaveLength(1);
  });

  it('follows no redirect, which would take the key elsewhere', async () => {
    answers = [{ status: 307, headers: { location: 'https://elsewhere.example/' } }];
    await expect(ask()).rejects.toMatchObject({
      code: 'server.redirects',
      message: expect.stringContaining('https://elsewhere.example/'),
    });
    expect(asked).toHaveLength(1);
  });

  it('says what the server says: code, field, remedy, every input at fault, and which request it was', async () => {
    const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
    const errors = ['limit is no number', 'cursor is no text'].map((message) => ({ pointer: '', code: '', message }));
    const more = { field: 'limit', remedy: 'Look again.', allowed: ['reopen'], errors };
    answers = [{ status: 409, headers, body: JSON.stringify({ ...PROBLEM, ...more }) }];

    await expect(ask()).rejects.toMatchObject({
      code: 'run.wrong_state',
      kind: 'conflict',
      message: 'It has ended.\n  limit is no number\n  cursor is no text',
      field: 'limit',
      remedy: 'Look again. Possible are: reopen.',
      requestId: 'req-1',
    });
  });

  it.each([
    ['a page of something else', { status: 404, headers: { 'content-type': 'text/html' }, body: '<p>' }, '404'],
    [
      'half a problem',
      { status: 400, headers: { 'content-type': 'application/problem+json' }, body: '{"code":' },
      '400',
    ],
  ])('takes %s for no answer of this API', async (_what, said, words) => {
    answers = [said];
    await expect(ask()).rejects.toMatchObject({ code: 'server.unlike', message: expect.stringContaining(words) });
  });

  it('waits for no server that says nothing', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const request = new Request(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`, { method: 'DELETE' });
    const patience = { answerMs: 50, sleep: async () => undefined };
    await expect(askServer(request, patience)).rejects.toMatchObject({ code: 'server.silent' });
    silent.closeAllConnections();
    silent.close();
  });
});

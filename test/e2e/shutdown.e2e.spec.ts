import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppConfig } from '@posture/platform';
import { serve } from '../../apps/server/src/serve';
import { eventually } from '../support/eventually';

const LIMIT = 4;

describe('A served API', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-shutdown-'));
  const said: string[] = [];
  let app: NestFastifyApplication;
  let url: string;
  let key: string;

  beforeAll(async () => {
    const env = {
      ...{ HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_LOG_LEVEL: 'error', POSTURE_PORT: '0' },
      ...{ POSTURE_RATE_LIMIT: String(LIMIT) },
    };
    app = await serve(AppConfig.parse(env), (line) => said.push(line));
    url = await app.getUrl();
    key = /^Key +(\S+)/m.exec(said.join('\n'))![1]!;
  });
  afterAll(async () => {
    await app?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const get = (path: string) => fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });

  it('says what is left of a key’s minute, and when to ask again', async () => {
    const answers = [];
    for (let asked = 0; asked < LIMIT; asked += 1) answers.push(await get('/channels'));
    expect(answers.map(({ status, headers }) => [status, headers.get('ratelimit-policy')])).toEqual(
      answers.map(() => [200, `"default";q=${LIMIT};w=60`]),
    );
    expect(answers[0]!.headers.get('ratelimit')).toBe(`"default";r=${LIMIT - 1};t=15`);

    const refused = await get('/channels');
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([429, 'rate_limit.exceeded']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Whoever needs no key is not counted.
    for (let asked = 0; asked <= LIMIT; asked += 1) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('answers what it was asked before it leaves, takes nothing new, and closes', async () => {
    const { hostname, port } = new URL(url);
    const open = () => connect(Number(port), hostname);
    const idle = open();
    await told(idle, 'GET /healthz HTTP/1.1\r\nHost: posture.test\r\n\r\n', '"ok"');
    const asking = open();
    const body = JSON.stringify({ anything: 'x' });
    const head = ['POST /api/v1/connections HTTP/1.1', 'Host: posture.test', 'Content-Type: application/json'];
    head.push(`Authorization: Bearer ${key}`);
    asking.write([...head, `Content-Length: ${body.length}`, '', body.slice(0, 5)].join('\r\n'));
    // The server has seen the head once it has answered another on the same loop.
    await fetch(`${url}/healthz`);

    const closing = app.close();
    await eventually(() => refuses(open()));
    const answer = await told(asking, body.slice(5), '"code"');
    await closing;

    // Its key was looked up, so the store was still there.
    expect(answer).toMatch(/^HTTP\/1\.1 429 /);
    expect(answer).toMatch(/connection: close/i);
    expect([idle.destroyed || idle.readableEnded, asking.readableEnded]).toEqual([true, true]);
  });
});

/** What is answered until it holds `last`. */
function told(socket: Socket, text: string, last: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    socket.on('error', reject).on('data', (part) => {
      heard += String(part);
      if (heard.includes(last)) resolve(heard);
    });
    socket.write(text);
  });
}

function refuses(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.on('error', () => resolve(true));
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

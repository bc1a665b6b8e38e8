import fs, { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Response } from 'supertest';
import { ActivityStore } from '@posture/activity';
import { ApiKeyStore } from '@posture/operators';
import { AppConfig } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { apiDescription, createServer } from '../../apps/server/src/create-server';
import { activityOf, entryOf, pageOf } from '../support/activity-events';
import { free } from '../support/activity-log';
import { TestApi } from '../support/api';
import { Receiver } from '../support/receiver';
import { askedBesideTheLog, untilFollowed } from '../support/until-followed';
import { SMALL_TRIAL } from '../support/small-trial';
import { itGoesByItself } from './connections.answers';
import { NOBODY, itAnswers } from './server.answers';
import { itIsAskedByTheCommandLine } from './server.command-line';
import { itRefusesToConnect } from './server.refusals';
import { itKnowsItsOperators } from './server.operators';
import { itKeepsSecrets } from './server.secrets';
import { itLetsPeopleWork } from './server.triage';

/** A resource as the report of a sync tells it. */
interface ReadResource {
  readonly resource: string;
  readonly records: number;
  readonly changes: { readonly nodes: object } | null;
}

describe('The HTTP API', () => {
  let sandbox: Sandbox;
  let other: Sandbox;
  let app: NestFastifyApplication;
  let api: TestApi;
  let key: string;
  let id: string;
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-server-'));
  const logged: string[] = [];
  /** Who asked, as the server saw it, per request. */
  const principals: unknown[] = [];
  const credential = () => ({ kind: 'api_token', token: sandbox.tokenOf('SUPER_ADMIN') });
  const local = (more: object) => ({
    domain: sandbox.url,
    credential: credential(),
    firstSync: false,
    ...more,
  });

  beforeAll(async () => {
    const { writeSync } = fs;
    jest.spyOn(fs, 'writeSync').mockImplementation((fd: number, line: unknown, ...rest: unknown[]) => {
      if (fd !== 2) return Reflect.apply(writeSync, fs, [fd, line, ...rest]) as number;
      return logged.push(String(line)) && Buffer.byteLength(String(line));
    });
    sandbox = await startSandbox(SMALL_TRIAL);
    other = await startSandbox({ seed: 'another', users: 40, unlimited: true });
    app = await createServer(
      AppConfig.parse(
        { HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_PORT: '0', POSTURE_LOG_LEVEL: 'debug' },
        { allowLoopback: true },
      ),
    );
    const http = app.getHttpAdapter().getInstance();
    http.addHook('onSend', async ({ principal }: FastifyRequest) => void principals.push(principal));
    await app.init();
    await http.ready();
    key = (await app.get(ApiKeyStore).createFirst()) ?? '';
    api = new TestApi(app, await apiDescription(), key);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app?.close();
    await sandbox?.stop();
    await other?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function ended(syncId: string): Promise<Response> {
    for (;;) {
      const answer = await api.get(`/syncs/${syncId}`);
      if (!['queued', 'running', 'waiting'].includes(answer.body.state as string)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('describes itself as docs/reference/openapi.json does (`npm run docs` writes it)', async () => {
    const served = (await api.get('/openapi.json', { key: null })).body as unknown;
    const file = join(__dirname, '../../docs/reference/openapi.json');

    expect(served).toEqual(JSON.parse(JSON.stringify(api.document)));
    expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null).toEqual(served);
    expect(api.document.openapi).toBe('3.1.0');
    expect(JSON.stringify(api.document)).not.toContain('"nullable"');
    for (const path of Object.values(api.document.paths)) {
      for (const operation of Object.values(path) as { summary?: string; operationId?: string }[]) {
        expect(operation).toEqual(
          expect.objectContaining({ summary: expect.any(String), operationId: expect.any(String) }),
        );
      }
    }
  });

  it('tells its health to anybody and everything else to nobody without the key', async () => {
    expect((await api.get('/health', { key: null })).body).toEqual({
      status: 'ok',
      database: 'embedded',
      graph: 'in-process',
    });
    for (const probe of ['/healthz', '/readyz']) expect((await api.get(probe, { key: null })).status).toBe(200);
    const paths = Object.entries(api.document.paths).flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => [method, path.replace(/^\/api\/v1/, '')] as const),
    );
    const open = new Set(['/health', '/openapi.json', '/healthz', '/readyz']);
    for (const [method, path] of paths.filter(([, path]) => !open.has(path))) {
      for (const wrong of [null, 'nonsense', `${key}x`, key.slice(0, -1)]) {
        const answer = await api.call(method as 'get', path.replace(/\{\w+\}/g, NOBODY), { key: wrong });
        expect([answer.status, answer.body.code]).toEqual([401, 'api_key.invalid']);
        expect(answer.headers['www-authenticate']).toBe('Bearer');
        expect(answer.body).toEqual(expect.objectContaining({ field: 'Authorization', remedy: expect.any(String) }));
      }
    }
  });

  itRefusesToConnect({
    get api() {
      return api;
    },
    get sandbox() {
      return sandbox;
    },
    get other() {
      return other;
    },
    local,
    credential,
  });

  it('refuses bodies it cannot read without repeating them', async () => {
    const json = { 'content-type': 'application/json' };
    const malformed = await api.post('/connections', '{"credential":{"token":"canary-in-broken-json', {
      headers: json,
    });
    const xml = await api.post('/connections', '<token>canary-in-xml</token>', {
      headers: { 'content-type': 'text/xml' },
    });
    const large = await api.post('/connections', `{"domain":"${'x'.repeat(1_100_000)}"}`, { headers: json });

    expect([malformed, xml, large].map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'request.malformed'],
      [415, 'request.media_type'],
      [413, 'request.too_large'],
    ]);
  });

  it('connects an org once, never showing the credential again', async () => {
    const created = await api.post('/connections', local({ name: 'Trial' }));
    expect([created.status, created.body.name, created.body.credentialKind]).toEqual([201, 'Trial', 'api_token']);
    id = created.body.id as string;

    const again = await api.post('/connections', local({}));
    expect([again.status, again.body.code]).toEqual([409, 'connection.already_exists']);
    const renewed = { body: { credential: credential(), confirm: true } };
    expect((await api.call('put', `/connections/${id}/credential`, renewed)).body.id).toBe(id);
    expect((await api.change('patch', `/connections/${id}`, { owner: 'SecOps' })).body.owner).toBe('SecOps');
    expect((await api.get('/connections/summary')).body).toMatchObject({ connections: 1, worst: 'never_synced' });
    expect((await api.get('/connections')).body.data).toEqual([(await api.get(`/connections/${id}`)).body]);
  });

  it('has nothing to show of an org that was never read', async () => {
    const users = await api.get(`/connections/${id}/users`);
    expect([users.status, users.body.code]).toEqual([404, 'inventory.empty']);
    expect(users.body.remedy).toEqual(expect.any(String));
    expect((await api.get(`/connections/${id}/syncs`)).body).toEqual({
      data: [],
      page: { limit: 50, nextCursor: null },
    });
  });

  it.each(['fixes', 'coverage', 'trend'])('has no %s of an org that was never scanned', async (list) => {
    const { status, body } = await api.get(`/${list}?connectionId=${id}`);
    expect([status, body.code, typeof body.remedy]).toEqual([404, 'scan.none', 'string']);
  });

  it('tests a connection', async () => {
    const { status, body } = await api.post(`/connections/${id}/test`);
    expect([status, body.credential.roles, body.switchesOff]).toEqual([200, ['SUPER_ADMIN'], []]);
  });

  it('syncs with progress while it runs, and with coverage and requests afterwards', async () => {
    const refused = await api.post(`/connections/${id}/syncs`, { profile: 'lenient' });
    expect([refused.status, refused.body.field]).toEqual([400, 'profile']);

    const started = await api.post(`/connections/${id}/syncs`, { includeClientSecrets: true });
    expect([started.status, started.body.state, started.body.options.profile]).toEqual([202, 'queued', 'default']);
    const second = await api.post(`/connections/${id}/syncs`);
    expect([second.status, second.body.code]).toEqual([409, 'sync.already_running']);

    const seen: { wave: number; requests: number }[] = [];
    for (let running = true; running;) {
      const { body } = await api.get(`/syncs/${started.body.id}`);
      if (body.progress !== null) seen.push(body.progress);
      running = ['queued', 'running', 'waiting'].includes(body.state as string);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.map(({ requests }) => requests)).toEqual(seen.map(({ requests }) => requests).sort((a, b) => a - b));

    const { body } = await api.get(`/syncs/${started.body.id}`);
    expect([body.state, body.error, body.progress]).toEqual(['completed', null, null]);
    const byBucket = Object.values(body.report.requestsByBucket as Record<string, number>);
    expect(byBucket.reduce((sum, requests) => sum + requests, 0)).toBe(body.report.requests);
    expect(body.report.coverage).toContainEqual(
      expect.objectContaining({ resource: 'users', state: 'complete', reason: null, records: expect.any(Number) }),
    );
    for (const { resource, records, changes } of body.report.coverage as ReadResource[])
      if (['users', 'groups'].includes(resource))
        expect([resource, changes?.nodes]).toEqual([resource, { added: records, changed: 0, closed: 0 }]);
    expect(body.report.failed).toBe(body.report.failures.length);
    expect(body.report.changes.nodes.added).toBeGreaterThan(300);
  });

  it('starts a sync without a body, and knows what it will take', async () => {
    const { status, body } = await api.post(`/connections/${id}/syncs`);
    expect(status).toBe(202);
    const { report } = (await ended(body.id)).body;
    const none = { added: 0, changed: 0, closed: 0 };
    expect(report.changes.edges).toEqual(none);
    expect(report.coverage.find(({ resource }: ReadResource) => resource === 'group-members').changes.edges).toEqual(
      none,
    );
    const newest = (await api.get(`/connections/${id}/syncs?limit=1`)).body;
    expect(newest.data.map((sync: { id: string }) => sync.id)).toEqual([body.id]);
    const older = (await api.get(`/connections/${id}/syncs?limit=1&cursor=${newest.page.nextCursor}`)).body;
    expect([older.data.length, older.page.nextCursor]).toEqual([1, null]);
  });

  it('judges what is known again without asking the org', async () => {
    await untilFollowed(sandbox);
    const before = askedBesideTheLog(sandbox);
    const started = await api.post(`/connections/${id}/evaluations`);
    expect([started.status, started.body.kind, started.body.state]).toEqual([202, 'evaluate', 'queued']);
    for (;;) {
      const { body } = await api.get(`/runs/${started.body.id}`);
      if (body.state === 'queued' || body.state === 'running') continue;
      expect([body.state, body.error]).toEqual(['completed', null]);
      break;
    }

    const said = (await api.get(`/scans/${started.body.id}`)).body;
    expect([said.profile, said.sync.requests]).toEqual(['default', 0]);
    expect(askedBesideTheLog(sandbox)).toEqual(before);
    const [newest] = (await api.get(`/runs?connectionId=${id}&kind=evaluate&state=completed,failed`)).body.data;
    expect(newest.id).toBe(started.body.id);
  });

  it('stops a sync, and no run that has ended', async () => {
    const { body } = await api.post(`/connections/${id}/syncs`);
    const stopped = await api.post(`/syncs/${body.id}/abort`);
    expect([stopped.status, stopped.body.state, stopped.body.error.code]).toEqual([200, 'cancelled', 'run.cancelled']);
    expect(stopped.body.report).toBeNull();

    const again = await api.post(`/connections/${id}/syncs`);
    expect(again.status).toBe(202);
    expect((await ended(again.body.id)).body.state).toBe('completed');
    const late = await api.post(`/runs/${again.body.id}/abort`);
    expect([late.status, late.body.code]).toEqual([409, 'run.wrong_state']);
    expect((await api.post(`/runs/${body.id}/abort`)).body.state).toBe('cancelled');
  });

  const scanned = {
    get app() {
      return app;
    },
    get api() {
      return api;
    },
    get id() {
      return id;
    },
    get sandbox() {
      return sandbox;
    },
    dataDir,
    logged,
  };
  itAnswers(scanned);
  itGoesByItself(scanned);
  itKnowsItsOperators(scanned);
  itLetsPeopleWork(scanned);
  itIsAskedByTheCommandLine(scanned);

  it('tells what happened, how far it was read, and what became of it', async () => {
    const log = app.get(ActivityStore);
    const at = new Date(Date.now() - 60_000);
    if ((await log.cursor(id, 'follow')) === null) await log.begin(id, { name: 'follow', since: at }, free);
    const entry = entryOf(activityOf('invented', at.getTime(), { actorId: '00u-invented' }));
    await log.append(id, 'follow', pageOf([entry], { cursor: null }), free);

    const [event] = (await api.get(`/connections/${id}/activity?entity=00u-invented`)).body.data;
    expect(event).toMatchObject({ id: 'invented', actor: { key: 'User:00u-invented' } });
    const told = (await api.get(`/connections/${id}/activity/invented?at=${event.at}`)).body;
    expect(told).toEqual({ ...event, raw: entry.raw });
    expect((await api.get(`/connections/${id}/activity/coverage`)).body.streams).toContainEqual(
      expect.objectContaining({ name: 'follow', state: 'reading' }),
    );
    expect((await api.get(`/connections/${id}/activity/quarantine`)).status).toBe(200);
    const [day] = (await api.get(`/connections/${id}/usage?kind=user&key=00u-invented`)).body.data;
    expect([day.events, day.lastUseAt]).toEqual([1, event.at]);

    const rules = ['okta-det-impossible-travel'];
    const asked = await api.post(`/connections/${id}/replays`, { from: at.toISOString(), rules });
    expect((await api.get(`/replays/${asked.body.id}`)).body.options.rules).toEqual(rules);
    expect((await api.get(`/connections/${id}/replays`)).body.data).toHaveLength(1);

    const [finding] = (await api.get('/findings?limit=1')).body.data;
    expect((await api.get(`/findings/${finding.id}/episodes`)).body.data).toEqual([]);
    expect((await api.get(`/findings/${finding.id}`)).body.episodes).toEqual({ count: 0, latest: null });
  });

  it("tells a refusal of Okta's from one of its own", async () => {
    await api.post('/connections', {
      ...local({}),
      domain: other.url,
      credential: { kind: 'api_token', token: other.tokenOf('SUPER_ADMIN') },
    });
    const second = (await api.get('/connections')).body.data[1].id as string;
    await other.stop();
    const { status, body } = await api.post(`/connections/${second}/test`);
    expect([status, body.code]).toEqual([502, 'okta.unreachable']);
    expect((await api.call('delete', `/connections/${second}?confirm=true&history=purge`)).status).toBe(204);
  });

  it('makes the secret of an event hook, shows it once and forgets it', async () => {
    const made = (await api.post(`/connections/${id}/hook`)).body as { secret: string };
    expect(made).toEqual({ path: `/hooks/${id}`, header: 'Authorization', secret: expect.any(String) });
    expect((await api.get(`/connections/${id}`)).body.hookMadeAt).toEqual(expect.any(String));
    expect((await api.call('delete', `/connections/${id}/hook`)).status).toBe(204);
    expect((await api.get(`/connections/${id}`)).body.hookMadeAt).toBeNull();
    expect(logged.join('')).not.toContain(made.secret);
  });

  it('tells a receiver, and scans by a schedule', async () => {
    const receiver = await Receiver.start();
    try {
      const { channel } = (await api.post('/channels', { name: 'SIEM', url: receiver.url })).body;
      const path = `/channels/${channel.id}`;
      expect((await api.get('/channels')).body.data).toEqual([(await api.get(path)).body]);
      expect((await api.change('patch', path, { includesEvidence: true })).body.includesEvidence).toBe(true);
      const { proves, ...test } = (await api.post(`${path}/test`)).body;
      expect(proves).toBe('The receiver took it.');
      expect(test).toMatchObject({ state: 'succeeded', made: [{ status: 204, address: '127.0.0.1' }] });
      const [{ id: sent }] = (await api.get(`${path}/deliveries`)).body.data;
      expect((await api.get(`${path}/deliveries/${sent}`)).body).toEqual(test);
      expect((await api.post(`${path}/deliveries/${test.id}/resend`)).body).toMatchObject({ state: 'pending' });
      const [{ id: findingId }] = (await api.get('/findings?limit=1')).body.data;
      expect((await api.post(`${path}/preview`, { findingId })).body).toMatchObject({ format: 'native' });
      const since = new Date(0).toISOString();
      expect((await api.post(`${path}/recover`, { since })).body).toEqual({ count: 0 });
      expect((await api.post(`${path}/secret`)).status).toBe(201);
      expect((await api.change('delete', path)).status).toBe(204);
    } finally {
      await receiver.stop();
    }
    const schedule = `/connections/${id}/schedule`;
    expect((await api.get(schedule)).body).toMatchObject({ every: 1440 });
    expect((await api.change('patch', schedule, { every: 360 })).body).toMatchObject({ every: 360 });
  });

  itKeepsSecrets(scanned);

  it('forgets a connection with all that came from it, also while it is read', async () => {
    const { body } = await api.post(`/connections/${id}/syncs`);
    expect((await api.call('delete', `/connections/${id}?confirm=true&history=purge`)).status).toBe(204);

    expect((await api.get(`/connections/${id}`)).status).toBe(404);
    expect((await api.get(`/syncs/${body.id}`)).status).toBe(404);
    expect((await api.get('/findings')).body.data).toEqual([]);
    expect((await api.call('delete', `/connections/${id}?confirm=true`)).status).toBe(404);
  });

  it('knows who asks', async () => {
    await api.get('/connections');
    const owner = { kind: 'api_key', id: expect.any(String), name: 'owner', role: 'owner', connections: null };
    expect(principals.at(-1)).toEqual(owner);
    await api.get('/connections', { key: 'posture_nobody' });
    expect(principals.at(-1)).toBeNull();
    await api.get('/health');
    expect(principals.at(-1)).toBeNull();
  });

  it('replaces a lost owner key', async () => {
    const fresh = await app.get(ApiKeyStore).replace();
    expect((await api.get('/connections')).status).toBe(401);
    expect((await api.get('/connections', { key: fresh })).status).toBe(200);
  });

  it('answered every route it describes, and no secret in any answer or log line', async () => {
    const described = Object.values(api.document.paths).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );
    expect([...api.called].sort()).toEqual(described.sort());

    const { privateKey } = serviceApp();
    const key = JSON.parse(privateKey) as Record<string, string>;
    const secrets = [
      ...sandbox.tokens.map(({ value }) => value),
      ...sandbox.clients.flatMap(({ secret }) => secret ?? []),
      ...['d', 'p', 'q', 'dp', 'dq', 'qi'].flatMap((part) => key[part] ?? []),
      readFileSync(join(dataDir, 'master.key'), 'utf8').trim(),
      'canary-',
    ];
    const told = [...api.answers, ...logged];
    for (const secret of secrets) expect(told.filter((text) => text.includes(secret))).toEqual([]);
    expect(logged.length).toBeGreaterThan(0);
  });

  function serviceApp(): { clientId: string; privateKey: string } {
    const client = sandbox.clients.find(
      ({ privateKey, dpop, roles }) => privateKey !== null && !dpop && roles.length > 0,
    )!;
    return { clientId: client.id, privateKey: JSON.stringify(client.privateKey) };
  }
});

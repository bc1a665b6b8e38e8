import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import { FindingStore } from '@posture/findings';
import { ConnectionFlow, EventHooks, Work } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { AppConfig, Database, LOGGER, RunStore, Secret } from '@posture/platform';
import { apiDescription } from '../../apps/server/src/create-server';
import { HookReceiver } from '../../apps/server/src/hooks/hook-receiver';
import { serve } from '../../apps/server/src/serve';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { TestApi } from '../support/api';
import { SOONER_THAN_POLLED_MS, rarelyPolledOrg, registerHook } from '../support/event-hook';
import type { MadeHook } from '../support/event-hook';
import { eventually } from '../support/eventually';
import { NOBODY } from './server.answers';

const MINUTE_MS = 60_000;

describe('An event hook', () => {
  let sandbox: Sandbox;
  let app: NestFastifyApplication;
  let api: TestApi;
  let id: string;
  let origin: string;
  let hook: MadeHook;
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-hook-'));
  const logged: string[] = [];
  const secrets: string[] = [];
  const said: string[] = [];
  const begun = Date.now();

  const config = (more: Record<string, string> = {}) =>
    AppConfig.parse({
      ...{ HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_LOG_LEVEL: 'debug' },
      ...{ POSTURE_PORT: '0', POSTURE_HOOK_PORT: '0', POSTURE_ACTIVITY_DAYS: '0' },
      ...more,
    });

  beforeAll(async () => {
    const { writeSync } = fs;
    jest.spyOn(fs, 'writeSync').mockImplementation((fd: number, line: unknown, ...rest: unknown[]) => {
      if (fd !== 2) return Reflect.apply(writeSync, fs, [fd, line, ...rest]) as number;
      return logged.push(String(line)) && Buffer.byteLength(String(line));
    });
    sandbox = await rarelyPolledOrg();
    app = await serve(config(), (line) => said.push(line));
    origin = new URL(said.join('\n').match(/^Hooks +(\S+)\/hooks\/\{connection\}$/m)![1]!).origin;
    api = new TestApi(app, await apiDescription(), said.join('\n').match(/^Key +(\S+)/m)![1]!);
    const credential = { kind: 'api_token' as const, token: new Secret(sandbox.tokenOf('SUPER_ADMIN')) };
    const request = { address: sandbox.url, credential: new Secret(oktaCredentialText(credential)) };
    ({ id } = await app.get(ConnectionFlow).connect({ provider: oktaWire.provider, ...request }));
  }, 60_000);
  beforeEach(async () => {
    hook = await make();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app?.close();
    await sandbox?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function make(): Promise<MadeHook> {
    const { status, body } = await api.post(`/connections/${id}/hook`);
    expect(status).toBe(201);
    secrets.push((body as MadeHook).secret);
    return body as MadeHook;
  }

  const delivery = (ageMs = 0, more: object = {}): string => {
    const at = new Date(Date.now() - ageMs).toISOString();
    const events = [{ uuid: 'e1', published: at, eventType: 'user.session.start', ...more }];
    return JSON.stringify({ eventType: 'com.okta.event_hook', eventId: 'd1', eventTime: at, data: { events } });
  };

  const call = async (
    path: string,
    secret: string | null,
    { body, challenge }: { readonly body?: string; readonly challenge?: string } = {},
  ) => {
    const response = await fetch(`${origin}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(secret === null ? {} : { authorization: secret }),
        ...(challenge === undefined ? {} : { 'x-okta-verification-challenge': challenge }),
      },
    });
    const text = await response.text();
    const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: response.status, text, json, code: json['code'] ?? null };
  };

  const deliveries = () => logged.filter((line) => line.includes('hook.delivered')).length;

  it(
    'makes what happened be found before the log would be polled again',
    async () => {
      const run = await app.get(Work).follow(id, 'test');
      await eventually(async () => (await app.get(RunStore).get(run!.id)).progress?.['readTo'] ?? null);
      registerHook(sandbox, origin, hook);
      const played = sandbox.log.play('role-to-user');

      const finding = await eventually(async () =>
        (await app.get(FindingStore).allPresent(id)).find(({ rule }) => rule === 'okta-det-superadmin-granted'),
      );
      expect(played.map(({ uuid }) => uuid)).toEqual(
        expect.arrayContaining((finding.evidence.events ?? []).map((event) => event.id)),
      );
      expect(deliveries()).toBeGreaterThan(0);
      // Nobody shares an embedded store.
      expect(await app.get(Database).query('select * from nudge')).toEqual([]);
    },
    SOONER_THAN_POLLED_MS,
  );

  it('answers the verification, with the secret or without, and nothing else that is asked', async () => {
    const challenge = 'c-0123456789"\\';
    for (const secret of [hook.secret, null]) {
      const answer = await call(hook.path, secret, { challenge });
      expect([answer.status, answer.json]).toEqual([200, { verification: challenge }]);
    }
    expect(await call(hook.path, 'mistyped', { challenge })).toMatchObject({ status: 401, code: 'hook.refused' });
    for (const asked of [{}, { challenge: '' }])
      expect(await call(hook.path, hook.secret, asked)).toMatchObject({ status: 400, code: 'hook.challenge_missing' });
    // Whoever knows no secret does not learn which connections there are.
    expect(await call(`/hooks/${NOBODY}`, null, { challenge })).toMatchObject({ json: { verification: challenge } });
  });

  it('refuses whoever does not know the secret, without a word about why', async () => {
    const before = deliveries();
    const body = delivery();
    const answers = [
      await call(hook.path, 'wrong', { body }),
      await call(hook.path, null, { body }),
      await call(hook.path, `${hook.secret}x`, { body }),
      await call(hook.path, hook.secret.slice(1), { body }),
      await call(hook.path, hook.secret.toUpperCase(), { body }),
      await call(`/hooks/${NOBODY}`, hook.secret, { body }),
      await call('/hooks/anybody', hook.secret, { body }),
      await call('/elsewhere', hook.secret, { body }),
      await call(`${hook.path}/more`, hook.secret, { body }),
      // Not even that the body is too large, or none.
      await call(hook.path, 'wrong', { body: 'x'.repeat(2 * 1024 * 1024) }),
      await call(hook.path, 'wrong', { body: '{' }),
    ];
    const told = answers.map(({ status, json }) => ({ status, ...json, instance: null }));
    expect(told).toEqual(answers.map(() => expect.objectContaining({ status: 401, code: 'hook.refused' })));
    expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(deliveries()).toBe(before);
  });

  it('takes a delivery as often as it comes, and none that is recorded, too large or of somebody else', async () => {
    const before = deliveries();
    const refused = async (body: string) => {
      const { status, code } = await call(hook.path, hook.secret, { body });
      return [status, code];
    };
    expect(await refused(delivery(61 * MINUTE_MS))).toEqual([400, 'hook.too_old']);
    expect(await refused(delivery(0, { more: 'x'.repeat(1024 * 1024) }))).toEqual([413, 'request.too_large']);
    expect(await refused('{"eventType":"com.example.ping"}')).toEqual([400, 'hook.malformed']);
    expect(await refused('{')).toEqual([400, 'request.malformed']);
    expect(await refused('null')).toEqual([400, 'hook.malformed']);
    expect(deliveries()).toBe(before);

    const same = delivery(59 * MINUTE_MS);
    for (let n = 0; n < 3; n += 1)
      expect(await call(hook.path, hook.secret, { body: same })).toMatchObject({ status: 204, text: '' });
    expect(deliveries()).toBe(before + 3);
  });

  it('tells a stranger nothing of what keeps it from knowing who calls', async () => {
    const database = app.get(Database);
    const [kept] = await database.query<{ sealed: string }>(
      'select hook_sealed as sealed from connection where id = $1',
      [id],
    );
    await database.execute('update connection set hook_sealed = $2 where id = $1', [id, 'v1.sealed.by.another']);
    const { status, code, text } = await call(hook.path, 'wrong', { body: delivery() });
    expect([status, code]).toEqual([503, 'hook.unavailable']);
    expect(text).not.toContain('master');
    await database.execute('update connection set hook_sealed = $2 where id = $1', [id, kept!.sealed]);
    expect((await call(hook.path, hook.secret, { body: delivery() })).status).toBe(204);
  });

  it('ends with its secret: another takes its place, or none', async () => {
    const { body: connected } = await api.get(`/connections/${id}`);
    expect(Date.parse((connected as { hookMadeAt: string }).hookMadeAt)).toBeGreaterThan(0);
    const next = await make();
    expect(next).toEqual({ path: hook.path, header: 'Authorization', secret: expect.not.stringMatching(hook.secret) });
    expect((await call(hook.path, hook.secret, { body: delivery() })).status).toBe(401);
    expect((await call(hook.path, next.secret, { body: delivery() })).status).toBe(204);

    expect((await api.call('delete', `/connections/${id}/hook`)).status).toBe(204);
    expect((await api.get(`/connections/${id}`)).body).toMatchObject({ hookMadeAt: null });
    for (const secret of [next.secret, '', null])
      expect((await call(hook.path, secret, { body: delivery() })).status).toBe(401);
    for (const method of ['post', 'delete'] as const)
      expect((await api.call(method, `/connections/${NOBODY}/hook`)).body).toMatchObject({
        code: 'connection.not_found',
      });
  });

  it('says once a minute that somebody with a wrong secret calls for a connection, and of strangers nothing', async () => {
    const told = () => logged.filter((line) => line.includes('"hook.refused"'));
    for (let n = 0; n < 20; n += 1) await call(hook.path, 'wrong', { body: delivery() });
    const lines = told();
    const minutes = (Date.now() - begun) / MINUTE_MS;
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(1 + minutes);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'warn', connectionId: id });

    for (let n = 0; n < 20; n += 1) await call(`/hooks/${NOBODY}`, 'wrong', { body: delivery() });
    expect(told()).toEqual(lines);
  });

  it('keeps its secret out of the log and the record', async () => {
    const rows = await app.get(Database).query('select * from connection');
    expect(JSON.stringify(rows)).toContain('hook_sealed');
    const kept = `${JSON.stringify(rows)}${logged.join('')}${JSON.stringify(await app.get(ConnectionStore).list())}`;
    expect(secrets.length).toBeGreaterThan(3);
    for (const secret of secrets) expect(kept).not.toContain(secret);
  });

  it('whose port is taken keeps the server from starting, and says which setting it is', async () => {
    const taken = config({ POSTURE_HOOK_PORT: new URL(origin).port });
    const second = new HookReceiver(taken, app.get(EventHooks), app.get(LOGGER));
    await expect(second.onApplicationBootstrap()).rejects.toMatchObject({
      ...{ code: 'server.port_busy', field: 'POSTURE_HOOK_PORT' },
    });
  });

  it('is listened to on loopback, and where no port is set for it not at all', () => {
    expect(new URL(origin).hostname).toBe('127.0.0.1');
    expect(AppConfig.parse({ HOME: dataDir }).hookPort).toBeNull();
  });
});

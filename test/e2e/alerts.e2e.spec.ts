import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppConfig } from '@posture/platform';
import { serve } from '../../apps/server/src/serve';
import { apiDescription } from '../../apps/server/src/create-server';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { TestApi } from '../support/api';
import { eventually } from '../support/eventually';
import { Receiver, verified } from '../support/receiver';

const RULE = 'okta-superadmin-service-account';

describe('Alerts of a served engine', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-alerts-'));
  let sandbox: Sandbox;
  let app: NestFastifyApplication;
  let api: TestApi;
  let receiver: Receiver;
  let connectionId: string;
  let channel: { readonly id: string; secret: string };

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 60, groups: 12, apps: 12, seed: 'alerts', unlimited: true });
    receiver = await Receiver.start();
    const said: string[] = [];
    const env = {
      ...{ HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_LOG_LEVEL: 'error' },
      ...{ POSTURE_PORT: '0', POSTURE_ACTIVITY_DAYS: '0' },
    };
    app = await serve(AppConfig.parse(env), (line) => said.push(line));
    api = new TestApi(app, await apiDescription(), said.join('\n').match(/^Key +(\S+)/m)![1]!);
    const credential = { kind: 'api_token', token: sandbox.tokenOf('SUPER_ADMIN') };
    connectionId = (await api.post('/connections', { domain: sandbox.url, credential, firstSync: false })).body.id;
    await scan();
    const made = await api.post('/channels', { name: 'SIEM', url: receiver.url, minSeverity: 'high' });
    expect(made.status).toBe(201);
    channel = { id: made.body.channel.id, secret: made.body.secret };
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await receiver?.stop();
    await sandbox?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function scan(): Promise<void> {
    const { body } = await api.post(`/connections/${connectionId}/syncs`);
    const run = await eventually(async () => {
      const { state, error } = (await api.get(`/runs/${body.id}`)).body;
      return (state === 'completed' || error !== null) && { state, error };
    });
    expect(run).toEqual({ state: 'completed', error: null });
  }

  it('NOT-07: tells a receiver, signed, that a finding opened and that it was resolved, each once', async () => {
    const user = sandbox.org.idOf('staff-7')!;
    const profile = { login: 'svc-alerts@brightwater.example' };
    sandbox.org.mutate({ op: 'patch', collection: 'users', id: user, patch: { profile } });
    sandbox.org.mutate({ op: 'add', collection: 'roles', object: { id: 'ra1alert', type: 'SUPER_ADMIN', user } });
    await scan();
    const opened = await eventually(async () => receiver.of('finding.opened', RULE)[0]);
    expect(verified(channel.secret, opened)).toEqual(opened.body);
    expect(opened.body).toMatchObject({ sequence: 1, apiVersion: '2026-11-01', id: opened.headers['webhook-id'] });
    expect(opened.body.data.finding).toMatchObject({
      severity: 'critical',
      status: 'open',
      subject: { kind: 'User', externalId: user },
      connection: { id: connectionId },
    });
    expect(opened.body.data.finding).not.toHaveProperty('evidence');

    sandbox.org.mutate({ op: 'remove', collection: 'roles', id: 'ra1alert' });
    await scan();
    const resolved = await eventually(async () => receiver.of('finding.resolved', RULE)[0]);
    expect(verified(channel.secret, resolved)).toEqual(resolved.body);
    expect(resolved.body).toMatchObject({ sequence: 2 });
    expect(resolved.body.data.finding).toMatchObject({ id: opened.body.data.finding.id, resolution: 'remediated' });

    await scan();
    expect(receiver.of('finding.opened', RULE)).toHaveLength(1);
    const told = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(told).size).toBe(told.length);
    const severities = new Set(receiver.received.map(({ body }) => body.data.finding['severity']));
    expect([...severities].filter((one) => one !== 'high' && one !== 'critical')).toEqual([]);
  }, 120_000);

  it('says how each attempt went', async () => {
    const deliveries = await api.all(`/channels/${channel.id}/deliveries`, 1);
    expect(deliveries.length).toBe(receiver.received.length);
    const { id } = deliveries[0] as { id: string };
    const { body } = await api.get(`/channels/${channel.id}/deliveries/${id}`);
    expect(body).toMatchObject({
      state: 'succeeded',
      dueAt: null,
      made: [{ number: 1, status: 204, error: null, address: '127.0.0.1' }],
    });
    expect((await api.get(`/channels/${channel.id}/deliveries?state=failed,skipped`)).body.data).toEqual([]);
  });

  it('sends a test, and an alert again under the id it had', async () => {
    const test = await api.post(`/channels/${channel.id}/test`);
    expect(test.body).toMatchObject({ type: 'channel.test', state: 'succeeded', made: [{ number: 1, status: 204 }] });
    expect(verified(channel.secret, receiver.received.at(-1)!)).toMatchObject({ data: { test: true } });

    const sent = receiver.received.length;
    const again = await api.post(`/channels/${channel.id}/deliveries/${test.body.id}/resend`);
    expect(again.status).toBe(202);
    await eventually(async () => receiver.received.length > sent);
    expect(receiver.received.at(-1)!.headers['webhook-id']).toBe(test.body.messageId);
  });

  it('signs with the secret before, too, once there is another', async () => {
    const { body } = await api.post(`/channels/${channel.id}/secret`);
    await api.post(`/channels/${channel.id}/test`);
    const last = receiver.received.at(-1)!;
    expect(verified(body.secret, last)).toEqual(verified(channel.secret, last));
    expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, last)).toThrow();
    channel.secret = body.secret;
  });

  it('tells one that is not there any more nothing else, until it is made active', async () => {
    receiver.answer = { status: 410, text: 'gone' };
    const { body } = await api.post(`/channels/${channel.id}/test`);
    expect(body).toMatchObject({ state: 'failed', made: [{ status: 410, answer: 'gone' }] });
    await eventually(async () => (await api.get(`/channels/${channel.id}`)).body.state === 'disabled');
    expect((await api.post(`/channels/${channel.id}/test`)).body).toMatchObject({ code: 'channel.not_active' });
    receiver.answer = { status: 204 };
    const changed = await api.change('patch', `/channels/${channel.id}`, { state: 'active', minSeverity: 'low' });
    expect(changed.body).toMatchObject({ state: 'active', stateWhy: null, minSeverity: 'low', name: 'SIEM' });
    expect((await api.post(`/channels/${channel.id}/test`)).body).toMatchObject({ state: 'succeeded' });
  });

  it.each([
    'no address',
    'ftp://siem.acme.example/in',
    'http://siem.acme.example/in',
    'https://user:word@siem.acme.example/in',
    'https://siem.acme.example/in#part',
    'https://siem.acme.example:9200/in',
    'https://10.0.0.5/in',
    'https://169.254.169.254/latest',
    'https://168.63.129.16/in',
    'https://2852039166/in',
    'https://0xa9fea9fe/in',
    'https://[::ffff:10.0.0.1]/in',
    'https://[fd00::1]/in',
    'https://metadata.google.internal/in',
    'https://siem/in',
  ])('refuses to tell %s, and says why', async (url) => {
    const { status, body } = await api.post('/channels', { name: 'Other', url });
    expect([status, body.code, body.field]).toEqual([400, 'channel.url_invalid', 'url']);
    expect(body.remedy).toBeTruthy();
  });

  it('never shows a secret again', async () => {
    expect((await api.get(`/channels/${channel.id}`)).text).not.toContain('whsec_');
    expect((await api.get('/channels')).text).not.toContain('whsec_');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyStore } from '@posture/operators';
import { AppConfig, Database } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { apiDescription, createServer } from '../../apps/server/src/create-server';
import { TestApi } from '../support/api';
import { SMALL_TRIAL } from '../support/small-trial';

interface Finding {
  readonly status: string;
  readonly resolution: string | null;
}

describe('Connections', () => {
  let sandbox: Sandbox;
  let other: Sandbox;
  let app: NestFastifyApplication;
  let api: TestApi;
  let id: string;
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-connections-'));
  const token = (of: Sandbox) => ({ kind: 'api_token', token: of.tokenOf('SUPER_ADMIN') });

  beforeAll(async () => {
    sandbox = await startSandbox(SMALL_TRIAL);
    other = await startSandbox({ seed: 'another', users: 40, unlimited: true });
    const env = { HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_LOG_LEVEL: 'error' };
    app = await createServer(AppConfig.parse(env, { allowLoopback: true }));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    api = new TestApi(app, await apiDescription(), (await app.get(ApiKeyStore).createFirst()) ?? '');
  });
  afterAll(async () => {
    await app?.close();
    await sandbox?.stop();
    await other?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const answer = await ask();
      if (holds(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const connection = async (of = id) => (await api.get(`/connections/${of}`)).body;
  const settled = (of = id) =>
    until(
      () => connection(of),
      ({ status }) => status.state !== 'in_progress',
    );
  const findings = async (of: string, query = '') =>
    (await api.all(`/findings?connectionId=${of}${query}`, 200)) as Finding[];

  it('CON-02, CON-10: are read as soon as they are made, and say who made them, by what and how it goes', async () => {
    const wanted = {
      ...{ domain: sandbox.url, credential: token(sandbox), credentialExpiresAt: '2030-01-01T00:00:00.000Z' },
      ...{ owner: 'Identity team', contacts: ['oncall@brightwater.example'], labels: ['production'] },
    };
    const once = { headers: { 'idempotency-key': 'connect' } };
    const made = await api.post('/connections', wanted, once);
    expect([made.status, made.body.name, made.body.mode]).toEqual([201, 'Okta', 'read']);
    expect(made.body).toMatchObject({ status: { state: 'in_progress', error: null }, lastSyncedAt: null });
    expect(made.body.createdBy).toEqual({ kind: 'api_key', id: expect.any(String), name: 'owner' });
    id = made.body.id as string;
    const { token: secret } = token(sandbox);
    expect(made.body.credential).toMatchObject({ kind: 'api_token', hint: secret.slice(-4) });
    expect(made.text).not.toContain(secret);
    // As it is left when the process dies before the answer is kept.
    await app.get(Database).query(`update kept_answer set status = null, body_sealed = null where key = 'connect'`);
    const again = await api.post('/connections', wanted, once);
    expect([again.status, again.body.id, again.headers['idempotency-replayed']]).toEqual([201, id, undefined]);

    const read = await settled();
    expect(read.status).toMatchObject({ state: 'success', gaps: [] });
    expect(read).toMatchObject({
      ...{ isOverdue: false, isPaused: false, contacts: ['oncall@brightwater.example'], owner: 'Identity team' },
      ...{ lastSyncedAt: expect.any(String), nextRunAt: expect.any(String), labels: ['production'] },
    });
    expect(read.records).toBeGreaterThan(300);
    const hours = (Date.parse(read.overdueAt) - Date.parse(read.lastSyncedAt)) / 3_600_000;
    expect(hours).toBe(48);
    expect((await api.get(`/syncs/${read.status.syncId}`)).body.trigger).toBe('first');
  });

  it('SYN-04: are read in part when somebody wants that, also while their schedule is paused', async () => {
    await api.change('patch', `/connections/${id}/schedule`, { isPaused: true });
    const group = sandbox.org.list('groups').range(5, 6)[0]!;
    sandbox.org.mutate({ op: 'patch', collection: 'groups', id: group.id, patch: { profile: { name: 'Renamed' } } });
    const asked = await api.post(`/connections/${id}/syncs`, { resources: ['groups'] });
    expect([asked.status, asked.body.options]).toEqual([202, { resources: ['groups'] }]);
    const ended = await until(
      async () => (await api.get(`/syncs/${asked.body.id}`)).body,
      ({ state }) => !['queued', 'running', 'waiting'].includes(state as string),
    );
    expect(ended).toMatchObject({ state: 'completed', error: null, trigger: 'api', effects: expect.any(Object) });
    const now = new Date().toISOString();
    const drift = await api.get(`/connections/${id}/drift/nodes?from=${asked.body.createdAt}&to=${now}&kind=Group`);
    expect(drift.body.data).toMatchObject([{ change: 'changed', key: `Group:${group.id}`, name: 'Renamed' }]);
    for (const [resources, code] of [
      [['tea'], 'sync.resource_unknown'],
      [['group-members'], 'sync.resource_unknown'],
      [[], 'request.invalid'],
    ] as const) {
      const refused = await api.post(`/connections/${id}/syncs`, { resources });
      expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, code, 'resources']);
    }
    await api.change('patch', `/connections/${id}/schedule`, { isPaused: false });
  });

  it('CON-07, CON-11: are named by their provider, each by another name, whatever its case', async () => {
    const twin = await api.post('/connections', { domain: other.url, credential: token(other), name: 'okta' });
    expect([twin.status, twin.body.code, twin.body.field]).toEqual([409, 'connection.name_taken', 'name']);
    const second = await api.post('/connections', { domain: other.url, credential: token(other), firstSync: false });
    expect([second.body.name, second.body.status.state]).toEqual(['Okta 2', 'never_synced']);
    const renamed = await api.change('patch', `/connections/${second.body.id}`, { name: 'OKTA' });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'connection.name_taken']);
    const summary = (await api.get('/connections/summary')).body;
    expect(summary).toMatchObject({ connections: 2, worst: 'never_synced', overdue: 0 });
    expect(summary.providers).toEqual([
      { ...{ provider: 'okta', connections: 2, worst: 'never_synced', overdue: 0 }, byState: expect.any(Object) },
    ]);
    expect((await api.call('delete', `/connections/${second.body.id}?confirm=true&history=purge`)).status).toBe(204);
  });

  it('are not connected twice', async () => {
    const again = await api.post('/connections', { domain: sandbox.url, credential: token(sandbox) });
    expect([again.status, again.body.code, again.body.field]).toEqual([409, 'connection.already_exists', 'domain']);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'two\nlines' }, 'name'],
    [{ name: null }, 'name'],
    [{ mode: 'write' }, 'mode'],
    [{ contacts: ['nobody'] }, 'contacts'],
    [{ overdueAfter: 0 }, 'overdueAfter'],
    [{ domain: 'other.okta.com' }, 'domain'],
  ])('CON-07, CON-11: are left as they are by %j', async (body, field) => {
    const before = await connection();
    const { status, body: answer } = await api.change('patch', `/connections/${id}`, body);
    expect([status, answer.code, answer.field]).toEqual([400, 'request.invalid', field]);
    expect(await connection()).toEqual(before);
  });

  it('CON-11: are changed by whoever knows how they are now', async () => {
    const before = await connection();
    const changed = await api.change('patch', `/connections/${id}`, {
      owner: null,
      mode: 'read_and_act',
      overdueAfter: 60,
    });
    expect(changed.body).toMatchObject({
      owner: null,
      mode: 'read_and_act',
      name: 'Okta',
      version: before.version + 1,
    });
    expect(Date.parse(changed.body.overdueAt) - Date.parse(changed.body.lastSyncedAt)).toBe(3_600_000);
    const stale = { 'if-match': `"v${before.version}"` };
    const late = await api.call('patch', `/connections/${id}`, { body: { owner: 'X' }, headers: stale });
    expect([late.status, late.body.code]).toEqual([412, 'connection.stale']);
    expect((await api.call('patch', `/connections/${id}`, { body: { owner: 'X' } })).status).toBe(428);
  });

  it('CON-13: take another credential of their org once it is confirmed and was tried, and none of another', async () => {
    const put = (body: object) => api.call('put', `/connections/${id}/credential`, { body });
    const unconfirmed = await put({ credential: token(sandbox) });
    expect([unconfirmed.status, unconfirmed.body.code]).toEqual([428, 'request.confirmation_required']);
    const wrong = await put({ credential: { kind: 'api_token', token: 'canary-00wrongTokenValue' }, confirm: true });
    expect([wrong.status, wrong.body.code, wrong.body.field]).toEqual([
      400,
      'okta.credential_refused',
      'credential.token',
    ]);
    const foreign = await put({ credential: token(other), domain: other.url, confirm: true });
    expect([foreign.status, foreign.body.code]).toEqual([409, 'connection.other_org']);
    expect((await api.post(`/connections/${id}/test`)).status).toBe(200);

    const [before] = await app.get(Database).query<{ sealed: string }>(SEALED, [id]);
    const client = sandbox.clients.find(
      ({ privateKey, dpop, roles }) => privateKey !== null && !dpop && roles.length > 0,
    )!;
    const key = { kind: 'private_key', clientId: client.id, privateKey: JSON.stringify(client.privateKey) };
    const changed = await put({ credential: key, confirm: true });
    expect([changed.status, changed.body.credentialKind]).toEqual([200, 'private_key']);
    expect(changed.body.credential.expiresAt).toBeNull();
    const [after] = await app.get(Database).query<{ sealed: string }>(SEALED, [id]);
    expect(after!.sealed).not.toBe(before!.sealed);
    expect((await findings(id)).length).toBeGreaterThan(0);
  });

  it('CON-12: say what kept them from being read, when, and what to do', async () => {
    await app.get(Database).query(`update connection set org_url = 'http://127.0.0.1:1' where id = $1`, [id]);
    await api.post(`/connections/${id}/syncs`);
    const run = (await connection()).status.syncId as string;
    // It is tried again for hours; somebody has no patience.
    await app.get(Database).query(
      `update run set state = 'failed', finished_at = now(), holder = null, lease_until = null, waiting_why = null,
         error = '{"code":"okta.unreachable","kind":"upstream","message":"Nobody answers.","field":null,"remedy":"Look.","step":null}'
       where id = $1`,
      [run],
    );
    const { status, lastSyncedAt } = await connection();
    expect(status).toMatchObject({
      ...{ state: 'error', syncId: run },
      error: { code: 'okta.unreachable', cause: 'Nobody answers.', nextStep: 'Look.', at: expect.any(String) },
    });
    expect(lastSyncedAt).not.toBeNull();
    await app.get(Database).query('update connection set org_url = $2 where id = $1', [id, sandbox.url]);
  });

  it('CON-14: keep their history when they are removed, and go on with it when they come back', async () => {
    const open = (await findings(id)).filter(({ status }) => status === 'open').length;
    expect(open).toBeGreaterThan(0);
    expect((await api.call('delete', `/connections/${id}`)).body).toMatchObject({ status: 428, field: 'confirm' });
    expect((await api.call('delete', `/connections/${id}?confirm=true&history=keep`)).status).toBe(204);

    expect((await api.get('/connections')).body.data).toEqual([]);
    expect((await api.get('/connections?removed=true')).body.data).toHaveLength(1);
    const gone = await connection();
    expect(gone).toMatchObject({ status: { state: 'removed' }, credential: null, nextRunAt: null, isOverdue: false });
    const [row] = await app.get(Database).query<{ sealed: string | null }>(SEALED, [id]);
    expect(row!.sealed).toBeNull();
    const kept = await findings(id);
    expect(kept.filter(({ resolution }) => resolution === 'source_removed')).toHaveLength(open);
    expect((await api.get(`/connections/${id}/users?limit=1`)).body.data).toHaveLength(1);
    const refused = await api.post(`/connections/${id}/syncs`);
    expect([refused.status, refused.body.code]).toEqual([409, 'connection.removed']);
    expect((await api.get(`/runs?connectionId=${id}&state=queued,running,waiting`)).body.data).toEqual([]);

    const again = await api.post('/connections', { domain: sandbox.url, credential: token(sandbox) });
    expect([again.status, again.body.id, again.body.createdAt]).toEqual([201, id, gone.createdAt]);
    expect((await settled()).status).toMatchObject({ state: 'success', gaps: [] });
    expect((await findings(id, '&status=open')).length).toBeGreaterThanOrEqual(open);
  });

  it('leave nothing when they are purged, also after they were removed', async () => {
    expect((await api.call('delete', `/connections/${id}?confirm=true`)).status).toBe(204);
    expect((await api.call('delete', `/connections/${id}?confirm=true&history=purge`)).status).toBe(204);
    expect((await api.get(`/connections/${id}`)).status).toBe(404);
    expect(await findings(id).catch(() => 'none')).toBe('none');
  });
});

const SEALED = 'select credential_sealed as sealed from connection where id = $1';

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { ApiKeyStore } from '@posture/operators';
import { ConnectionStore } from '@posture/inventory';
import { AppConfig, Database, Secret } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { createServer } from '../../apps/server/src/create-server';

describe('An org on this machine, where the installation does not admit it', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-loopback-'));
  let sandbox: Sandbox;
  let app: NestFastifyApplication;
  let key: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 40, unlimited: true });
    app = await createServer(AppConfig.parse({ HOME: dataDir }, { dataDir, logLevel: 'error' }));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    key = (await app.get(ApiKeyStore).createFirst()) ?? '';
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await sandbox?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const post = (path: string, body: object = {}) =>
    request(app.getHttpServer())
      .post(`/api/v1${path}`)
      .set({ authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() })
      .send(body);
  const get = (path: string) =>
    request(app.getHttpServer()).get(`/api/v1${path}`).set('authorization', `Bearer ${key}`);
  const credential = () => ({ kind: 'api_token' as const, token: sandbox.tokenOf('SUPER_ADMIN') });

  it('is not connected, whatever a caller sends along', async () => {
    const refused = await post('/connections', { domain: sandbox.url, credential: credential() });
    const asked = await post('/connections', { domain: sandbox.url, credential: credential(), allowLocal: true });

    expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, 'okta.domain_invalid', 'domain']);
    expect(refused.body.remedy).toContain('POSTURE_ALLOW_LOOPBACK');
    expect([asked.status, asked.body.code, asked.body.field]).toEqual([400, 'request.invalid', 'allowLocal']);
    expect(sandbox.stats().requests).toBe(0);
  });

  it('is not called for a connection that was saved when it still could say so itself', async () => {
    const { id } = await app.get(ConnectionStore).create({
      provider: 'okta',
      tenantId: sandbox.org.id,
      orgUrl: sandbox.url,
      name: 'Saved before',
      credentialKind: 'api_token',
      credential: new Secret(JSON.stringify(credential())),
    });
    await app.get(Database).query(`update connection set settings = '{"allowLocal": true}' where id = $1`, [id]);

    const tested = await post(`/connections/${id}/test`);
    const { body: sync } = await post(`/connections/${id}/syncs`);

    expect([tested.status, tested.body.code]).toEqual([400, 'okta.domain_invalid']);
    for (;;) {
      const { state, error } = (await get(`/syncs/${sync.id}`)).body;
      if (state === 'queued' || state === 'running') continue;
      expect([state, error.code]).toEqual(['failed', 'okta.domain_invalid']);
      break;
    }
    expect(sandbox.stats().requests).toBe(0);
  });
});

import { Secret } from '@posture/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { createServer } from '../../apps/server/src/create-server';
import { openTestEngine } from '../support/engine';
import type { TestEngine } from '../support/engine';

describe('An org on this machine, where the installation does not admit it', () => {
  let sandbox: Sandbox;
  let test: TestEngine;
  let app: NestFastifyApplication;
  let key: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 40, unlimited: true });
    test = await openTestEngine({ allowLoopback: false });
    app = await createServer(test.engine);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    key = (await test.engine.apiKeys.createFirst()) ?? '';
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await test?.close();
    await sandbox?.stop();
  });

  const post = (path: string, body: object = {}) =>
    request(app.getHttpServer()).post(`/api/v1${path}`).set('authorization', `Bearer ${key}`).send(body);
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
    const { id } = await test.engine.connections.create({
      provider: 'okta',
      tenantId: sandbox.org.id,
      orgUrl: sandbox.url,
      name: 'Saved before',
      credentialKind: 'api_token',
      credential: new Secret(JSON.stringify(credential())),
      settings: { allowLocal: true },
    });

    const tested = await post(`/connections/${id}/test`);
    const scan = test.engine.scan(id, { profile: 'default', factors: 'admins', includeClientSecrets: false });

    expect([tested.status, tested.body.code]).toEqual([400, 'okta.domain_invalid']);
    await expect(scan).rejects.toMatchObject({ code: 'okta.domain_invalid' });
    expect(sandbox.stats().requests).toBe(0);
  });
});

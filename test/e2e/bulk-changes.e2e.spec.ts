import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyStore } from '@posture/operators';
import { AppConfig, Database, uuidv7 } from '@posture/platform';
import { apiDescription, createServer } from '../../apps/server/src/create-server';
import { TestApi } from '../support/api';
import { eventually } from '../support/eventually';
import { writeManyFindings } from '../support/many-findings';

describe('A change of many findings over HTTP', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-bulk-'));
  let app: NestFastifyApplication;
  let api: TestApi;

  beforeAll(async () => {
    const environment = { HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_PORT: '0', POSTURE_LOG_LEVEL: 'warn' };
    app = await createServer(AppConfig.parse(environment, { allowLoopback: true }));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    api = new TestApi(app, await apiDescription(), (await app.get(ApiKeyStore).createFirst()) ?? '');
    await writeManyFindings(app.get(Database), { count: 700, connections: [uuidv7()], rules: 5, subjects: 20 });
  });
  afterAll(async () => {
    await app?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is carried out by a worker, and says what became of each', async () => {
    const counted = await api.get('/findings?count=exact&limit=1&q=status:open');
    const open = counted.body.page.total.value as number;
    const begun = await api.post('/findings/bulk', {
      filter: 'status:open',
      expectedCount: open,
      action: 'acknowledge',
    });
    const path = `/bulk-changes/${begun.body.id}`;
    expect([begun.status, begun.headers['location']]).toEqual([202, `/api/v1${path}`]);

    const ended = await eventually(async () => {
      const { body } = await api.get(path);
      return body.finishedAt === null ? undefined : body;
    });
    expect(ended).toMatchObject({
      state: 'completed',
      error: null,
      action: 'acknowledge',
      by: { kind: 'api_key', name: 'owner' },
      counts: { succeeded: open, skipped: 0, failed: 0, pending: 0 },
    });
    expect(await api.all(`${path}/items?outcome=succeeded`, 200)).toHaveLength(open);
    expect((await api.get('/findings?q=status:open')).body.data).toEqual([]);
  });

  it('lets many findings stand, by whoever may approve that, and says the same word of each', async () => {
    const counted = await api.get('/findings?count=exact&limit=1&q=status:acknowledged');
    const expectedCount = counted.body.page.total.value as number;
    const asked = { filter: 'status:acknowledged', expectedCount };
    const expiresAt = new Date(Date.now() + 20 * 86_400_000).toISOString();
    const terms = { kind: 'risk_accepted', reason: 'Until the migration is over.', expiresAt };
    const analyst = (await api.post('/api-keys', { name: 'analyst', role: 'analyst' })).body.value as string;
    const refused = await api.post('/findings/bulk', { ...asked, action: 'except', params: terms }, { key: analyst });
    expect([refused.status, refused.body.code]).toEqual([403, 'exception.approval_needed']);

    const said = await begin({ ...asked, action: 'comment', params: { note: 'Reviewed.' } });
    const left = await begin({ ...asked, action: 'except', params: terms });

    for (const each of [said, left])
      expect(each.counts).toEqual({ succeeded: expectedCount, skipped: 0, failed: 0, pending: 0 });
    expect((await api.get('/findings?q=status:acknowledged')).body.data).toEqual([]);
    const made = (await api.all('/exceptions?state=active', 200)) as {
      scope: string;
      reason: string;
      approvedBy: object;
    }[];
    expect(made).toHaveLength(expectedCount);
    expect(made[0]).toMatchObject({ scope: 'finding', reason: terms.reason, approvedBy: { name: 'owner' } });
  });

  it.each([
    ['a comment without a word', { action: 'comment' }, 'bulk_change.incomplete', 'params.note'],
    [
      'an exception of no kind',
      { action: 'except', params: { reason: 'x'.repeat(10) } },
      'bulk_change.incomplete',
      'params.kind',
    ],
    [
      'an exception for no reason',
      { action: 'except', params: { kind: 'duplicate' } },
      'bulk_change.incomplete',
      'params.reason',
    ],
    [
      'an exception without an end',
      { action: 'except', params: { kind: 'risk_accepted', reason: 'x'.repeat(10) } },
      'exception.expiry_missing',
      'expiresAt',
    ],
    ['a change of nothing', { action: 'change', params: {} }, 'bulk_change.incomplete', 'params'],
    [
      'what its action takes no notice of',
      { action: 'acknowledge', params: { severity: null } },
      'bulk_change.param_unused',
      'params.severity',
    ],
  ])('refuses %s, and asks for nothing', async (_what, body, code, field) => {
    const runs = (await api.get('/runs')).body.data;
    const refused = await api.post('/findings/bulk', { filter: '', expectedCount: 700, ...body });
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, code, field]);
    expect((await api.get('/runs')).body.data).toEqual(runs);
  });

  async function begin(body: object) {
    const begun = await api.post('/findings/bulk', body);
    expect(begun.status).toBe(202);
    return eventually(async () => {
      const { body: change } = await api.get(`/bulk-changes/${begun.body.id}`);
      return change.finishedAt === null ? undefined : change;
    });
  }
});

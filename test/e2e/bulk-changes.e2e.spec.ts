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
});

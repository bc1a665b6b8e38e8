import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppConfig, Database, RunStore, WorkerBeats } from '@posture/platform';
import { serve } from '../../apps/server/src/serve';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

describe('Whether a process is alive and ready', () => {
  const clock = new SetClock();
  let served: ServedApi;

  beforeAll(async () => {
    served = await ServedApi.open(clock);
  });
  afterAll(() => served?.close());

  const ready = () => served.api.get('/readyz', { key: null });

  it('is told to anybody', async () => {
    expect((await served.api.get('/healthz', { key: null })).body).toEqual({ status: 'ok' });
  });

  it('depends, where it does not work itself, on a worker that was alive within a minute', async () => {
    const checks = { database: 'ok', migrations: 'ok', graph: 'not_needed' };
    const alone = await ready();
    expect([alone.status, alone.body]).toEqual([503, { status: 'not_ready', checks: { ...checks, worker: 'failed' } }]);

    await served.app.get(WorkerBeats).beat();
    const helped = await ready();
    expect([helped.status, helped.body]).toEqual([200, { status: 'ready', checks: { ...checks, worker: 'ok' } }]);

    clock.pass(61_000);
    expect((await ready()).status).toBe(503);
    await served.app.get(WorkerBeats).beat();
    expect((await ready()).status).toBe(200);
  });

  it('depends on a schema that has every step this build knows', async () => {
    const database = served.app.get(Database);
    await database.query(`update migrations set name = 'gone' where name = 'inventory-008-schedules'`);
    const { status, body } = await ready();
    expect([status, body.checks.migrations]).toEqual([503, 'failed']);
    await database.query(`update migrations set name = 'inventory-008-schedules' where name = 'gone'`);
    expect((await ready()).status).toBe(200);
  });
});

describe('The figures of a process', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-figures-'));
  const said: string[] = [];
  let app: NestFastifyApplication;
  let metrics: string;

  beforeAll(async () => {
    const env = {
      ...{ HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_LOG_LEVEL: 'error', POSTURE_PORT: '0' },
      ...{ POSTURE_METRICS_PORT: '0' },
    };
    app = await serve(AppConfig.parse(env), (line) => said.push(line));
    metrics = /^Metrics {2}(\S+)/m.exec(said.join('\n'))![1]!;
    const runs = app.get(RunStore);
    // Of a kind no worker here knows.
    await runs.enqueue({ kind: 'invented', trigger: 'test' });
    await runs.cancel((await runs.enqueue({ kind: 'invented', trigger: 'test' })).id);
  });
  afterAll(async () => {
    await app?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function figures(): Promise<string[]> {
    const answer = await fetch(metrics);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    return (await answer.text()).split('\n');
  }

  it('are given at a port of this machine, without a key, and nowhere else', async () => {
    expect(new URL(metrics).hostname).toBe('127.0.0.1');
    const api = `${await app.getUrl()}/metrics`;
    expect((await fetch(api)).status).toBe(404);
    expect((await fetch(new URL('/api/v1/findings', metrics))).status).toBe(404);
  });

  it('say how the work goes, how the API answers, and what could be read', async () => {
    const health = `${await app.getUrl()}/api/v1/health`;
    await fetch(health);
    await fetch(`${await app.getUrl()}/api/v1/guessed-${'x'.repeat(50)}`);

    const lines = await figures();

    expect(lines).toContain('posture_runs{kind="invented",state="queued"} 1');
    expect(lines).toContain('posture_runs{kind="invented",state="cancelled"} 1');
    expect(lines.find((line) => line.startsWith('posture_run_wait_seconds '))).toMatch(/ [0-9.]+$/);
    expect(lines).toContain('posture_http_request_seconds_count{method="GET",route="/api/v1/health",status="200"} 1');
    expect(lines).toContain('posture_http_request_seconds_count{method="any",route="none",status="404"} 2');
    expect(lines.join('\n')).not.toContain('guessed');
    for (const part of ['runs', 'deliveries', 'findings', 'requests', 'coverage'])
      expect(lines).toContain(`posture_figures_up{part="${part}"} 1`);
    expect(lines.filter((line) => line.startsWith('posture_process_cpu_seconds_total '))).toHaveLength(1);
    for (const line of lines) expect(line).toMatch(/^($|# (HELP|TYPE) posture_|posture_\w+(\{.*\})? \S+$)/);
  });
});

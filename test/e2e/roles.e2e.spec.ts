import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { postgresMissing, sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { ServerProcess, runProgram } from '../support/server-process';
import { stateOf } from '../support/store-state';
import { askedBesideTheLog, untilFollowed } from '../support/until-followed';

interface SyncSeen {
  readonly id: string;
  readonly state: string;
  readonly progress: { readonly wave: number; readonly requests: number } | null;
  readonly report: { readonly requests: number } | null;
  readonly error: { readonly code: string } | null;
}

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

const missing = postgresMissing();
if (missing !== null) process.stderr.write(`Processes of one role each are not tried: ${missing}\n`);

(missing === null ? describe : describe.skip)('An API process and worker processes on one PostgreSQL', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-roles-'));
  const sources = join(dir, 'sources');
  const processes: ServerProcess[] = [];
  let postgres: TestPostgres;
  let database: Database;
  let sandbox: Sandbox;
  let env: Record<string, string>;
  let api: ServerProcess;
  let key: string;
  let worker: ServerProcess;
  let connectionId: string;

  beforeAll(async () => {
    mkdirSync(sources);
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    postgres = outcome.server;
    const url = await postgres.createDatabase();
    database = await Database.connect({ url });
    sandbox = await startSandbox({
      scenario: 'trial',
      users: 120,
      groups: 24,
      apps: 12,
      size: { devices: 10 },
      unlimited: true,
    });
    env = { HOME: dir, POSTURE_DATA_DIR: dir, POSTURE_DATABASE_URL: url, POSTURE_LOG_LEVEL: 'warn' };
    api = await start('api');
    key = api.key!;
  });
  afterEach(() => sandbox?.faults.clear());
  afterAll(async () => {
    for (const each of processes) await each.kill('SIGTERM');
    await database?.close();
    await sandbox?.stop();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('say that nobody works, where nobody does, and keep nothing of what was asked', async () => {
    const { status, body } = await connect();

    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'work.nobody', remedy: expect.stringContaining('worker') });
    expect((await get<{ data: unknown[] }>('/runs')).body.data).toEqual([]);
    expect(sandbox.stats().requests).toBe(0);
  });

  it('serve the API in the one and health alone in the other', async () => {
    worker = await start('worker');

    expect(worker.key).toBeNull();
    expect((await ask('GET', '/health', undefined, worker)).status).toBe(200);
    for (const path of ['/connections', '/runs', '/openapi.json'])
      expect([path, (await ask('GET', path, undefined, worker)).status]).toEqual([path, 404]);
  });

  // The API process does not admit an org on this machine: had it asked itself, it would have been refused.
  it('connect and test a tenant by the worker', async () => {
    const { status, body } = await connect();
    expect([status, body.code]).toEqual([201, undefined]);
    connectionId = body.id!;

    const probe = await ask<{ resources: unknown[] }>('POST', `/connections/${connectionId}/test`);
    expect(probe.status).toBe(200);
    expect(sandbox.stats().requests).toBeGreaterThan(10);
    expect((await get<{ data: unknown[] }>('/runs')).body.data).toEqual([]);
  });

  it('show in the one how a sync goes in the other', async () => {
    // Three rounds of eight lists at once, each far longer than progress takes to be written.
    slow(2_000);
    const { id, state } = await startSync();
    expect(state).toBe('queued');
    const seen = await untilEnded(id);

    const running = seen.filter((sync) => sync.state === 'running');
    const requests = running.flatMap(({ progress }) => progress?.requests ?? []);
    expect(new Set(requests).size).toBeGreaterThan(2);
    expect(requests).toEqual([...requests].sort((a, b) => a - b));
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ state: 'completed', error: null });
    expect(last.report!.requests).toBeGreaterThanOrEqual(requests.at(-1)!);
    expect((await get<{ data: unknown[] }>('/findings')).body.data.length).toBeGreaterThan(10);
  });

  it('go on after a worker was killed in the middle: another one does, and the attempt is counted', async () => {
    slow(1_000);
    const { id } = await startSync();
    const run = await untilMembersAreRead(id);
    expect([run.attempt, run.holder!.split('/')[1]]).toEqual([1, String(worker.pid)]);
    await worker.kill('SIGKILL');
    sandbox.faults.clear();
    const next = await start('worker');
    const seen = await untilEnded(id);

    expect(seen.at(-1)).toMatchObject({ state: 'completed' });
    expect(await runOf(id)).toMatchObject({ attempt: 2, holder: null });
    worker = next;
  });

  it('are stopped from a third one, within seconds, and nothing more is written', async () => {
    slow(1_000);
    const { id } = await startSync();
    await untilMembersAreRead(id);
    expect(await posture('abort', id)).toBe(`Run ${id}, a scan, is cancelled.\n`);
    const before = await stateOf(database);

    expect((await get<SyncSeen>(`/syncs/${id}`)).body).toMatchObject({
      state: 'cancelled',
      error: { code: 'run.cancelled' },
    });
    expect(before.syncs.at(-1)).toBe('full aborted');
    expect([...before.syncs, ...before.scans].filter((each) => each.includes('running'))).toEqual([]);
    await pause(4_000);
    await untilFollowed(sandbox);
    const asked = askedBesideTheLog(sandbox);
    await pause(2_000);
    expect(askedBesideTheLog(sandbox)).toEqual(asked);
    expect(await stateOf(database)).toEqual(before);
    sandbox.faults.clear();
    expect((await untilEnded((await startSync()).id)).at(-1)).toMatchObject({ state: 'completed' });
  });

  it('warn of nothing else, end well, and say no word of what is secret', async () => {
    for (const each of processes) await each.kill('SIGTERM');
    const output = processes.map((each) => each.output).join('');

    expect(output).not.toContain(sandbox.tokenOf('SUPER_ADMIN'));
    const logged = output.split('\n').filter((line) => line.startsWith('{'));
    expect(logged.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 'warn', event: 'request.failed', code: 'work.nobody' }),
    ]);
    expect(output).not.toMatch(/unhandled/i);
  });

  async function start(role: 'api' | 'worker'): Promise<ServerProcess> {
    const loopback = role === 'worker' ? 'true' : 'false';
    const started = await ServerProcess.start(
      { ...env, POSTURE_ALLOW_LOOPBACK: loopback, POSTURE_ROLE: role },
      sources,
    );
    processes.push(started);
    return started;
  }

  async function ask<Body>(method: string, path: string, body?: object, of = api): Promise<Answer<Body>> {
    const response = await fetch(`${of.api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }

  function get<Body>(path: string): Promise<Answer<Body>> {
    return ask<Body>('GET', path);
  }

  function connect(): Promise<Answer<{ id?: string; code?: string }>> {
    const credential = { kind: 'api_token', token: sandbox.tokenOf('SUPER_ADMIN') };
    return ask('POST', '/connections', { domain: sandbox.url, credential, firstSync: false });
  }

  async function startSync(): Promise<SyncSeen> {
    const { status, body } = await ask<SyncSeen>('POST', `/connections/${connectionId}/syncs`, {});
    expect(status).toBe(202);
    return body;
  }

  /** @returns the sync as the API process showed it at each look */
  async function untilEnded(id: string): Promise<SyncSeen[]> {
    const seen: SyncSeen[] = [];
    do {
      await pause(100);
      seen.push((await get<SyncSeen>(`/syncs/${id}`)).body);
    } while (['queued', 'running', 'waiting'].includes(seen.at(-1)!.state));
    return seen;
  }

  interface RunSeen {
    readonly attempt: number;
    readonly holder: string | null;
    readonly step: string | null;
  }

  async function runOf(id: string): Promise<RunSeen> {
    return (await get<RunSeen>(`/runs/${id}`)).body;
  }

  async function untilMembersAreRead(id: string): Promise<RunSeen> {
    for (;;) {
      const run = await runOf(id);
      if (run.step === 'reading wave 2') return run;
      await pause(50);
    }
  }

  /** Each list of members takes so long. */
  function slow(delayMs: number): void {
    sandbox.faults.add({ kind: 'slow', delayMs, path: '/api/v1/groups/*/users', count: null });
  }

  async function posture(...args: readonly string[]): Promise<string> {
    const child = runProgram('apps/cli/src/main.ts', args, env, sources);
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream!.setEncoding('utf8').on('data', (text) => said.push(text));
    await new Promise((resolve) => child.once('close', resolve));
    return said.join('');
  }
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

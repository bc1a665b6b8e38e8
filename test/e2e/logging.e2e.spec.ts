import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { ServerProcess } from '../support/server-process';

const LIMIT_MS = 120_000;
/** Its run begins and ends, three waves are published, and what it says is kept. */
const INFO_LINES_A_SCAN = 6;

interface Line {
  readonly level: string;
  readonly event: string;
  readonly kind?: string;
  readonly runId?: string;
  readonly resource?: string;
  readonly nodes?: number;
}

describe('The log of a server that fares well', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-logging-'));
  let sandbox: Sandbox;
  let server: ServerProcess;
  let scans: string[];
  let lines: Line[];

  beforeAll(async () => {
    const sources = join(dir, 'sources');
    mkdirSync(sources);
    const size = { users: 120, groups: 24, apps: 12, devices: 10 };
    sandbox = await startSandbox({ scenario: 'trial', size, unlimited: true });
    server = await ServerProcess.start(
      { HOME: dir, POSTURE_DATA_DIR: dir, POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_LOG_LEVEL: 'debug' },
      sources,
    );
    const credential = { kind: 'api_token', token: sandbox.tokenOf('SUPER_ADMIN') };
    const { id } = await ask<{ id: string }>('POST', '/connections', {
      domain: sandbox.url,
      credential,
      firstSync: false,
    });
    scans = [await scan(id), await scan(id)];
    await server.kill('SIGTERM');
    lines = server.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line)
      // One a request; `request-log` has its own suite.
      .filter(({ event }) => event !== 'request.answered');
  }, LIMIT_MS);
  afterAll(async () => {
    await server?.kill('SIGTERM');
    await sandbox?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('has no error and no warning', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
  });

  it('tells a scan in six lines: when it began, each wave, what it found, when it ended', () => {
    for (const scanned of scans) {
      const told = lines.filter(({ runId, level }) => runId === scanned && level === 'info');

      expect(told.map(({ event }) => event)).toEqual([
        'run.started',
        'wave.published',
        'wave.published',
        'wave.published',
        'scan.completed',
        'run.completed',
      ]);
      expect(told).toHaveLength(INFO_LINES_A_SCAN);
      expect(told.at(-2)).toEqual(
        expect.objectContaining({ kind: 'scan', findings: expect.any(Number), requests: expect.any(Number) }),
      );
    }
  });

  it('tells two lines of each other run, and nothing besides', () => {
    const others = lines.filter(({ level, runId }) => level === 'info' && !scans.includes(runId!));
    const runs = [...new Set(others.map(({ runId }) => runId))];

    expect(runs).not.toContain(undefined);
    for (const run of runs)
      expect(others.filter(({ runId }) => runId === run).map(({ event }) => event)).toEqual([
        'run.started',
        'run.completed',
      ]);
  });

  it('tells each page at debug, and no record of it', () => {
    const debug = lines.filter(({ level }) => level === 'debug');

    expect(new Set(debug.map(({ event }) => event))).toEqual(new Set(['page.read']));
    const users = debug.filter(({ resource }) => resource === 'users');
    expect(users.length).toBeGreaterThanOrEqual(scans.length);
    expect(users.filter(({ nodes }) => nodes! < 100)).toEqual([]);
    expect(debug.length).toBeLessThanOrEqual(sandbox.stats().requests);
  });

  it('names no user and shows no credential', () => {
    expect(lines.map((line) => JSON.stringify(line)).join('\n')).not.toContain('@');
    expect(server.output).not.toContain(sandbox.tokenOf('SUPER_ADMIN'));
  });

  async function scan(connectionId: string): Promise<string> {
    const { id } = await ask<{ id: string }>('POST', `/connections/${connectionId}/syncs`, {});
    for (;;) {
      const { state } = await ask<{ state: string }>('GET', `/syncs/${id}`);
      if (state === 'completed') return id;
      if (!['queued', 'running', 'waiting'].includes(state)) throw new Error(`the scan is ${state}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function ask<Body>(method: string, path: string, body?: object): Promise<Body> {
    const response = await fetch(`${server.api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${server.key}`,
        'idempotency-key': randomUUID(),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Body;
  }
});

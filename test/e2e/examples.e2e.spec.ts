import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScanReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';
import { SMALL_TRIAL } from '../support/small-trial';

const ROOT = join(__dirname, '../..');
const MAIN = join(ROOT, 'dist/apps/cli/src/main.js');

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of `docs/examples` as a user does. */
function example(name: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  const child = spawn('sh', [join(ROOT, 'docs/examples', name), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('The examples', () => {
  let trial: Sandbox;
  let quiet: Sandbox;
  let home: PostureHome;

  beforeAll(async () => {
    trial = await startSandbox(SMALL_TRIAL);
    quiet = await startSandbox({ scenario: 'quiet', users: 20, unlimited: true });
    home = new PostureHome({ POSTURE_ALLOW_LOOPBACK: 'true' });
  });
  afterAll(async () => {
    await trial?.stop();
    await quiet?.stop();
    home?.remove();
  });

  const org = (sandbox: Sandbox) => ({ OKTA_DOMAIN: sandbox.url, OKTA_TOKEN: sandbox.tokenOf('SUPER_ADMIN') });

  it('worst-findings.sh connects an org and prints its worst findings, worst first', async () => {
    const runs: Ran[] = [];
    await home.serve(home.path('served'), async (api, key) => {
      const POSTURE = { POSTURE_API: api, POSTURE_KEY: key };
      runs.push(await example('worst-findings.sh', { ...POSTURE, ...org(trial) }));
      runs.push(await example('worst-findings.sh', { ...POSTURE, ...org(trial), OKTA_TOKEN: '00wrong' }));
    });
    const [found, refused] = runs;

    expect([found?.code, found?.stderr]).toEqual([0, '']);
    const lines = found!.stdout.trim().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatch(/^critical\t\d+\t\S/);
    expect(refused?.code).not.toBe(0);
    expect(refused!.stdout).not.toContain('critical');
  }, 600_000);

  it('scan-in-ci.sh ends with the code of the scan and keeps its report', async () => {
    const scan = (name: string, sandbox: Sandbox, more: Readonly<Record<string, string>> = {}) =>
      example(
        'scan-in-ci.sh',
        {
          HOME: home.dir,
          POSTURE: `${process.execPath} ${MAIN}`,
          POSTURE_DATA_DIR: home.path(name),
          POSTURE_ALLOW_LOOPBACK: 'true',
          ...org(sandbox),
          ...more,
        },
        home.path(`${name}.json`),
      );

    const [bad, failed] = [await scan('bad', trial), await scan('failed', quiet, { OKTA_TOKEN: '00wrong' })];

    const report = JSON.parse(readFileSync(home.path('bad.json'), 'utf8')) as ScanReport;
    expect([bad.code, bad.stdout]).toEqual([1, expect.stringContaining('There are findings')]);
    expect(report.findings.some(({ severity }) => severity === 'critical')).toBe(true);
    expect([failed.code, failed.stdout]).toEqual([3, '']);
    const fine = await scan('fine', quiet);
    expect([0, 2]).toContain(fine.code);
  }, 600_000);
});

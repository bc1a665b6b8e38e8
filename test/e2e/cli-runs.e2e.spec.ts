import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';
import type { PostureRun } from '../support/posture';

describe('Runs on the command line', () => {
  let sandbox: Sandbox;
  let home: PostureHome;
  const dataDir = 'data';
  const runs = (...args: readonly string[]) => home.run(['runs', '--data-dir', home.path(dataDir), ...args]);
  const abort = (id: string) => home.run(['abort', id, '--data-dir', home.path(dataDir)]);

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'trial', users: 60, size: { devices: 10 }, unlimited: true });
    home = new PostureHome({ SUPER: sandbox.tokenOf('SUPER_ADMIN'), POSTURE_ALLOW_LOOPBACK: 'true' });
    const scan = ['scan', '--data-dir', home.path(dataDir), '--okta-domain', sandbox.url, '--token-env', 'SUPER'];
    expect(await home.run([...scan, '--quiet'])).toMatchObject({ code: 1 });
  });
  afterAll(async () => {
    await sandbox?.stop();
    home?.remove();
  });

  it('are listed for people and for programs, by state and by connection', async () => {
    const json = await runs('--format', 'json');
    const [scan] = JSON.parse(json.stdout) as { id: string; connectionId: string }[];
    expect(scan).toMatchObject({ kind: 'scan', state: 'completed', trigger: 'cli', attempt: 1, error: null });

    const table = await runs('--connection', scan!.connectionId, '--state', 'completed', 'failed');
    expect(table.stdout).toMatch(new RegExp(`^completed {2}scan {6}${scan!.id} {2}.* attempt 1 of 5\n1 runs\n$`));
    expect((await runs('--state', 'running')).stdout).toBe('0 runs\n');
    expect(json.stdout + table.stdout).not.toContain(sandbox.tokenOf('SUPER_ADMIN'));

    const unknown = await runs('--connection', 'x');
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('connection.not_found')]);
  });

  it('that read a tenant are shown with what was read, what changed, what it took and what it led to', async () => {
    const [scan] = JSON.parse((await runs('--format', 'json')).stdout) as { id: string }[];
    const { code, stdout } = await runs('show', scan!.id);

    expect(code).toBe(0);
    expect(stdout).toMatch(/requests: {2}\d+, \d+ s held back for limits, \d+ went wrong/);
    expect(stdout).toMatch(/ {4}users {24,}(\d+) +\1 +0 +0\b/);
    expect(stdout).toMatch(/led to: {4}\d+ opened/);
    const json = JSON.parse((await runs('show', scan!.id, '--format', 'json')).stdout) as { report: object };
    expect(json).toMatchObject({ id: scan!.id, report: { failures: [], throttledMs: 0 } });
  });

  it('are not stopped once they have ended, nor where there are none', async () => {
    const [scan] = JSON.parse((await runs('--format', 'json')).stdout) as { id: string }[];
    const ended = await abort(scan!.id);
    expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining('run.wrong_state')]);
    const unknown = await abort('nothing');
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('run.not_found')]);
  });

  it('are asked of the server while one uses the data directory, as are findings', async () => {
    const critical = ['findings', 'list', 'severity:critical'];
    const [scan] = JSON.parse((await runs('--format', 'json')).stdout) as { id: string }[];
    const here = await home.run([...critical, '--data-dir', home.path(dataDir)]);
    let refused = '';
    let there: readonly PostureRun[] = [];
    await home.serve(home.path(dataDir), async (api, key) => {
      refused = (await runs()).stderr;
      const ask = (...args: readonly string[]) =>
        home.run(args, { env: { POSTURE_SERVER: api, POSTURE_API_KEY: key } });
      there = [
        await ask('runs', '--state', 'completed', '--format', 'json'),
        await ask(...critical),
        await ask('abort', scan!.id),
        await ask('scan', '--okta-domain', sandbox.url, '--token-env', 'SUPER'),
        await home.run(['runs', '--server', api], { env: { POSTURE_API_KEY: 'posture_nobody' } }),
      ];
    });
    expect(refused).toContain('data_dir.locked');
    expect(refused).toMatch(/remedy: .*--server/);

    const [listed, found, ended, read, stranger] = there;
    expect(JSON.parse(listed!.stdout)).toContainEqual(scan);
    expect(found).toEqual({ code: 0, stdout: here.stdout, stderr: '' });
    expect([ended!.code, ended!.stderr]).toEqual([
      3,
      expect.stringMatching(/code: {3}run.wrong_state\n {2}request: \S+\n$/),
    ]);
    expect([read!.code, read!.stderr]).toEqual([
      3,
      expect.stringMatching(/remedy: .*connections sync.*\n.*server.not_asked/),
    ]);
    expect([stranger!.code, stranger!.stderr]).toEqual([3, expect.stringContaining('api_key.invalid')]);
  });
});

import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';

describe('Findings exported on the command line', () => {
  let sandbox: Sandbox;
  let home: PostureHome;
  const exported = (...args: readonly string[]) =>
    home.run(['findings', 'export', '--data-dir', home.path('data'), ...args]);

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'trial', users: 60, size: { devices: 10 }, unlimited: true });
    home = new PostureHome({ SUPER: sandbox.tokenOf('SUPER_ADMIN'), POSTURE_ALLOW_LOOPBACK: 'true' });
    const scan = ['scan', '--data-dir', home.path('data'), '--okta-domain', sandbox.url, '--token-env', 'SUPER'];
    expect(await home.run([...scan, '--quiet'])).toMatchObject({ code: 1 });
  });
  afterAll(async () => {
    await sandbox?.stop();
    home?.remove();
  });

  it('are those a filter means, in each format', async () => {
    const all = JSON.parse((await exported('--format', 'json')).stdout) as { id: string; severity: string }[];
    const critical = all.filter(({ severity }) => severity === 'critical').map(({ id }) => id);
    expect(critical.length).toBeGreaterThan(0);

    const csv = await exported('severity:critical', 'is:present');
    expect([csv.code, csv.stderr]).toEqual([0, '']);
    expect(
      csv.stdout
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => line.slice(0, 36)),
    ).toEqual(critical);
    const ocsf = await exported('--format', 'ocsf', '--', '-severity:critical');
    expect(ocsf.stdout.trimEnd().split('\n')).toHaveLength(all.length - critical.length);
  });

  it('are none where the filter cannot be read, which is told', async () => {
    const refused = await exported('sevrity:high');

    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toContain('A filter has no field "sevrity"');
    expect(refused.stderr).toContain('severity, status');
  });
});

import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';

interface NewsLine {
  readonly change: string;
  readonly finding: { readonly rule: string; readonly evidence: { readonly events?: readonly unknown[] } };
}

const ATTACKED = 'okta-det-mfa-push-bombing';
const CHANGED = 'okta-superadmin-service-account';

describe('posture watch', () => {
  let sandbox: Sandbox;
  let home: PostureHome;
  beforeAll(async () => {
    sandbox = await startSandbox({ users: 60, groups: 12, apps: 12, seed: 'watch', unlimited: true });
    home = new PostureHome({ SUPER: sandbox.tokenOf('SUPER_ADMIN'), POSTURE_ALLOW_LOOPBACK: 'true' });
  });
  afterAll(async () => {
    await sandbox.stop();
    home?.remove();
  });

  /** Somebody is attacked, then a program is made super admin. */
  const happen = (): void => {
    sandbox.log.play('mfa-fatigue');
    const user = sandbox.org.idOf('staff-7')!;
    const patch = { profile: { login: 'svc-sync@brightwater.example' } };
    sandbox.org.mutate({ op: 'patch', collection: 'users', id: user, patch });
    sandbox.org.mutate({ op: 'add', collection: 'roles', object: { id: 'ra1watch', type: 'SUPER_ADMIN', user } });
  };

  it('tells each finding in a line as it appears, and ends in order', async () => {
    const args = ['--data-dir', home.path('data'), '--okta-domain', sandbox.url, '--token-env', 'SUPER'];
    let printed = '';
    let happened = false;
    let stopped = false;
    const { code, stdout, stderr } = await home.run(['watch', ...args, '--format', 'jsonl', '--look-back', '0'], {
      onOutput: (text, child) => {
        printed += text;
        if (!happened && printed.includes('Following the log')) {
          happened = true;
          happen();
        }
        // A second signal would end it at once.
        if (stopped || ![ATTACKED, CHANGED].every((rule) => printed.includes(`"rule":"${rule}"`))) return;
        stopped = child.kill('SIGINT');
      },
    });

    expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as NewsLine);
    const attacked = lines.find(({ finding }) => finding.rule === ATTACKED)!;
    expect([attacked.change, (attacked.finding.evidence.events ?? []).length > 2]).toEqual(['opened', true]);
    expect(lines.find(({ finding }) => finding.rule === CHANGED)).toMatchObject({ change: 'opened' });
  }, 300_000);
});

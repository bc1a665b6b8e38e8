import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ComplianceReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';
import { SMALL_TRIAL } from '../support/small-trial';

describe('Reports, baselines and tuned rules by command', () => {
  let org: Sandbox;
  let home: PostureHome;

  beforeAll(async () => {
    org = await startSandbox(SMALL_TRIAL);
    home = new PostureHome({ SUPER: org.tokenOf('SUPER_ADMIN'), POSTURE_ALLOW_LOOPBACK: 'true' });
  });
  afterAll(async () => {
    await org?.stop();
    home?.remove();
  });

  const posture = (...args: readonly string[]) =>
    home.run([args[0]!, ...args.slice(1), '--data-dir', home.path('main')]);
  const scan = (...args: readonly string[]) =>
    posture('scan', '--okta-domain', org.url, '--token-env', 'SUPER', '--quiet', '--activity', '0', ...args);

  it('a pipeline fails on what is new, and not on what it knows', async () => {
    const [page, baseline] = [home.path('report.html'), home.path('baseline.json')];
    const first = await scan('--format', 'html', '--out', page, '--write-baseline', baseline);

    expect(first.code).toBe(1);
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
    const known = JSON.parse(readFileSync(baseline, 'utf8')) as { findings: { severity: string }[] };
    expect(known.findings.length).toBeGreaterThan(20);

    const held = await scan('--baseline', baseline, '--fail-on-new', 'critical');
    expect(held.stderr).toMatch(/^New since the baseline of .*: 0$/m);
    // What could not be assessed may be new.
    expect([0, 2]).toContain(held.code);

    const forgotten = known.findings.findIndex(({ severity }) => severity === 'critical');
    known.findings.splice(forgotten, 1);
    writeFileSync(baseline, JSON.stringify(known));
    const grown = await scan('--baseline', baseline, '--fail-on-new', 'critical');
    expect(grown.code).toBe(1);
    expect(grown.stderr).toMatch(/^New since the baseline of .*: 1$\n {2}critical/m);
  });

  it('the last scan is one page, or the controls of a framework', async () => {
    const page = await posture('report');
    const table = await posture('report', '--framework', 'stig');
    const csv = await posture('report', '--framework', 'nist', '--format', 'csv');
    const json = await posture('report', '--framework', 'nhi', '--format', 'json');

    expect([page.code, table.code, csv.code, json.code]).toEqual([0, 0, 0, 0]);
    expect(page.stdout).toContain('<h1>Identity posture of');
    expect(table.stdout).toMatch(/^\d+ controls: \d+ fail, /m);
    expect(csv.stdout).toMatch(/^control,control_title,/);
    expect((JSON.parse(json.stdout) as ComplianceReport).framework.id).toBe('nhi');
    expect((await posture('report', '--format', 'csv')).stderr).toMatch(/code: {3}report.format_unknown/);
  });

  it('a rule says why, and is tuned by a file that is tried first', async () => {
    const rule = 'okta-superadmin-service-account';
    const report = JSON.parse((await scan('--format', 'json')).stdout) as {
      findings: { rule: string; subject: { kind: string; externalId: string } }[];
    };
    const { subject } = report.findings.find((finding) => finding.rule === rule)!;
    const why = await posture('rules', 'explain', rule, '--subject', `${subject.kind}:${subject.externalId}`);
    expect(why.stdout).toMatch(/^MATCH: Its conditions hold\.$/m);
    expect(why.stdout).toMatch(/^yes +isServiceAccount equal true: is true$/m);

    const file = home.path('rules.yaml');
    writeFileSync(file, `rules:\n  ${rule}: { enabled: false }\n`);
    const tried = await posture('rules', 'tune', file, '--preview');
    expect(tried.stdout).toMatch(/^0 more, 1 fewer, 0 not assessed/);
    expect((await posture('rules', 'settings')).stdout).toBe('rules: {}\nclassification: {}\n');
    expect((await posture('rules', 'tune', file, '--reason', 'accepted')).code).toBe(0);
    expect((await posture('rules', 'settings')).stdout).toContain(`${rule}:\n    enabled: false`);
    expect((await scan('--format', 'json')).stdout).not.toContain(`"rule": "${rule}"`);

    writeFileSync(file, 'rules: [');
    expect((await posture('rules', 'tune', file)).stderr).toMatch(/code: {3}tuning.malformed/);
  });
});

import type { ScanReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';

describe('The first scan of an ordinary company of 2,000 users', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let report: ScanReport;

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'trial', unlimited: true });
    test = await openProduct();
    report = await scanOrg(test.product, {
      url: sandbox.url,
      token: sandbox.tokenOf('SUPER_ADMIN'),
      profile: 'default',
      factors: 'admins',
      includeClientSecrets: false,
    });
  }, 300_000);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  it('shows at most sixty findings one by one', () => {
    const each = new Set(test.product.rules.filter(({ report: grain }) => grain === 'each').map(({ id }) => id));
    const single = report.findings.filter(({ rule }) => each.has(rule));

    expect(single.length).toBeGreaterThan(0);
    expect(single.length).toBeLessThanOrEqual(60);
  });

  it('shows the hygiene of the population as one finding a rule', () => {
    const inactive = report.findings.filter(({ rule }) => rule === 'okta-user-inactive');

    expect(inactive).toHaveLength(1);
    expect(inactive[0]!.subject.kind).toBe('Org');
    expect(inactive[0]!.count).toBeGreaterThan(50);
    expect(inactive[0]!.members).toHaveLength(inactive[0]!.count);
  });

  it('leads with ten fixes that concern at least half of the high and critical findings', () => {
    const grave = report.findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
    const concerned = new Set(report.fixes.flatMap(({ concerns }) => concerns));
    const covered = grave.filter(({ id }) => concerned.has(id));
    process.stdout.write(
      `trial org: ${report.findings.length} findings, ten fixes concern ${covered.length} of ${grave.length} high and critical ones\n` +
        report.fixes
          .map(
            ({ title, concerns, worst }) =>
              `  ${concerns.length} ${worst.rule} ${title.slice(0, 140)} ${worst.path.join(' ')}\n`,
          )
          .join(''),
    );

    expect(report.fixes).toHaveLength(10);
    expect(covered.length / grave.length).toBeGreaterThanOrEqual(0.5);
    // Worst first, none twice, and no setting swept up with another.
    expect(report.fixes.flatMap(({ concerns }) => concerns)).toHaveLength(concerned.size);
    const byId = new Map(report.findings.map((finding) => [finding.id, finding.rule]));
    for (const { root, concerns } of report.fixes) {
      if (root.kind === 'Org') expect(new Set(concerns.map((id) => byId.get(id))).size).toBe(1);
    }
  });

  it('shows the path of each fix whose worst finding has one', () => {
    const paths = new Map(report.findings.map(({ rule, evidence }) => [rule, evidence.path.length]));

    for (const { worst } of report.fixes) {
      if (worst.rule.includes('-path-')) expect(worst.path.length).toBeGreaterThan(1);
      expect(paths.has(worst.rule)).toBe(true);
    }
    expect(report.fixes.some(({ worst }) => worst.path.length > 1)).toBe(true);
  });
});

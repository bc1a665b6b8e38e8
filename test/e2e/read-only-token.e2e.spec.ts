import { exitCodeOf } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { resourcesOf } from '@posture/rule-engine';
import { SHIPPED } from '../../libs/flows/src/providers';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { SMALL_TRIAL } from '../support/small-trial';

const LIMIT_MS = 300_000;
/** What only `okta.iam.read` shows. */
const ROLE_RESOURCES = new Set(['role-assignees', 'user-roles', 'group-roles', 'client-roles']);

interface RuleVerdicts {
  readonly rule: string;
  readonly match: number;
  readonly clear: number;
  readonly notAssessed: number;
}

async function scanWith(test: OpenedProduct, sandbox: Sandbox, role: string): Promise<ScanReport> {
  return scanOrg(test.product, { url: sandbox.url, token: sandbox.tokenOf(role), factors: 'admins' });
}

async function verdictsOf(test: OpenedProduct, { sync }: ScanReport): Promise<ReadonlyMap<string, RuleVerdicts>> {
  const rows = await test.product.database.query<RuleVerdicts>(
    `select rule, match, clear, not_assessed as "notAssessed" from rule_result join scan on scan.id = scan_id
     where scan.version = $1`,
    [sync.version],
  );
  return new Map(rows.map((row) => [row.rule, row]));
}

/** Rules that found more with all in sight than they find now, without a word on what they could not see. */
function denied(
  all: ReadonlyMap<string, RuleVerdicts>,
  now: ReadonlyMap<string, RuleVerdicts>,
  { notAssessed }: ScanReport,
): string[] {
  const told = new Set(notAssessed.map(({ rule }) => rule));
  return [...all.values()]
    .filter(({ rule, match }) => (now.get(rule)?.match ?? 0) < match && !told.has(rule))
    .map(({ rule, match }) => `${rule}: ${match} matches before`);
}

const key = ({ rule, subject }: ScanReport['findings'][number]) => `${rule} ${subject.kind}:${subject.externalId}`;

describe('A read-only administrator token', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let lesser: ScanReport;
  let verdicts: ReadonlyMap<string, RuleVerdicts>;

  beforeAll(async () => {
    sandbox = await startSandbox(SMALL_TRIAL);
    test = await openProduct();
    lesser = await scanWith(test, sandbox, 'READ_ONLY_ADMIN');
    verdicts = await verdictsOf(test, lesser);
  }, LIMIT_MS);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  const missingOf = (rule: string) =>
    lesser.notAssessed.filter((entry) => entry.rule === rule).map(({ missing }) => missing);

  it('leaves rules about roles not assessed, and says which permission they need', () => {
    for (const rule of ['okta-superadmin-service-account', 'okta-superadmin-count-high', 'okta-admin-inactive']) {
      expect(missingOf(rule)).toContain('okta.iam.read');
    }
    expect(missingOf('okta-path-to-superadmin')).toContain('okta.iam.read');
    expect(missingOf('okta-path-idp-impersonates-admin')).toContain('okta.iam.read');
    expect(missingOf('okta-user-deprovisioned-live-credential')).toContain('okta.users.apitokens.read');
    expect(missingOf('okta-log-stream-missing')).toContain('SUPER_ADMIN');
    // Never the very role the token has.
    expect(lesser.notAssessed.filter(({ missing }) => missing === 'READ_ONLY_ADMIN')).toEqual([]);
  });

  it('never says that there are no administrators', () => {
    const aboutAdmins = test.product.rules.filter(
      ({ id, ...rule }) =>
        /-(admin|superadmin)-/.test(id) &&
        resourcesOf(rule, SHIPPED[0]!.vocabulary).some((name) => ROLE_RESOURCES.has(name)),
    );
    const claims = aboutAdmins.filter(({ id }) => {
      const { match = 0, clear = 0, notAssessed = 0 } = verdicts.get(id) ?? {};
      return clear > 0 && match === 0 && notAssessed === 0;
    });

    expect(aboutAdmins.length).toBeGreaterThan(15);
    expect(claims.map(({ id }) => id)).toEqual([]);
    expect(JSON.stringify(lesser.notAssessed)).not.toMatch(/\b(no|0) (users with )?admin/i);
  });

  it(
    'reaches true findings all the same, and denies none that a full look has',
    async () => {
      const full = await openProduct();
      try {
        const whole = await scanWith(full, sandbox, 'SUPER_ADMIN');
        const truth = new Set(whole.findings.map(key));

        expect(lesser.findings.length).toBeGreaterThan(10);
        expect(lesser.findings.map(key).filter((finding) => !truth.has(finding))).toEqual([]);
        // What the rule's group gives is only partly known, and enough.
        const partly = lesser.findings.find(({ rule }) => rule === 'okta-group-rule-grants-admin');
        expect(partly?.evidence.facts.map(({ certainty }) => certainty)).toContain('at_least');
        expect(denied(await verdictsOf(full, whole), verdicts, lesser)).toEqual([]);
      } finally {
        await full.close();
      }
    },
    LIMIT_MS,
  );

  it('ends with 1 for findings at the bar, with 2 when nothing was found there but not all was assessed', () => {
    const found = lesser.findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
    expect(found.length).toBeGreaterThan(0);
    expect(exitCodeOf(lesser, 'high')).toBe(1);
    expect(exitCodeOf({ ...lesser, findings: [] }, 'high')).toBe(2);
    expect(exitCodeOf({ ...lesser, findings: [], notAssessed: [] }, 'high')).toBe(0);
    expect(
      exitCodeOf({ ...lesser, findings: found.map((finding) => ({ ...finding, status: 'suppressed' })) }, 'high'),
    ).toBe(2);
  });
});

describe("A read-only administrator token after a super admin's", () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;

  beforeAll(async () => {
    sandbox = await startSandbox(SMALL_TRIAL);
    test = await openProduct();
  }, LIMIT_MS);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  it(
    'resolves nothing that it could not look at, and gives way again without a trace',
    async () => {
      const whole = await scanWith(test, sandbox, 'SUPER_ADMIN');
      const before = await verdictsOf(test, whole);
      const lesser = await scanWith(test, sandbox, 'READ_ONLY_ADMIN');

      const kept = new Set(lesser.findings.map(({ id }) => id));
      expect(whole.findings.filter(({ id }) => !kept.has(id)).map(key)).toEqual([]);
      expect(denied(before, await verdictsOf(test, lesser), lesser)).toEqual([]);
      // What was read once does not stand for what can be read no more: somebody may be an administrator since.
      expect(lesser.notAssessed.filter(({ rule }) => rule === 'okta-admin-inactive')).not.toEqual([]);

      const again = await scanWith(test, sandbox, 'SUPER_ADMIN');
      expect(again.findings.map(({ id, status }) => ({ id, status }))).toEqual(
        whole.findings.map(({ id, status }) => ({ id, status })),
      );
      expect(again.notAssessed).toEqual(whole.notAssessed);
    },
    LIMIT_MS,
  );
});

describe('A read-only administrator token on a quiet org', () => {
  it(
    'ends with 2: nothing found, not all assessed',
    async () => {
      const quiet = await startSandbox({ scenario: 'quiet', users: 120, unlimited: true });
      const test = await openProduct();
      try {
        const report = await scanWith(test, quiet, 'READ_ONLY_ADMIN');

        expect(report.findings.map(({ rule, title }) => `${rule} ${title}`)).toEqual([]);
        expect(exitCodeOf(report, 'low')).toBe(2);
      } finally {
        await test.close();
        await quiet.stop();
      }
    },
    LIMIT_MS,
  );
});

import { Secret } from '@posture/platform';
import type { ScanReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { SMALL_TRIAL } from '../support/small-trial';

const LIMIT_MS = 300_000;
const REASON = /Okta shows its own applications only to super administrators/;
/** All rules that ask what guards the Admin Console or the Dashboard. */
const ABOUT_OWN_APPS = [
  'okta-admin-console-no-mfa',
  'okta-admin-console-not-phishing-resistant',
  'okta-admin-session-shared-network',
  'okta-dashboard-no-mfa',
  'okta-dashboard-not-phishing-resistant',
  'okta-path-policy-editor',
  // These ask of whatever is most privileged, which the Admin Console is, or of each application that has a policy.
  'okta-app-policy-catchall-allow',
  'okta-app-policy-keep-signed-in',
  'okta-app-policy-long-reauth',
  'okta-app-policy-no-device-assurance',
  'okta-app-policy-no-network-zone',
];

interface Counts {
  readonly match: number;
  readonly clear: number;
  readonly notAssessed: number;
}

/** Reads everything but what Okta keeps for super administrators. */
async function scanAsLeastPrivileged({ product }: OpenedProduct, sandbox: Sandbox): Promise<ScanReport> {
  const client = sandbox.clients.find(({ name }) => name === 'sandbox-least-privilege')!;
  const privateKey = new Secret(JSON.stringify(client.privateKey));
  const { id } = await product.connect(sandbox.url, { kind: 'private_key', clientId: client.id, privateKey });
  const { report } = await product.scan(id, { read: ['all-factors', 'client-secrets'] });
  return report;
}

async function countsOf(
  { product }: OpenedProduct,
  { sync, connection }: ScanReport,
): Promise<ReadonlyMap<string, Counts>> {
  const rows = await product.database.query<Counts & { readonly rule: string }>(
    `select rule, match, clear, not_assessed as "notAssessed" from rule_result join scan on scan.id = scan_id
     where scan.version = $1 and scan.connection_id = $2`,
    [sync.version, connection.id],
  );
  return new Map(rows.map((row) => [row.rule, row]));
}

describe("Rules about Okta's own applications", () => {
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
    'are not assessed by a credential below super admin, and judged again by one of a super admin',
    async () => {
      const lesser = await scanAsLeastPrivileged(test, sandbox);
      const seen = await countsOf(test, lesser);
      const told = new Map(
        lesser.notAssessed.filter(({ reason }) => REASON.test(reason)).map((one) => [one.rule, one]),
      );

      expect(ABOUT_OWN_APPS.filter((rule) => !told.has(rule))).toEqual([]);
      // No policy is said to have nothing to do with the Admin Console, nor any user to be kept from it.
      for (const rule of ABOUT_OWN_APPS.slice(0, 6)) {
        expect({ rule, ...seen.get(rule) }).toMatchObject({ rule, match: 0, clear: 0 });
        expect(seen.get(rule)?.notAssessed).toBeGreaterThan(0);
      }

      const whole = await scanOrg(test.product, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN') });
      const judged = await countsOf(test, whole);
      expect(whole.notAssessed.filter(({ reason }) => REASON.test(reason))).toEqual([]);
      for (const rule of ABOUT_OWN_APPS) {
        const { match = 0, clear = 0, notAssessed = -1 } = judged.get(rule) ?? {};
        expect({ rule, judged: match + clear > 0, notAssessed }).toEqual({ rule, judged: true, notAssessed: 0 });
      }
    },
    LIMIT_MS,
  );

  it(
    'keep their findings when a lesser credential looks no more behind the same applications',
    async () => {
      const own = await openProduct();
      try {
        const whole = await scanOrg(own.product, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN') });
        const about = ({ rule }: ScanReport['findings'][number]) => ABOUT_OWN_APPS.includes(rule);
        const before = whole.findings.filter(about);
        expect(before.some(({ subject }) => subject.name === 'Okta Admin Console')).toBe(true);

        const lesser = await scanAsLeastPrivileged(own, sandbox);

        const after = new Set(lesser.findings.map(({ id }) => id));
        expect(before.filter(({ id }) => !after.has(id)).map(({ rule, subject }) => `${rule} ${subject.name}`)).toEqual(
          [],
        );
      } finally {
        await own.close();
      }
    },
    LIMIT_MS,
  );
});

import type { ScanReport } from '@posture/flows';
import { requestPlan } from '../../libs/connectors/src/okta/read/request-plan';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { sizesOfOrg } from '../support/sizes-of-org';

const LIMIT_MS = 900_000;

describe('An org of 4,000 users, 400 groups and 160 applications', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let report: ScanReport;

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 4_000, groups: 400, apps: 160, unlimited: true });
    test = await openProduct();
    report = await scanOrg(test.product, {
      url: sandbox.url,
      token: sandbox.tokenOf('SUPER_ADMIN'),
      factors: 'admins',
      includeClientSecrets: false,
    });
  }, LIMIT_MS);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  it('is read with at most a twentieth more requests than the published plan', () => {
    const plan = requestPlan(sizesOfOrg(sandbox.org));
    const { requests, coverage, startedAt, finishedAt } = report.sync;
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
    const byResource = Object.entries(plan.byResource).map(([resource, count]) => `${resource} ${count}`);
    process.stdout.write(
      `4,000 users, 400 groups, 160 applications: ${requests} requests (plan ${plan.total}: ` +
        `${byResource.join(', ')}), ${seconds.toFixed(1)} s from the first request to the report\n`,
    );

    expect(requests).toBeLessThanOrEqual(plan.total * 1.05);
    // A plan far above what is asked would prove nothing.
    expect(requests).toBeGreaterThanOrEqual(plan.total * 0.95);
    expect(coverage.filter(({ state }) => !['complete', 'not_read'].includes(state))).toEqual([]);
  });

  it('is never told to slow down, and is told nothing twice', () => {
    const { requests, throttled, byPath } = sandbox.stats();

    expect(throttled).toBe(0);
    // One request tries the credential when the org is connected.
    expect(requests - report.sync.requests).toBeLessThanOrEqual(2);
    expect(byPath['GET /api/v1/users/{userId}'] ?? 0).toBe(0);
  });
});

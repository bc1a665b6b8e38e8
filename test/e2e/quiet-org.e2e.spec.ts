import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { notAssessedOf, openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { SERVERS_START_MS, describeOnStores } from '../support/stores';
import type { EngineStoresUnderTest } from '../support/stores';

describeOnStores('A quiet org', (start) => {
  let sandbox: Sandbox;
  let stores: EngineStoresUnderTest;
  let test: OpenedProduct;

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'quiet', users: 300, unlimited: true });
    stores = await start();
    test = await openProduct(stores);
  }, SERVERS_START_MS);
  afterAll(async () => {
    await test?.close();
    await stores?.stop();
    await sandbox?.stop();
  }, SERVERS_START_MS);

  it.each(['everything', 'default', 'strict-gov'] as const)('has no finding under the profile %s', async (profile) => {
    const report = await scanOrg(test.product, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN'), profile });

    expect(report.findings.map(({ rule, subject, title }) => ({ rule, subject: subject.externalId, title }))).toEqual(
      [],
    );
    expect(report.summary.clear).toBeGreaterThan(1000);
    expect(notAssessedOf(report)).toEqual([]);
  });
});

import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import type { ScanReport } from '@posture/flows';
import { openTestEngine, scanOrg } from '../support/engine';
import type { TestEngine } from '../support/engine';
import { differenceFromManifest } from '../support/manifest-difference';
import { SERVERS_START_MS, describeOnStores } from '../support/stores';
import type { EngineStoresUnderTest } from '../support/stores';

/** Two orgs, because some rules about the tenant as a whole cannot match beside others. */
const SCENARIOS = ['manifest', 'bare'] as const;
const matched = new Map<string, Set<string>>();

describeOnStores('An org with planted risks and near misses', (start) => {
  let stores: EngineStoresUnderTest;

  beforeAll(async () => {
    stores = await start();
  }, SERVERS_START_MS);
  afterAll(() => stores?.stop(), SERVERS_START_MS);

  describe.each(SCENARIOS)('scenario %s', (scenario) => {
    let sandbox: Sandbox;
    let test: TestEngine;
    let report: ScanReport;

    beforeAll(async () => {
      sandbox = await startSandbox({ scenario, unlimited: true });
      test = await openTestEngine(stores);
      report = await scanOrg(test.engine, {
        url: sandbox.url,
        token: sandbox.tokenOf('SUPER_ADMIN'),
        profile: sandbox.org.manifest().profile as 'everything',
      });
      matched.set(scenario, new Set(report.findings.map(({ rule }) => rule)));
    }, 300_000);
    afterAll(async () => {
      await test?.close();
      await sandbox?.stop();
    });

    it('has exactly the findings its manifest implies', () => {
      expect(differenceFromManifest(report, sandbox.org.manifest())).toEqual({ missed: [], unexpected: [] });
    });

    it('leaves no rule without the reads it needs', () => {
      expect(report.notAssessed).toEqual([]);
    });

    if (scenario === SCENARIOS.at(-1)) {
      it('lets every rule that makes findings match in one of the two', () => {
        const silent = test.engine.rules
          .filter(({ id, report: grain }) => grain !== 'measure' && !SCENARIOS.some((one) => matched.get(one)?.has(id)))
          .map(({ id }) => id);

        expect(silent).toEqual([]);
      });
    }
  });
});

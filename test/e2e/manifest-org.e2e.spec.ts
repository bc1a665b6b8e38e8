import { startSandbox } from '../../apps/sandbox/src/sandbox';
import { openTestEngine, scanOrg } from '../support/engine';
import { differenceFromManifest } from '../support/manifest-difference';

describe.each(['manifest', 'bare'])('scenario %s', (scenario) => {
  it('equals', async () => {
    const sandbox = await startSandbox({ scenario, unlimited: true });
    const test = await openTestEngine();
    try {
      const manifest = sandbox.org.manifest();
      const t0 = performance.now();
      const report = await scanOrg(test.engine, {
        url: sandbox.url,
        token: sandbox.tokenOf('SUPER_ADMIN'),
        profile: manifest.profile as 'everything',
      });
      const ms = performance.now() - t0;
      const diff = differenceFromManifest(report, manifest);
      const matched = new Set(report.findings.map((f) => f.rule));
      console.log(
        scenario,
        'ms',
        ms,
        'findings',
        report.findings.length,
        'implied',
        manifest.findings.length,
        'requests',
        report.sync.requests,
        '\nMISSED\n' + diff.missed.join('\n'),
        '\nUNEXPECTED\n' + diff.unexpected.join('\n'),
        '\nUNMATCHED RULES\n' +
          test.engine.rules
            .filter((r) => !matched.has(r.id) && r.report !== 'measure')
            .map((r) => r.id)
            .join(' '),
        '\nNOT ASSESSED\n' + report.notAssessed.map((n) => `${n.rule} ${n.subjects} ${n.reason}`).join('\n'),
        '\nCOVERAGE\n' +
          report.sync.coverage
            .filter((c) => c.state !== 'complete')
            .map((n) => `${n.resource} ${n.state} ${n.reason}`)
            .join('\n'),
      );
    } finally {
      await test.close();
      await sandbox.stop();
    }
  }, 300_000);
});

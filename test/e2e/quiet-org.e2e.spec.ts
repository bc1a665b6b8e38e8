import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openTestEngine, scanOrg } from '../support/engine';
import type { TestEngine } from '../support/engine';

describe('A quiet org', () => {
  let sandbox: Sandbox;
  let test: TestEngine;

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'quiet', users: 300, unlimited: true });
    test = await openTestEngine();
  });
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  it('has no finding under any profile', async () => {
    const report = await scanOrg(test.engine, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN') });

    expect(report.findings.map(({ rule, subject, title }) => ({ rule, subject: subject.externalId, title }))).toEqual([]);
  });
});

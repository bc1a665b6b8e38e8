import { Secret } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openTestEngine } from '../support/engine';
import type { TestEngine } from '../support/engine';

/** Okta's minutes in one of ours: its rate windows last 60 / SPEED seconds here. */
const SPEED = 5;
const MINUTE_MS = 60_000 / SPEED;

interface FirstFindings {
  readonly wave: number;
  /** Of the org's own minutes. */
  readonly minutes: number;
  readonly opened: number;
}

describe(`An org of 5,000 users at Okta's default limits, its minutes ${SPEED} times as fast`, () => {
  let sandbox: Sandbox;
  let test: TestEngine;

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'trial', size: { users: 5000 }, plan: 'workforce', speed: SPEED });
    test = await openTestEngine();
  }, 120_000);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  it('shows the first findings within three of its minutes', async () => {
    const { id } = await test.engine.connect({
      domain: sandbox.url,
      credential: { kind: 'api_token', token: new Secret(sandbox.tokenOf('SUPER_ADMIN')) },
    });
    const enough = new AbortController();
    const startedAt = performance.now();
    let first: FirstFindings | null = null as FirstFindings | null;

    const scan = test.engine.scan(
      id,
      { profile: 'default', factors: 'admins', includeClientSecrets: false },
      {
        onWave: (wave, { opened }) => {
          first = { wave, minutes: (performance.now() - startedAt) / MINUTE_MS, opened };
          enough.abort(new Error('seen enough'));
        },
      },
      enough.signal,
    );
    await expect(scan).rejects.toThrow('seen enough');

    const { requests } = sandbox.stats();
    process.stdout.write(`5,000 users at workforce limits: ${JSON.stringify(first)} after ${requests} requests\n`);
    expect(first).toMatchObject({ wave: 1 });
    expect(first!.minutes).toBeLessThanOrEqual(3);
    // What a person sees is in the store by then.
    const shown = await test.engine.findings.list({ connectionId: id }, 100);
    expect(shown).toHaveLength(first!.opened);
    expect(shown.filter(({ severity }) => severity === 'critical').length).toBeGreaterThan(0);
    expect(sandbox.stats().throttled).toBe(0);
  }, 600_000);
});

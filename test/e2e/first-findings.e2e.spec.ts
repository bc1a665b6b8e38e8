import { Secret } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openTestEngine } from '../support/engine';
import type { TestEngine } from '../support/engine';

/** Okta's minutes in one of ours: its rate windows last 60 / SPEED seconds here. */
const SPEED = 20;
const MINUTE_MS = 60_000 / SPEED;

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
      allowLocal: true,
    });
    const waves: { readonly wave: number; readonly minutes: number; readonly opened: number }[] = [];
    const startedAt = performance.now();

    const { report } = await test.engine.scan(
      id,
      { profile: 'default', factors: 'admins', includeClientSecrets: false },
      {
        onWave: (wave, { opened }) => {
          waves.push({ wave, minutes: (performance.now() - startedAt) / MINUTE_MS, opened });
        },
      },
    );

    process.stdout.write(
      `5,000 users at workforce limits: ${waves
        .map(({ wave, minutes, opened }) => `wave ${wave} after ${minutes.toFixed(1)} min with ${opened} new findings`)
        .join(
          ', ',
        )}; ${report.sync.requests} requests, waited ${(report.sync.throttledMs / MINUTE_MS).toFixed(1)} min\n`,
    );
    expect(waves[0]).toMatchObject({ wave: 1 });
    expect(waves[0]!.opened).toBeGreaterThan(0);
    expect(waves[0]!.minutes).toBeLessThanOrEqual(3);
    expect(sandbox.stats().throttled).toBe(0);
  }, 600_000);
});

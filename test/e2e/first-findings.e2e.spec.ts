import { Secret } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';

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
  let test: OpenedProduct;

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'trial', size: { users: 5000 }, plan: 'workforce', speed: SPEED });
    test = await openProduct();
  }, 120_000);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  it('shows the first findings within three of its minutes', async () => {
    const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
    const { id } = await test.product.connect(sandbox.url, { kind: 'api_token', token });
    const enough = new AbortController();
    const startedAt = performance.now();
    let first: FirstFindings | null = null as FirstFindings | null;

    const scan = test.product.scan(
      id,
      { profile: 'default' },
      {
        onProgress: ({ judged: [judged] }) => {
          if (judged === undefined || first !== null) return;
          first = { wave: judged.wave, minutes: (performance.now() - startedAt) / MINUTE_MS, opened: judged.opened };
          enough.abort(new Error('seen enough'));
        },
        signal: enough.signal,
      },
    );
    await expect(scan).rejects.toThrow('seen enough');

    const { requests } = sandbox.stats();
    process.stdout.write(`5,000 users at workforce limits: ${JSON.stringify(first)} after ${requests} requests\n`);
    expect(first).toMatchObject({ wave: 1 });
    expect(first!.minutes).toBeLessThanOrEqual(3);
    // What a person sees is in the store by then; a later wave may have been judged before the scan stopped.
    const shown = await test.product.findings.list({ connectionId: id }, 100);
    expect(shown.length).toBeGreaterThanOrEqual(first!.opened);
    expect(shown.filter(({ severity }) => severity === 'critical').length).toBeGreaterThan(0);
    expect(sandbox.stats().throttled).toBe(0);
  }, 600_000);
});

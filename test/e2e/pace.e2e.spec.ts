import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScanReport } from '@posture/flows';
import { Secret } from '@posture/platform';
import { BUCKET_LIMITS } from '../../apps/sandbox/src/http/buckets';
import type { BucketCode } from '../../apps/sandbox/src/http/buckets';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox, SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { FastClock } from '../support/fast-clock';
import { OtherClient } from '../support/other-client';
import { Product, testConfig } from '../support/product';

/** Okta's minutes in one of ours. Product and org live by the same clock. */
const SPEED = 4;
const LIMIT_MS = 900_000;
/** What every answer allows one token of a Workforce org: Okta's default share of each bucket. */
const OWN_SHARE = 0.5;
const FIRST_WINDOW = 1;

interface Paced {
  readonly report: ScanReport;
  /** Of the org's own minutes, from the start of the scan. */
  readonly minutes: number;
  readonly firstFindings: number;
  readonly requests: Readonly<Record<string, number>>;
  readonly throttled: number;
}

describe(`An org of 5,000 users at Okta's default limits, its minutes ${SPEED} times as fast as ours`, () => {
  const clock = new FastClock(SPEED);
  const now = (): number => clock.now().getTime();
  const minutesSince = (start: number): number => (now() - start) / 60_000;

  async function scan(options: SandboxOptions, beside: (sandbox: Sandbox) => () => Promise<void>): Promise<Paced> {
    const sandbox = await startSandbox({ scenario: 'trial', plan: 'workforce', now, ...options });
    const dataDir = mkdtempSync(join(tmpdir(), 'posture-pace-'));
    let product: Product | null = null;
    const end = beside(sandbox);
    try {
      product = await Product.open(testConfig(dataDir), clock);
      const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
      const { id } = await product.connect(sandbox.url, { kind: 'api_token', token });
      const start = now();
      let firstFindings = Number.POSITIVE_INFINITY;
      const { report } = await product.scan(
        id,
        { profile: 'default' },
        {
          onProgress: ({ judged }) =>
            judged.length > 0 && (firstFindings = Math.min(firstFindings, minutesSince(start))),
        },
      );
      const { throttled } = sandbox.stats();
      return { report, minutes: minutesSince(start), firstFindings, requests: report.sync.requestsByBucket, throttled };
    } finally {
      await end();
      await product?.close();
      await sandbox.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }

  it(
    'is read within 1.15 of the time its requests and the limits allow, its first findings within three minutes',
    async () => {
      const paced = await scan({ size: { users: 5000 }, groups: 400, apps: 220 }, () => () => Promise.resolve());

      const bounds = Object.entries(paced.requests).map(([bucket, requests]) => {
        const limit = BUCKET_LIMITS[bucket as BucketCode]?.workforce ?? Number.POSITIVE_INFINITY;
        return { bucket, minutes: requests / (limit * OWN_SHARE) };
      });
      const slowest = bounds.reduce((worst, each) => (each.minutes > worst.minutes ? each : worst));
      process.stdout.write(
        `5,000 users, ${paced.report.sync.requests} requests (${JSON.stringify(paced.requests)}): ` +
          `${paced.minutes.toFixed(2)} minutes, bound ${slowest.minutes.toFixed(2)} by ${slowest.bucket} ` +
          `(${(paced.minutes / slowest.minutes).toFixed(3)} of it), first findings after ${paced.firstFindings.toFixed(2)}\n`,
      );
      expect(paced.throttled).toBe(0);
      expect(paced.firstFindings).toBeLessThanOrEqual(3);
      // A window may have begun just before, and what was read last is still to be judged.
      expect(paced.minutes).toBeLessThanOrEqual(1.15 * (slowest.minutes + FIRST_WINDOW));
    },
    LIMIT_MS,
  );

  it.each([
    { how: 'on the same credential', principalPercentage: 50, role: 'SUPER_ADMIN', part: 0.25 },
    {
      how: "on another, where each may use the org's whole limits",
      principalPercentage: 100,
      role: 'READ_ONLY_ADMIN',
      part: 0.5,
    },
  ])(
    'meets no 429, nor does another client that spends half of each bucket $how',
    async ({ how, principalPercentage, role, part }) => {
      let other: OtherClient | null = null;
      const paced = await scan({ size: { users: 5000 }, groups: 60, apps: 30, principalPercentage }, (sandbox) => {
        other = new OtherClient(sandbox, clock, sandbox.tokenOf(role), partOfEach(part));
        return () => other!.stop();
      });

      const { asked, refused } = other!;
      process.stdout.write(
        `beside another client ${how} (${asked} requests): ${paced.report.sync.requests} requests in ` +
          `${paced.minutes.toFixed(2)} minutes, 429s ${paced.throttled}, of them theirs ${refused}\n`,
      );
      // It spent what it was to spend all the time.
      expect(asked).toBeGreaterThan(paced.minutes * BUCKET_LIMITS.DF.workforce * part);
      expect(paced.throttled).toBe(0);
    },
    LIMIT_MS,
  );
});

const ASKED_BY_OTHERS: Partial<Record<BucketCode, string>> = {
  UL: '/api/v1/users?limit=1',
  UG: '/api/v1/users/me',
  GL: '/api/v1/groups?limit=1',
  AL: '/api/v1/apps?limit=1',
  OC: '/oauth2/v1/clients/none/roles',
  DV: '/api/v1/devices?limit=1',
  DF: '/api/v1/zones?limit=1',
};

/** Of each bucket a part of what the whole org may ask of it. */
function partOfEach(part: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(ASKED_BY_OTHERS).map(([bucket, path]) => [
      path,
      BUCKET_LIMITS[bucket as BucketCode].workforce * part,
    ]),
  );
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkHere } from '@posture/flows';
import { Secret } from '@posture/platform';
import { BUCKET_LIMITS } from '../../apps/sandbox/src/http/buckets';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import { FastClock } from '../support/fast-clock';
import { OtherClient } from '../support/other-client';
import { Product, testConfig } from '../support/product';

/** Okta's minutes in one of ours. Product, org and the other client live by the same clock. */
const SPEED = 15;
const MINUTES = 3;
const LIMIT = BUCKET_LIMITS.LG.workforce;

describe('The limit of a log of which another client spends half', () => {
  const clock = new FastClock(SPEED);
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-shared-log-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is never exhausted, neither by what happens nor by a past that has no end', async () => {
    const now = () => clock.now().getTime();
    const size = { users: 60, groups: 12, apps: 10, seed: 'shared' };
    const sandbox = await startSandbox({ ...size, plan: 'workforce', principalPercentage: 100, now });
    const product = await Product.open(testConfig(dataDir), clock);
    const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
    const { id } = await product.connect(sandbox.url, { kind: 'api_token', token });
    await product.scan(id);
    sandbox.faults.add({ kind: 'empty-page', path: '/api/v1/logs', count: null });
    sandbox.resetStats();

    const other = new OtherClient(sandbox, clock, sandbox.tokenOf('READ_ONLY_ADMIN'), {
      '/api/v1/logs?limit=1': LIMIT / 2,
    });
    const enough = new AbortController();
    const following = product.app.get(WorkHere).follow(id, 'test', enough.signal);
    await clock.sleep(MINUTES * 60_000);
    enough.abort();
    await following;
    await other.stop();

    const { throttled, byBucket } = sandbox.stats();
    const ours = byBucket['LG']! - other.asked;
    process.stdout.write(
      `log of ${LIMIT} a minute, ${MINUTES} minutes: ${other.asked} theirs, ${ours} ours, 429s ${throttled}\n`,
    );
    expect(other.asked).toBeGreaterThan((MINUTES * LIMIT) / 2 / 2);
    expect(ours).toBeGreaterThan((MINUTES * LIMIT) / 4 / 2);
    expect([throttled, other.refused]).toEqual([0, 0]);
    await product.close();
    await sandbox.stop();
  }, 300_000);
});

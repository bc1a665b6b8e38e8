import { BUCKET_LIMITS, bucketOf } from './buckets';
import { RateLimiter, type RateLimiterOptions } from './rate-limiter';

const START = Date.UTC(2026, 5, 1, 10, 0, 0);

function limiterAt(clock: { at: number }, more: Partial<RateLimiterOptions> = {}): RateLimiter {
  return new RateLimiter({
    now: () => clock.at,
    plan: 'workforce',
    speed: 1,
    unlimited: false,
    principalPercentage: 50,
    ...more,
  });
}

describe('buckets', () => {
  it.each([
    ['GET', '/api/v1/users', 'UL'],
    ['GET', '/api/v1/users/00u1', 'UG'],
    ['POST', '/api/v1/users/00u1', 'UW'],
    ['GET', '/api/v1/users/00u1/roles', 'DF'],
    ['GET', '/api/v1/groups', 'GL'],
    ['GET', '/api/v1/groups/rules', 'GL'],
    ['GET', '/api/v1/groups/00g1', 'GG'],
    ['GET', '/api/v1/groups/00g1/users', 'GL'],
    ['GET', '/api/v1/apps', 'AL'],
    ['GET', '/api/v1/apps/0oa1', 'AG'],
    ['GET', '/api/v1/apps/0oa1/users', 'AL'],
    ['GET', '/api/v1/logs', 'LG'],
    ['GET', '/api/v1/devices', 'DV'],
    ['GET', '/api/v1/device-assurances', 'DF'],
    ['GET', '/oauth2/v1/clients/0oa1/roles', 'OC'],
    ['GET', '/integrations/api/v1/api-services', 'DF'],
  ])('%s %s counts in %s', (method, path, bucket) => {
    expect(bucketOf(method, path)).toBe(bucket);
  });
});

describe('RateLimiter', () => {
  it('lets one principal use half of a bucket and tells it so', () => {
    const limiter = limiterAt({ at: START });
    const answers = Array.from({ length: 51 }, () => limiter.admit('AL', 'token'));
    expect(answers[0]).toMatchObject({ admitted: true, limit: 50, remaining: 49 });
    expect(answers[49]).toMatchObject({ admitted: true, remaining: 0 });
    expect(answers[50]).toMatchObject({ admitted: false, limit: 50, remaining: 0 });
  });

  it('stops every principal once the org has used the whole bucket', () => {
    const limiter = limiterAt({ at: START }, { principalPercentage: 100 });
    for (let i = 0; i < BUCKET_LIMITS.AL.workforce; i++) limiter.admit('AL', `token-${i % 3}`);
    expect(limiter.admit('AL', 'another')).toMatchObject({ admitted: false, remaining: 0 });
    expect(limiter.admit('GL', 'another').admitted).toBe(true);
  });

  it('opens a new window at the announced reset, which is not the minute of the wall clock', () => {
    const clock = { at: START };
    const limiter = limiterAt(clock);
    const first = limiter.admit('UL', 'token');
    expect(first.reset * 1000).toBeGreaterThan(START);
    expect(first.reset * 1000).toBeLessThanOrEqual(START + 61_000);
    expect((first.reset * 1000) % 60_000).not.toBe(0);
    while (limiter.admit('UL', 'token').admitted);
    clock.at = first.reset * 1000;
    expect(limiter.admit('UL', 'token')).toMatchObject({ admitted: true, remaining: 299 });
  });

  it('shortens its windows when Okta minutes pass faster', () => {
    const limiter = limiterAt({ at: START }, { speed: 20 });
    expect(limiter.admit('UL', 'token').reset * 1000).toBeLessThanOrEqual(START + 4_000);
  });

  it('answers too many at once with zeros and a reset that means nothing', () => {
    const limiter = limiterAt({ at: START });
    const refusals = Array.from({ length: 38 }, () => limiter.enter('token'));
    expect(refusals.slice(0, 37).every((refusal) => refusal === null)).toBe(true);
    expect(refusals[37]).toMatchObject({ admitted: false, limit: 0, remaining: 0 });
    limiter.leave('token');
    expect(limiter.enter('token')).toBeNull();
  });

  it('never refuses when switched to unlimited', () => {
    const limiter = limiterAt({ at: START }, { unlimited: true });
    for (let i = 0; i < 5_000; i++) expect(limiter.admit('AL', 'token').admitted).toBe(true);
  });
});

export type Plan = 'integrator' | 'oneapp' | 'enterprise' | 'workforce';
export const PLANS: readonly Plan[] = ['integrator', 'oneapp', 'enterprise', 'workforce'];

export type BucketCode = 'UL' | 'UG' | 'UW' | 'GL' | 'GG' | 'AL' | 'AG' | 'LG' | 'OC' | 'DV' | 'DF' | 'TK' | 'PUB';

type LimitsByPlan = Readonly<Record<Plan, number>>;

const limits = (integrator: number, oneapp: number, enterprise: number, workforce: number): LimitsByPlan => ({
  integrator,
  oneapp,
  enterprise,
  workforce,
});

/**
 * Requests per minute and org, as Okta last published them (its current pages give none). TK and PUB are unpublished:
 * the token endpoint and the public metadata are given room enough never to be the bottleneck.
 */
export const BUCKET_LIMITS: Readonly<Record<BucketCode, LimitsByPlan>> = {
  UL: limits(100, 600, 600, 600),
  UG: limits(100, 1000, 1000, 2000),
  UW: limits(100, 600, 600, 600),
  GL: limits(100, 600, 600, 500),
  GG: limits(100, 600, 600, 1000),
  AL: limits(20, 100, 100, 100),
  AG: limits(100, 600, 600, 500),
  LG: limits(20, 50, 50, 120),
  OC: limits(25, 100, 100, 100),
  DV: limits(100, 150, 150, 100),
  DF: limits(100, 600, 600, 1200),
  TK: limits(300, 1200, 1200, 2000),
  PUB: limits(600, 1200, 1200, 2400),
};

/** Concurrent requests the whole org may have in flight. */
export const CONCURRENCY: LimitsByPlan = limits(35, 75, 75, 75);

/** Exact match beats longest prefix, and the method counts. `path` is without its query. */
export function bucketOf(method: string, path: string): BucketCode {
  const parts = path.split('/');
  if (parts[1] === 'oauth2') return parts[3] === 'clients' ? 'OC' : parts[3] === 'token' ? 'TK' : 'PUB';
  if (parts[1] === '.well-known') return 'PUB';
  if (parts[1] !== 'api') return 'DF';
  const exactlyOne = parts.length === 5 && parts[4] !== '';
  const exactlyList = parts.length === 4;
  switch (parts[3]) {
    case 'users':
      if (exactlyList) return 'UL';
      if (!exactlyOne) return 'DF';
      return method === 'GET' ? 'UG' : 'UW';
    case 'groups':
      return exactlyOne && parts[4] !== 'rules' ? 'GG' : 'GL';
    case 'apps':
      return exactlyOne ? 'AG' : 'AL';
    case 'logs':
      return 'LG';
    case 'devices':
      return 'DV';
    default:
      return 'DF';
  }
}

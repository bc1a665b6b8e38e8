import { OKTA_RESOURCE_NAMES, OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { bucketOfList } from '../catalogue/okta-row';
import type { OktaRow } from '../catalogue/okta-row';
import { pages } from '../catalogue/okta-sizes';
import type { OktaSizes, PlanOptions } from '../catalogue/okta-sizes';
import type { Wave } from '@posture/domain';
import { SHARE } from '../http/limit-window';
import { OKTA_BUCKETS } from '../http/okta-path';
import type { OktaBucket } from '../http/okta-path';
import { VIEWS_OF_WAVES, VIEW_REQUESTS } from './credential-view';
import { readsAssignmentsByGroup } from './selection';

export interface RequestPlan {
  readonly total: number;
  readonly byResource: Readonly<Partial<Record<OktaResource, number>>>;
  readonly byBucket: Readonly<Partial<Record<OktaBucket, number>>>;
  /** Of the first wave alone, whose end brings the first findings. */
  readonly firstWave: Readonly<Partial<Record<OktaBucket, number>>>;
}

/**
 * Requests a full read of such an org takes, by resource and by rate-limit bucket: nothing is asked per user. Retries
 * and token requests come on top. Without a resource are the request for the org's public metadata and those that ask
 * whether the credential still sees what it saw.
 */
export function requestPlan(sizes: OktaSizes, options: PlanOptions = {}): RequestPlan {
  const byResource: Partial<Record<OktaResource, number>> = {};
  const byBucket: Partial<Record<OktaBucket, number>> = {};
  const firstWave: Partial<Record<OktaBucket, number>> = {};
  let sum = 0;
  const count = (bucket: OktaBucket, requests: number, wave: Wave): void => {
    sum += requests;
    byBucket[bucket] = (byBucket[bucket] ?? 0) + requests;
    if (wave === 1) firstWave[bucket] = (firstWave[bucket] ?? 0) + requests;
  };
  count('OT', 1, 1);
  const view = Object.entries(VIEW_REQUESTS[options.credential ?? 'api_token']) as [OktaBucket, number][];
  for (const [wave, views] of Object.entries(VIEWS_OF_WAVES)) {
    for (const [bucket, requests] of view) count(bucket, views * requests, Number(wave));
  }
  for (const resource of OKTA_RESOURCE_NAMES) {
    const row = OKTA_ROWS[resource];
    if (row.identityEngine === true && sizes.pipeline !== 'idx') continue;
    const list = cheaperSide(row, sizes);
    const requests = list.requests?.(sizes, options) ?? pagesOf(resource, row, sizes);
    if (requests === 0) continue;
    byResource[resource] = requests;
    count(bucketOfList(list), requests, row.wave);
  }
  return { total: sum, byResource, byBucket, firstWave };
}

/** The list of the whole org that a row without arithmetic of its own is. */
function pagesOf(resource: OktaResource, { pageLimit }: OktaRow, { lists }: OktaSizes): number {
  return pageLimit === null ? 1 : pages(lists[resource] ?? 0, pageLimit);
}

function cheaperSide(row: OktaRow, { lists, groupApps }: OktaSizes) {
  const { byGroup } = row;
  if (byGroup === undefined) return row;
  return readsAssignmentsByGroup(lists['apps'] ?? 0, groupApps, byGroup.pageLimit) ? byGroup : row;
}
/** Part of an org's limits one credential may use, by Okta's default; what answers name is that part. */
const OF_ONE_CREDENTIAL = 0.5;

/**
 * Minutes the requests take while nobody else spends of the limits; buckets are read side by side, the slowest decides.
 * @param limits requests a minute by bucket as learned from the org's answers; Okta's published figures stand in for
 * the rest
 */
export function planMinutes(
  byBucket: Readonly<Partial<Record<string, number>>>,
  limits: Readonly<Record<string, number>> = {},
): number {
  let slowest = 0;
  for (const [bucket, requests] of Object.entries(byBucket)) {
    const published = (OKTA_BUCKETS[bucket as OktaBucket]?.perMinute ?? 600) * OF_ONE_CREDENTIAL;
    const perMinute = Math.max(1, Math.floor((limits[bucket] ?? published) * SHARE));
    // The first half of a window's share goes out at once.
    slowest = Math.max(slowest, Math.max(0, (requests ?? 0) - perMinute / 2) / perMinute);
  }
  return Math.round(slowest * 10) / 10;
}

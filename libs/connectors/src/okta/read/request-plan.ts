import { OKTA_RESOURCE_NAMES, OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { bucketOfList } from '../catalogue/okta-row';
import type { OktaRow } from '../catalogue/okta-row';
import { pages } from '../catalogue/okta-sizes';
import type { OktaSizes, PlanOptions } from '../catalogue/okta-sizes';
import { OKTA_BUCKETS } from '../http/okta-path';
import type { OktaBucket } from '../http/okta-path';
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
 * and token requests come on top. The one request without a resource is the org's public metadata.
 */
export function requestPlan(sizes: OktaSizes, options: PlanOptions = {}): RequestPlan {
  const byResource: Partial<Record<OktaResource, number>> = {};
  const byBucket: Partial<Record<OktaBucket, number>> = { OT: 1 };
  const firstWave: Partial<Record<OktaBucket, number>> = { OT: 1 };
  let sum = 1;
  for (const resource of OKTA_RESOURCE_NAMES) {
    const row = OKTA_ROWS[resource];
    if (row.identityEngine === true && sizes.pipeline !== 'idx') continue;
    const list = cheaperSide(row, sizes);
    const requests = list.requests?.(sizes, options) ?? pagesOf(resource, row, sizes);
    if (requests === 0) continue;
    const bucket = bucketOfList(list);
    sum += requests;
    byResource[resource] = requests;
    byBucket[bucket] = (byBucket[bucket] ?? 0) + requests;
    if (row.wave === 1) firstWave[bucket] = (firstWave[bucket] ?? 0) + requests;
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

/**
 * Minutes the requests take at our share of each limit; buckets are read side by side, the slowest decides.
 * @param limits requests a minute by bucket as learned from the org; Okta's published figures stand in for the rest
 */
export function planMinutes(
  byBucket: Readonly<Partial<Record<string, number>>>,
  limits: Readonly<Record<string, number>> = {},
  share = 0.5,
): number {
  let slowest = 0;
  for (const [bucket, requests] of Object.entries(byBucket)) {
    const published = OKTA_BUCKETS[bucket as OktaBucket]?.perMinute ?? 600;
    const perMinute = Math.max(1, Math.floor((limits[bucket] ?? published) * share));
    // The first half of a window's share goes out at once.
    slowest = Math.max(slowest, Math.max(0, (requests ?? 0) - perMinute / 2) / perMinute);
  }
  return Math.round(slowest * 10) / 10;
}

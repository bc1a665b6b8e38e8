import type { JsonObject } from '@posture/domain';
import { widestPrefix } from './address-width';
import { isEmpty, itemsOf, pick } from './wire';

/** More addresses than a /8 has are no restriction worth the name. */
const BROAD_PREFIX = 8;

/** True for a zone that keeps nobody out: inactive, wider than a /8 network, or dynamic without any condition. */
export function isUselessZone(zone: JsonObject): boolean {
  const { status, type, locations, asns, proxyType } = zone;
  if (typeof status === 'string' && status !== 'ACTIVE') return true;
  if (type === 'IP') {
    const prefix = widestPrefix(zone['gateways']);
    return prefix !== null && prefix < BROAD_PREFIX;
  }
  if (type === 'DYNAMIC') return isEmpty(locations) && isEmpty(asns) && (isEmpty(proxyType) || proxyType === 'null');
  return ['locations', 'asns', 'ipServiceCategories'].every(
    (name) => itemsOf(pick(zone[name], 'include')).length === 0 && itemsOf(pick(zone[name], 'exclude')).length === 0,
  );
}

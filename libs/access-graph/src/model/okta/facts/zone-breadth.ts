import type { GraphView, NodeIndex } from '@posture/domain';
import { widestPrefix } from './address-width';
import { isEmpty, itemsOf, pick } from '../../../facts/wire';
import { takesWholeCountry } from './zone-uses';

/** Wider than this is too broad to be trusted: the limit of `okta-zone-too-broad`. */
const BROAD_PREFIX = 16;

/** True for a zone that keeps too few out: inactive, wider than a /16 network, of a whole country, or of no place at all. */
export function isUselessZone(view: GraphView, node: NodeIndex): boolean {
  const zone = view.props(node);
  const { status, type, locations, asns, proxyType } = zone;
  if (typeof status === 'string' && status !== 'ACTIVE') return true;
  if (type === 'IP') {
    const prefix = widestPrefix(zone['gateways']);
    return prefix !== null && prefix < BROAD_PREFIX;
  }
  if (takesWholeCountry(view, node)) return true;
  if (type === 'DYNAMIC') return isEmpty(locations) && isEmpty(asns) && (isEmpty(proxyType) || proxyType === 'null');
  return ['locations', 'asns', 'ipServiceCategories'].every(
    (name) => itemsOf(pick(zone[name], 'include')).length === 0 && itemsOf(pick(zone[name], 'exclude')).length === 0,
  );
}

import type { GraphView, NodeIndex, NodeKey, PrivilegeModel, Tier } from '@posture/domain';

/** The same model with tiers given by hand; how rule cases declare them. */
export function withTiers(
  privilege: PrivilegeModel,
  view: GraphView,
  tiers: Readonly<Record<string, Tier>> | ReadonlyMap<NodeKey, Tier>,
): PrivilegeModel {
  const given = new Map<NodeIndex, Tier>();
  for (const [key, tier] of tiers instanceof Map ? tiers : Object.entries(tiers)) {
    const node = view.indexOf(key);
    if (node < 0) throw new RangeError(`"${key}" is no node of the graph`);
    given.set(node, tier as Tier);
  }
  return {
    ...privilege,
    tier: (node) => given.get(node) ?? privilege.tier(node),
    tierReason: (node) => (given.has(node) ? 'given' : privilege.tierReason(node)),
  };
}

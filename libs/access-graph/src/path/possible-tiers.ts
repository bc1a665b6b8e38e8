import { TIERS } from '@posture/domain';
import type { GraphEdge, NodeIndex, PrivilegeModel, Tier } from '@posture/domain';
import type { TiersOf } from './path-filter';

/** Tiers in the light of roles that could not be read. */
export interface PossibleTiers {
  /** The tier that was seen and, where roles may hide, every more privileged one. */
  readonly tiersOf: TiersOf;
  /** Resources that hide the roles of what the path leads to. */
  needsOf(start: NodeIndex, path: readonly GraphEdge[]): readonly string[];
}

export function seenTiers(privilege: PrivilegeModel): TiersOf {
  return (node) => ALONE[privilege.tier(node)];
}

/** Null when every role was seen, so that tiers are what they look like. */
export function possibleTiers(privilege: PrivilegeModel): PossibleTiers | null {
  if (privilege.everyRoleSeen()) return null;
  return {
    tiersOf: (node) => {
      const tier = privilege.tier(node);
      return tier !== 'T0' && privilege.tierNeeds(node).length > 0 ? OR_HIGHER[tier] : ALONE[tier];
    },
    needsOf: (start, path) => {
      const nodes = new Set(path.flatMap(({ src, dst }) => [src, dst]));
      nodes.delete(start);
      return [...new Set([...nodes].flatMap((node) => privilege.tierNeeds(node).map(({ resource }) => resource)))];
    },
  };
}

const ALONE = Object.fromEntries(TIERS.map((tier) => [tier, [tier]])) as unknown as Record<Tier, readonly Tier[]>;
const OR_HIGHER = Object.fromEntries(TIERS.map((tier, at) => [tier, TIERS.slice(0, at + 1)])) as unknown as Record<
  Tier,
  readonly Tier[]
>;

import { TIERS } from '@posture/domain';
import type { FactNeed, GraphEdge, GraphView, NodeIndex, NodeKind, Tier } from '@posture/domain';
import { nothingHidden } from '../graph/coverage-index';
import type { PrivilegeModel } from '../privilege/privilege-model';
import type { TiersOf } from './path-filter';

/** Kinds whose tier follows from the roles they hold. */
const HOLDERS: ReadonlySet<NodeKind> = new Set(['User', 'Group', 'App', 'ServiceIntegration']);
/** Kinds whose tier follows from that of such holders. */
const SPEAK_FOR_HOLDERS: ReadonlySet<NodeKind> = new Set(['ApiToken', 'ClientSecret', 'Jwk', 'IdP']);
const ROLE_LISTS = ['client-roles', 'group-roles', 'role-assignees'];

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
export function possibleTiers(view: GraphView, privilege: PrivilegeModel): PossibleTiers | null {
  const unread = ROLE_LISTS.filter((resource) => !nothingHidden(view.coverage, resource));
  // The roles of users without any are not listed, which hides nothing while the list of holders is whole.
  const ofUsers = view.coverage.of('user-roles').state;
  const allSeen = unread.length === 0 && nothingHidden(view.coverage, 'group-members');
  if (allSeen && (ofUsers === 'not_read' || nothingHidden(view.coverage, 'user-roles'))) return null;
  const anyRoles = unread.map((resource): FactNeed => ({ resource, parent: '' }));
  const needs = (node: NodeIndex): readonly FactNeed[] => {
    const kind = view.kind(node);
    if (HOLDERS.has(kind)) return privilege.heldRolesNeeds(node);
    return SPEAK_FOR_HOLDERS.has(kind) ? anyRoles : [];
  };
  return {
    tiersOf: (node) => {
      const tier = privilege.tier(node);
      return tier !== 'T0' && needs(node).length > 0 ? OR_HIGHER[tier] : ALONE[tier];
    },
    needsOf: (start, path) => {
      const nodes = new Set(path.flatMap(({ src, dst }) => [src, dst]));
      nodes.delete(start);
      return [...new Set([...nodes].flatMap((node) => needs(node).map(({ resource }) => resource)))];
    },
  };
}

const ALONE = Object.fromEntries(TIERS.map((tier) => [tier, [tier]])) as unknown as Record<Tier, readonly Tier[]>;
const OR_HIGHER = Object.fromEntries(TIERS.map((tier, at) => [tier, TIERS.slice(0, at + 1)])) as unknown as Record<
  Tier,
  readonly Tier[]
>;

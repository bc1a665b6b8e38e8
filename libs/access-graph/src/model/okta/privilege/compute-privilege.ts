import { AtLeast, Unknown } from '@posture/domain';
import type { Classification, FactNeed, GraphView, HeldRole, NodeIndex, PrivilegeModel } from '@posture/domain';
import { collectHeldRoles } from './held-roles';
import { hiddenTiers } from './hidden-tiers';
import { RoleCoverage, directRoleNeeds, distinct } from './role-coverage';
import { serviceAccountTest } from './service-accounts';
import { computeTiers } from './tiers';

const NO_ROLES: readonly HeldRole[] = Object.freeze([]);

/**
 * Works out who holds which privilege in one version.
 * @throws {DomainError} `classification.pattern_invalid`
 */
export function computePrivilege(view: GraphView, classification: Classification): PrivilegeModel {
  const held = collectHeldRoles(view);
  const groupsWithRoles = new Set([...held.keys()].filter((node) => view.kind(node) === 'Group'));
  const roleCoverage = new RoleCoverage(view, groupsWithRoles);
  const isServiceAccount = serviceAccountTest(view, classification);
  const tiers = computeTiers(view, held, classification);
  const holders = [...held.keys()].sort((a, b) => a - b);

  const known = (principal: NodeIndex, values: readonly string[], needs: readonly FactNeed[]) => {
    if (needs.length === 0) return values;
    return values.length === 0 && roleCoverage.readNothing(principal) ? new Unknown(needs) : new AtLeast(values, needs);
  };

  return {
    heldRoles: (principal) => held.get(principal) ?? NO_ROLES,
    heldRolesNeeds: (principal) => roleCoverage.needs(principal),
    ownRolesNeeds: (principal) => directRoleNeeds(view, principal),
    ...hiddenTiers(view, (holder) => roleCoverage.needs(holder)),
    effectiveRoles(principal) {
      const types = sorted((held.get(principal) ?? NO_ROLES).map((role) => role.type));
      return known(principal, types, roleCoverage.needs(principal));
    },
    customPermissions(principal) {
      const { permissions, needs } = permissionsOf(view, held.get(principal) ?? NO_ROLES);
      return known(principal, permissions, distinct([...roleCoverage.needs(principal), ...needs]));
    },
    holders: () => holders,
    isServiceAccount,
    tier: tiers.tier,
    tierReason: tiers.reason,
  };
}

/** Permissions of the custom roles among those held; a role whose permissions were not read is a need. */
function permissionsOf(view: GraphView, roles: readonly HeldRole[]) {
  const permissions: string[] = [];
  const needs: FactNeed[] = [];
  for (const { assignment } of roles) {
    for (const role of view.out(assignment, 'OF_ROLE')) {
      if (view.kind(role) !== 'CustomRole') continue;
      const listed = customRolePermissions(view, role);
      if (listed === null) needs.push({ resource: 'custom-role-permissions', parent: view.key(role) });
      else permissions.push(...listed);
    }
  }
  return { permissions: sorted(permissions), needs };
}

/** Null when the role's permissions were not read. */
export function customRolePermissions(view: GraphView, role: NodeIndex): readonly string[] | null {
  const { permissions } = view.props(role);
  if (!Array.isArray(permissions)) return null;
  return permissions.filter((permission): permission is string => typeof permission === 'string');
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

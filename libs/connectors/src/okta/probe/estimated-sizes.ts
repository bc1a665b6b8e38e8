import { OKTA_RESOURCE_NAMES } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { OktaSizes } from '../catalogue/okta-sizes';
import { policyTypes } from '../catalogue/policy-types';
import { isEveryone, isOidc, isServiceApp, readsJwks, readsSecrets, readsSigningKeys } from '../read/selection';
import type { AppFacts, GroupFacts } from '../read/selection';

/** Policies an org has of each type on average, rules apart; only the size of a small term of the plan. */
const POLICIES_PER_TYPE = 3;

export interface ProbedCounts {
  readonly groupList: readonly GroupFacts[];
  readonly appList: readonly AppFacts[];
  /** Records of the resource's first page; 0 when it could not be read. */
  count(resource: OktaResource): number;
}

/**
 * What the probe's few answers say about the size of the org. Users come from the count of the group Everyone; how
 * many are assigned to each application is not known before it is read, so that each counts as one page.
 */
export function estimatedSizes(pipeline: 'idx' | 'v1', tries: ProbedCounts): OktaSizes {
  const groups = tries.groupList;
  const apps = tries.appList;
  const roleGroups = groups.filter((group) => group.hasAdminPrivilege === true);
  const assignees = tries.count('role-assignees');
  const lists: Record<string, number> = {};
  for (const resource of OKTA_RESOURCE_NAMES) lists[resource] = tries.count(resource);
  lists['users'] = groups.find(isEveryone)?.usersCount ?? 0;
  lists['policies'] = tries.count('policies') === 0 ? 0 : policyTypes(pipeline).length * POLICIES_PER_TYPE;
  return {
    pipeline,
    lists,
    deprovisionedUsers: 0,
    groupMembers: groups.filter((group) => !isEveryone(group)).map((group) => group.usersCount ?? 1),
    groupApps: groups.map((group) => group.appsCount ?? 0).filter((count) => count > 0),
    ownedGroups: groups.filter(
      (group) => group.type !== 'BUILT_IN' && (group.appsCount !== 0 || group.hasAdminPrivilege === true),
    ).length,
    roleGroups: roleGroups.length,
    factorUsers: assignees + roleGroups.reduce((sum, group) => sum + (group.usersCount ?? 0), 0),
    delegableAssignments: Math.ceil(assignees / 2),
    resourceSets: Array.from({ length: tries.count('resource-sets') }, () => 1),
    bindings: tries.count('resource-sets'),
    authServerPolicies: tries.count('authorization-servers'),
    appUsers: [],
    appGroups: [],
    oidcApps: apps.filter(isOidc).length,
    serviceApps: apps.filter(isServiceApp).length,
    secretApps: apps.filter(readsSecrets).length,
    samlApps: apps.filter(readsSigningKeys).length,
    undatedKeyApps: apps.filter(readsJwks).length,
  };
}

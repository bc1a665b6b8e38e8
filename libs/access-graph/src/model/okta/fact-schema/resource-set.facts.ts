import type { FactSchema } from '@posture/domain';

const RESOURCES = {
  source: 'GET /api/v1/iam/resource-sets/{id}/resources',
  needs: ['resource-sets', 'resource-set-resources'],
} as const;
const BOUND = {
  source: 'GET /api/v1/iam/resource-sets/{id}/bindings, GET /api/v1/iam/roles/{id}/permissions',
  needs: ['role-assignees', 'user-roles', 'group-roles', 'client-roles', 'custom-role-permissions'],
} as const;

/** What a resource set holds and which permissions are bound to it. */
export const RESOURCE_SET_FACTS = {
  orgWideCollections: { type: 'list', means: 'users, groups or apps when the set holds all of them', ...RESOURCES },
  orgWideCollectionCount: {
    type: 'number',
    unit: 'count',
    means: 'of users, groups and apps, how many the set holds all of',
    ...RESOURCES,
  },
  privilegedMembers: {
    type: 'list',
    means: 'names of the T0 and T1 users, groups and applications it names',
    ...RESOURCES,
  },
  privilegedMemberCount: {
    type: 'number',
    unit: 'count',
    means: 'T0 and T1 users, groups and applications the set names',
    ...RESOURCES,
  },
  boundPermissions: { type: 'list', means: 'permissions of the custom roles assigned on the set', ...BOUND },
  managePermissionCount: { type: 'number', unit: 'count', means: 'of those, the ones ending in .manage', ...BOUND },
  controlPermissionCount: {
    type: 'number',
    unit: 'count',
    means: 'of those, the ones that manage something or touch a credential',
    ...BOUND,
  },
} as const satisfies FactSchema;

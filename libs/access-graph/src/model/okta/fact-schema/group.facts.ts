import type { FactSchema } from '@posture/domain';

const ROLES = { source: 'GET /api/v1/groups/{id}/roles', needs: ['group-roles'] } as const;
const MEMBERS = 'GET /api/v1/groups/{id}/users';
const OWNERS = 'GET /api/v1/groups/{id}/owners';

/** What a group gives, to whom, and who may add to it. */
export const GROUP_FACTS = {
  type: {
    type: 'string',
    means: 'OKTA_GROUP, APP_GROUP (its members come from a directory or application) or BUILT_IN',
    source: 'GET /api/v1/groups',
    needs: ['groups'],
  },
  hasRole: { type: 'boolean', means: 'any admin role is assigned to the group', ...ROLES },
  effectiveRoles: { type: 'list', means: 'types of the admin roles assigned to the group', ...ROLES },
  isTierOne: {
    type: 'boolean',
    means: 'the group is of tier T0 or T1, mostly because it gives an admin role',
    ...ROLES,
  },
  memberCount: {
    type: 'number',
    unit: 'count',
    means: 'users in the group',
    source: `${MEMBERS}, GET /api/v1/groups?expand=stats`,
    needs: ['group-members'],
  },
  externalMemberCount: {
    type: 'number',
    unit: 'count',
    means: 'members whose login domain is not one of the organisation',
    source: MEMBERS,
    needs: ['group-members', 'users', 'domains'],
  },
  memberUserTypes: {
    type: 'list',
    means: 'user types of the members, in lower case',
    source: MEMBERS,
    needs: ['group-members'],
  },
  privilegedApps: {
    type: 'list',
    means: 'names of the applications of tier T0 or T1 the group is assigned to',
    source: 'GET /api/v1/apps/{id}/groups',
    needs: ['apps', 'app-groups'],
  },
  privilegedAppCount: {
    type: 'number',
    unit: 'count',
    means: 'applications of tier T0 or T1 the group is assigned to',
    source: 'GET /api/v1/apps/{id}/groups',
    needs: ['apps', 'app-groups'],
  },
  lowerTierOwners: {
    type: 'list',
    means: 'names of the owners that are of neither tier T0 nor T1',
    source: OWNERS,
    needs: ['group-owners', 'role-assignees', 'user-roles'],
  },
  lowerTierOwnerCount: {
    type: 'number',
    unit: 'count',
    means: 'owners that are of neither tier T0 nor T1',
    source: OWNERS,
    needs: ['group-owners', 'role-assignees', 'user-roles'],
  },
  deadOwnerCount: {
    type: 'number',
    unit: 'count',
    means: 'owners that Okta could not resolve or that are suspended or deprovisioned',
    source: OWNERS,
    needs: ['group-owners'],
  },
  daysSinceMembershipChange: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time since a member was last added or removed',
    source: 'GET /api/v1/groups',
    needs: ['groups'],
  },
} as const satisfies FactSchema;

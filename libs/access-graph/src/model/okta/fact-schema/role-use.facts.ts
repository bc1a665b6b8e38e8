import type { FactSchema } from '@posture/domain';

const HOLDERS = 'GET /api/v1/users/{id}/roles, GET /api/v1/groups/{id}/roles';
const HOLDER_READS = ['role-assignees', 'user-roles', 'group-roles', 'group-members'] as const;

/** What those do who hold a role: its holder, or the members of the group that holds it. */
export const ROLE_USE_FACTS = {
  roleUserCount: {
    type: 'number',
    unit: 'count',
    means: 'users who hold the role by this assignment: 1, or the members of the group; 0 of a client',
    source: `${HOLDERS}, GET /api/v1/groups/{id}/users`,
    needs: HOLDER_READS,
  },
  isForBreakGlass: {
    type: 'boolean',
    means: 'one of these users is in a group of the classification for emergencies',
    source: 'GET /api/v1/groups/{id}/users',
    needs: ['groups', 'group-members'],
  },
  daysSinceUsersActed: {
    type: 'number',
    unit: 'days',
    means:
      'time since one of these users opened the Admin Console or did what takes an admin role; if never, since the role was given',
    source: 'GET /api/v1/logs',
    needs: [...HOLDER_READS, 'logs'],
  },
  daysSinceUsersTokenUse: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means:
      'time since an API token of one of these users was used, by its expiry and the log; null when they have none',
    source: 'GET /api/v1/api-tokens, GET /api/v1/logs',
    needs: [...HOLDER_READS, 'api-tokens'],
  },
} as const satisfies FactSchema;

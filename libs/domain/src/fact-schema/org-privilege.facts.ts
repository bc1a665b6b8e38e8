import type { FactSchema } from '../facts';

/** Who holds power over the tenant as a whole. */
export const ORG_PRIVILEGE_FACTS = {
  superAdminCount: {
    type: 'number',
    unit: 'count',
    means: 'distinct ACTIVE users and clients that hold super admin, directly or through a group',
    source: 'GET /api/v1/users/{id}/roles, GET /api/v1/groups/{id}/roles, GET /oauth2/v1/clients/{id}/roles',
    needs: ['role-assignees', 'user-roles', 'group-roles', 'client-roles', 'group-members'],
  },
} as const satisfies FactSchema;

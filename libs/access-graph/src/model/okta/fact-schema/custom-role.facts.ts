import type { FactSchema } from '@posture/domain';

const ASSIGNED = {
  source: 'GET /api/v1/iam/resource-sets/{id}/bindings, GET /api/v1/users/{id}/roles',
  needs: ['role-assignees', 'user-roles', 'group-roles', 'client-roles', 'resource-set-bindings'],
} as const;

/** What a custom role allows and where it is used. */
export const CUSTOM_ROLE_FACTS = {
  permissions: {
    type: 'list',
    means: 'permissions of the role',
    source: 'GET /api/v1/iam/roles/{id}/permissions',
    needs: ['custom-role-permissions'],
  },
  ageDays: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time since the role was created',
    source: 'GET /api/v1/iam/roles',
    needs: ['custom-roles'],
  },
  assignmentCount: { type: 'number', unit: 'count', means: 'principals the role is assigned to', ...ASSIGNED },
  orgWideSetCount: {
    type: 'number',
    unit: 'count',
    means: 'resource sets covering all users, all groups or all applications that the role is assigned on',
    source: 'GET /api/v1/iam/resource-sets/{id}/resources',
    needs: [...ASSIGNED.needs, 'resource-set-resources'],
  },
} as const satisfies FactSchema;

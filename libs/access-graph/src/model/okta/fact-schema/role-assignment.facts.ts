import type { FactSchema } from '@posture/domain';

const ROLES = 'GET /api/v1/users/{id}/roles, GET /api/v1/groups/{id}/roles, GET /oauth2/v1/clients/{id}/roles';
const ROLE_READS = ['role-assignees', 'user-roles', 'group-roles', 'client-roles'] as const;

/** One role in one hand, within its targets. */
export const ROLE_ASSIGNMENT_FACTS = {
  roleType: {
    type: 'string',
    nullable: true,
    means: 'type such as APP_ADMIN or CUSTOM',
    source: ROLES,
    needs: ROLE_READS,
  },
  roleLabel: {
    type: 'string',
    nullable: true,
    means: 'name of the role as Okta shows it',
    source: ROLES,
    needs: ROLE_READS,
  },
  holderName: { type: 'string', nullable: true, means: 'name of the holder', source: ROLES, needs: ROLE_READS },
  holderKind: {
    type: 'string',
    nullable: true,
    means: 'User, Group, App or ServiceIntegration',
    source: ROLES,
    needs: ROLE_READS,
  },
  status: { type: 'string', means: 'ACTIVE while the role is in force', source: ROLES, needs: ROLE_READS },
  targets: {
    type: 'string',
    means: 'all when the role reaches the whole tenant, listed when it is limited to named groups or applications',
    source: 'GET /api/v1/users/{id}/roles/{assignmentId}/targets/groups',
    needs: ['role-targets'],
  },
  readableSecretApps: {
    type: 'list',
    means: 'names of the T0 and T1 applications with a client secret that the role lets its holder read',
    source: `${ROLES}, GET /api/v1/apps, GET /api/v1/apps/{id}/credentials/secrets`,
    needs: ['apps', 'role-targets', 'client-roles', 'app-grants'],
  },
  readableSecretAppCount: {
    type: 'number',
    unit: 'count',
    means: 'T0 and T1 applications with a client secret that the role lets its holder read',
    source: `${ROLES}, GET /api/v1/apps, GET /api/v1/apps/{id}/credentials/secrets`,
    needs: ['apps', 'role-targets', 'client-roles', 'app-grants'],
  },
} as const satisfies FactSchema;

import type { FactSchema } from '@posture/domain';

const INTEGRATIONS = {
  source: 'GET /integrations/api/v1/api-services',
  needs: ['api-services'],
} as const;

/** API service integrations: programs of other companies with rights of their own. */
export const SERVICE_INTEGRATION_FACTS = {
  grantedScopes: { type: 'list', means: 'scopes the integration was granted', ...INTEGRATIONS },
  scopeCount: { type: 'number', unit: 'count', means: 'how many those are', ...INTEGRATIONS },
  manageScopeCount: {
    type: 'number',
    unit: 'count',
    means: 'of those, the ones that allow changes (*.manage)',
    ...INTEGRATIONS,
  },
  daysSinceLastUse: {
    type: 'number',
    unit: 'days',
    means: 'time since it did anything as a client, such as asking for a token; if never, since it was installed',
    source: 'GET /api/v1/logs',
    needs: ['api-services', 'logs'],
  },
  creatorStatus: {
    type: 'string',
    nullable: true,
    means: 'status of the user who installed it, DELETED when it is gone; null when Okta does not say who did',
    source: 'GET /integrations/api/v1/api-services, GET /api/v1/users',
    needs: ['api-services', 'users'],
  },
  creatorName: {
    type: 'string',
    nullable: true,
    means: 'login of that user, its id when it is gone',
    source: 'GET /integrations/api/v1/api-services, GET /api/v1/users',
    needs: ['api-services', 'users'],
  },
} as const satisfies FactSchema;

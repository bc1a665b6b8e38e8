import type { FactSchema } from '@posture/domain';

const GRANTS = { source: 'GET /api/v1/apps/{id}/grants', needs: ['app-grants'] } as const;

/** Which scope of Okta's API was granted to which application. */
export const GRANT_FACTS = {
  scopeId: { type: 'string', means: 'the scope', ...GRANTS },
  status: { type: 'string', means: 'ACTIVE or REVOKED', ...GRANTS },
  allowsChanges: { type: 'boolean', means: 'the scope allows changes, not only reading', ...GRANTS },
  appName: {
    type: 'string',
    nullable: true,
    means: 'name of the application that holds it',
    source: 'GET /api/v1/apps',
    needs: ['app-grants', 'apps'],
  },
  appStatus: {
    type: 'string',
    means: 'ACTIVE or INACTIVE: status of that application',
    source: 'GET /api/v1/apps',
    needs: ['app-grants', 'apps'],
  },
  daysSinceLastUse: {
    type: 'number',
    unit: 'days',
    means: 'time since the application asked for the scope; if never, since it was granted',
    source: 'GET /api/v1/logs',
    needs: ['app-grants', 'apps', 'logs'],
  },
  appDaysSinceLastUse: {
    type: 'number',
    unit: 'days',
    means: 'time since the application was used at all; if never, since it was created',
    source: 'GET /api/v1/logs',
    needs: ['app-grants', 'apps', 'logs'],
  },
  daysSinceClientChange: {
    type: 'number',
    unit: 'days',
    means:
      'time since the application changed anything in the tenant; if never, since the scope was granted; unknown of scopes whose changes the log is not known to record',
    source: 'GET /api/v1/logs',
    needs: ['app-grants', 'apps', 'logs'],
  },
} as const satisfies FactSchema;

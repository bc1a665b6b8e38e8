import type { FactSchema } from '@posture/domain';

const SECRETS = { source: 'GET /api/v1/apps/{id}/credentials/secrets', needs: ['client-secrets'] } as const;
const APPS = { source: 'GET /api/v1/apps', needs: ['client-secrets', 'apps'] } as const;

/** Age of the secrets applications authenticate with; their value is never read. */
export const CLIENT_SECRET_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', ...SECRETS },
  ageDays: { type: 'number', unit: 'days', means: 'time since the secret was created', ...SECRETS },
  appName: { type: 'string', nullable: true, means: 'name of the application', ...APPS },
  appStatus: { type: 'string', means: 'ACTIVE or INACTIVE: status of the application', ...APPS },
  appIsPrivileged: {
    type: 'boolean',
    means: 'the application holds an admin role or an okta.*.manage scope',
    source: 'GET /oauth2/v1/clients/{id}/roles, GET /api/v1/apps/{id}/grants',
    needs: ['client-secrets', 'apps', 'client-roles', 'app-grants'],
  },
  daysSinceLastUse: {
    type: 'number',
    unit: 'days',
    means:
      'time since the application last got a token, by whichever of its credentials; if never, since the secret was made',
    source: 'GET /api/v1/logs',
    needs: ['client-secrets', 'apps', 'logs'],
  },
} as const satisfies FactSchema;

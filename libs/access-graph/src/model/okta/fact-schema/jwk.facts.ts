import type { FactSchema } from '@posture/domain';

const KEYS = {
  source: 'GET /api/v1/apps, GET /api/v1/apps/{id}/credentials/jwks',
  needs: ['apps', 'app-jwks'],
} as const;

/** Public keys applications authenticate with, as they are registered in Okta. */
export const JWK_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', ...KEYS },
  ageDays: { type: 'number', unit: 'days', means: 'time since the key was registered', ...KEYS },
  appName: { type: 'string', nullable: true, means: 'name of the application', ...KEYS },
  appStatus: { type: 'string', means: 'ACTIVE or INACTIVE: status of the application', ...KEYS },
} as const satisfies FactSchema;

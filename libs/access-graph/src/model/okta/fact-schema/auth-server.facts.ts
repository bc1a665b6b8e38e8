import type { FactSchema } from '@posture/domain';

const SERVERS = { source: 'GET /api/v1/authorizationServers', needs: ['authorization-servers'] } as const;

/** Custom authorization servers. */
export const AUTH_SERVER_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', ...SERVERS },
  isDefault: { type: 'boolean', means: 'the server that Okta made, named default', ...SERVERS },
  audiences: { type: 'list', means: 'whom its tokens are for', ...SERVERS },
  keyRotationMode: { type: 'string', means: 'AUTO or MANUAL', ...SERVERS },
  daysSinceKeyRotation: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time since its signing key was last changed, since its creation when it never was',
    ...SERVERS,
  },
  admitsClients: {
    type: 'boolean',
    means: 'an ACTIVE policy of it admits clients',
    source: 'GET /api/v1/authorizationServers/{id}/policies',
    needs: ['authorization-servers', 'auth-server-policies'],
  },
} as const satisfies FactSchema;

import type { FactSchema } from '@posture/domain';

const KEYS = {
  source: 'GET /api/v1/apps/{id}/credentials/keys, GET /api/v1/idps/credentials/keys',
  needs: ['app-keys', 'idp-keys'],
} as const;
const OWNERS = {
  source: 'GET /api/v1/apps, GET /api/v1/idps',
  needs: ['app-keys', 'idp-keys', 'apps', 'idps'],
} as const;

/** Certificates that applications and identity providers sign with. */
export const SIGNING_KEY_FACTS = {
  daysUntilExpiry: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time until the certificate ends, negative when it has; null when it does not say',
    ...KEYS,
  },
  activeAppNames: {
    type: 'list',
    means: 'ACTIVE applications that sign with this key now, not with a former or a coming one',
    source: 'GET /api/v1/apps',
    needs: ['apps', 'app-keys'],
  },
  activeAppCount: {
    type: 'number',
    unit: 'count',
    means: 'how many those are',
    source: 'GET /api/v1/apps',
    needs: ['apps', 'app-keys'],
  },
  activeIdpNames: {
    type: 'list',
    means: 'ACTIVE identity providers whose messages are verified with this key',
    source: 'GET /api/v1/idps',
    needs: ['idps', 'idp-keys'],
  },
  activeIdpCount: {
    type: 'number',
    unit: 'count',
    means: 'how many those are',
    source: 'GET /api/v1/idps',
    needs: ['idps', 'idp-keys'],
  },
  ownerNames: { type: 'list', means: 'all of those applications and identity providers', ...OWNERS },
} as const satisfies FactSchema;

import type { FactSchema } from '@posture/domain';

const ORIGINS = 'GET /api/v1/trustedOrigins';

/** Origins that may call the org from a browser, receive redirects or frame its pages. */
export const TRUSTED_ORIGIN_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', source: ORIGINS, needs: ['trusted-origins'] },
  origin: { type: 'string', means: 'the origin as configured', source: ORIGINS, needs: ['trusted-origins'] },
  unencrypted: { type: 'boolean', means: 'an http:// origin', source: ORIGINS, needs: ['trusted-origins'] },
  wildcard: { type: 'boolean', means: 'the host has a wildcard', source: ORIGINS, needs: ['trusted-origins'] },
  addressLiteral: { type: 'boolean', means: 'the host is an IP address', source: ORIGINS, needs: ['trusted-origins'] },
  ownHost: {
    type: 'boolean',
    means: "the host is in one of the organisation's own domains",
    source: `${ORIGINS}, GET /api/v1/domains, GET /api/v1/users`,
    needs: ['trusted-origins', 'domains', 'users'],
  },
  hostDomains: {
    type: 'list',
    means: 'the host and each domain above it',
    source: ORIGINS,
    needs: ['trusted-origins'],
  },
  scopes: { type: 'list', means: 'CORS, REDIRECT, IFRAME_EMBED', source: ORIGINS, needs: ['trusted-origins'] },
} as const satisfies FactSchema;

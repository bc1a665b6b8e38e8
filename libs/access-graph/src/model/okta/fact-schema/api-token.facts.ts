import type { FactSchema } from '@posture/domain';

const TOKENS = { source: 'GET /api/v1/api-tokens', needs: ['api-tokens'] } as const;
/** The log adds to what the expiry tells; without it the expiry stands alone. */
const USE = { source: 'GET /api/v1/api-tokens, GET /api/v1/logs', needs: ['api-tokens'] } as const;
/** The log tells of changes made with a token and of few reads. */
const LOGGED = { source: 'GET /api/v1/logs', needs: ['api-tokens', 'logs'] } as const;
const OWNER = { source: 'GET /api/v1/users', needs: ['users'] } as const;
const OWNER_ROLES = {
  source: 'GET /api/v1/users/{id}/roles, GET /api/v1/groups/{id}/roles',
  needs: ['role-assignees', 'user-roles', 'group-roles', 'group-members'],
} as const;

/** An SSWS token carries every right of its owner, so most of its facts are about the owner. */
export const API_TOKEN_FACTS = {
  ageDays: { type: 'number', unit: 'days', means: 'time since the token was created', ...TOKENS },
  daysSinceLastUse: {
    type: 'number',
    unit: 'days',
    means:
      'time since its last use: each use moves the expiry to one window later; the log may show a later one, and alone tells of a token without expiry',
    ...USE,
  },
  neverUsed: {
    type: 'boolean',
    means: 'the expiry still is creation plus one window, and the log shows no use',
    ...USE,
  },
  daysUntilExpiry: {
    type: 'number',
    unit: 'days',
    means: 'time until the token ends unless it is used',
    ...TOKENS,
  },
  sourceNetworks: {
    type: 'list',
    means: 'numbers (ASN) of the networks the log shows it used from in the last 30 days',
    ...LOGGED,
  },
  sourceNetworkCount: { type: 'number', unit: 'count', means: 'how many such networks', ...LOGGED },
  sourcePrograms: {
    type: 'list',
    means: 'programs the log shows it used by in the last 30 days: the first words of their user agents',
    ...LOGGED,
  },
  sourceProgramCount: { type: 'number', unit: 'count', means: 'how many such programs', ...LOGGED },
  networkConnection: {
    type: 'string',
    means: 'ANYWHERE, or ZONE when network zones limit where the token works',
    ...TOKENS,
  },
  includedZoneCount: { type: 'number', unit: 'count', means: 'network zones the token is limited to', ...TOKENS },
  uselessZoneCount: {
    type: 'number',
    unit: 'count',
    means: 'of those, the inactive ones and those of more than a /16 network, of a whole country or of no place at all',
    source: 'GET /api/v1/zones',
    needs: ['zones'],
  },
  ownerName: { type: 'string', nullable: true, means: 'login of the owner', ...OWNER },
  ownerStatus: { type: 'string', nullable: true, means: 'lifecycle status of the owner; null when deleted', ...OWNER },
  daysSinceOwnerLastLogin: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time since the owner last signed in; null when it never did',
    ...OWNER,
  },
  ownerIsServiceAccount: { type: 'boolean', means: 'a program signs in as the owner', ...OWNER },
  ownerRoles: { type: 'list', means: 'types of the admin roles of the owner', ...OWNER_ROLES },
  ownerIsAdmin: { type: 'boolean', means: 'the owner holds any admin role', ...OWNER_ROLES },
  ownerHasLesserRole: {
    type: 'boolean',
    means: 'the owner holds an admin role other than super admin',
    ...OWNER_ROLES,
  },
} as const satisfies FactSchema;

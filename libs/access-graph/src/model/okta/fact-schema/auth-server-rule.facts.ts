import type { FactSchema } from '@posture/domain';

const RULES = {
  source: 'GET /api/v1/authorizationServers/{id}/policies/{policyId}/rules',
  needs: ['authorization-servers', 'auth-server-policies', 'auth-server-rules'],
} as const;

/** How long the tokens of an authorization server live. */
export const AUTH_SERVER_RULE_FACTS = {
  isInForce: { type: 'boolean', means: 'the rule, its policy and its authorization server are ACTIVE', ...RULES },
  serverName: { type: 'string', nullable: true, means: 'name of the authorization server', ...RULES },
  accessTokenMinutes: { type: 'number', unit: 'minutes', nullable: true, means: 'life of an access token', ...RULES },
  refreshTokenMinutes: {
    type: 'number',
    unit: 'minutes',
    nullable: true,
    means: 'life of a refresh token, 0 without end; null when the rule gives none',
    ...RULES,
  },
  refreshWindowDays: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'how long a refresh token may lie unused; null when the rule gives none',
    ...RULES,
  },
} as const satisfies FactSchema;

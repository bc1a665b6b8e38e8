import type { FactSchema } from '@posture/domain';

const POLICIES = {
  source: 'GET /api/v1/authorizationServers/{id}/policies',
  needs: ['authorization-servers', 'auth-server-policies'],
} as const;
const RULES = {
  source: 'GET /api/v1/authorizationServers/{id}/policies/{policyId}/rules',
  needs: ['authorization-servers', 'auth-server-policies', 'auth-server-rules'],
} as const;

/** Which clients an authorization server gives tokens to. */
export const AUTH_SERVER_POLICY_FACTS = {
  isInForce: { type: 'boolean', means: 'the policy and its authorization server are ACTIVE', ...POLICIES },
  serverName: { type: 'string', nullable: true, means: 'name of the authorization server', ...POLICIES },
  admitsAllClients: { type: 'boolean', means: 'any client of the org may ask for tokens', ...POLICIES },
  anyScopeRules: { type: 'list', means: 'ACTIVE rules that give any scope asked for', ...RULES },
  anyScopeRuleCount: { type: 'number', unit: 'count', means: 'how many those are', ...RULES },
} as const satisfies FactSchema;

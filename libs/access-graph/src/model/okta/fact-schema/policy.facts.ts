import type { FactSchema } from '@posture/domain';

const POLICY = 'GET /api/v1/policies?type={type}';
const RULES = 'GET /api/v1/policies/{id}/rules';

/**
 * What can be asked of a policy of any type. Only ACTIVE rules count; a fact about one type of policy is null for the
 * others.
 */
export const POLICY_FACTS = {
  type: {
    type: 'string',
    means: 'policy type, such as PASSWORD or ACCESS_POLICY',
    source: POLICY,
    needs: ['policies'],
  },
  status: { type: 'string', means: 'ACTIVE or INACTIVE', source: POLICY, needs: ['policies'] },
  system: { type: 'boolean', means: "Okta's own default policy of its type", source: POLICY, needs: ['policies'] },
  brokenReferenceCount: {
    type: 'number',
    unit: 'count',
    means:
      'groups, users, zones and apps named in conditions that no longer exist, and groups named that have no member',
    source: `${POLICY}, ${RULES}, GET /api/v1/groups, GET /api/v1/users, GET /api/v1/zones, GET /api/v1/apps`,
    needs: ['policy-rules', 'groups', 'users', 'zones', 'apps'],
  },
  brokenReferences: {
    type: 'list',
    means: 'the same, each with what is wrong and where it is named',
    source: `${POLICY}, ${RULES}`,
    needs: ['policy-rules', 'groups', 'users', 'zones', 'apps'],
  },
  shadowedRuleCount: {
    type: 'number',
    unit: 'count',
    means: 'rules that never decide, because an earlier rule provably covers them and asks for less',
    source: RULES,
    needs: ['policy-rules'],
  },
  shadowedRules: {
    type: 'list',
    means: 'the same, each with the rule in front of it',
    source: RULES,
    needs: ['policy-rules'],
  },
  everyoneMustEnrollStrong: {
    type: 'boolean',
    nullable: true,
    means:
      'the first ACTIVE enrolment policy that covers Everyone requires an authenticator stronger than phone, e-mail or question, and a rule of it prompts for enrolment; null for other policy types',
    source: 'GET /api/v1/policies?type=MFA_ENROLL, GET /api/v1/policies/{id}/rules',
    needs: ['policies', 'policy-rules', 'groups'],
  },
  answersHighRisk: {
    type: 'boolean',
    nullable: true,
    means: 'an ACTIVE entity risk policy acts on users of HIGH risk; null for other policy types',
    source: 'GET /api/v1/policies?type=ENTITY_RISK and their rules',
    needs: ['policy-rules'],
  },
  answersSessionFailure: {
    type: 'boolean',
    nullable: true,
    means: 'an ACTIVE session protection policy ends sessions or runs a workflow; null for other policy types',
    source: 'GET /api/v1/policies?type=POST_AUTH_SESSION and their rules',
    needs: ['policy-rules'],
  },
  selfRegistrationRuleCount: {
    type: 'number',
    nullable: true,
    unit: 'count',
    means: 'rules that let an unknown person register; null for other policy types',
    source: 'GET /api/v1/policies?type=PROFILE_ENROLLMENT and their rules',
    needs: ['policy-rules'],
  },
} as const satisfies FactSchema;

import type { FactSchema } from '@posture/domain';

const RULES = 'GET /api/v1/policies?type=OKTA_SIGN_ON and their rules';

/**
 * Global session policies. The first rule is the ACTIVE rule with the highest priority, which decides for everyone it
 * fits; its facts are null when the policy has no ACTIVE rule, or is of another type. Session limits are those of the
 * first ACTIVE rule that lets users in; null when none does.
 */
export const GLOBAL_SESSION_FACTS = {
  firstRuleKind: {
    type: 'string',
    nullable: true,
    means: "default when the first rule is Okta's own default rule, else custom",
    source: RULES,
    needs: ['policy-rules'],
  },
  maxIdleMinutes: {
    type: 'number',
    nullable: true,
    unit: 'minutes',
    means: 'idle time after which a session of the first rule that lets users in ends',
    source: RULES,
    needs: ['policy-rules'],
  },
  maxLifetimeMinutes: {
    type: 'number',
    nullable: true,
    unit: 'minutes',
    means: 'longest life of a session of the first rule that lets users in; 0 is without end',
    source: RULES,
    needs: ['policy-rules'],
  },
  persistentCookie: {
    type: 'boolean',
    nullable: true,
    means: "sessions of the first rule that lets users in survive the browser's end",
    source: RULES,
    needs: ['policy-rules'],
  },
  firstRuleZoned: {
    type: 'boolean',
    nullable: true,
    means: 'the first rule includes or excludes a network zone',
    source: RULES,
    needs: ['policy-rules'],
  },
  rulesWithoutMfaCount: {
    type: 'number',
    nullable: true,
    unit: 'count',
    means: 'reachable rules that let a user in without a second factor; null for other policy types',
    source: RULES,
    needs: ['policy-rules'],
  },
  rulesWithoutMfa: {
    type: 'list',
    nullable: true,
    means: 'names of those rules',
    source: RULES,
    needs: ['policy-rules'],
  },
  oneFactorAppCount: {
    type: 'number',
    nullable: true,
    unit: 'count',
    means:
      'ACTIVE applications whose own policy is content with one factor (in a Classic org, which has no such policies: all ACTIVE applications); null for other policy types',
    source: 'GET /api/v1/policies?type=ACCESS_POLICY and their rules, GET /api/v1/apps',
    needs: ['policies', 'policy-rules', 'apps'],
  },
} as const satisfies FactSchema;

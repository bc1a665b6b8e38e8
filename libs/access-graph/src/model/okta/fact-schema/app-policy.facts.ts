import type { FactSchema } from '@posture/domain';

const RULES = 'GET /api/v1/policies?type=ACCESS_POLICY and their rules';
const BOUND = 'GET /api/v1/apps (access policy link)';

const count = (means: string, more: readonly string[] = []) =>
  ({
    type: 'number',
    nullable: true,
    unit: 'count',
    means: `${means}; null for other policy types`,
    source: RULES,
    needs: ['policy-rules', ...more],
  }) as const;

const names = (means: string, more: readonly string[] = []) =>
  ({ type: 'list', nullable: true, means, source: RULES, needs: ['policy-rules', ...more] }) as const;

/**
 * Application sign-on policies, as an ordered list: a rule is reachable when it is ACTIVE and no rule before it takes
 * everybody. Only ACTIVE applications bound to the policy count.
 */
export const APP_POLICY_FACTS = {
  protectedApps: {
    type: 'list',
    means: 'catalogue names of the ACTIVE applications the policy protects, such as saasure for the Admin Console',
    source: BOUND,
    needs: ['apps'],
  },
  protectedTiers: {
    type: 'list',
    means: 'tiers of the ACTIVE applications the policy protects',
    source: BOUND,
    needs: ['apps'],
  },
  singleFactorRuleCount: count('reachable rules that let a user in with one factor'),
  singleFactorRules: names('names of those rules'),
  phishableRuleCount: count('reachable rules that let a user in without a phishing-resistant factor'),
  phishableRules: names('names of those rules'),
  zonedRuleCount: count('reachable rules that include or exclude a network zone'),
  catchAllAllows: {
    type: 'boolean',
    nullable: true,
    means: 'the catch-all rule is reachable and lets users in; null for other policy types',
    source: RULES,
    needs: ['policy-rules'],
  },
  mfaExclusionGapCount: count(
    'users and groups excluded from a rule with two factors for whom a rule with one factor decides',
    ['group-members'],
  ),
  mfaExclusionGaps: names('names of those users and groups, with the rule that lets them in', ['group-members']),
  deviceRuleCount: count('reachable rules that ask for a managed device or a device assurance policy'),
  riskRuleCount: count('reachable rules that look at the risk or the behaviour of the sign-in'),
  longestReauthMinutes: {
    type: 'number',
    nullable: true,
    unit: 'minutes',
    means: 'longest time that a reachable allow rule lets pass before it asks again; null when no rule sets a time',
    source: RULES,
    needs: ['policy-rules'],
  },
  rulesWithoutReauthCount: count('reachable allow rules that never ask again while the session lives'),
  keepSignedInRuleCount: count('reachable allow rules that offer to stay signed in'),
} as const satisfies FactSchema;

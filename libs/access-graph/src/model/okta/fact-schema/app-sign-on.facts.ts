import type { FactSchema } from '@posture/domain';

const RULES = 'GET /api/v1/apps (access policy link), GET /api/v1/policies/{id}/rules';

/** How users get into an application. */
export const APP_SIGN_ON_FACTS = {
  peopleSignIn: {
    type: 'boolean',
    means: 'people sign in to the application; to service clients and directory integrations they do not',
    source: 'GET /api/v1/apps',
    needs: ['apps'],
  },
  hasUserSignOn: {
    type: 'boolean',
    means:
      'an ACTIVE application of an Identity Engine org that people sign in to; service clients and directory integrations are not',
    source: 'GET /api/v1/apps',
    needs: ['apps', 'org'],
  },
  hasAccessPolicy: {
    type: 'boolean',
    means: 'bound to a sign-on policy that is ACTIVE',
    source: 'GET /api/v1/apps (access policy link)',
    needs: ['apps', 'policies'],
  },
  rulesWithoutZoneCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE rules of its sign-on policy, besides the catch-all, that include and exclude no network zone',
    source: RULES,
    needs: ['policies', 'policy-rules'],
  },
  catchAllDenies: {
    type: 'boolean',
    nullable: true,
    means: 'the catch-all rule of its sign-on policy refuses; null without such a rule',
    source: RULES,
    needs: ['policies', 'policy-rules'],
  },
} as const satisfies FactSchema;

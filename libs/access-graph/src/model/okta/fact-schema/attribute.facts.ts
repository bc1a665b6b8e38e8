import type { FactSchema } from '@posture/domain';

const USES = {
  source: 'GET /api/v1/groups/rules, GET /api/v1/apps, GET /api/v1/idps, GET /api/v1/policies/{id}/rules',
  needs: ['group-rules', 'apps', 'idps', 'policies', 'policy-rules'],
} as const;

/** A profile attribute and the decisions that hang on it. */
export const ATTRIBUTE_FACTS = {
  isSelfWritable: {
    type: 'boolean',
    means: 'users may change the attribute on their own profile',
    source: 'GET /api/v1/meta/schemas/user/{typeId}',
    needs: ['user-schema'],
  },
  securityUses: {
    type: 'list',
    means: 'group rules, applications, identity providers and policy rules that decide by it',
    ...USES,
  },
  securityUseCount: { type: 'number', unit: 'count', means: 'how many decide by it', ...USES },
} as const satisfies FactSchema;

import type { FactSchema } from '@posture/domain';

const RULES = { source: 'GET /api/v1/groups/rules', needs: ['group-rules'] } as const;
const TARGETS = {
  source: 'GET /api/v1/groups/rules, GET /api/v1/groups/{id}/roles, GET /api/v1/apps/{id}/groups',
  needs: ['group-rules', 'group-roles', 'app-groups'],
} as const;

/** Which attribute puts whom into which group. */
export const GROUP_RULE_FACTS = {
  status: { type: 'string', means: 'ACTIVE, INACTIVE or INVALID', ...RULES },
  expression: { type: 'string', nullable: true, means: 'condition over the user profile', ...RULES },
  isBroadMatch: {
    type: 'boolean',
    means: 'the condition compares part of a value (contains, starts with, substring, domain) instead of the whole',
    ...RULES,
  },
  privilegedTargets: {
    type: 'list',
    means: 'names of the target groups of tier T0 or T1, or of those that give a T0 or T1 application',
    ...TARGETS,
  },
  givesPrivilege: {
    type: 'boolean',
    means: 'a target group is of tier T0 or T1 or gives an application that is',
    ...TARGETS,
  },
  givesSensitiveAccess: {
    type: 'boolean',
    means: 'a target group is of tier T0, T1 or T2 or gives an application that is',
    ...TARGETS,
  },
  selfWritableAttributes: {
    type: 'list',
    means: 'attributes in the condition that users may change on their own profile',
    source: 'GET /api/v1/meta/schemas/user/{typeId}',
    needs: ['user-types', 'user-schema'],
  },
  selfWritableAttributeCount: {
    type: 'number',
    unit: 'count',
    means: 'attributes in the condition that users may change on their own profile',
    source: 'GET /api/v1/meta/schemas/user/{typeId}',
    needs: ['user-types', 'user-schema'],
  },
} as const satisfies FactSchema;

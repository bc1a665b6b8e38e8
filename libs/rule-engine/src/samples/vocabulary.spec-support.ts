import { join } from 'node:path';
import type { FactSpec, RuleVocabulary } from '@posture/domain';

/** Rule files about an invented provider. */
export const SAMPLE_RULES = join(__dirname, 'posture');

const of = (type: FactSpec['type'], resource: string, more: Partial<FactSpec> = {}): FactSpec => ({
  type,
  means: 'said by its name',
  source: `GET /${resource}`,
  needs: [resource],
  ...more,
});

/** What the sample rules may name. */
export const SAMPLE_VOCABULARY: RuleVocabulary = {
  facts: {
    ApiToken: { ageDays: of('number', 'tokens', { unit: 'days' }), ownerName: of('string', 'tokens') },
    User: {
      status: of('string', 'users'),
      userType: of('string', 'users', { nullable: true }),
      daysSinceLastLogin: of('number', 'users', { nullable: true, unit: 'days' }),
      isServiceAccount: of('boolean', 'users'),
      effectiveRoles: of('list', 'user-roles', { needs: ['user-roles', 'group-roles'] }),
    },
  },
  resources: {
    users: { title: 'users', scope: 'users.read' },
    tokens: { title: 'tokens', scope: 'tokens.read' },
    'user-roles': { title: 'roles of a user', scope: 'roles.read', per: 'User' },
    'group-roles': { title: 'roles of a group', scope: 'roles.read', per: 'Group' },
  },
};

import type { ResourceCatalogue, ResourceRow } from '@posture/domain';

const row = (title: string, path: string, more: Partial<ResourceRow>): ResourceRow => ({
  title,
  endpoint: `GET ${path}`,
  scope: 'read',
  role: 'reader',
  wave: 1,
  pageLimit: null,
  nodes: [],
  edges: [],
  believedHours: 72,
  empty: 'possible',
  ...more,
});

export const HARBOR_CATALOGUE: ResourceCatalogue = {
  provider: 'harbor',
  choices: {},
  grantOf: (resource) => `the reader right on ${resource}`,
  resources: {
    tenant: row('tenant', '/v1/tenant', { nodes: ['Org'], empty: 'never' }),
    people: row('people', '/v1/people', { nodes: ['User'], pageLimit: 2, empty: 'never' }),
    teams: row('teams', '/v1/teams', { nodes: ['Group'], pageLimit: 2 }),
    keys: row('keys', '/v1/keys', {
      nodes: ['ApiToken'],
      pageLimit: 2,
      edges: [{ kind: 'AUTHENTICATES_AS', keeper: 'with_source' }],
    }),
    'team-people': row('people of a team', '/v1/teams/{id}/people', {
      wave: 2,
      per: 'Group',
      pageLimit: 2,
      edges: [{ kind: 'MEMBER_OF', keeper: 'target' }],
    }),
  },
};

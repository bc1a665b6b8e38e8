import type { FactSet, ProviderModel, ResourceCatalogue, ResourceRow } from '@posture/domain';
import { GraphSources } from './graph-sources';

const row = (given: Partial<ResourceRow>): ResourceRow => ({
  title: 'a list',
  endpoint: 'GET /list',
  scope: 'read',
  role: 'reader',
  wave: 1,
  pageLimit: null,
  nodes: [],
  edges: [],
  believedHours: 24,
  empty: 'possible',
  ...given,
});

/** People in teams that own keys; a team's roles are read of each team. */
const CATALOGUE: ResourceCatalogue = {
  provider: 'acme',
  resources: {
    people: row({ nodes: ['User'], besides: { nodes: ['Role'] } }),
    teams: row({ nodes: ['Group'] }),
    members: row({ per: 'Group', edges: [{ kind: 'MEMBER_OF', keeper: 'target' }] }),
    keys: row({ nodes: ['ApiToken'], edges: [{ kind: 'AUTHENTICATES_AS', keeper: 'with_source' }] }),
    grants: row({ per: 'User', nodes: ['Grant'], edges: [{ kind: 'HAS_GRANT', keeper: 'source' }] }),
    vendors: row({ nodes: ['ServiceIntegration'] }),
    secrets: row({ per: 'App', nodes: ['ClientSecret'], edges: [{ kind: 'CREDENTIAL_OF', keeper: 'with_source' }] }),
    roles: row({ per: 'Group', nodes: ['RoleAssignment'], edges: [{ kind: 'HAS_ROLE_ASSIGNMENT', keeper: 'source' }] }),
  },
  choices: {},
  grantOf: () => 'the role reader',
};

const factsOf = (kind: FactSet['kind'], ...needs: string[]): FactSet => ({
  kind,
  schema: { age: { type: 'number', means: 'its age', source: 'GET /list', needs } },
  prepare: () => null,
  compute: () => ({}),
});

const MODEL: ProviderModel = {
  facts: [factsOf('User', 'people')],
  usageAsked: () => ({}),
  classification: {} as ProviderModel['classification'],
  privilege: () => ({}) as ReturnType<ProviderModel['privilege']>,
  people: () => () => ({ isServiceAccount: false, lastSignIn: null, groups: [] }),
  derive: () => ({ nodes: [], edges: [] }),
  derivedFrom: { SUPER_ADMIN_OF: ['roles'] },
  roleResources: ['roles'],
  namedBy: {},
  neverPassed: ['ServiceIntegration'],
  hidden: () => [],
  hiddenCredentials: () => [],
  inferredFacts: [],
  exposures: () => [],
  appOf: () => null,
  ownerOf: () => null,
};

const sources = (model: Partial<ProviderModel> = {}, rows: Readonly<Record<string, ResourceRow>> = {}) =>
  new GraphSources({ ...CATALOGUE, resources: { ...CATALOGUE.resources, ...rows } }, { ...MODEL, ...model });

describe('GraphSources', () => {
  it('says by which lists nodes and edges are hidden, whether read or derived', () => {
    const known = sources();

    expect([known.listsOf('User'), known.listsOf('RoleAssignment')]).toEqual([['people'], ['roles']]);
    expect([known.sourcesOf('MEMBER_OF'), known.sourcesOf('SUPER_ADMIN_OF')]).toEqual([['members'], ['roles']]);
    expect([known.listsOf('TargetSet'), known.sourcesOf('HAS_MEMBER'), known.listsOf('Role')]).toEqual([[], [], []]);
    expect(known.traversable).toEqual([
      'AUTHENTICATES_AS',
      'CREDENTIAL_OF',
      'HAS_MEMBER',
      'MEMBER_OF',
      'SUPER_ADMIN_OF',
    ]);
  });

  it('says whose list it is', () => {
    const known = sources();

    expect([known.keptByTarget('MEMBER_OF', 'members'), known.keptByTarget('HAS_GRANT', 'grants')]).toEqual([
      'Group',
      null,
    ]);
    expect([known.isKeptBySource('HAS_GRANT', 'grants'), known.isKeptBySource('MEMBER_OF', 'members')]).toEqual([
      true,
      false,
    ]);
    expect(known.comesWithStart('AUTHENTICATES_AS', 'keys', 'out')).toBe(true);
    expect(known.comesWithStart('AUTHENTICATES_AS', 'keys', 'in')).toBe(false);
  });

  it('hides a node on the way by lists of the whole tenant only, and one at the end by its own', () => {
    const known = sources();

    expect([known.nodeSourcesOf('User'), known.endSourcesOf('User')]).toEqual([['people'], ['people']]);
    expect([known.nodeSourcesOf('ClientSecret'), known.endSourcesOf('ClientSecret')]).toEqual([[], ['secrets']]);
    expect([known.nodeSourcesOf('ServiceIntegration'), known.endSourcesOf('ServiceIntegration')]).toEqual([
      [],
      ['vendors'],
    ]);
    // Whose grants and roles are hidden is asked of their holder.
    expect([known.endSourcesOf('Grant'), known.endSourcesOf('RoleAssignment')]).toEqual([[], []]);
  });

  it.each<[string, () => unknown, string]>([
    ['facts about a kind no resource yields', () => sources({ facts: [factsOf('Device')] }), 'Device'],
    ['a fact that needs what is not read', () => sources({ facts: [factsOf('User', 'logins')] }), 'User.age'],
    [
      'a derived kind that follows from nothing read',
      () => sources({ derivedFrom: { CAN_ASSERT: ['idps'] } }),
      'CAN_ASSERT',
    ],
    ['a derived kind that is read in truth', () => sources({ derivedFrom: { OWNS: ['teams'] } }), 'OWNS'],
    ['roles from a list that is not read', () => sources({ roleResources: ['rights'] }), 'rights'],
    ['a list named by one that is not read', () => sources({ namedBy: { grants: 'holders' } }), 'holders'],
    [
      "one object's list that is nobody's",
      () => sources({}, { owners: row({ edges: [{ kind: 'OWNS', keeper: 'target' }] }) }),
      'OWNS',
    ],
    ['the lists of a kind nobody declared', () => sources().listsOf('Device'), 'Device'],
    ['what hides such a node', () => sources().nodeSourcesOf('Device'), 'Device'],
    ['what hides an edge nobody declared', () => sources().sourcesOf('OWNS'), 'OWNS'],
    [
      'derived edges that follow from nothing said',
      () => sources().checkDerived([{ kind: 'CAN_ADD_MEMBER', src: 'User:1', dst: 'Group:1' }]),
      'CAN_ADD_MEMBER',
    ],
  ])('refuses %s by name', (_what, ask, name) => {
    expect(ask).toThrow(new RegExp(name));
    expect(ask).toThrow(RangeError);
  });

  it('lets the model derive what it declared, and members of sets', () => {
    const edges = [
      { kind: 'SUPER_ADMIN_OF', src: 'User:1', dst: 'Org:1' },
      { kind: 'HAS_MEMBER', src: 'TargetSet:1', dst: 'User:1' },
    ] as const;

    expect(() => sources().checkDerived(edges)).not.toThrow();
  });
});

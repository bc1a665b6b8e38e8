import { Unknown } from '@posture/domain';
import type {
  Classification,
  FactContext,
  FactSet,
  GraphView,
  NodeIndex,
  PrivilegeModel,
  ProviderModel,
} from '@posture/domain';

const CLASSIFICATION: Classification = {
  serviceUserTypes: [],
  servicePattern: '^bot[-_.]',
  serviceGroups: [],
  internalDomains: [],
  breakGlassGroups: [],
  tier1Apps: [],
  tier2Apps: [],
};

const DAY_MS = 86_400_000;

const keyFacts: FactSet<null> = {
  kind: 'ApiToken',
  schema: {
    ageDays: { type: 'number', unit: 'days', means: 'since the key was made', source: 'GET /v1/keys', needs: ['keys'] },
    ownerState: {
      type: 'string',
      nullable: true,
      means: 'state of the person the key acts as',
      source: 'GET /v1/people',
      needs: ['people'],
    },
  },
  prepare: () => null,
  compute: ({ view, asOf }: FactContext, key: NodeIndex) => {
    const [owner] = view.out(key, 'AUTHENTICATES_AS');
    const seen = owner !== undefined || view.coverage.complete('people');
    return {
      ageDays: (asOf.getTime() - Date.parse(String(view.props(key)['madeAt']))) / DAY_MS,
      ownerState: seen
        ? owner === undefined
          ? null
          : String(view.props(owner)['state'])
        : new Unknown([{ resource: 'people', parent: '' }]),
    };
  },
};

/** Whoever is in a team with owner rights owns the tenant. */
function privilegeOf(view: GraphView): PrivilegeModel {
  const isOwner = (team: NodeIndex) => view.props(team)['rights'] === 'owner';
  const owning = (node: NodeIndex): boolean =>
    view.kind(node) === 'Group'
      ? isOwner(node)
      : [...view.out(node, 'MEMBER_OF'), ...view.out(node, 'AUTHENTICATES_AS')].some(owning);
  return {
    heldRoles: () => [],
    heldRolesNeeds: () => [],
    ownRolesNeeds: () => [],
    everyRoleSeen: () => view.coverage.complete('teams'),
    tierNeeds: () => (view.coverage.complete('teams') ? [] : [{ resource: 'teams', parent: '' }]),
    effectiveRoles: () => [],
    customPermissions: () => [],
    holders: () => view.ofKind('Group').filter(isOwner),
    isServiceAccount: () => false,
    tier: (node) => (view.kind(node) === 'Org' || owning(node) ? 'T0' : 'T3'),
    tierReason: (node) => (owning(node) ? 'it is in a team that owns the tenant' : 'nothing is known of it'),
  };
}

export const harborModel: ProviderModel = {
  facts: [keyFacts],
  classification: CLASSIFICATION,
  privilege: privilegeOf,
  derive: (view) => ({
    nodes: [],
    edges: view
      .ofKind('Group')
      .filter((team) => view.props(team)['rights'] === 'owner')
      .flatMap((team) =>
        view.ofKind('Org').map((org) => ({ kind: 'SUPER_ADMIN_OF' as const, src: view.key(team), dst: view.key(org) })),
      ),
  }),
  derivedFrom: { SUPER_ADMIN_OF: ['teams'] },
  roleResources: ['teams'],
  namedBy: {},
  neverPassed: [],
  hidden: () => [],
  hiddenCredentials: () => [],
};

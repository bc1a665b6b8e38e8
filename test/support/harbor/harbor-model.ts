import { nothingHidden } from '@posture/access-graph';
import { Unknown } from '@posture/domain';
import type {
  Classification,
  Exposure,
  FactContext,
  FactNeed,
  FactSet,
  FactValue,
  GraphView,
  NodeIndex,
  PrivilegeModel,
  ProviderModel,
} from '@posture/domain';

const DAY_MS = 86_400_000;

/** Harbor has no service accounts and no applications to be told apart. */
const CLASSIFICATION: Classification = {
  serviceUserTypes: [],
  servicePattern: '^bot[-_.]',
  serviceGroups: [],
  internalDomains: [],
  breakGlassGroups: [],
  tier1Apps: [],
  tier2Apps: [],
};

export const LEFT_BEHIND: Exposure = { name: 'nobody is there to miss it', value: 0.05 };

const keyFacts: FactSet<readonly FactNeed[]> = {
  kind: 'ApiToken',
  schema: {
    ageDays: { type: 'number', unit: 'days', means: 'since the key was made', source: 'GET /v1/keys', needs: ['keys'] },
    personState: {
      type: 'string',
      nullable: true,
      means: 'state of the person the key acts as; null when Harbor has no such person',
      source: 'GET /v1/people',
      needs: ['people'],
    },
  },
  prepare: ({ view }) => unreadOf(view, 'people'),
  compute: ({ view, asOf }: FactContext, key, unreadPeople) => {
    const [person] = view.out(key, 'AUTHENTICATES_AS');
    const unlessHidden: FactValue = unreadPeople.length > 0 ? new Unknown(unreadPeople) : null;
    return {
      ageDays: ageInDays(asOf, view.props(key)['madeAt']),
      personState: person === undefined ? unlessHidden : String(view.props(person)['state']),
    };
  },
};

function ageInDays(asOf: Date, madeAt: unknown): number | Unknown {
  const then = typeof madeAt === 'string' ? Date.parse(madeAt) : Number.NaN;
  if (!Number.isNaN(then)) return (asOf.getTime() - then) / DAY_MS;
  return new Unknown([{ resource: 'keys', parent: '', reason: 'Harbor lists the key without the date it was made.' }]);
}

/** Whoever is in a team with owner rights owns the tenant, and so does whatever acts as them. */
function privilegeOf(view: GraphView): PrivilegeModel {
  const needs = [...unreadOf(view, 'teams'), ...unreadOf(view, 'team-people')];
  const isOwner = (node: NodeIndex): boolean =>
    view.kind(node) === 'Group'
      ? ownsTenant(view, node)
      : [...view.out(node, 'MEMBER_OF'), ...view.out(node, 'AUTHENTICATES_AS')].some(isOwner);
  return {
    heldRoles: () => [],
    heldRolesNeeds: () => needs,
    ownRolesNeeds: () => unreadOf(view, 'teams'),
    everyRoleSeen: () => needs.length === 0,
    tierNeeds: () => needs,
    effectiveRoles: () => [],
    customPermissions: () => [],
    holders: () => view.ofKind('Group').filter(isOwner),
    isServiceAccount: () => false,
    tier: (node) => (view.kind(node) === 'Org' || isOwner(node) ? 'T0' : 'T3'),
    tierReason: (node) => (isOwner(node) ? 'it is or acts for a team that owns the tenant' : 'it owns nothing'),
  };
}

export const harborModel: ProviderModel = {
  facts: [keyFacts],
  usageAsked: () => ({}),
  classification: CLASSIFICATION,
  privilege: privilegeOf,
  people:
    ({ view }) =>
    (person) => ({
      isServiceAccount: false,
      lastSignIn: null,
      groups: view.out(person, 'MEMBER_OF').flatMap((team) => view.name(team) ?? []),
    }),
  derive: (view) => {
    const owners = view.ofKind('Group').filter((team) => ownsTenant(view, team));
    const edges = owners.flatMap((team) =>
      view.ofKind('Org').map((org) => ({ kind: 'SUPER_ADMIN_OF' as const, src: view.key(team), dst: view.key(org) })),
    );
    return { nodes: [], edges };
  },
  derivedFrom: { SUPER_ADMIN_OF: ['teams'] },
  roleResources: ['teams'],
  namedBy: {},
  neverPassed: [],
  hidden: () => [],
  hiddenCredentials: () => [],
  inferredFacts: [],
  exposures: (_kind, { personState }) => (personState === 'left' ? [LEFT_BEHIND] : []),
  appOf: () => null,
  ownerOf: (view, node) => view.out(node, 'AUTHENTICATES_AS')[0] ?? null,
};

function ownsTenant(view: GraphView, team: NodeIndex): boolean {
  return view.props(team)['rights'] === 'owner';
}

function unreadOf({ coverage }: GraphView, resource: string): readonly FactNeed[] {
  return nothingHidden(coverage, resource) ? [] : [{ resource, parent: '' }];
}

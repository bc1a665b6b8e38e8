import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, GraphView, Json, NodeIndex } from '@posture/domain';
import { RESOURCE_SET_FACTS } from '../fact-schema/resource-set.facts';
import { parseResource, resourceSetSelection } from '../derive/selection';
import { permissionsOf, resourcesNeed } from './custom-role.facts';
import { unreadList } from '../../../facts/list-coverage';
import { COLLECTIONS, orgWideCollection } from './resource-set-scope';
import { boundedBy, countIn, mergedNeeds, openNeeds, seen, tenantRoleNeeds } from './role-facts';
import type { ListFact } from './role-facts';

export const resourceSetFacts: FactSet<readonly FactNeed[]> = {
  kind: 'ResourceSet',
  schema: RESOURCE_SET_FACTS,
  prepare: tenantRoleNeeds,
  compute: (context, set, roleNeeds) => ({
    ...contentFacts(context, set),
    ...boundFacts(context, set, roleNeeds),
  }),
};

function contentFacts(context: FactContext, set: NodeIndex): Facts {
  const { view, privilege } = context;
  const { resources } = view.props(set);
  if (!Array.isArray(resources)) {
    const unknown = new Unknown([resourcesNeed(context, set)]);
    return {
      orgWideCollections: unknown,
      orgWideCollectionCount: unknown,
      privilegedMembers: unknown,
      privilegedMemberCount: unknown,
    };
  }
  const needs = unreadList(view.coverage, 'resource-set-resources', view.key(set));
  const whole = COLLECTIONS.filter((collection) =>
    resources.some((resource) => orgWideCollection(resource) === collection),
  );
  const members: string[] = [];
  const memberNeeds: FactNeed[] = resources.some(namesCatalogueEntry)
    ? [...needs, ...unreadList(view.coverage, 'apps')]
    : [...needs];
  for (const member of namedBy(view, set)) {
    const tier = privilege.tier(member);
    if (tier === 'T0' || tier === 'T1') members.push(view.name(member) ?? view.externalId(member));
    else memberNeeds.push(...privilege.heldRolesNeeds(member));
  }
  const merged = memberNeeds.length === 0 ? memberNeeds : mergedNeeds(memberNeeds);
  return {
    orgWideCollections: boundedBy(whole, needs),
    orgWideCollectionCount: boundedBy(whole.length, needs),
    privilegedMembers: boundedBy(members, merged),
    privilegedMemberCount: boundedBy(members.length, merged),
  };
}

function namesCatalogueEntry(resource: Json): boolean {
  const named = typeof resource === 'string' ? parseResource(resource) : null;
  return named !== null && 'catalogName' in named;
}

/** What the set names one by one, and the instances of catalogue applications that it names as a whole. */
function namedBy(view: GraphView, set: NodeIndex): ReadonlySet<NodeIndex> {
  const apps = resourceSetSelection(view, set)?.apps ?? [];
  return new Set([...view.out(set, 'CONTAINS'), ...(apps === 'all' ? [] : apps)]);
}

function boundFacts(context: FactContext, set: NodeIndex, roleNeeds: readonly FactNeed[]): Facts {
  const bound = boundPermissions(context, set, roleNeeds);
  const count = (passes: (permission: string) => boolean): FactValue => countIn(bound, passes);
  return {
    boundPermissions: bound,
    managePermissionCount: count((permission) => permission.endsWith('.manage')),
    controlPermissionCount: count(
      (permission) => permission.endsWith('.manage') || /\.(credentials|clientCredentials)\./.test(permission),
    ),
  };
}

function boundPermissions(context: FactContext, set: NodeIndex, roleNeeds: readonly FactNeed[]): ListFact {
  const { view } = context;
  const permissions = new Set<string>();
  const needs: FactNeed[] = [...roleNeeds];
  for (const assignment of view.in(set, 'SCOPED_TO')) {
    for (const role of view.out(assignment, 'OF_ROLE')) {
      if (view.kind(role) !== 'CustomRole') continue;
      const allowed = permissionsOf(context, role);
      seen(allowed).forEach((permission) => permissions.add(permission));
      needs.push(...openNeeds(allowed));
    }
  }
  return boundedBy([...permissions].sort(), needs.length === 0 ? needs : mergedNeeds(needs));
}

import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, FactSet, NodeIndex } from '@posture/domain';
import { CUSTOM_ROLE_FACTS } from '../fact-schema/custom-role.facts';
import { daysFact } from '../../../facts/when-read';
import { unreadLists } from '../../../facts/list-coverage';
import { orgWideCollection } from './resource-set-scope';
import { boundedBy, mergedNeeds, tenantRoleNeeds } from './role-facts';
import type { ListFact } from './role-facts';

interface Prepared {
  readonly assignmentNeeds: readonly FactNeed[];
}

export const customRoleFacts: FactSet<Prepared> = {
  kind: 'CustomRole',
  schema: CUSTOM_ROLE_FACTS,
  prepare: (context) => ({
    assignmentNeeds: mergedNeeds([
      ...tenantRoleNeeds(context),
      ...unreadLists(context.view, 'resource-set-bindings', context.view.ofKind('ResourceSet')),
    ]),
  }),
  compute: (context, role, { assignmentNeeds }) => {
    const { view, asOf } = context;
    const assignments = view.in(role, 'OF_ROLE');
    const sets = new Set(
      assignments.flatMap((assignment) =>
        view.out(assignment, 'SCOPED_TO').filter((target) => view.kind(target) === 'ResourceSet'),
      ),
    );
    const unlisted = [...sets].filter((set) => !Array.isArray(view.props(set)['resources']));
    return {
      permissions: permissionsOf(context, role),
      ageDays: daysFact(asOf, view.props(role)['created'], 'custom-roles'),
      assignmentCount: boundedBy(assignments.length, assignmentNeeds),
      orgWideSetCount: boundedBy(
        [...sets].filter((set) => holdsCollection(context, set)).length,
        mergedNeeds([...assignmentNeeds, ...unlisted.map((set) => resourcesNeed(context, set))]),
      ),
    };
  },
};

/** Unknown when they could not be read: a role without any permission cannot exist. */
export function permissionsOf({ view }: FactContext, role: NodeIndex): ListFact {
  const { permissions } = view.props(role);
  if (!Array.isArray(permissions)) {
    return new Unknown([{ resource: 'custom-role-permissions', parent: view.key(role) }]);
  }
  return permissions.filter((permission) => typeof permission === 'string');
}

export function resourcesNeed({ view }: FactContext, set: NodeIndex): FactNeed {
  return { resource: 'resource-set-resources', parent: view.key(set) };
}

function holdsCollection({ view }: FactContext, set: NodeIndex): boolean {
  const { resources } = view.props(set);
  return Array.isArray(resources) && resources.some((resource) => orgWideCollection(resource) !== null);
}

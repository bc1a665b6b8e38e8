import type { GraphView, NodeIndex, NodeKey, PrivilegeModel } from '@posture/domain';
import type { DerivedEdges, Inputs, TargetSets } from '../../../graph/derived-edges';

/** Okta's own applications; managing them is a right apart. */
const FIRST_PARTY = new Set(['saasure', 'okta_enduser', 'okta_browser_plugin', 'okta_oin_submission_app']);

export interface DeriveContext {
  readonly view: GraphView;
  readonly privilege: PrivilegeModel;
  readonly edges: DerivedEdges;
  readonly sets: TargetSets;
}

type Member = { readonly key: NodeKey; readonly inputs: Inputs };

/**
 * Okta's barrier: whoever holds any role, directly or through a group, and whatever gives one, is out of reach of
 * every administrator but super admins. A target is `partial` while a role of it may be hidden.
 */
export function beneathBarrier(
  { view, privilege }: Pick<DeriveContext, 'view' | 'privilege'>,
  nodes: readonly NodeIndex[],
): Member[] {
  const members: Member[] = [];
  for (const node of nodes) {
    if (privilege.heldRoles(node).length > 0) continue;
    members.push({ key: view.key(node), inputs: privilege.heldRolesNeeds(node).length === 0 ? 'complete' : 'partial' });
  }
  return members;
}

/** Users that can still sign in, now or after being let in again. */
export function livingUsers(view: GraphView, users: readonly NodeIndex[]): NodeIndex[] {
  return users.filter((user) => view.kind(user) === 'User' && view.props(user).status !== 'DEPROVISIONED');
}

/** Groups whose members an administrator sets; Everyone and groups of a directory or application are filled otherwise. */
export function managedGroups(view: GraphView, groups: readonly NodeIndex[]): NodeIndex[] {
  return groups.filter((group) => {
    const { type } = view.props(group);
    return type !== 'BUILT_IN' && type !== 'APP_GROUP';
  });
}

export function customerApps(view: GraphView, apps: readonly NodeIndex[]): NodeIndex[] {
  return apps.filter((app) => {
    const { catalogName } = view.props(app);
    return typeof catalogName !== 'string' || !FIRST_PARTY.has(catalogName);
  });
}

export function usersWithoutRole(context: DeriveContext): NodeKey {
  const { view } = context;
  return context.sets.target('users-without-role', 'users without an admin role', () =>
    beneathBarrier(context, livingUsers(view, view.ofKind('User'))),
  );
}

export function usersWithRole({ view, privilege, sets }: DeriveContext): NodeKey {
  return sets.target('users-with-role', 'users with an admin role', () =>
    livingUsers(view, privilege.holders()).map((user) => ({ key: view.key(user), inputs: 'complete' })),
  );
}

/** Members of one group that hold no role; the built-in group Everyone is the set of all of them. */
export function usersOfGroup(context: DeriveContext, group: NodeIndex): NodeKey {
  const { view, sets } = context;
  if (view.props(group).type === 'BUILT_IN' && view.name(group) === 'Everyone') return usersWithoutRole(context);
  const name = view.name(group) ?? view.key(group);
  return sets.target(`users-of-group.${view.externalId(group)}`, `members of ${name} without an admin role`, () =>
    beneathBarrier(context, livingUsers(view, view.in(group, 'MEMBER_OF'))),
  );
}

export function usersOfRealm(context: DeriveContext, realmId: string): NodeKey {
  const { view, sets } = context;
  return sets.target(`users-of-realm.${realmId}`, `users of realm ${realmId} without an admin role`, () =>
    beneathBarrier(
      context,
      livingUsers(view, view.ofKind('User')).filter((user) => view.props(user).realmId === realmId),
    ),
  );
}

import type { FactContext, NodeIndex, Person } from '@posture/domain';
import { instantOf } from '../../facts/instant';
import { unreadLists } from '../../facts/list-coverage';
import { serviceGroupUsers } from './facts/marked-groups';
import { boundedBy } from './facts/role-facts';

/** Who acts in an org's log. Built-in groups are read member by member by nobody: that somebody is in Everyone says nothing. */
export function people(context: FactContext): (user: NodeIndex) => Person {
  const { view, privilege } = context;
  const serviceGroups = serviceGroupUsers(context);
  const listed = view.ofKind('Group').filter((group) => view.props(group)['type'] !== 'BUILT_IN');
  const needs = unreadLists(view, 'group-members', listed);
  return (user) => {
    const groups = view.out(user, 'MEMBER_OF').flatMap((group) => view.name(group) ?? []);
    return {
      isServiceAccount: privilege.isServiceAccount(user) ? true : serviceGroups.has(user),
      lastSignIn: dateOf(view.observed(user)['lastLogin']),
      groups: boundedBy<readonly string[]>(groups.sort(), needs),
    };
  };
}

function dateOf(value: unknown): Date | null {
  const at = instantOf(value) ?? null;
  return at === null ? null : new Date(at);
}

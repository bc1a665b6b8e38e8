import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, NodeIndex } from '@posture/domain';
import { plainWord } from '../privilege/service-accounts';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { oncePerContext } from '../../../facts/once-per-context';

/** Users that groups named in the classification mark. */
export interface MarkedUsers {
  readonly members: ReadonlySet<NodeIndex>;
  /** What keeps an unmarked user from being certainly unmarked. */
  readonly needs: readonly FactNeed[];
  has(user: NodeIndex): boolean | Unknown;
}

export const breakGlassUsers = oncePerContext((context: FactContext) =>
  markedBy(context, context.classification.breakGlassGroups),
);

export const serviceGroupUsers = oncePerContext((context: FactContext) =>
  markedBy(context, context.classification.serviceGroups),
);

function markedBy({ view }: FactContext, groupNames: readonly string[]): MarkedUsers {
  const wanted = new Set(groupNames.map(plainWord));
  const groups =
    wanted.size === 0 ? [] : view.ofKind('Group').filter((group) => wanted.has(plainWord(view.name(group) ?? '')));
  const members = new Set(groups.flatMap((group) => [...view.in(group, 'MEMBER_OF')]));
  const needs =
    wanted.size === 0 ? [] : [...unreadList(view.coverage, 'groups'), ...unreadLists(view, 'group-members', groups)];
  const unknown = needs.length === 0 ? null : new Unknown(needs);
  return { members, needs, has: (user) => (members.has(user) ? true : (unknown ?? false)) };
}

import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, FactSet, FactValue, NodeIndex } from '@posture/domain';
import { ROLE_USE_FACTS } from '../fact-schema/role-use.facts';
import { daysSinceTokenUse } from './api-token.facts';
import { daysWithoutUse, roleUsers } from './log-usage';
import { breakGlassUsers } from './marked-groups';
import type { MarkedUsers } from './marked-groups';
import { boundedBy } from './role-facts';
import type { CountFact } from './role-facts';
import { unreadList } from '../../../facts/list-coverage';

interface Prepared {
  readonly breakGlass: MarkedUsers;
  readonly tokenNeeds: readonly FactNeed[];
}

/** Whether those who hold a role do anything that takes one. */
export const roleUseFacts: FactSet<Prepared> = {
  kind: 'RoleAssignment',
  schema: ROLE_USE_FACTS,
  prepare: (context) => ({
    breakGlass: breakGlassUsers(context),
    tokenNeeds: unreadList(context.view.coverage, 'api-tokens'),
  }),
  compute(context, assignment, { breakGlass, tokenNeeds }) {
    const users = roleUsers(context.view, assignment);
    const needs = memberNeeds(context, assignment);
    return {
      roleUserCount: boundedBy(users.length, needs),
      isForBreakGlass: isForBreakGlass(users, breakGlass),
      daysSinceUsersActed: needs.length > 0 ? new Unknown(needs) : daysSinceActed(context, assignment, users),
      daysSinceUsersTokenUse: daysSinceTokens(context, users, [...needs, ...tokenNeeds]),
    };
  },
};

/** A group whose members were not read may have one who uses the role. */
function memberNeeds({ view }: FactContext, assignment: NodeIndex): readonly FactNeed[] {
  const [holder] = view.in(assignment, 'HAS_ROLE_ASSIGNMENT');
  if (holder === undefined || view.kind(holder) !== 'Group') return [];
  return unreadList(view.coverage, 'group-members', view.key(holder));
}

function isForBreakGlass(users: readonly NodeIndex[], breakGlass: MarkedUsers): FactValue {
  if (users.some((user) => breakGlass.members.has(user))) return true;
  return users.length === 0 || breakGlass.needs.length === 0 ? false : new Unknown(breakGlass.needs);
}

function daysSinceActed(context: FactContext, assignment: NodeIndex, users: readonly NodeIndex[]): FactValue {
  const { view } = context;
  const acts = users.map((user) => ['admin', view.externalId(user)] as const);
  return daysWithoutUse(context, acts, view.props(assignment)['created'], 'user-roles');
}

/** Okta logs few reads, so that a program which only reads is seen by the expiry of its token alone. */
function daysSinceTokens(context: FactContext, users: readonly NodeIndex[], needs: readonly FactNeed[]): FactValue {
  if (needs.length > 0) return new Unknown(needs);
  const tokens = users.flatMap((user) => [...context.view.in(user, 'AUTHENTICATES_AS')]);
  return leastOf(tokens.map((token) => daysSinceTokenUse(context, token)));
}

/** null of none. One that is only known to be at least something may be the least unless another certainly is less. */
function leastOf(counts: readonly CountFact[]): CountFact | null {
  const unknown = counts.find((count) => count instanceof Unknown);
  if (unknown !== undefined) return unknown;
  const [least] = [...counts].sort((a, b) => boundOf(a) - boundOf(b) || (typeof a === 'number' ? -1 : 1));
  return least ?? null;
}

function boundOf(count: CountFact): number {
  return count instanceof AtLeast ? count.value : (count as number);
}

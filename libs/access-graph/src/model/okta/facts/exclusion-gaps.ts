import type { FactNeed, GraphView, Json, NodeIndex } from '@posture/domain';
import { hiding, label, peopleOf, takesEverybody } from './policy-rules';
import { allows, factorsAsked } from './rule-assurance';
import { pick } from '../../../facts/wire';

interface Principal {
  readonly kind: 'User' | 'Group';
  readonly id: string;
}

type Fit = 'surely' | 'perhaps' | 'never';

interface Gaps {
  readonly found: readonly string[];
  /** Member lists that may hide further gaps. */
  readonly needs: readonly FactNeed[];
}

/**
 * Users and groups that a rule with two factors leaves out and that a rule with one factor lets in. Each is followed
 * through the rules in order: the first rule that takes it for sure decides; a rule with one factor met on the way is
 * a gap, for some at least.
 * @param rules reachable rules in the order Okta asks them
 */
export function exclusionGaps(view: GraphView, rules: readonly NodeIndex[], everyone: ReadonlySet<string>): Gaps {
  const found = new Set<string>();
  const needs = new Map<string, FactNeed>();
  for (const rule of rules) {
    const props = view.props(rule);
    if (!allows(props) || factorsAsked(props) !== 2) continue;
    for (const principal of excludedBy(view, rule)) {
      const open: FactNeed[] = [];
      const gap = weakRuleFor(view, principal, rules, everyone, open);
      if (gap !== null)
        found.add(`${nameOf(view, principal)} is left out by ${label(view, rule)} and let in by ${label(view, gap)}`);
      else open.forEach((need) => needs.set(need.parent, need));
    }
  }
  return { found: [...found].sort(), needs: [...needs.values()] };
}

function excludedBy(view: GraphView, rule: NodeIndex): Principal[] {
  const { excludedUsers, excludedGroups } = peopleOf(pick(view.props(rule).conditions, 'people'));
  return [
    ...excludedUsers.map((id) => ({ kind: 'User' as const, id })),
    ...excludedGroups.map((id) => ({ kind: 'Group' as const, id })),
  ];
}

function weakRuleFor(
  view: GraphView,
  principal: Principal,
  rules: readonly NodeIndex[],
  everyone: ReadonlySet<string>,
  open: FactNeed[],
): NodeIndex | null {
  for (const rule of rules) {
    const { conditions } = view.props(rule);
    const fit = fitOf(view, principal, conditions, everyone, open);
    if (fit === 'never') continue;
    const props = view.props(rule);
    if (allows(props) && factorsAsked(props) === 1) return rule;
    if (fit === 'surely') return null;
  }
  return null;
}

/** Whether the rule takes the principal; of a group, whether it takes some members (perhaps) or all of them (surely). */
function fitOf(
  view: GraphView,
  principal: Principal,
  conditions: Json | undefined,
  everyone: ReadonlySet<string>,
  open: FactNeed[],
): Fit {
  const people = peopleOf(pick(conditions, 'people'));
  const [excluded, included] =
    principal.kind === 'User'
      ? [people.excludedUsers, people.includedUsers]
      : [people.excludedGroups, people.includedGroups];
  if (excluded.includes(principal.id)) return 'never';
  if (overlaps(view, principal, people.excludedGroups, open) === 'surely') return 'never';
  const otherwiseOpen = takesEverybody(withoutPeople(conditions), everyone);
  const unnamed = people.includedUsers.length + people.includedGroups.length === 0;
  if (unnamed || included.includes(principal.id) || people.includedGroups.some((id) => everyone.has(id))) {
    return otherwiseOpen && people.excludedGroups.length + people.excludedUsers.length === 0 ? 'surely' : 'perhaps';
  }
  const viaUsers = principal.kind === 'Group' && people.includedUsers.some((id) => isMember(view, id, principal.id));
  const viaGroups = overlaps(view, principal, people.includedGroups, open);
  if (viaGroups === 'never') return viaUsers ? 'perhaps' : 'never';
  return viaGroups === 'surely' && otherwiseOpen ? 'surely' : 'perhaps';
}

/** How the principal lies in the groups: a user in one of them surely, a group by common members perhaps. */
function overlaps(view: GraphView, principal: Principal, groups: readonly string[], open: FactNeed[]): Fit {
  const others = groups.filter((id) => principal.kind === 'User' || id !== principal.id);
  if (principal.kind === 'User') {
    if (others.some((id) => isMember(view, principal.id, id))) return 'surely';
    note(view, others, open);
    return 'never';
  }
  const own = view.indexOf(`Group:${principal.id}`);
  const members = own === -1 ? [] : view.in(own, 'MEMBER_OF').map((user) => view.externalId(user));
  if (others.some((id) => members.some((user) => isMember(view, user, id)))) return 'perhaps';
  if (others.length > 0) note(view, [principal.id, ...others], open);
  return 'never';
}

function isMember(view: GraphView, user: string, group: string): boolean {
  const [from, to] = [view.indexOf(`User:${user}`), view.indexOf(`Group:${group}`)];
  return from !== -1 && to !== -1 && view.out(from, 'MEMBER_OF').includes(to);
}

function note(view: GraphView, groups: readonly string[], open: FactNeed[]): void {
  open.push(
    ...hiding(
      view,
      groups.map((id) => ({ resource: 'group-members', parent: `Group:${id}` })),
    ),
  );
}

function withoutPeople(conditions: Json | undefined): Json {
  if (conditions === null || typeof conditions !== 'object' || Array.isArray(conditions)) return null;
  return Object.fromEntries(Object.entries(conditions).filter(([name]) => name !== 'people'));
}

function nameOf(view: GraphView, { kind, id }: Principal): string {
  const node = view.indexOf(`${kind}:${id}`);
  return node === -1 ? `${kind.toLowerCase()} ${id}` : label(view, node);
}

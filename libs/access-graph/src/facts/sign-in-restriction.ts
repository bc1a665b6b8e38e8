import { Unknown } from '@posture/domain';
import type { FactNeed, GraphView, JsonObject, NodeIndex } from '@posture/domain';
import { activePolicies, activeRules, everyoneGroups, policiesHiding, reachableRules } from './policy-rules';
import { mergedNeeds } from './role-facts';
import { unreadLists } from './list-coverage';
import { allows } from './rule-assurance';
import { pick, textOf, textsOf } from './wire';

const TYPES = ['OKTA_SIGN_ON', 'ACCESS_POLICY'] as const;

/**
 * Whom policy rules bind to network zones or deny sign-in. A rule counts for the users and groups that it, or the
 * global session policy above it, names; a restricting rule for everybody counts in the global session policy alone,
 * because an application's rule for everybody says nothing of the other applications, and there only while no later
 * rule lets everybody in from anywhere, as Okta's own last rule does until somebody changes it.
 */
export class SignInRestriction {
  private readonly bonds: Bond[] = [];
  private readonly needs: readonly FactNeed[];

  constructor(private readonly view: GraphView) {
    const everyone = everyoneGroups(view);
    for (const type of TYPES) {
      for (const policy of activePolicies(view, type)) {
        const isGlobal = type === 'OKTA_SIGN_ON';
        const above = isGlobal ? peopleOf(view.props(policy)) : NOBODY;
        const isClosed = isGlobal && !letsInFromAnywhere(view, policy, everyone);
        for (const rule of activeRules(view, policy)) {
          const props = view.props(rule);
          if (restricts(props)) this.bind(peopleOf(props), above, everyone, isClosed);
        }
      }
    }
    const named = new Set(this.bonds.flatMap(({ groups, exceptGroups }) => [...groups, ...exceptGroups]));
    this.needs = mergedNeeds([...policiesHiding(view, TYPES), ...unreadLists(view, 'group-members', named)]);
  }

  covers(user: NodeIndex): boolean | Unknown {
    if (this.bonds.some((bond) => this.holds(bond, user))) return true;
    return this.needs.length === 0 ? false : new Unknown(this.needs);
  }

  private holds({ everybody, users, groups, exceptUsers, exceptGroups }: Bond, user: NodeIndex): boolean {
    if (exceptUsers.has(user) || this.isMember(user, exceptGroups)) return false;
    // Who else is left out is not known: then the rule proves nothing.
    if (unreadLists(this.view, 'group-members', exceptGroups).length > 0) return false;
    return everybody || users.has(user) || this.isMember(user, groups);
  }

  private isMember(user: NodeIndex, groups: ReadonlySet<NodeIndex>): boolean {
    return groups.size > 0 && this.view.out(user, 'MEMBER_OF').some((group) => groups.has(group));
  }

  private bind(own: People, above: People, everyone: ReadonlySet<string>, isClosed: boolean): void {
    const people = own.users.length + own.groups.length > 0 ? own : above;
    const named = people.users.length + people.groups.length > 0;
    const everybody = !named || people.groups.some((group) => everyone.has(group));
    if (everybody && !isClosed) return;
    this.bonds.push({
      everybody,
      users: this.found('User', people.users),
      groups: this.found('Group', people.groups),
      exceptUsers: this.found('User', own.exceptUsers),
      exceptGroups: this.found('Group', own.exceptGroups),
    });
  }

  private found(kind: 'User' | 'Group', ids: readonly string[]): ReadonlySet<NodeIndex> {
    return new Set(ids.map((id) => this.view.indexOf(`${kind}:${id}`)).filter((node) => node >= 0));
  }
}

/** Whom one restricting rule binds. */
interface Bond {
  readonly everybody: boolean;
  readonly users: ReadonlySet<NodeIndex>;
  readonly groups: ReadonlySet<NodeIndex>;
  readonly exceptUsers: ReadonlySet<NodeIndex>;
  readonly exceptGroups: ReadonlySet<NodeIndex>;
}

interface People {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly exceptUsers: readonly string[];
  readonly exceptGroups: readonly string[];
}

const NOBODY: People = { users: [], groups: [], exceptUsers: [], exceptGroups: [] };

function peopleOf({ conditions = null }: JsonObject): People {
  const people = pick(conditions, 'people');
  return {
    users: textsOf(pick(people, 'users', 'include')),
    groups: textsOf(pick(people, 'groups', 'include')),
    exceptUsers: textsOf(pick(people, 'users', 'exclude')),
    exceptGroups: textsOf(pick(people, 'groups', 'exclude')),
  };
}

/** A refusal of named zones, or leave from everywhere but them, leaves the rest of the world open. */
function restricts(rule: JsonObject): boolean {
  const network = pick(rule.conditions, 'network');
  const isZone = textOf(pick(network, 'connection')) === 'ZONE';
  const namesZones = textsOf(pick(network, 'include')).length > 0;
  return allows(rule) ? isZone && namesZones : !isZone || !namesZones;
}

function letsInFromAnywhere(view: GraphView, policy: NodeIndex, everyone: ReadonlySet<string>): boolean {
  return reachableRules(view, policy, everyone).some(
    (rule) => allows(view.props(rule)) && !restricts(view.props(rule)),
  );
}

import { Unknown } from '@posture/domain';
import type { FactNeed, GraphView, JsonObject, NodeIndex } from '@posture/domain';
import { activePolicies, activeRules, everyoneGroups, policiesHiding, reachableRules } from './policy-rules';
import { mergedNeeds } from './role-facts';
import { unreadLists } from '../../../facts/list-coverage';
import { allows } from './rule-assurance';
import { pick, textOf, textsOf } from '../../../facts/wire';

const TYPES = ['OKTA_SIGN_ON', 'ACCESS_POLICY'] as const;

/**
 * Whom policy rules bind to network zones or deny sign-in. A rule counts for the users and groups that it, or the
 * global session policy above it, names; a restricting rule for everybody counts in the global session policy alone,
 * because an application's rule for everybody says nothing of the other applications, and there only while no later
 * rule lets everybody in from anywhere, as Okta's own last rule does until somebody changes it.
 */
export class SignInRestriction {
  /** What rules without exceptions bind, as one: there may be a hundred of them, and 100,000 users to ask about. */
  private readonly plain = { everybody: false, users: new Set<NodeIndex>(), groups: new Set<NodeIndex>() };
  private readonly excepting: Bond[] = [];
  private readonly needs: readonly FactNeed[];

  constructor(private readonly view: GraphView) {
    const everyone = everyoneGroups(view);
    const bonds: Bond[] = [];
    for (const type of TYPES) {
      for (const policy of activePolicies(view, type)) {
        const isGlobal = type === 'OKTA_SIGN_ON';
        const above = isGlobal ? peopleOf(view.props(policy)) : NOBODY;
        const isClosed = isGlobal && !letsInFromAnywhere(view, policy, everyone);
        for (const rule of activeRules(view, policy)) {
          const props = view.props(rule);
          const bond = restricts(props) ? this.bond(peopleOf(props), above, everyone, isClosed) : null;
          if (bond !== null) bonds.push(bond);
        }
      }
    }
    for (const bond of bonds) this.add(bond);
    const named = new Set(bonds.flatMap(({ groups, exceptGroups }) => [...groups, ...exceptGroups]));
    this.needs = mergedNeeds([...policiesHiding(view, TYPES), ...unreadLists(view, 'group-members', named)]);
  }

  covers(user: NodeIndex): boolean | Unknown {
    if (this.isNamed(user, this.plain)) return true;
    if (this.excepting.some((bond) => !this.isExcepted(user, bond) && this.isNamed(user, bond))) return true;
    return this.needs.length === 0 ? false : new Unknown(this.needs);
  }

  private add(bond: Bond): void {
    const { everybody, users, groups, exceptUsers, exceptGroups } = bond;
    if (exceptUsers.size + exceptGroups.size === 0) {
      if (everybody) this.plain.everybody = true;
      for (const user of users) this.plain.users.add(user);
      for (const group of groups) this.plain.groups.add(group);
    } else if (unreadLists(this.view, 'group-members', exceptGroups).length === 0) {
      // Of any other nobody knows whom it leaves out, so that it proves nothing.
      this.excepting.push(bond);
    }
  }

  private isNamed(user: NodeIndex, { everybody, users, groups }: Named): boolean {
    return everybody || users.has(user) || this.isMember(user, groups);
  }

  private isExcepted(user: NodeIndex, { exceptUsers, exceptGroups }: Bond): boolean {
    return exceptUsers.has(user) || this.isMember(user, exceptGroups);
  }

  private isMember(user: NodeIndex, groups: ReadonlySet<NodeIndex>): boolean {
    return groups.size > 0 && this.view.out(user, 'MEMBER_OF').some((group) => groups.has(group));
  }

  private bond(own: People, above: People, everyone: ReadonlySet<string>, isClosed: boolean): Bond | null {
    const people = own.users.length + own.groups.length > 0 ? own : above;
    const named = people.users.length + people.groups.length > 0;
    const everybody = !named || people.groups.some((group) => everyone.has(group));
    if (everybody && !isClosed) return null;
    return {
      everybody,
      users: this.found('User', people.users),
      groups: this.found('Group', people.groups),
      exceptUsers: this.found('User', own.exceptUsers),
      exceptGroups: this.found('Group', own.exceptGroups),
    };
  }

  private found(kind: 'User' | 'Group', ids: readonly string[]): ReadonlySet<NodeIndex> {
    return new Set(ids.map((id) => this.view.indexOf(`${kind}:${id}`)).filter((node) => node >= 0));
  }
}

interface Named {
  readonly everybody: boolean;
  readonly users: ReadonlySet<NodeIndex>;
  readonly groups: ReadonlySet<NodeIndex>;
}

/** Whom one restricting rule binds. */
interface Bond extends Named {
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

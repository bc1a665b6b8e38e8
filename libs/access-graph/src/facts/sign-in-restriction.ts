import { Unknown } from '@posture/domain';
import type { FactNeed, GraphView, JsonObject, NodeIndex } from '@posture/domain';
import { activePolicies, activeRules, everyoneGroups, isZoned, policiesHiding, reachableRules } from './policy-rules';
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
  private readonly users = new Set<NodeIndex>();
  private readonly groups = new Set<NodeIndex>();
  private readonly needs: readonly FactNeed[];
  private bindsEverybody = false;

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
    this.needs = mergedNeeds([...policiesHiding(view, TYPES), ...unreadLists(view, 'group-members', this.groups)]);
  }

  covers(user: NodeIndex): boolean | Unknown {
    if (this.bindsEverybody || this.users.has(user)) return true;
    if (this.groups.size > 0 && this.view.out(user, 'MEMBER_OF').some((group) => this.groups.has(group))) return true;
    return this.needs.length === 0 ? false : new Unknown(this.needs);
  }

  private bind(own: People, above: People, everyone: ReadonlySet<string>, isClosed: boolean): void {
    const people = own.users.length + own.groups.length > 0 ? own : above;
    const named = people.users.length + people.groups.length > 0;
    if (!named || people.groups.some((group) => everyone.has(group))) {
      if (isClosed) this.bindsEverybody = true;
      return;
    }
    this.add(this.users, 'User', people.users);
    this.add(this.groups, 'Group', people.groups);
  }

  private add(to: Set<NodeIndex>, kind: 'User' | 'Group', ids: readonly string[]): void {
    for (const id of ids) {
      const node = this.view.indexOf(`${kind}:${id}`);
      if (node >= 0) to.add(node);
    }
  }
}

interface People {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

const NOBODY: People = { users: [], groups: [] };

function peopleOf({ conditions = null }: JsonObject): People {
  return {
    users: textsOf(pick(conditions, 'people', 'users', 'include')),
    groups: textsOf(pick(conditions, 'people', 'groups', 'include')),
  };
}

/** A refusal of named zones leaves the rest of the world open: it restricts nobody to a network. */
function restricts(rule: JsonObject): boolean {
  const network = pick(rule.conditions, 'network');
  const isZone = textOf(pick(network, 'connection')) === 'ZONE';
  return allows(rule) ? isZone : !isZone || textsOf(pick(network, 'include')).length === 0;
}

function letsInFromAnywhere(view: GraphView, policy: NodeIndex, everyone: ReadonlySet<string>): boolean {
  return reachableRules(view, policy, everyone).some((rule) => allows(view.props(rule)) && !isZoned(view.props(rule)));
}

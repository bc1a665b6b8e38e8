import type { FactNeed, GraphView, NodeIndex } from '@posture/domain';
import { nothingHidden } from '../../../graph/coverage-index';

/**
 * What keeps a principal's seen roles from being all of its roles. Direct roles hide in the principal's own list,
 * inherited ones in the lists of groups it may be in. Computed once per view; most principals share one answer.
 */
export class RoleCoverage {
  /** Groups that may give a role nobody saw, and groups that give one but whose members are not all known. */
  private readonly unreadRoles: readonly NodeIndex[];
  private readonly unreadMembers: readonly NodeIndex[];
  /** Needs that hold for everybody who is not a known member. */
  private readonly shared: readonly FactNeed[];
  private readonly groupRolesUnknown: ReadonlySet<NodeIndex>;
  private readonly noGroupRolesRead: boolean;

  constructor(
    private readonly view: GraphView,
    groupsWithRoles: ReadonlySet<NodeIndex>,
  ) {
    const { coverage } = view;
    // Okta refuses roles on built-in groups, so Everyone hides nothing although its members are never listed.
    const grantable = view.ofKind('Group').filter((group) => view.props(group).type !== 'BUILT_IN');
    this.unreadRoles = grantable.filter((group) => !nothingHidden(coverage, 'group-roles', view.key(group)));
    this.groupRolesUnknown = new Set(this.unreadRoles);
    this.noGroupRolesRead = this.unreadRoles.length === grantable.length;
    this.unreadMembers = grantable.filter(
      (group) =>
        (groupsWithRoles.has(group) || this.groupRolesUnknown.has(group)) &&
        !nothingHidden(coverage, 'group-members', view.key(group)),
    );
    const needs: FactNeed[] = [];
    if (!nothingHidden(coverage, 'groups')) needs.push({ resource: 'groups', parent: '' });
    for (const group of this.unreadMembers) needs.push(needOf(this.view, 'group-members', group));
    this.shared = distinct(needs);
  }

  needs(principal: NodeIndex): readonly FactNeed[] {
    return this.view.kind(principal) === 'User' ? this.userNeeds(principal) : directRoleNeeds(this.view, principal);
  }

  /** Whether anything at all that could show a role of the principal was read. */
  readNothing(principal: NodeIndex): boolean {
    if (this.view.kind(principal) !== 'User') return this.needs(principal).length > 0;
    return this.noGroupRolesRead && directRoleNeeds(this.view, principal).length > 0;
  }

  private userNeeds(user: NodeIndex): readonly FactNeed[] {
    const direct = directRoleNeeds(this.view, user);
    if (this.unreadRoles.length === 0 && this.unreadMembers.length === 0) {
      return direct.length === 0 ? this.shared : distinct([...direct, ...this.shared]);
    }
    const inherited: FactNeed[] = [];
    if (this.unreadRoles.length > 0) {
      for (const group of this.view.out(user, 'MEMBER_OF')) {
        if (this.groupRolesUnknown.has(group)) inherited.push(needOf(this.view, 'group-roles', group));
      }
      // An unseen member of a group of unknown roles may inherit one.
      const unseen = this.unreadMembers.find((group) => this.groupRolesUnknown.has(group));
      if (unseen !== undefined) inherited.push(needOf(this.view, 'group-roles', unseen));
    }
    return distinct([...direct, ...this.shared, ...inherited]);
  }
}

/** Reads that could hide a role the principal itself holds. */
export function directRoleNeeds(view: GraphView, principal: NodeIndex): readonly FactNeed[] {
  const { coverage } = view;
  const key = view.key(principal);
  switch (view.kind(principal)) {
    case 'User': {
      const own = coverage.of('user-roles', key);
      if (own.parent === key) return own.state === 'complete' ? NO_NEEDS : [{ resource: 'user-roles', parent: key }];
      // A user missing from a list of role holders that was read to its end holds no role of its own.
      if (!nothingHidden(coverage, 'role-assignees')) return ASSIGNEES;
      return own.state === 'forbidden' || own.state === 'failed' ? USER_ROLES : NO_NEEDS;
    }
    case 'Group':
      if (view.props(principal).type === 'BUILT_IN' || nothingHidden(coverage, 'group-roles', key)) return NO_NEEDS;
      return [needOf(view, 'group-roles', principal)];
    case 'App':
      if (!isServiceClient(view, principal) || nothingHidden(coverage, 'client-roles', key)) return NO_NEEDS;
      return [needOf(view, 'client-roles', principal)];
    default:
      return NO_NEEDS;
  }
}

/** Names the object's own list only when that one failed. */
function needOf(view: GraphView, resource: string, node: NodeIndex): FactNeed {
  return { resource, parent: view.coverage.of(resource, view.key(node)).parent };
}

const NO_NEEDS: readonly FactNeed[] = Object.freeze([]);
const ASSIGNEES: readonly FactNeed[] = Object.freeze([{ resource: 'role-assignees', parent: '' }]);
const USER_ROLES: readonly FactNeed[] = Object.freeze([{ resource: 'user-roles', parent: '' }]);

/** Okta gives roles to OAuth service apps only. */
export function isServiceClient(view: GraphView, app: NodeIndex): boolean {
  const props = view.props(app);
  if (props.signOnMode !== 'OPENID_CONNECT') return false;
  return view.coverage.of('client-roles', view.key(app)).parent !== '' || applicationType(props) === 'service';
}

function applicationType(props: { [name: string]: unknown }): unknown {
  const settings = props.settings as { oauthClient?: { application_type?: unknown } } | null | undefined;
  return settings?.oauthClient?.application_type;
}

export function distinct(needs: readonly FactNeed[]): readonly FactNeed[] {
  if (needs.length < 2) return needs;
  const seen = new Map<string, FactNeed>();
  for (const need of needs) seen.set(`${need.resource} ${need.parent}`, need);
  return [...seen.values()];
}

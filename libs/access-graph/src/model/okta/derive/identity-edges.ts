import type { GraphView, NodeIndex } from '@posture/domain';
import { idpReach, reachesUser } from '../privilege/idp-reach';
import { livingUsers, usersWithRole, usersWithoutRole } from './barrier';
import type { DeriveContext } from './barrier';
import { userAttributesOf } from './group-rule-expression';

/**
 * IdP → users that automatic account linking signs in. There is no barrier, but linking may exclude administrators, and
 * the provider's filter keeps out whoever is not called as it wants.
 */
export function assertEdges(context: DeriveContext): void {
  const { view, privilege, edges, sets } = context;
  for (const idp of view.ofKind('IdP')) {
    const reach = idpReach(view, idp);
    if (reach === null) continue;
    const src = view.key(idp);
    const via = 'automatic account linking';
    if (reach.groups === null && reach.excludedUsers.size === 0 && reach.admits === null) {
      edges.add('CAN_ASSERT', src, usersWithoutRole(context), via, 'complete');
      if (!reach.excludesAdmins) edges.add('CAN_ASSERT', src, usersWithRole(context), via, 'complete');
      continue;
    }
    const candidates = reach.groups === null ? view.ofKind('User') : members(view, reach.groups);
    const set = sets.target(`users-of-idp.${view.externalId(idp)}`, `users ${view.name(idp) ?? src} may sign in`, () =>
      candidates
        .filter((user) => reachesUser(view, reach, user, privilege.heldRoles(user).length > 0))
        .map((user) => ({
          key: view.key(user),
          inputs: reach.excludesAdmins && privilege.heldRolesNeeds(user).length > 0 ? 'partial' : 'complete',
        })),
    );
    edges.add('CAN_ASSERT', src, set, via, 'complete');
  }
}

/** Application → users whose new passwords Okta sends to it. */
export function passwordEdges({ view, edges, sets }: DeriveContext): void {
  for (const app of view.ofKind('App')) {
    const { features, status } = view.props(app);
    if (!Array.isArray(features) || status === 'INACTIVE' || status === 'DELETED') continue;
    if (!features.includes('PUSH_PASSWORD_UPDATES')) continue;
    const users = livingUsers(view, view.in(app, 'ASSIGNED_TO'));
    if (users.length === 0) continue;
    const name = view.name(app) ?? view.key(app);
    const set = sets.target(`users-of-app.${view.externalId(app)}`, `users assigned to ${name}`, () =>
      users.map((user) => ({ key: view.key(user), inputs: 'complete' })),
    );
    edges.add('READS_PASSWORD_OF', view.key(app), set, 'feature PUSH_PASSWORD_UPDATES', 'complete');
  }
}

/**
 * Attribute → group rules that read it.
 * @returns attributes that drive some rule; who may write another one gains nothing by it
 */
export function drivingAttributes({ view, edges }: DeriveContext): readonly NodeIndex[] {
  const byName = new Map<string, NodeIndex[]>();
  for (const attribute of view.ofKind('Attribute')) {
    const { name } = view.props(attribute);
    const known = typeof name === 'string' ? name : view.externalId(attribute);
    const same = byName.get(known);
    if (same === undefined) byName.set(known, [attribute]);
    else same.push(attribute);
  }
  const driving = new Set<NodeIndex>();
  for (const rule of view.ofKind('GroupRule')) {
    const { status, expression } = view.props(rule);
    if ((status !== undefined && status !== null && status !== 'ACTIVE') || typeof expression !== 'string') continue;
    for (const name of userAttributesOf(expression)) {
      for (const attribute of byName.get(name) ?? []) {
        driving.add(attribute);
        edges.add('DRIVES', view.key(attribute), view.key(rule), `user.${name}`, 'complete');
      }
    }
  }
  return [...driving].sort((a, b) => a - b);
}

/** Users themselves, where the schema lets them, and profile sources → the attributes that drive a rule. */
export function writerEdges({ view, edges, sets }: DeriveContext, attributes: readonly NodeIndex[]): void {
  const sources = profileSources(view);
  for (const attribute of attributes) {
    const { permission, typeId, master } = view.props(attribute);
    const dst = view.key(attribute);
    if (permission === 'READ_WRITE') {
      const type = typeof typeId === 'string' ? typeId : 'default';
      const src = sets.source(`users-of-type.${type}`, `users of type ${typeName(view, type)}`);
      edges.add('CAN_WRITE_ATTRIBUTE', src, dst, 'SELF READ_WRITE', 'complete');
    }
    for (const source of sources) {
      if (suppliesAttribute(view, source, master)) {
        edges.add('CAN_WRITE_ATTRIBUTE', view.key(source), dst, 'profile source', 'complete');
      }
    }
  }
}

function profileSources(view: GraphView): NodeIndex[] {
  const apps = view.ofKind('App').filter((app) => {
    const { features, status } = view.props(app);
    if (status === 'INACTIVE' || status === 'DELETED') return false;
    if (Array.isArray(features) && features.includes('PROFILE_MASTERING')) return true;
    // An application that only fills groups writes no profile.
    return view.out(app, 'MASTERS').some((node) => view.kind(node) === 'User');
  });
  const idps = view.ofKind('IdP').filter((idp) => {
    const { policy, status } = view.props(idp);
    if (status === 'INACTIVE' || typeof policy !== 'object' || policy === null || Array.isArray(policy)) return false;
    const { provisioning } = policy;
    return (
      typeof provisioning === 'object' &&
      provisioning !== null &&
      !Array.isArray(provisioning) &&
      provisioning.profileMaster === true
    );
  });
  return [...apps, ...idps];
}

/** `master.type`: PROFILE_MASTER (or none) takes every source, OKTA takes none, OVERRIDE takes those it lists. */
function suppliesAttribute(view: GraphView, source: NodeIndex, master: unknown): boolean {
  if (typeof master !== 'object' || master === null) return true;
  const { type, priority } = master as { type?: unknown; priority?: unknown };
  if (type === 'OKTA') return false;
  if (type !== 'OVERRIDE') return true;
  const id = view.externalId(source);
  return Array.isArray(priority) && priority.some((entry) => (entry as { value?: unknown } | null)?.value === id);
}

function typeName(view: GraphView, typeId: string): string {
  const type = view.indexOf(`UserType:${typeId}`);
  return type < 0 ? typeId : (view.name(type) ?? typeId);
}

function members(view: GraphView, groups: readonly NodeIndex[]): NodeIndex[] {
  return [...new Set(groups.flatMap((group) => view.in(group, 'MEMBER_OF')))].sort((a, b) => a - b);
}

import type { GraphView, HeldRole, NodeIndex } from '@posture/domain';

const PRINCIPAL_KINDS = new Set(['User', 'Group', 'App', 'ServiceIntegration']);

/** Roles by the principal that holds them, direct before inherited, then by assignment. */
export function collectHeldRoles(view: GraphView): ReadonlyMap<NodeIndex, readonly HeldRole[]> {
  const held = new Map<NodeIndex, HeldRole[]>();
  const give = (principal: NodeIndex, role: HeldRole) => {
    const roles = held.get(principal);
    if (roles === undefined) held.set(principal, [role]);
    else roles.push(role);
  };
  const byGroup: HeldRole[] = [];
  for (const assignment of view.ofKind('RoleAssignment')) {
    if (view.props(assignment).status === 'INACTIVE') continue;
    const type = roleTypeOf(view, assignment);
    if (type === null) continue;
    for (const holder of view.in(assignment, 'HAS_ROLE_ASSIGNMENT')) {
      if (!PRINCIPAL_KINDS.has(view.kind(holder))) continue;
      const role: HeldRole = { type, assignment, holder, direct: true };
      give(holder, role);
      if (view.kind(holder) === 'Group') byGroup.push(role);
    }
  }
  for (const role of byGroup) {
    for (const member of view.in(role.holder, 'MEMBER_OF')) give(member, { ...role, direct: false });
  }
  return held;
}

/** The standard type, or CUSTOM; null when the assignment names no role that could be read. */
export function roleTypeOf(view: GraphView, assignment: NodeIndex): string | null {
  const { type } = view.props(assignment);
  if (typeof type === 'string' && type !== '') return type;
  const [role] = view.out(assignment, 'OF_ROLE');
  if (role === undefined) return null;
  return view.kind(role) === 'CustomRole' ? 'CUSTOM' : view.externalId(role);
}

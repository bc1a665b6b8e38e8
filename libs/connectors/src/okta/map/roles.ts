import type { EdgeRecord, Json, JsonObject, NodeKey, NodeRecord } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import { edge, idOfHref, inner, json, node, required, requiredList, text, wireObject } from './wire';
import type { Mapped, Wire } from './wire';

export type HolderKind = 'User' | 'Group' | 'App' | 'ServiceIntegration';

/** What a delegable assignment is limited to; null when it could not be read. */
export interface RoleTargets {
  readonly groups: readonly string[];
  /** Instances, by app id. */
  readonly apps: readonly string[];
  /** Every instance of a catalogue app, by its name. */
  readonly catalogApps: readonly string[];
}

/** One row of a `…/roles` answer, before its targets are known. */
export interface RoleRow {
  readonly id: string;
  readonly type: string;
  /** USER, GROUP or CLIENT: who holds it. A GROUP row in a user's list only says that one of its groups does. */
  readonly assignmentType: string | null;
  /** The group a GROUP row names, where Okta links it. */
  readonly assigneeGroup: string | null;
  readonly wire: Wire;
}

/** Built-in roles, https://developer.okta.com/docs/concepts/role-assignment; a tenant has them whoever holds them. */
const STANDARD_ROLES: ReadonlyMap<string, string> = new Map([
  ['SUPER_ADMIN', 'Super Administrator'],
  ['ORG_ADMIN', 'Organization Administrator'],
  ['APP_ADMIN', 'Application Administrator'],
  ['USER_ADMIN', 'Group Administrator'],
  ['GROUP_MEMBERSHIP_ADMIN', 'Group Membership Administrator'],
  ['HELP_DESK_ADMIN', 'Help Desk Administrator'],
  ['READ_ONLY_ADMIN', 'Read-only Administrator'],
  ['REPORT_ADMIN', 'Report Administrator'],
  ['API_ACCESS_MANAGEMENT_ADMIN', 'API Access Management Administrator'],
  ['MOBILE_ADMIN', 'Mobile Administrator'],
  ['ACCESS_CERTIFICATIONS_ADMIN', 'Access Certifications Administrator'],
  ['ACCESS_REQUESTS_ADMIN', 'Access Requests Administrator'],
  ['WORKFLOWS_ADMIN', 'Workflows Administrator'],
]);

/** The built-in roles' nodes. They belong to the tenant, not to the list of any one holder. */
export function standardRoles(): NodeRecord[] {
  return [...STANDARD_ROLES].map(([type, label]) => node('Role', type, label, { type }));
}

/** Standard roles that can be limited to groups or to apps; the rest reach the whole tenant. */
const GROUP_TARGETED = new Set(['USER_ADMIN', 'GROUP_MEMBERSHIP_ADMIN', 'HELP_DESK_ADMIN']);
const APP_TARGETED = new Set(['APP_ADMIN']);

export function targetKind(type: string): 'groups' | 'apps' | null {
  return GROUP_TARGETED.has(type) ? 'groups' : APP_TARGETED.has(type) ? 'apps' : null;
}

/** @throws {UnmappableRecord} without id or type */
export function roleRow(value: unknown): RoleRow {
  const wire = wireObject(value, 'role assignment');
  const assignee = text(inner(inner(wire, '_links'), 'assignee'), 'href');
  return {
    id: required(wire, 'id', 'role assignment'),
    type: required(wire, 'type', 'role assignment'),
    assignmentType: text(wire, 'assignmentType'),
    assigneeGroup: assignee !== null && /\/groups\//.test(assignee) ? idOfHref(assignee) : null,
    wire,
  };
}

/** Whether the principal whose list it is holds the row itself. */
export function isOwnRow(row: RoleRow, holder: HolderKind): boolean {
  return holder !== 'User' || row.assignmentType !== 'GROUP';
}

export function assignmentKey(holderId: string, assignmentId: string): NodeKey {
  return nodeKey('RoleAssignment', `${holderId}.${assignmentId}`);
}

/**
 * A role in one hand: the assignment's node with its holder and role, and separately the edges to its targets, which
 * belong to a read of their own. `targets` is null for roles without targets and when they could not be read.
 */
export function mapRoleAssignment(
  row: RoleRow,
  holder: { readonly kind: HolderKind; readonly id: string },
  targets: RoleTargets | null,
): { readonly assignment: Mapped; readonly scope: readonly EdgeRecord[] } {
  const id = `${holder.id}.${row.id}`;
  const roleId = text(row.wire, 'role');
  const resourceSetId = text(row.wire, 'resource-set');
  const listed =
    targets === null
      ? null
      : targets.groups.length + targets.apps.length + targets.catalogApps.length > 0
        ? 'listed'
        : 'all';
  const props: JsonObject = {
    type: row.type,
    label: json(row.wire, 'label'),
    status: json(row.wire, 'status'),
    assignmentType: row.assignmentType,
    created: json(row.wire, 'created'),
    roleId,
    resourceSetId,
    targets: listed,
    ...(targets !== null && targets.catalogApps.length > 0 ? { targetApps: [...targets.catalogApps] } : {}),
  };
  const isCustom = row.type === 'CUSTOM' && roleId !== null;
  const nodes: NodeRecord[] = [
    node('RoleAssignment', id, text(row.wire, 'label'), props, { lastUpdated: json(row.wire, 'lastUpdated') }, row.id),
  ];
  if (!isCustom && !STANDARD_ROLES.has(row.type))
    nodes.push(node('Role', row.type, text(row.wire, 'label') ?? row.type, { type: row.type }));
  const edges: EdgeRecord[] = [
    edge('HAS_ROLE_ASSIGNMENT', [holder.kind, holder.id], ['RoleAssignment', id]),
    edge('OF_ROLE', ['RoleAssignment', id], isCustom ? ['CustomRole', roleId] : ['Role', row.type]),
  ];
  // Symbolic sets of built-in roles (access certifications) are no resource sets one could read.
  if (isCustom && resourceSetId !== null)
    edges.push(edge('SCOPED_TO', ['RoleAssignment', id], ['ResourceSet', resourceSetId]));
  const scope = [
    ...(targets?.groups ?? []).map((group) => edge('SCOPED_TO', ['RoleAssignment', id], ['Group', group])),
    ...(targets?.apps ?? []).map((app) => edge('SCOPED_TO', ['RoleAssignment', id], ['App', app])),
  ];
  return { assignment: { nodes, edges }, scope };
}

/** A group, or a catalogue app with or without its instance, out of a `…/targets/…` answer. */
export function targetOf(
  value: unknown,
  kind: 'groups' | 'apps',
): { readonly group?: string; readonly app?: string; readonly catalogApp?: string } {
  const wire = wireObject(value, 'role target');
  if (kind === 'groups') return { group: required(wire, 'id', 'role target') };
  const id = text(wire, 'id');
  return id === null || id === '' ? { catalogApp: required(wire, 'name', 'role target') } : { app: id };
}

/** `GET /iam/roles` with its permissions → `CustomRole`; null permissions: they could not be read. */
export function mapCustomRole(value: unknown, permissions: readonly unknown[] | null): Mapped {
  const wire = wireObject(value, 'custom role');
  const id = required(wire, 'id', 'custom role');
  const rows = permissions?.map((each) => wireObject(each, 'permission')) ?? null;
  const labels = rows?.map((each) => required(each, 'label', 'permission')).sort() ?? null;
  const conditions: JsonObject = {};
  for (const row of rows ?? []) {
    const condition = json(row, 'conditions');
    const label = text(row, 'label');
    if (condition !== null && label !== null) conditions[label] = condition;
  }
  const props: JsonObject = {
    description: json(wire, 'description'),
    created: json(wire, 'created'),
    permissions: labels,
    ...(Object.keys(conditions).length > 0 ? { conditions } : {}),
  };
  return {
    nodes: [node('CustomRole', id, text(wire, 'label'), props, { lastUpdated: json(wire, 'lastUpdated') })],
    edges: [],
  };
}

/** `GET /iam/resource-sets` with its resources → `ResourceSet`; CONTAINS edges are a read of their own. */
export function mapResourceSet(
  value: unknown,
  resources: readonly unknown[] | null,
): { readonly set: Mapped; readonly contains: readonly EdgeRecord[] } {
  const wire = wireObject(value, 'resource set');
  const id = required(wire, 'id', 'resource set');
  const names = resources?.flatMap((each) => resourceName(wireObject(each, 'resource'))).sort() ?? null;
  const props: JsonObject = {
    description: json(wire, 'description'),
    created: json(wire, 'created'),
    resources: names as Json,
  };
  const contains = (names ?? []).flatMap((name) => {
    const named = namedObject(name);
    return named === null ? [] : [edge('CONTAINS', ['ResourceSet', id], [named.kind, named.id])];
  });
  return {
    set: {
      nodes: [node('ResourceSet', id, text(wire, 'label'), props, { lastUpdated: json(wire, 'lastUpdated') })],
      edges: [],
    },
    contains,
  };
}

function resourceName(wire: Wire): string[] {
  const orn = text(wire, 'orn');
  if (orn !== null) return [orn];
  const links = inner(wire, '_links');
  for (const relation of ['users', 'groups', 'apps', 'resource', 'self']) {
    const href = text(inner(links, relation), 'href');
    if (href !== null && !/\/iam\/resource-sets\//.test(href)) return [href];
  }
  return [];
}

/** The one user, group or app an ORN or address names; null for collections ("all users", members of a group). */
export function namedObject(name: string): { readonly kind: 'User' | 'Group' | 'App'; readonly id: string } | null {
  if (name.startsWith('orn:')) {
    const parts = name.split(':');
    const [, , , , type, first, second] = parts;
    if (type === 'users' && first !== undefined && parts.length === 6) return { kind: 'User', id: first };
    if (type === 'groups' && first !== undefined && parts.length === 6) return { kind: 'Group', id: first };
    // orn:okta:idp:<org>:apps:<catalogue name>:<app id>
    if (type === 'apps' && second !== undefined && parts.length === 7) return { kind: 'App', id: second };
    return null;
  }
  const match = /\/(?:api\/v1\/(users|groups|apps)|oauth2\/v1\/(clients))\/([^/?#]+)\/?$/.exec(name);
  const id = match?.[3];
  if (match === null || id === undefined) return null;
  const kind = match[1] === 'users' ? 'User' : match[1] === 'groups' ? 'Group' : 'App';
  return { kind, id: decodeURIComponent(id) };
}

/** A binding's member, known only by its link; null when the link names nothing we read. */
export function bindingMember(value: unknown): { readonly kind: 'User' | 'Group' | 'App'; readonly id: string } | null {
  const wire = wireObject(value, 'binding member');
  const href = text(inner(inner(wire, '_links'), 'self'), 'href') ?? text(wire, 'orn');
  return href === null ? null : namedObject(href);
}

/** A binding's member in the form its holder's own role list would give. */
export function boundRow(value: unknown, holder: HolderKind, role: string, resourceSet: string): RoleRow {
  const wire = wireObject(value, 'binding member');
  const assignmentType = holder === 'User' ? 'USER' : holder === 'Group' ? 'GROUP' : 'CLIENT';
  return {
    id: text(wire, 'id') ?? `${role}.${resourceSet}`,
    type: 'CUSTOM',
    assignmentType,
    assigneeGroup: null,
    wire: { ...wire, status: 'ACTIVE', role, 'resource-set': resourceSet },
  };
}

/** Rows of `GET /iam/roles/{id}/permissions`. @throws {UnmappableRecord} when there is no such list */
export function permissionRows(body: unknown): readonly unknown[] {
  return requiredList(wireObject(body, 'permissions'), 'permissions', 'permissions of a custom role');
}

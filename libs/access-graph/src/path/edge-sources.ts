import { EDGE_KINDS } from '@posture/domain';
import type { EdgeKind, NodeKind, OktaResource } from '@posture/domain';

const ROLES: readonly OktaResource[] = ['role-assignees', 'user-roles', 'group-roles', 'client-roles'];
const RIGHTS: readonly OktaResource[] = [
  ...ROLES,
  'role-targets',
  'custom-role-permissions',
  'resource-set-resources',
  'app-grants',
];

/**
 * The lists an edge kind is read or derived from, besides those of its ends: while one of them is not fully read, such
 * an edge may be hidden.
 */
const EDGE_SOURCES: Readonly<Partial<Record<EdgeKind, readonly OktaResource[]>>> = {
  CONTAINS: ['resource-set-resources', 'policy-rules', 'auth-server-policies', 'auth-server-rules', 'user-schema'],
  MEMBER_OF: ['group-members'],
  OWNS: ['group-owners'],
  ASSIGNED_TO: ['app-users', 'app-groups'],
  HAS_ROLE_ASSIGNMENT: ROLES,
  OF_ROLE: ROLES,
  SCOPED_TO: ['role-targets'],
  SUPER_ADMIN_OF: [...ROLES, 'app-grants'],
  CAN_MANAGE_USER: RIGHTS,
  CAN_RESET_PASSWORD: RIGHTS,
  CAN_RESET_FACTORS: RIGHTS,
  CAN_ADD_MEMBER: RIGHTS,
  CAN_MANAGE_APP: RIGHTS,
  CAN_READ_SECRET: RIGHTS,
  CAN_MANAGE_DEVICE: RIGHTS,
  CAN_MANAGE_POLICY: RIGHTS,
  CAN_MANAGE_IDP: RIGHTS,
  CAN_MANAGE_AUTHSERVER: RIGHTS,
  CAN_MANAGE_HOOK: RIGHTS,
  CREDENTIAL_OF: ['client-secrets', 'apps'],
  SIGNS_FOR: ['app-keys', 'idp-keys'],
  AUTHENTICATES_AS: ['api-tokens'],
  HAS_GRANT: ['app-grants'],
  CREATED: ['api-tokens', 'app-grants', 'event-hooks', 'inline-hooks', 'api-services'],
  CAN_ASSERT: ['idps'],
  ASSIGNS_GROUP: ['idps'],
  HAS_FACTOR: ['factors'],
  DEVICE_OF: ['devices'],
  MANAGER_OF: ['users'],
  PROTECTS: ['apps', 'policies'],
  CAN_WRITE_ATTRIBUTE: [...RIGHTS, 'user-schema', 'apps', 'idps'],
  DRIVES: ['group-rules', 'user-schema'],
  ADDS_TO: ['group-rules'],
  MASTERS: ['users', 'groups', 'apps'],
  READS_PASSWORD_OF: ['apps', 'app-users'],
  PUSHES: ['apps'],
  OF_TYPE: ['users', 'user-types'],
};

/** The lists nodes are read from, for kinds that have a list of their own. */
const NODE_SOURCES: Readonly<Partial<Record<NodeKind, readonly OktaResource[]>>> = {
  User: ['users'],
  Group: ['groups'],
  App: ['apps'],
  ApiToken: ['api-tokens'],
  Policy: ['policies'],
  IdP: ['idps'],
  AuthServer: ['authorization-servers'],
  GroupRule: ['group-rules'],
  Device: ['devices'],
  Hook: ['event-hooks', 'inline-hooks'],
};

/** The lists that could hide a node a path passes. No edge ends at a service integration, so none passes one. */
export function nodeSourcesOf(kind: NodeKind): readonly OktaResource[] {
  return NODE_SOURCES[kind] ?? [];
}

/** The lists that could hide a node a path ends at; on the way, the edge out of a credential says the same. */
export function endSourcesOf(kind: NodeKind): readonly OktaResource[] {
  if (kind === 'ClientSecret') return ['client-secrets'];
  if (kind === 'Jwk') return ['app-jwks'];
  return kind === 'ServiceIntegration' ? ['api-services'] : nodeSourcesOf(kind);
}

/** Edges read with the object they leave: one that is there shows all of them. */
const COMES_WITH_SOURCE: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  'ADDS_TO',
  'ASSIGNS_GROUP',
  'AUTHENTICATES_AS',
  'CREDENTIAL_OF',
  'DEVICE_OF',
  'OF_ROLE',
  'OF_TYPE',
]);

/** Edges read with the object they arrive at: what was created names its creator. */
const COMES_WITH_TARGET: ReadonlySet<EdgeKind> = new Set<EdgeKind>(['CREATED']);

/** True when the node a hop leaves was read together with all such edges of it, so that no list can hide one. */
export function comesWithStart(kind: EdgeKind, direction: 'out' | 'in'): boolean {
  return direction === 'out' ? COMES_WITH_SOURCE.has(kind) : COMES_WITH_TARGET.has(kind);
}

const BY_SOURCE: Readonly<Partial<Record<EdgeKind, OktaResource>>> = {
  HAS_GRANT: 'app-grants',
  HAS_FACTOR: 'factors',
  SCOPED_TO: 'role-targets',
};

/** True when the list belongs to the node the arrow leaves: an application's grants, a user's factors. */
export function listedBySource(kind: EdgeKind, resource: string): boolean {
  return BY_SOURCE[kind] === resource;
}

const ROLE_LISTS: ReadonlySet<string> = new Set(ROLES);

/** True for the lists that show which roles a principal holds itself. */
export function isRoleList(resource: string): boolean {
  return ROLE_LISTS.has(resource);
}

/** Lists kept by the node an edge arrives at; only that node's list can hide an edge to it. */
const BY_TARGET: ReadonlySet<string> = new Set(['group-members', 'group-owners', 'app-users', 'app-groups']);

export function sourcesOf(kind: EdgeKind): readonly OktaResource[] {
  return EDGE_SOURCES[kind] ?? [];
}

/** True when the list belongs to the arrow's target: a group's members, an application's users. */
export function listedByTarget(kind: EdgeKind, resource: string): boolean {
  return (kind === 'MEMBER_OF' || kind === 'OWNS' || kind === 'ASSIGNED_TO') && BY_TARGET.has(resource);
}

/** Every edge an attacker can walk that this version of the product writes. */
export const TRAVERSABLE_KINDS: readonly EdgeKind[] = (Object.keys(EDGE_KINDS) as EdgeKind[])
  .filter((kind) => EDGE_KINDS[kind].traversable && EDGE_KINDS[kind].collected)
  .sort();

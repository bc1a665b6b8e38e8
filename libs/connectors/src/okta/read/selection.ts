import type { JsonObject, NodeRecord } from '@posture/domain';
import { keysOfSet, text } from '../map/wire';

/**
 * Which objects have their own lists read, decided from what the cheap whole lists already told. Pure, so that the
 * published plan and the reader cannot disagree.
 */

export interface GroupFacts {
  readonly id: string;
  readonly name: string | null;
  readonly type: string | null;
  /** null when the org did not tell. */
  readonly usersCount: number | null;
  readonly appsCount: number | null;
  readonly hasAdminPrivilege: boolean | null;
}

export interface AppFacts {
  readonly id: string;
  readonly status: string | null;
  readonly signOnMode: string | null;
  readonly applicationType: string | null;
  readonly clientId: string;
  readonly authMethod: string | null;
  /** True when the app list shows public keys without their age. */
  readonly undatedKeys: boolean;
}

type Listed = Pick<NodeRecord, 'externalId' | 'name' | 'props' | 'observed'>;

export function groupFacts(node: Listed): GroupFacts {
  return {
    id: node.externalId,
    name: node.name,
    type: textOf(node.props, 'type'),
    usersCount: numberOf(node.observed, 'usersCount'),
    appsCount: numberOf(node.observed, 'appsCount'),
    hasAdminPrivilege: flagOf(node.observed, 'hasAdminPrivilege'),
  };
}

export function appFacts(node: Listed): AppFacts {
  const client = objectOf(node.props, 'settings', 'oauthClient');
  const credentials = objectOf(node.props, 'credentials', 'oauthClient');
  const keys = keysOfSet(client['jwks']);
  return {
    id: node.externalId,
    status: textOf(node.props, 'status'),
    signOnMode: textOf(node.props, 'signOnMode'),
    applicationType: textOf(client, 'application_type'),
    clientId: textOf(credentials, 'client_id') ?? node.externalId,
    authMethod: textOf(credentials, 'token_endpoint_auth_method'),
    undatedKeys: keys.some((key) => text(key, 'created') === null),
  };
}

/** Everyone is in it by definition; its list is the user list once more. */
export function isEveryone(group: GroupFacts): boolean {
  return group.type === 'BUILT_IN' && group.name?.toLowerCase() === 'everyone';
}

/** A group without members by Okta's own count is not asked; one whose count is unknown is. */
export function readsMembers(group: GroupFacts): boolean {
  return !isEveryone(group) && group.usersCount !== 0;
}

/** Owners matter where membership gives something: a role, or an app. */
export function readsOwners(group: GroupFacts, roleGroups: ReadonlySet<string>): boolean {
  return group.type !== 'BUILT_IN' && (roleGroups.has(group.id) || group.appsCount !== 0);
}

/** Okta's own mark orders this work; a group about which the org does not tell must be asked. */
export function mayHoldRole(group: GroupFacts): boolean {
  return group.hasAdminPrivilege ?? group.type !== 'BUILT_IN';
}

export function isOidc(app: AppFacts): boolean {
  return app.signOnMode === 'OPENID_CONNECT';
}

/** Clients that act without a user; only they hold admin roles of their own. */
export function isServiceApp(app: AppFacts): boolean {
  return isOidc(app) && app.applicationType === 'service';
}

/** Every OIDC client may be granted Okta scopes: to act by itself, or for the users who sign in. Others have no client. */
export function readsGrants(app: AppFacts): boolean {
  return isOidc(app);
}

export function readsSecrets(app: AppFacts): boolean {
  return isOidc(app) && app.authMethod?.startsWith('client_secret') === true;
}

/** The app list carries the public keys of every kind of client; only where it hides their age is the app asked. */
export function readsJwks(app: AppFacts): boolean {
  return isOidc(app) && app.undatedKeys;
}

/** Certificates that sign users in; those of inactive apps sign nothing. */
export function readsSigningKeys(app: AppFacts): boolean {
  return (
    app.status === 'ACTIVE' &&
    (app.signOnMode === 'SAML_2_0' || app.signOnMode === 'SAML_1_1' || app.signOnMode === 'WS_FEDERATION')
  );
}

/**
 * Group assignments can be read from either side. Asking the groups costs the groups' limit, asking the apps the much
 * scarcer limit of the apps; the groups are asked when that takes no more requests. Only then is the assignment's
 * priority unknown.
 */
export function readsAssignmentsByGroup(apps: number, appsCounts: Iterable<number | null>, pageLimit: number): boolean {
  let requests = 0;
  for (const count of appsCounts) {
    if (count === null) return false;
    requests += Math.ceil(count / pageLimit);
  }
  return requests < apps;
}

/** Applications in the order they are read: what acts by itself first, then other clients. */
export function byRisk(apps: readonly AppFacts[]): AppFacts[] {
  const rank = (app: AppFacts): number =>
    (app.status === 'ACTIVE' ? 0 : 10) + (isServiceApp(app) ? 0 : isOidc(app) ? 1 : 2);
  return [...apps].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

function textOf(object: JsonObject | undefined, name: string): string | null {
  const value = object?.[name];
  return typeof value === 'string' ? value : null;
}

function numberOf(object: JsonObject | undefined, name: string): number | null {
  const value = object?.[name];
  return typeof value === 'number' ? value : null;
}

function flagOf(object: JsonObject | undefined, name: string): boolean | null {
  const value = object?.[name];
  return typeof value === 'boolean' ? value : null;
}

function objectOf(object: JsonObject, ...names: readonly string[]): JsonObject {
  let current: JsonObject = object;
  for (const name of names) {
    const value = current[name];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    current = value;
  }
  return current;
}

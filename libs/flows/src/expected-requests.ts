import { requestPlan } from '@posture/connectors';
import type { OktaSizes } from '@posture/connectors';
import { OKTA_RESOURCES } from '@posture/domain';
import type { GraphView, JsonObject, OktaResource } from '@posture/domain';
import type { ScanOptions } from './scan-types';

/**
 * Requests the second and third wave will take, by the published plan over the groups and applications the first wave
 * found. How many users an application has is not known before they are read; each counts as one page.
 */
export function expectedAfterFirstWave(view: GraphView, { includeClientSecrets }: ScanOptions): number {
  const { byResource } = requestPlan(sizesOf(view), { clientSecrets: includeClientSecrets });
  return (Object.entries(byResource) as [OktaResource, number][])
    .filter(([resource]) => OKTA_RESOURCES[resource].wave > 1)
    .reduce((sum, [, requests]) => sum + requests, 0);
}

function sizesOf(view: GraphView): OktaSizes {
  const groups = view.ofKind('Group').map((node) => ({ props: view.props(node), observed: view.observed(node) }));
  const apps = view.ofKind('App').map((node) => view.props(node));
  const ofMode = (...modes: readonly string[]) => apps.filter(({ signOnMode }) => modes.includes(String(signOnMode)));
  const oidc = ofMode('OPENID_CONNECT');
  return {
    ...NOT_ASKED_AGAIN,
    groups: groups.length,
    groupMembers: groups.filter(({ props }) => props['type'] !== 'BUILT_IN').map((group) => count(group, 'usersCount')),
    groupApps: groups.map((group) => count(group, 'appsCount')).filter((apps) => apps > 0),
    ownedGroups: groups.filter(
      ({ props, observed }) =>
        props['type'] !== 'BUILT_IN' && (observed['appsCount'] !== 0 || observed['hasAdminPrivilege'] === true),
    ).length,
    apps: apps.length,
    oidcApps: oidc.length,
    secretApps: oidc.filter((app) => String(authMethod(app)).startsWith('client_secret')).length,
    samlApps: ofMode('SAML_2_0', 'SAML_1_1', 'WS_FEDERATION').filter(({ status }) => status === 'ACTIVE').length,
  };
}

/** What only the first wave reads. */
const NOT_ASKED_AGAIN: OktaSizes = {
  pipeline: 'idx',
  users: 0,
  deprovisionedUsers: 0,
  groups: 0,
  groupMembers: [],
  groupApps: [],
  ownedGroups: 0,
  groupRules: 0,
  userTypes: 0,
  realms: 0,
  devices: 0,
  roleAssignees: 0,
  roleGroups: 0,
  factorUsers: 0,
  delegableAssignments: 0,
  customRoles: 0,
  resourceSets: [],
  bindings: 0,
  policies: 0,
  authenticators: 0,
  authServers: 0,
  authServerPolicies: 0,
  idps: 0,
  idpKeys: 0,
  zones: 0,
  trustedOrigins: 0,
  logStreams: 0,
  apps: 0,
  appUsers: [],
  appGroups: [],
  oidcApps: 0,
  serviceApps: 0,
  secretApps: 0,
  samlApps: 0,
  undatedKeyApps: 0,
};

function count({ observed }: { readonly observed: JsonObject }, name: string): number {
  const value = observed[name];
  return typeof value === 'number' ? value : 1;
}

function authMethod(app: JsonObject): unknown {
  const { oauthClient } = (app['credentials'] ?? {}) as { oauthClient?: JsonObject };
  return oauthClient?.['token_endpoint_auth_method'];
}

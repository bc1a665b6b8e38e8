import type { OktaSizes } from '../../libs/connectors/src/okta/catalogue/okta-sizes';
import type { Collection, SandboxOrg, SublistName, Wire } from '../../apps/sandbox/src/org/org';

const DELEGABLE = new Set(['USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN', 'APP_ADMIN']);

/** What the published request plan wants to know of an org, from the org itself. */
export function sizesOfOrg(org: SandboxOrg): OktaSizes {
  const groups = all(org.list('groups')).map((group) => ({
    id: group.id,
    builtIn: group['type'] === 'BUILT_IN',
    everyone: group.id === org.idOf('everyone'),
    stats: org.groupStats(group.id)!,
  }));
  const apps = all(org.list('apps'));
  const assignees = all(org.list('roleAssignees')).map(({ id }) => id);
  const roleGroups = groups.filter(({ stats }) => stats.hasAdminPrivilege);
  const serviceApps = apps.filter((app) => client(app)['application_type'] === 'service');
  const roles = [
    ...assignees.flatMap((id) => list(org, 'userRoles', id).filter((row) => row['assignmentType'] === 'USER')),
    ...roleGroups.flatMap(({ id }) => list(org, 'groupRoles', id)),
    ...serviceApps.flatMap(({ id }) => list(org, 'clientRoles', id)),
  ];
  const sets = all(org.list('resourceSets'));
  const servers = all(org.list('authorizationServers'));
  const oidc = apps.filter((app) => app['signOnMode'] === 'OPENID_CONNECT');
  return {
    pipeline: org.features.pipeline,
    lists: {
      users: org.presentUsers.size,
      groups: groups.length,
      'group-rules': org.list('groupRules').size,
      'user-types': org.list('userTypes').size,
      realms: org.list('realms').size,
      devices: org.list('devices').size,
      'role-assignees': assignees.length,
      'custom-roles': org.list('customRoles').size,
      policies: org.list('policies').size,
      authenticators: org.list('authenticators').size,
      'authorization-servers': servers.length,
      idps: org.list('idps').size,
      'idp-keys': org.list('idpKeys').size,
      zones: org.list('zones').size,
      'trusted-origins': org.list('trustedOrigins').size,
      'log-streams': org.list('logStreams').size,
      apps: apps.length,
    },
    deprovisionedUsers: org.deprovisionedUsers.size,
    groupMembers: groups.filter(({ everyone }) => !everyone).map(({ stats }) => stats.usersCount),
    groupApps: groups.map(({ stats }) => stats.appsCount).filter((count) => count > 0),
    ownedGroups: groups.filter(({ builtIn, stats }) => !builtIn && (stats.appsCount > 0 || stats.hasAdminPrivilege))
      .length,
    roleGroups: roleGroups.length,
    factorUsers: new Set([
      ...assignees,
      ...roleGroups.flatMap(({ id }) => list(org, 'groupUsers', id).map((user) => user.id)),
    ]).size,
    delegableAssignments: roles.filter((row) => DELEGABLE.has(String(row['type']))).length,
    resourceSets: sets.map(({ id }) => list(org, 'resourceSetResources', id).length),
    bindings: sets.reduce((sum, { id }) => sum + list(org, 'resourceSetBindings', id).length, 0),
    authServerPolicies: servers.reduce((sum, { id }) => sum + list(org, 'authorizationServerPolicies', id).length, 0),
    appUsers: apps.map(({ id }) => list(org, 'appUsers', id).length),
    appGroups: apps.map(({ id }) => list(org, 'appGroups', id).length),
    oidcApps: oidc.length,
    serviceApps: serviceApps.length,
    secretApps: oidc.filter((app) => authMethod(app).startsWith('client_secret')).length,
    samlApps: apps.filter((app) => app['status'] === 'ACTIVE' && SIGNING.has(String(app['signOnMode']))).length,
    undatedKeyApps: 0,
  };
}

const SIGNING = new Set(['SAML_2_0', 'SAML_1_1', 'WS_FEDERATION']);

function all(collection: Collection<Wire>): Wire[] {
  return collection.range(0, collection.size);
}

function list(org: SandboxOrg, name: SublistName, parent: string): Wire[] {
  const found = org.sublist(name, parent);
  return found === undefined ? [] : all(found);
}

function client(app: Wire): Readonly<Record<string, unknown>> {
  return (app['settings'] as { oauthClient?: Readonly<Record<string, unknown>> } | undefined)?.oauthClient ?? {};
}

function authMethod(app: Wire): string {
  const credentials = app['credentials'] as { oauthClient?: { token_endpoint_auth_method?: string } } | undefined;
  return credentials?.oauthClient?.token_endpoint_auth_method ?? '';
}

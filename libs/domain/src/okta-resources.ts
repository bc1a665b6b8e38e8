import type { NodeKind } from './graph-schema';
import type { Wave } from './resource-catalogue';

export interface ResourceSpec {
  readonly title: string;
  /** As Okta documents it; shown as the source of evidence. */
  readonly endpoint: string;
  readonly scope: string;
  /**
   * Who may read it besides a super admin: `read_only` for the standard Read-only Administrator, else the custom-role
   * permission to grant, or the least standard role when there is no such permission. Sources: Okta help "Standard administrator roles
   * and permissions"; Okta API description 2026.06.3.
   */
  readonly role: 'read_only' | 'org_admin' | 'super_admin' | `okta.${string}`;
  readonly wave: Wave;
  /** Set when one list is read per object of that kind; coverage is then kept per parent as well. */
  readonly per?: NodeKind;
  /** Only in an Identity Engine org. */
  readonly identityEngine?: true;
  /** Needs a licence many tenants lack; a refusal for that reason is `unlicensed`. */
  readonly licensed?: true;
  /** Read only when the operator asks for it. */
  readonly optIn?: true;
}

const list = (
  wave: Wave,
  title: string,
  endpoint: string,
  scope: string,
  more: Partial<ResourceSpec> = {},
): ResourceSpec => ({
  title,
  endpoint: `GET ${endpoint}`,
  scope,
  role: 'read_only',
  wave,
  ...more,
});

/** Everything the Okta connector reads. Coverage, facts, the probe and the reference speak of these names. */
export const OKTA_RESOURCES = {
  org: list(1, 'organization', '/api/v1/org', 'okta.orgs.read'),
  'org-third-party-admin': list(
    1,
    'third-party administrator setting',
    '/api/v1/org/orgSettings/thirdPartyAdminSetting',
    'okta.orgs.read',
  ),
  'org-client-privileges': list(
    1,
    'default privileges of new clients',
    '/api/v1/org/settings/clientPrivilegesSetting',
    'okta.orgs.read',
  ),
  'org-admin-app-assignment': list(
    1,
    'automatic Admin Console assignment',
    '/api/v1/org/settings/autoAssignAdminAppSetting',
    'okta.orgs.read',
  ),
  'org-support-access': list(1, 'Okta support access', '/api/v1/org/privacy/oktaSupport', 'okta.orgs.read', {
    role: 'super_admin',
  }),
  'admin-console-settings': list(
    1,
    'Admin Console session settings',
    '/api/v1/first-party-app-settings/admin-console',
    'okta.apps.read',
  ),
  'lockout-settings': list(
    1,
    'user lockout settings',
    '/attack-protection/api/v1/user-lockout-settings',
    'okta.orgs.read',
  ),
  'authenticator-settings': list(
    1,
    'authenticator settings',
    '/attack-protection/api/v1/authenticator-settings',
    'okta.orgs.read',
  ),
  'threat-insight': list(1, 'ThreatInsight', '/api/v1/threats/configuration', 'okta.threatInsights.read'),
  domains: list(1, 'custom domains', '/api/v1/domains', 'okta.domains.read'),
  users: list(1, 'users', '/api/v1/users', 'okta.users.read'),
  groups: list(1, 'groups', '/api/v1/groups', 'okta.groups.read'),
  'group-rules': list(1, 'group rules', '/api/v1/groups/rules', 'okta.groups.read'),
  'user-types': list(1, 'user types', '/api/v1/meta/types/user', 'okta.userTypes.read'),
  'user-schema': list(1, 'user schema', '/api/v1/meta/schemas/user/{typeId}', 'okta.schemas.read', {
    role: 'org_admin',
    per: 'UserType',
  }),
  realms: list(1, 'realms', '/api/v1/realms', 'okta.realms.read', { licensed: true }),
  'role-assignees': list(1, 'users with admin roles', '/api/v1/iam/assignees/users', 'okta.roles.read', {
    role: 'okta.iam.read',
  }),
  'user-roles': list(1, 'roles of a user', '/api/v1/users/{id}/roles', 'okta.roles.read', {
    role: 'okta.iam.read',
    per: 'User',
  }),
  'group-roles': list(1, 'roles of a group', '/api/v1/groups/{id}/roles', 'okta.roles.read', {
    role: 'okta.iam.read',
    per: 'Group',
  }),
  'client-roles': list(1, 'roles of a client', '/oauth2/v1/clients/{id}/roles', 'okta.roles.read', {
    role: 'okta.iam.read',
    per: 'App',
  }),
  'role-targets': list(
    1,
    'targets of a role assignment',
    '/api/v1/users/{id}/roles/{assignmentId}/targets/groups',
    'okta.roles.read',
    { role: 'okta.iam.read', per: 'RoleAssignment' },
  ),
  'custom-roles': list(1, 'custom roles', '/api/v1/iam/roles', 'okta.roles.read', { role: 'okta.iam.read' }),
  'custom-role-permissions': list(
    1,
    'permissions of a custom role',
    '/api/v1/iam/roles/{id}/permissions',
    'okta.roles.read',
    { role: 'okta.iam.read', per: 'CustomRole' },
  ),
  'resource-sets': list(1, 'resource sets', '/api/v1/iam/resource-sets', 'okta.roles.read', { role: 'okta.iam.read' }),
  'resource-set-resources': list(
    1,
    'resources of a resource set',
    '/api/v1/iam/resource-sets/{id}/resources',
    'okta.roles.read',
    { role: 'okta.iam.read', per: 'ResourceSet' },
  ),
  'resource-set-bindings': list(
    1,
    'bindings of a resource set',
    '/api/v1/iam/resource-sets/{id}/bindings',
    'okta.roles.read',
    { role: 'okta.iam.read', per: 'ResourceSet' },
  ),
  'api-tokens': list(1, 'API tokens', '/api/v1/api-tokens', 'okta.apiTokens.read', {
    role: 'okta.users.apitokens.read',
  }),
  'api-services': list(
    1,
    'API service integrations',
    '/integrations/api/v1/api-services',
    'okta.oauthIntegrations.read',
    { role: 'super_admin' },
  ),
  apps: list(1, 'applications', '/api/v1/apps', 'okta.apps.read'),
  idps: list(1, 'identity providers', '/api/v1/idps', 'okta.idps.read', { role: 'okta.identityProviders.read' }),
  'idp-keys': list(1, 'identity provider keys', '/api/v1/idps/credentials/keys', 'okta.idps.read', {
    role: 'okta.identityProviders.read',
  }),
  policies: list(1, 'policies of a type', '/api/v1/policies?type={type}', 'okta.policies.read'),
  'policy-rules': list(1, 'rules of a policy', '/api/v1/policies/{id}/rules', 'okta.policies.read', { per: 'Policy' }),
  authenticators: list(1, 'authenticators', '/api/v1/authenticators', 'okta.authenticators.read', {
    identityEngine: true,
  }),
  'authenticator-methods': list(
    1,
    'methods of an authenticator',
    '/api/v1/authenticators/{id}/methods',
    'okta.authenticators.read',
    { identityEngine: true, per: 'Authenticator' },
  ),
  zones: list(1, 'network zones', '/api/v1/zones', 'okta.networkZones.read'),
  behaviors: list(1, 'behaviour detection', '/api/v1/behaviors', 'okta.behaviors.read'),
  'trusted-origins': list(1, 'trusted origins', '/api/v1/trustedOrigins', 'okta.trustedOrigins.read'),
  'event-hooks': list(1, 'event hooks', '/api/v1/eventHooks', 'okta.eventHooks.read', { role: 'org_admin' }),
  'inline-hooks': list(1, 'inline hooks', '/api/v1/inlineHooks', 'okta.inlineHooks.read', { role: 'org_admin' }),
  'log-streams': list(1, 'log streams', '/api/v1/logStreams', 'okta.logStreams.read', { role: 'super_admin' }),
  'authorization-servers': list(
    1,
    'authorization servers',
    '/api/v1/authorizationServers',
    'okta.authorizationServers.read',
    { licensed: true },
  ),
  'auth-server-policies': list(
    1,
    'policies of an authorization server',
    '/api/v1/authorizationServers/{id}/policies',
    'okta.authorizationServers.read',
    { licensed: true, per: 'AuthServer' },
  ),
  'auth-server-rules': list(
    1,
    'rules of an authorization server policy',
    '/api/v1/authorizationServers/{id}/policies/{policyId}/rules',
    'okta.authorizationServers.read',
    { licensed: true, per: 'AuthServerPolicy' },
  ),
  devices: list(1, 'devices', '/api/v1/devices', 'okta.devices.read', { identityEngine: true }),
  'device-assurances': list(1, 'device assurance policies', '/api/v1/device-assurances', 'okta.deviceAssurance.read', {
    identityEngine: true,
  }),
  factors: list(1, 'factors of a user', '/api/v1/users/{id}/factors', 'okta.users.read', { per: 'User' }),
  'group-members': list(2, 'members of a group', '/api/v1/groups/{id}/users', 'okta.groups.read', { per: 'Group' }),
  'group-owners': list(2, 'owners of a group', '/api/v1/groups/{id}/owners', 'okta.groups.read', {
    per: 'Group',
    licensed: true,
  }),
  'app-grants': list(3, 'scopes granted to an application', '/api/v1/apps/{id}/grants', 'okta.appGrants.read', {
    per: 'App',
  }),
  'app-keys': list(3, 'signing keys of an application', '/api/v1/apps/{id}/credentials/keys', 'okta.apps.read', {
    per: 'App',
  }),
  'app-jwks': list(3, 'public keys of a client', '/api/v1/apps/{id}/credentials/jwks', 'okta.apps.read', {
    per: 'App',
  }),
  'client-secrets': list(
    3,
    'client secrets of an application',
    '/api/v1/apps/{id}/credentials/secrets',
    'okta.apps.read',
    { per: 'App', optIn: true },
  ),
  'app-users': list(3, 'users of an application', '/api/v1/apps/{id}/users', 'okta.apps.read', { per: 'App' }),
  'app-groups': list(3, 'groups of an application', '/api/v1/apps/{id}/groups', 'okta.apps.read', { per: 'App' }),
} as const satisfies Record<string, ResourceSpec>;

export type OktaResource = keyof typeof OKTA_RESOURCES;

import type { OktaResource } from '@posture/domain';
import type { PageStyle } from '../http/okta-client';
import { oktaPath } from '../http/okta-path';
import type { OktaPath } from '../http/okta-path';

/** One cheap call that tells whether a resource can be read. */
export interface ProbeCall {
  readonly resource: OktaResource;
  readonly path: OktaPath;
  readonly query?: Readonly<Record<string, string>>;
  readonly style: PageStyle | 'document';
}

const one = { limit: '1' };

/** Calls that need no object of the org. Groups and applications are listed by the probe itself, for the plan. */
export const TENANT_CALLS: readonly ProbeCall[] = [
  { resource: 'org', path: oktaPath`/api/v1/org`, style: 'document' },
  {
    resource: 'org-third-party-admin',
    path: oktaPath`/api/v1/org/orgSettings/thirdPartyAdminSetting`,
    style: 'document',
  },
  {
    resource: 'org-client-privileges',
    path: oktaPath`/api/v1/org/settings/clientPrivilegesSetting`,
    style: 'document',
  },
  {
    resource: 'org-admin-app-assignment',
    path: oktaPath`/api/v1/org/settings/autoAssignAdminAppSetting`,
    style: 'document',
  },
  { resource: 'org-support-access', path: oktaPath`/api/v1/org/privacy/oktaSupport`, style: 'document' },
  {
    resource: 'admin-console-settings',
    path: oktaPath`/api/v1/first-party-app-settings/admin-console`,
    style: 'document',
  },
  { resource: 'lockout-settings', path: oktaPath`/attack-protection/api/v1/user-lockout-settings`, style: 'document' },
  {
    resource: 'authenticator-settings',
    path: oktaPath`/attack-protection/api/v1/authenticator-settings`,
    style: 'document',
  },
  { resource: 'threat-insight', path: oktaPath`/api/v1/threats/configuration`, style: 'document' },
  { resource: 'domains', path: oktaPath`/api/v1/domains`, style: 'document' },
  { resource: 'users', path: oktaPath`/api/v1/users`, query: one, style: 'link' },
  { resource: 'group-rules', path: oktaPath`/api/v1/groups/rules`, query: one, style: 'link' },
  { resource: 'user-types', path: oktaPath`/api/v1/meta/types/user`, style: 'whole' },
  { resource: 'realms', path: oktaPath`/api/v1/realms`, query: one, style: 'link' },
  { resource: 'custom-roles', path: oktaPath`/api/v1/iam/roles`, style: { envelope: 'roles' } },
  { resource: 'resource-sets', path: oktaPath`/api/v1/iam/resource-sets`, style: { envelope: 'resource-sets' } },
  {
    resource: 'role-assignees',
    path: oktaPath`/api/v1/iam/assignees/users`,
    query: { limit: '100' },
    style: { envelope: 'value' },
  },
  { resource: 'api-tokens', path: oktaPath`/api/v1/api-tokens`, style: 'whole' },
  { resource: 'api-services', path: oktaPath`/integrations/api/v1/api-services`, style: 'link' },
  { resource: 'idps', path: oktaPath`/api/v1/idps`, query: one, style: 'link' },
  { resource: 'idp-keys', path: oktaPath`/api/v1/idps/credentials/keys`, query: one, style: 'link' },
  { resource: 'policies', path: oktaPath`/api/v1/policies`, query: { type: 'OKTA_SIGN_ON' }, style: 'link' },
  { resource: 'authenticators', path: oktaPath`/api/v1/authenticators`, style: 'whole' },
  { resource: 'zones', path: oktaPath`/api/v1/zones`, query: one, style: 'link' },
  { resource: 'behaviors', path: oktaPath`/api/v1/behaviors`, style: 'whole' },
  { resource: 'trusted-origins', path: oktaPath`/api/v1/trustedOrigins`, query: one, style: 'link' },
  { resource: 'event-hooks', path: oktaPath`/api/v1/eventHooks`, style: 'whole' },
  { resource: 'inline-hooks', path: oktaPath`/api/v1/inlineHooks`, style: 'whole' },
  { resource: 'log-streams', path: oktaPath`/api/v1/logStreams`, query: one, style: 'link' },
  { resource: 'authorization-servers', path: oktaPath`/api/v1/authorizationServers`, query: one, style: 'link' },
  { resource: 'devices', path: oktaPath`/api/v1/devices`, query: one, style: 'link' },
  { resource: 'device-assurances', path: oktaPath`/api/v1/device-assurances`, style: 'whole' },
];

/** Objects the probe met, by which lists of objects are tried. */
export interface ProbeSamples {
  readonly user: string | null;
  readonly admin: string | null;
  readonly group: string | null;
  readonly app: string | null;
  readonly oidcApp: string | null;
  readonly serviceClient: string | null;
  readonly samlApp: string | null;
  readonly userSchema: string | null;
  readonly customRole: string | null;
  readonly resourceSet: string | null;
  readonly policy: string | null;
  readonly authenticator: string | null;
  readonly authServer: string | null;
}

/**
 * Calls on one object each; a resource without a sample cannot be tried. Client secrets never are: Okta logs each
 * read of them. Targets, bindings and rules of authorization servers go with the lists above them.
 */
export function sampleCalls(samples: ProbeSamples): ProbeCall[] {
  const calls: ProbeCall[] = [];
  const on = (id: string | null, call: (id: string) => ProbeCall): void => {
    if (id !== null) calls.push(call(id));
  };
  on(samples.admin ?? samples.user, (id) => ({
    resource: 'user-roles',
    path: oktaPath`/api/v1/users/${id}/roles`,
    style: 'whole',
  }));
  on(samples.user, (id) => ({ resource: 'factors', path: oktaPath`/api/v1/users/${id}/factors`, style: 'whole' }));
  on(samples.group, (id) => ({ resource: 'group-roles', path: oktaPath`/api/v1/groups/${id}/roles`, style: 'whole' }));
  on(samples.group, (id) => ({
    resource: 'group-members',
    path: oktaPath`/api/v1/groups/${id}/users`,
    query: one,
    style: 'link',
  }));
  on(samples.group, (id) => ({
    resource: 'group-owners',
    path: oktaPath`/api/v1/groups/${id}/owners`,
    query: one,
    style: 'link',
  }));
  on(samples.serviceClient, (id) => ({
    resource: 'client-roles',
    path: oktaPath`/oauth2/v1/clients/${id}/roles`,
    style: 'whole',
  }));
  on(samples.userSchema, (id) => ({
    resource: 'user-schema',
    path: oktaPath`/api/v1/meta/schemas/user/${id}`,
    style: 'document',
  }));
  on(samples.customRole, (id) => ({
    resource: 'custom-role-permissions',
    path: oktaPath`/api/v1/iam/roles/${id}/permissions`,
    style: { envelope: 'permissions' },
  }));
  on(samples.resourceSet, (id) => ({
    resource: 'resource-set-resources',
    path: oktaPath`/api/v1/iam/resource-sets/${id}/resources`,
    style: { envelope: 'resources' },
  }));
  on(samples.resourceSet, (id) => ({
    resource: 'resource-set-bindings',
    path: oktaPath`/api/v1/iam/resource-sets/${id}/bindings`,
    style: { envelope: 'roles' },
  }));
  on(samples.policy, (id) => ({
    resource: 'policy-rules',
    path: oktaPath`/api/v1/policies/${id}/rules`,
    style: 'link',
  }));
  on(samples.authenticator, (id) => ({
    resource: 'authenticator-methods',
    path: oktaPath`/api/v1/authenticators/${id}/methods`,
    style: 'whole',
  }));
  on(samples.authServer, (id) => ({
    resource: 'auth-server-policies',
    path: oktaPath`/api/v1/authorizationServers/${id}/policies`,
    style: 'whole',
  }));
  on(samples.app, (id) => ({
    resource: 'app-users',
    path: oktaPath`/api/v1/apps/${id}/users`,
    query: one,
    style: 'link',
  }));
  on(samples.app, (id) => ({
    resource: 'app-groups',
    path: oktaPath`/api/v1/apps/${id}/groups`,
    query: { limit: '20' },
    style: 'link',
  }));
  on(samples.oidcApp, (id) => ({ resource: 'app-grants', path: oktaPath`/api/v1/apps/${id}/grants`, style: 'link' }));
  on(samples.oidcApp, (id) => ({
    resource: 'app-jwks',
    path: oktaPath`/api/v1/apps/${id}/credentials/jwks`,
    style: 'whole',
  }));
  on(samples.samlApp, (id) => ({
    resource: 'app-keys',
    path: oktaPath`/api/v1/apps/${id}/credentials/keys`,
    style: 'whole',
  }));
  return calls;
}

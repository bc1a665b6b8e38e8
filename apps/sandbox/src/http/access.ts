import type { Rights } from '../org/org';

/** Who may read an endpoint: standard roles beside Super Administrator, or a permission of a custom role. */
export interface Need {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

const need = (roles: string, ...permissions: string[]): Need => ({
  roles: roles === '' ? [] : roles.split(' '),
  permissions,
});

const ORG_READERS = 'READ_ONLY_ADMIN ORG_ADMIN';
const PEOPLE = `${ORG_READERS} USER_ADMIN GROUP_MEMBERSHIP_ADMIN HELP_DESK_ADMIN APP_ADMIN API_ACCESS_MANAGEMENT_ADMIN`;

/**
 * From Okta's help on administrator roles and the API description's role annotations. "Add, remove and view
 * administrators" is Super Administrator's alone: a Read-only Administrator reads no roles, tokens, log streams,
 * support access or service integrations.
 */
export const NEEDS = {
  users: need(PEOPLE, 'okta.users.read', 'okta.users.userprofile.read', 'okta.users.manage'),
  factors: need(
    `${ORG_READERS} USER_ADMIN HELP_DESK_ADMIN`,
    'okta.users.read',
    'okta.users.credentials.read',
    'okta.users.manage',
    'okta.users.credentials.manage',
  ),
  groups: need(PEOPLE, 'okta.groups.read', 'okta.groups.manage', 'okta.groups.members.manage'),
  groupRules: need(ORG_READERS, 'okta.groups.manage'),
  apps: need(`${ORG_READERS} APP_ADMIN API_ACCESS_MANAGEMENT_ADMIN`, 'okta.apps.read', 'okta.apps.manage'),
  clientCredentials: need(
    `${ORG_READERS} APP_ADMIN API_ACCESS_MANAGEMENT_ADMIN`,
    'okta.apps.clientCredentials.read',
    'okta.apps.manage',
  ),
  policies: need(ORG_READERS, 'okta.policies.read', 'okta.policies.manage'),
  settings: need(ORG_READERS, 'okta.customizations.read'),
  network: need(ORG_READERS, 'okta.networkZones.read'),
  hooks: need('ORG_ADMIN'),
  idps: need(ORG_READERS, 'okta.identityProviders.read', 'okta.identityProviders.manage'),
  authorizationServers: need(
    `${ORG_READERS} API_ACCESS_MANAGEMENT_ADMIN`,
    'okta.authzServers.read',
    'okta.authzServers.manage',
  ),
  devices: need(`${ORG_READERS} HELP_DESK_ADMIN`, 'okta.devices.read', 'okta.devices.manage'),
  realms: need(ORG_READERS, 'okta.realms.read', 'okta.realms.manage'),
  agents: need(ORG_READERS, 'okta.agents.view', 'okta.agents.manage'),
  userTypes: need(`${ORG_READERS} APP_ADMIN API_ACCESS_MANAGEMENT_ADMIN`, 'okta.apps.manage'),
  userSchema: need('ORG_ADMIN APP_ADMIN API_ACCESS_MANAGEMENT_ADMIN', 'okta.apps.manage'),
  logs: need(`${PEOPLE} REPORT_ADMIN`, 'okta.logs.read'),
  rateLimits: need('ORG_ADMIN'),
  iam: need('', 'okta.iam.read', 'okta.iam.manage'),
  apiTokens: need('', 'okta.users.apitokens.read', 'okta.users.apitokens.manage'),
  superAdmin: need(''),
} as const satisfies Record<string, Need>;

export function mayRead(rights: Rights, wanted: Need): boolean {
  return (
    rights.roles.includes('SUPER_ADMIN') ||
    wanted.roles.some((role) => rights.roles.includes(role)) ||
    wanted.permissions.some((permission) => rights.permissions.includes(permission))
  );
}

export function holdsNothing(rights: Rights): boolean {
  return rights.roles.length === 0 && rights.permissions.length === 0;
}

import type { EdgeKind } from '@posture/domain';

/** What an administrator can do to something, as the derived edge that says so. */
export type Capability = Extract<
  EdgeKind,
  | 'CAN_MANAGE_USER'
  | 'CAN_RESET_PASSWORD'
  | 'CAN_RESET_FACTORS'
  | 'CAN_ADD_MEMBER'
  | 'CAN_MANAGE_APP'
  | 'CAN_READ_SECRET'
  | 'CAN_MANAGE_DEVICE'
  | 'CAN_MANAGE_POLICY'
  | 'CAN_MANAGE_IDP'
  | 'CAN_MANAGE_AUTHSERVER'
  | 'CAN_MANAGE_HOOK'
  | 'CAN_WRITE_ATTRIBUTE'
>;

const OVER_USERS: readonly Capability[] = [
  'CAN_MANAGE_USER',
  'CAN_RESET_PASSWORD',
  'CAN_RESET_FACTORS',
  'CAN_WRITE_ATTRIBUTE',
];

interface StandardRole {
  readonly can: readonly Capability[];
  /** What an assignment of the role may be narrowed to. */
  readonly narrowedTo: 'groups' | 'apps' | null;
}

/**
 * Standard roles below super admin. Source: Okta help, "Standard administrator roles and permissions"; that a
 * read-only admin reads client secrets is its documented exception. Report, workflow and governance roles change
 * nothing that leads further.
 */
export const STANDARD_ROLES: Readonly<Record<string, StandardRole>> = {
  ORG_ADMIN: {
    can: [
      ...OVER_USERS,
      'CAN_ADD_MEMBER',
      'CAN_MANAGE_DEVICE',
      'CAN_MANAGE_POLICY',
      'CAN_MANAGE_IDP',
      'CAN_MANAGE_AUTHSERVER',
      'CAN_MANAGE_HOOK',
    ],
    narrowedTo: null,
  },
  USER_ADMIN: { can: [...OVER_USERS, 'CAN_ADD_MEMBER'], narrowedTo: 'groups' },
  GROUP_MEMBERSHIP_ADMIN: { can: ['CAN_ADD_MEMBER'], narrowedTo: 'groups' },
  HELP_DESK_ADMIN: { can: ['CAN_RESET_PASSWORD', 'CAN_RESET_FACTORS'], narrowedTo: 'groups' },
  APP_ADMIN: { can: ['CAN_MANAGE_APP', 'CAN_READ_SECRET'], narrowedTo: 'apps' },
  API_ACCESS_MANAGEMENT_ADMIN: { can: ['CAN_MANAGE_AUTHSERVER', 'CAN_READ_SECRET'], narrowedTo: null },
  READ_ONLY_ADMIN: { can: ['CAN_READ_SECRET'], narrowedTo: null },
  MOBILE_ADMIN: { can: ['CAN_MANAGE_DEVICE'], narrowedTo: null },
};

/** Permissions of custom roles, within their resource set. Source: Okta API, "Role permissions". */
export const PERMISSIONS: Readonly<Record<string, readonly Capability[]>> = {
  'okta.users.manage': OVER_USERS,
  'okta.users.userprofile.manage': ['CAN_WRITE_ATTRIBUTE'],
  'okta.users.credentials.manage': ['CAN_RESET_PASSWORD', 'CAN_RESET_FACTORS'],
  'okta.users.credentials.resetPassword': ['CAN_RESET_PASSWORD'],
  'okta.users.credentials.expirePassword': ['CAN_RESET_PASSWORD'],
  'okta.users.credentials.manageTemporaryAccessCode': ['CAN_RESET_PASSWORD'],
  'okta.users.credentials.resetFactors': ['CAN_RESET_FACTORS'],
  'okta.groups.manage': ['CAN_ADD_MEMBER'],
  'okta.groups.members.manage': ['CAN_ADD_MEMBER'],
  'okta.apps.manage': ['CAN_MANAGE_APP'],
  'okta.apps.clientCredentials.read': ['CAN_READ_SECRET'],
  'okta.devices.manage': ['CAN_MANAGE_DEVICE'],
  'okta.devices.lifecycle.manage': ['CAN_MANAGE_DEVICE'],
  'okta.policies.manage': ['CAN_MANAGE_POLICY'],
  'okta.identityProviders.manage': ['CAN_MANAGE_IDP'],
  'okta.authzServers.manage': ['CAN_MANAGE_AUTHSERVER'],
};

/** A client acts within both its role and its scopes: any of these scopes lets the role's capability through. */
export const SCOPES: Readonly<Record<Capability, readonly string[]>> = {
  CAN_MANAGE_USER: ['okta.users.manage'],
  CAN_RESET_PASSWORD: ['okta.users.manage', 'okta.users.credentials.manageTemporaryAccessCode'],
  CAN_RESET_FACTORS: ['okta.users.manage'],
  CAN_WRITE_ATTRIBUTE: ['okta.users.manage'],
  CAN_ADD_MEMBER: ['okta.groups.manage'],
  CAN_MANAGE_APP: ['okta.apps.manage'],
  CAN_READ_SECRET: ['okta.apps.manage', 'okta.apps.read'],
  CAN_MANAGE_DEVICE: ['okta.devices.manage'],
  CAN_MANAGE_POLICY: ['okta.policies.manage'],
  CAN_MANAGE_IDP: ['okta.idps.manage'],
  CAN_MANAGE_AUTHSERVER: ['okta.authorizationServers.manage'],
  CAN_MANAGE_HOOK: ['okta.eventHooks.manage', 'okta.inlineHooks.manage'],
};

/**
 * With super admin behind them, each of these scopes makes somebody super admin in one step: it assigns the role,
 * takes over a holder, joins a group that gives it, or widens the client's own scopes.
 */
export const TAKEOVER_SCOPES: readonly string[] = [
  'okta.appGrants.manage',
  'okta.apps.manage',
  'okta.groups.manage',
  'okta.idps.manage',
  'okta.roles.manage',
  'okta.users.manage',
];

/** What is left to a super admin client whose scopes do not amount to a takeover. */
export const SUPER_ADMIN_CLIENT: readonly Capability[] = [
  'CAN_READ_SECRET',
  'CAN_MANAGE_DEVICE',
  'CAN_MANAGE_POLICY',
  'CAN_MANAGE_AUTHSERVER',
  'CAN_MANAGE_HOOK',
];

/** A catalogue integration holds no role: its scopes alone decide. Reading is not taken to reach secrets. */
export const INTEGRATION_CAPABILITIES: readonly Capability[] = [
  ...OVER_USERS.filter((capability) => capability !== 'CAN_WRITE_ATTRIBUTE'),
  'CAN_ADD_MEMBER',
  'CAN_MANAGE_APP',
  'CAN_MANAGE_DEVICE',
  'CAN_MANAGE_POLICY',
  'CAN_MANAGE_IDP',
  'CAN_MANAGE_AUTHSERVER',
  'CAN_MANAGE_HOOK',
];

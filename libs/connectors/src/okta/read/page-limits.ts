/** Records asked for per request, the most Okta serves (API description 2026.06.3); the reader and the plan share them. */
export const PAGE_LIMITS = {
  users: 200,
  groups: 200,
  'group-members': 1000,
  'group-owners': 1000,
  'group-rules': 200,
  'group-apps': 200,
  apps: 200,
  'app-users': 500,
  'app-groups': 200,
  'app-grants': 200,
  'role-assignees': 100,
  'role-targets': 200,
  'resource-set-resources': 100,
  idps: 200,
  'idp-keys': 200,
  zones: 200,
  'trusted-origins': 200,
  'log-streams': 200,
  'authorization-servers': 200,
  devices: 200,
  realms: 200,
} as const;

/** Policies are listed by type. The first four are all that Classic knows, and every org has at least some of them. */
export const CLASSIC_POLICY_TYPES = ['OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL', 'IDP_DISCOVERY'] as const;

/** Types of Identity Engine; several exist only with a licence, so a refusal of one says nothing about the others. */
export const IDENTITY_ENGINE_POLICY_TYPES = [
  ...CLASSIC_POLICY_TYPES,
  'ACCESS_POLICY',
  'PROFILE_ENROLLMENT',
  'POST_AUTH_SESSION',
  'ENTITY_RISK',
  'SESSION_VIOLATION_DETECTION',
  'DEVICE_SIGNAL_COLLECTION',
  'CLIENT_UPDATE',
  'IDENTITY_CLAIM_SOURCING',
] as const;

/** Okta's automations. Its API description does not list the type, though orgs serve it; asked on either engine. */
const AUTOMATIONS = 'USER_LIFECYCLE';

export function policyTypes(pipeline: string): readonly string[] {
  return [...(pipeline === 'idx' ? IDENTITY_ENGINE_POLICY_TYPES : CLASSIC_POLICY_TYPES), AUTOMATIONS];
}

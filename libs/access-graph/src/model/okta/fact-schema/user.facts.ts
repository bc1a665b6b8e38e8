import type { FactSchema } from '@posture/domain';

const USERS = 'GET /api/v1/users';
const ROLES = 'GET /api/v1/users/{id}/roles, GET /api/v1/groups/{id}/roles';
const ROLE_READS = ['role-assignees', 'user-roles', 'group-roles', 'group-members'] as const;
const REACH = 'GET /api/v1/apps/{id}/users, GET /api/v1/apps/{id}/groups, GET /api/v1/groups/{id}/users';
const REACH_READS = ['apps', 'app-users', 'app-groups', 'group-members'] as const;

/** Who a user is, how alive it is, what it may do. */
export const USER_FACTS = {
  status: { type: 'string', means: 'lifecycle status', source: USERS, needs: ['users'] },
  userType: {
    type: 'string',
    nullable: true,
    means: 'user type of the profile in lower case; null when empty',
    source: USERS,
    needs: ['users'],
  },
  loginLength: { type: 'number', unit: 'characters', means: 'length of the login', source: USERS, needs: ['users'] },
  loginDomain: {
    type: 'string',
    nullable: true,
    means: 'what follows the @ of the login, in lower case',
    source: USERS,
    needs: ['users'],
  },
  hasExternalDomain: {
    type: 'boolean',
    means: 'login or e-mail domain is not one of the organisation, or belongs to a consumer mail service',
    source: `${USERS}, GET /api/v1/domains`,
    needs: ['users', 'domains'],
  },
  hasExternalLogin: {
    type: 'boolean',
    means: 'the login domain alone is not one of the organisation, or belongs to a consumer mail service',
    source: `${USERS}, GET /api/v1/domains`,
    needs: ['users', 'domains'],
  },
  daysSinceLastLogin: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time since the last sign-in; null when the user never signed in',
    source: USERS,
    needs: ['users'],
  },
  daysSinceLastActivity: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means:
      'time since the last sign-in, or since anything later that the log, as far as it was read, shows the user or its API tokens do; null for neither',
    source: `${USERS}, GET /api/v1/logs`,
    needs: ['users'],
  },
  daysSinceCreated: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'age of the user',
    source: USERS,
    needs: ['users'],
  },
  daysSinceActivated: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means:
      'time since activation, for an ACTIVE user without one since its last change of status; null when never activated',
    source: USERS,
    needs: ['users'],
  },
  daysSinceStatusChanged: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time in the present status; since creation when the status never changed',
    source: USERS,
    needs: ['users'],
  },
  daysSincePasswordChanged: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'age of the password; null when the user has none in Okta',
    source: USERS,
    needs: ['users'],
  },
  providerType: {
    type: 'string',
    nullable: true,
    means: 'where the password is verified, such as OKTA or ACTIVE_DIRECTORY',
    source: USERS,
    needs: ['users'],
  },
  masteringAppCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE applications with profile mastering that the user is assigned to',
    source: `${USERS}, GET /api/v1/apps, GET /api/v1/apps/{id}/users`,
    needs: ['apps', 'app-users'],
  },
  masteringApps: {
    type: 'list',
    means: 'names of the applications that master the profile',
    source: `${USERS}, GET /api/v1/apps, GET /api/v1/apps/{id}/users`,
    needs: ['apps', 'app-users'],
  },
  isMasteredElsewhere: {
    type: 'boolean',
    means: 'password or profile comes from a directory, an HR system or an identity provider',
    source: `${USERS}, GET /api/v1/apps/{id}/users`,
    needs: ['apps', 'app-users'],
  },
  staffMasteredElsewherePercent: {
    type: 'number',
    unit: 'percent',
    means: 'share of the ACTIVE users, service accounts aside, that are mastered elsewhere; equal for every user',
    source: `${USERS}, GET /api/v1/apps/{id}/users`,
    needs: ['users', 'apps', 'app-users'],
  },
  isServiceAccount: {
    type: 'boolean',
    means: 'user type, name or group says that a program signs in as the user',
    source: USERS,
    needs: ['users', 'groups', 'group-members'],
  },
  isBreakGlass: {
    type: 'boolean',
    means: 'member of a group classified as break-glass',
    source: 'GET /api/v1/groups/{id}/users',
    needs: ['groups', 'group-members'],
  },
  isSignInRestricted: {
    type: 'boolean',
    means:
      'an active sign-on rule that names the user or one of its groups binds it to network zones or denies sign-in',
    source: 'GET /api/v1/policies/{id}/rules',
    needs: ['policies', 'policy-rules', 'group-members'],
  },
  managerState: {
    type: 'string',
    means: 'none, active, inactive, or unresolved when the manager named is no user of the tenant',
    source: USERS,
    needs: ['users'],
  },
  ownerState: {
    type: 'string',
    means: 'as managerState, for the owner a service account names in an owner attribute or as its manager',
    source: USERS,
    needs: ['users'],
  },
  daysSinceContractEnd: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time since the end date of the profile, negative before it; null when no end date is set',
    source: USERS,
    needs: ['users'],
  },
  employeeNumberUserCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE users with the same employee number, this one included; 0 when it has none',
    source: USERS,
    needs: ['users'],
  },
  mailboxUserCount: {
    type: 'number',
    unit: 'count',
    means:
      'ACTIVE users, service accounts aside, whose e-mail goes to the same mailbox, this one included; 0 when it has none',
    source: USERS,
    needs: ['users'],
  },
  isAdmin: {
    type: 'boolean',
    means: 'holds any admin role, directly or through a group',
    source: ROLES,
    needs: ROLE_READS,
  },
  effectiveRoles: {
    type: 'list',
    means: 'types of the admin roles held directly or through a group',
    source: ROLES,
    needs: ROLE_READS,
  },
  toxicRolePairs: {
    type: 'list',
    means: 'pairs of held roles that should not be in one hand, as FIRST+SECOND',
    source: ROLES,
    needs: [...ROLE_READS, 'custom-role-permissions'],
  },
  toxicRolePairCount: {
    type: 'number',
    unit: 'count',
    means: 'pairs of held roles that should not be in one hand',
    source: ROLES,
    needs: [...ROLE_READS, 'custom-role-permissions'],
  },
  accessCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE applications and groups the user is assigned to; built-in groups and what Everyone gives aside',
    source: REACH,
    needs: REACH_READS,
  },
  dailyAppCount: {
    type: 'number',
    unit: 'count',
    means: "ACTIVE applications the user is assigned to, Okta's own aside",
    source: REACH,
    needs: REACH_READS,
  },
  mailboxAppCount: {
    type: 'number',
    unit: 'count',
    means: 'of those, the ones that give a mailbox',
    source: REACH,
    needs: REACH_READS,
  },
  apiTokenCount: {
    type: 'number',
    unit: 'count',
    means: 'API tokens of the user',
    source: 'GET /api/v1/api-tokens',
    needs: ['api-tokens'],
  },
  liveCredentialCount: {
    type: 'number',
    unit: 'count',
    means: 'API tokens of the user and API service integrations it authorised',
    source: 'GET /api/v1/api-tokens, GET /integrations/api/v1/api-services',
    needs: ['api-tokens', 'api-services'],
  },
} as const satisfies FactSchema;

import type { FactSchema } from '@posture/domain';

const ROLE_READS = ['role-assignees', 'user-roles', 'group-roles', 'client-roles', 'group-members'] as const;
const ROLE_SOURCE = 'GET /api/v1/users/{id}/roles, GET /api/v1/groups/{id}/roles, GET /oauth2/v1/clients/{id}/roles';

/** Who holds power over the tenant as a whole. */
export const ORG_PRIVILEGE_FACTS = {
  superAdminCount: {
    type: 'number',
    unit: 'count',
    means:
      'distinct users and clients that hold super admin, directly or through a group; users who are locked out or whose password is over, too',
    source: ROLE_SOURCE,
    needs: ROLE_READS,
  },
  adminCount: {
    type: 'number',
    unit: 'count',
    means:
      'distinct users that hold any admin role, directly or through a group; locked out or with a password that is over, too',
    source: ROLE_SOURCE,
    needs: ROLE_READS,
  },
  adminPercent: {
    type: 'number',
    unit: 'percent',
    means: 'share of the users who are in, or locked out, that hold any admin role',
    source: `${ROLE_SOURCE}, GET /api/v1/users`,
    needs: [...ROLE_READS, 'users'],
  },
  breakGlassUserCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE members of the groups classified as break-glass',
    source: 'GET /api/v1/groups/{id}/users',
    needs: ['groups', 'group-members'],
  },
  weakBreakGlassUserCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE break-glass users without a phishing-resistant factor',
    source: 'GET /api/v1/users/{id}/factors',
    needs: ['groups', 'group-members', 'factors'],
  },
  thirdPartyAdminEnabled: {
    type: 'boolean',
    means: 'administrators may be people outside the organisation without Okta support rights',
    source: 'GET /api/v1/org/orgSettings/thirdPartyAdminSetting',
    needs: ['org-third-party-admin'],
  },
  newClientsGetSuperAdmin: {
    type: 'boolean',
    means: 'new public client applications receive super admin by default',
    source: 'GET /api/v1/org/settings/clientPrivilegesSetting',
    needs: ['org-client-privileges'],
  },
  adminConsoleAutoAssigned: {
    type: 'boolean',
    means: 'the Admin Console is assigned to whoever receives an admin role',
    source: 'GET /api/v1/org/settings/autoAssignAdminAppSetting',
    needs: ['org-admin-app-assignment'],
  },
  supportAccessOpen: {
    type: 'boolean',
    means: 'Okta support may sign in to the tenant at the instant of the scan',
    source: 'GET /api/v1/org/privacy/oktaSupport',
    needs: ['org-support-access'],
  },
  supportAccessHoursLeft: {
    type: 'number',
    unit: 'hours',
    nullable: true,
    means: 'time until support access ends; null when it is closed or has no end',
    source: 'GET /api/v1/org/privacy/oktaSupport',
    needs: ['org-support-access'],
  },
  inactivityAutomationDays: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means:
      'shortest inactivity after which an active automation suspends or deactivates users; null when there is none',
    source: 'GET /api/v1/policies?type=USER_LIFECYCLE',
    needs: ['policies', 'policy-rules'],
  },
  oktaSourcedUserCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE users whose password is neither in Active Directory nor in LDAP',
    source: 'GET /api/v1/users',
    needs: ['users'],
  },
} as const satisfies FactSchema;

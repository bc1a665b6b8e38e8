import type { AtLeast, FactNeed, NodeIndex, Tier, Unknown } from '@posture/domain';

/** How one principal comes to hold one role. */
export interface HeldRole {
  /** Standard role type such as SUPER_ADMIN, or CUSTOM. */
  readonly type: string;
  readonly assignment: NodeIndex;
  /** The principal the assignment names: the holder itself, or a group it is in. */
  readonly holder: NodeIndex;
  readonly direct: boolean;
}

/**
 * Who holds which privilege in one version: computed once per view, shared by facts, derived edges and tiers.
 * Partial reads show: a list is `AtLeast` when some of its sources were not read, `Unknown` when none were.
 */
export interface PrivilegeModel {
  /** Roles of a User, Group, App or ServiceIntegration that could be seen, direct first. */
  heldRoles(principal: NodeIndex): readonly HeldRole[];
  /** What keeps `heldRoles` from being the whole truth; empty when it is. */
  heldRolesNeeds(principal: NodeIndex): readonly FactNeed[];
  /** Sorted distinct standard role types and `CUSTOM`. */
  effectiveRoles(principal: NodeIndex): readonly string[] | AtLeast<readonly string[]> | Unknown;
  /** Sorted distinct permissions of the custom roles held. */
  customPermissions(principal: NodeIndex): readonly string[] | AtLeast<readonly string[]> | Unknown;
  /** Principals (users, groups, apps) that hold any role directly or by group. */
  holders(): readonly NodeIndex[];
  isServiceAccount(user: NodeIndex): boolean;
  tier(node: NodeIndex): Tier;
  /** Why the tier was given, in one clause. */
  tierReason(node: NodeIndex): string;
}

/** Operator-set knowledge about the tenant; profile parameters under `classification`. */
export interface Classification {
  /** `profile.userType` values of service accounts. These and names of groups match whatever their case, spaces, dots and dashes. */
  readonly serviceUserTypes: readonly string[];
  /** Matched against the login's local part and the display name. */
  readonly servicePattern: string;
  /** Names of groups whose members are service accounts. */
  readonly serviceGroups: readonly string[];
  /** Domains that belong to the customer; empty: the domains most of the active users have, and the verified custom domains. */
  readonly internalDomains: readonly string[];
  /** Names of groups whose members are break-glass users. */
  readonly breakGlassGroups: readonly string[];
  /** Catalogue names (`app.name`) of applications of tier T1, and of T2. */
  readonly tier1Apps: readonly string[];
  readonly tier2Apps: readonly string[];
}

export const DEFAULT_CLASSIFICATION: Classification = {
  serviceUserTypes: ['service', 'service_account', 'svc', 'bot', 'machine'],
  servicePattern: '^(svc|sa|app|bot|api|integration)[-_.]',
  serviceGroups: [],
  internalDomains: [],
  breakGlassGroups: [
    'Break Glass',
    'Break Glass Accounts',
    'Break Glass Admins',
    'Break Glass Users',
    'Emergency Access',
    'Emergency Access Accounts',
    'Emergency Admins',
  ],
  tier1Apps: [
    'amazon_aws',
    'amazon_aws_sso',
    'aws_iam_identity_center',
    'google',
    'google_cloud',
    'office365',
    'microsoft_azure',
    'azure_active_directory',
    'okta_org2org',
    'workday',
    'successfactors',
    'bamboohr',
    'ultipro',
    'adp_workforce_now',
    'cyberark',
    'hashicorp_vault',
    'okta_privileged_access',
    'github_enterprise',
    'githubcloud',
    'githuborg',
    'gitlab',
    'netsuite',
    'oracle_fusion',
    'sap_netweaver',
    'active_directory',
    'snowflake',
    'salesforce',
  ],
  tier2Apps: [
    'slack',
    'zoom',
    'zoomus',
    'jira',
    'jira_onprem',
    'confluence',
    'confluence_onprem',
    'atlassian',
    'servicenow',
    'servicenow_ud',
    'box',
    'boxnet',
    'dropbox_for_business',
    'zendesk',
  ],
};

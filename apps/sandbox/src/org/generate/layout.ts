/** How big the org is. Everything that is left out is derived from `users`, `groups` and `apps`. */
export interface OrgSize {
  /** Users that are not deprovisioned, administrators and service accounts included; 10 to 1,000,000. */
  readonly users?: number;
  readonly deprovisioned?: number;
  /** Dedicated administrator accounts, at least 3. */
  readonly admins?: number;
  readonly serviceAccounts?: number;
  /** Groups, built-in ones included; at least 8. */
  readonly groups?: number;
  /** Share of the team groups without members. */
  readonly emptyGroups?: number;
  /** Every n-th team group gives applications. */
  readonly groupsWithApps?: number;
  /** Mean number of members of a team group. */
  readonly membersPerGroup?: number;
  /** Applications, the three of Okta's own included; at least 5. */
  readonly apps?: number;
  /** OIDC applications among them, service apps included. */
  readonly oidcApps?: number;
  readonly serviceApps?: number;
  /** Groups an application is assigned to, at most. */
  readonly groupsPerApp?: number;
  /** Users an application is assigned to directly, at most. */
  readonly directAssignments?: number;
  readonly devices?: number;
}

/** Shares of the staff with a hygiene problem, 0 in a quiet org. */
export interface Population {
  /** Last sign-in 95 to 400 days ago. */
  readonly inactive: number;
  /** Activated long ago, never signed in. */
  readonly neverSignedIn: number;
  /** STAGED or PROVISIONED for months. */
  readonly pendingStale: number;
  readonly lockedLong: number;
  readonly suspendedLong: number;
  readonly passwordExpiredLong: number;
  readonly noFactor: number;
  readonly weakFactorsOnly: number;
  /** Push and codes, nothing phishing-resistant. */
  readonly pushOnly: number;
  readonly noManager: number;
  /** Contractors without an end date. */
  readonly contractors: number;
}

export const QUIET_POPULATION: Population = {
  inactive: 0,
  neverSignedIn: 0,
  pendingStale: 0,
  lockedLong: 0,
  suspendedLong: 0,
  passwordExpiredLong: 0,
  noFactor: 0,
  weakFactorsOnly: 0,
  pushOnly: 0,
  noManager: 0,
  contractors: 0,
};

/** The first administrators are super administrators, the last of them the break-glass account. */
export const SUPER_ADMINS = 3;

/** Which ordinals are what. Users: administrators, service accounts, staff, then deprovisioned users. */
export interface Layout {
  readonly admins: number;
  readonly serviceAccounts: number;
  /** First ordinal of the staff, and how many they are. */
  readonly staffFrom: number;
  readonly staff: number;
  /** Users that are not deprovisioned. */
  readonly present: number;
  readonly deprovisioned: number;
  /** Groups: Everyone, Okta Administrators, Break Glass, Service Accounts, the delegated scopes, then teams. */
  readonly groups: number;
  readonly scopesFrom: number;
  readonly scopes: number;
  readonly teamsFrom: number;
  readonly emptyGroups: number;
  readonly groupsWithApps: number;
  readonly membersPerGroup: number;
  /** Apps: Okta's own three, service apps, other OIDC apps, the rest. */
  readonly apps: number;
  readonly serviceAppsFrom: number;
  readonly serviceApps: number;
  readonly oidcFrom: number;
  readonly oidcTo: number;
  readonly groupsPerApp: number;
  readonly directAssignments: number;
  readonly devices: number;
}

/** @throws RangeError naming the size that cannot be */
export function layoutOf(size: OrgSize): Layout {
  const users = within('users', size.users ?? 200, 10, 1_000_000);
  const groups = within('groups', size.groups ?? 40, 8, 200_000);
  const apps = within('apps', size.apps ?? 30, 5, 20_000);
  const admins = within('admins', size.admins ?? clamp(Math.round(users * 0.006), 3, 60), 3, users - 4);
  const serviceAccounts = within(
    'serviceAccounts',
    size.serviceAccounts ?? clamp(Math.round(users * 0.004), 1, 40),
    1,
    users - admins - 3,
  );
  const serviceApps = within('serviceApps', size.serviceApps ?? clamp(Math.round(apps * 0.05), 1, 500), 0, apps - 4);
  const oidcApps = within(
    'oidcApps',
    size.oidcApps ?? Math.max(serviceApps, Math.round((apps - 3) * 0.3)),
    serviceApps,
    apps - 3,
  );
  const staff = users - admins - serviceAccounts;
  const scopes = Math.min(4, groups - 5);
  return {
    admins,
    serviceAccounts,
    staffFrom: admins + serviceAccounts,
    staff,
    present: users,
    deprovisioned: within('deprovisioned', size.deprovisioned ?? Math.round(users * 0.05), 0, 1_000_000),
    groups,
    scopesFrom: 4,
    scopes,
    teamsFrom: 4 + scopes,
    emptyGroups: within('emptyGroups', size.emptyGroups ?? 0.1, 0, 1),
    groupsWithApps: within('groupsWithApps', size.groupsWithApps ?? 5, 1, 1000),
    membersPerGroup: within('membersPerGroup', size.membersPerGroup ?? Math.min(150, Math.ceil(staff / 6)), 0, 100_000),
    apps,
    serviceAppsFrom: 3,
    serviceApps,
    oidcFrom: 3 + serviceApps,
    oidcTo: 3 + oidcApps,
    groupsPerApp: within('groupsPerApp', size.groupsPerApp ?? 3, 0, 50),
    directAssignments: within('directAssignments', size.directAssignments ?? 3, 0, 10),
    devices: within('devices', size.devices ?? Math.min(500, Math.round(users * 0.1)), 0, staff),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function within(name: string, value: number, low: number, high: number): number {
  if (!(value >= low && value <= high)) throw new RangeError(`size.${name} is ${value}; it must be ${low} to ${high}`);
  return value;
}

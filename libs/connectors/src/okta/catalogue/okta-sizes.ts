/** What an org holds, as far as it decides how many requests reading it takes. Counts are of objects. */
export interface OktaSizes {
  readonly pipeline: 'idx' | 'v1';
  /** Records of each list of the whole org, by resource; a list left out counts as empty. Of users: those present. */
  readonly lists: Readonly<Record<string, number>>;
  readonly deprovisionedUsers: number;
  /** Members of each group but Everyone; empty groups may be left out. */
  readonly groupMembers: readonly number[];
  /** Applications of each group that has any. */
  readonly groupApps: readonly number[];
  /** Groups that are not built in and hold a role or an application. */
  readonly ownedGroups: number;
  /** Groups asked for roles, members of each; they are among `groupMembers` too. */
  readonly roleGroups: number;
  /** Users whose factors are read: assignees and members of the role groups, each once. */
  readonly factorUsers: number;
  /** Assignments of roles that can be limited to groups or apps, of users, groups and clients. */
  readonly delegableAssignments: number;
  /** Resources of each resource set. */
  readonly resourceSets: readonly number[];
  /** Role bindings of all resource sets together. */
  readonly bindings: number;
  readonly authServerPolicies: number;
  /** Assigned users of each app; an app left out counts as one page. */
  readonly appUsers: readonly number[];
  /** Assigned groups of each app; an app left out counts as one page. */
  readonly appGroups: readonly number[];
  readonly oidcApps: number;
  readonly serviceApps: number;
  readonly secretApps: number;
  /** Active apps that sign users in with a certificate. */
  readonly samlApps: number;
  /** Service apps whose keys the app list shows without age. */
  readonly undatedKeyApps: number;
}

export interface PlanOptions {
  readonly clientSecrets?: boolean;
  /** Whose view of the org is asked again after each wave; default an API token's. */
  readonly credential?: 'api_token' | 'client';
}

/** Requests one row takes in such an org. */
export type PlannedRequests = (sizes: OktaSizes, options: PlanOptions) => number;

/** Requests of a list of so many records; an empty list costs one too. */
export function pages(count: number, limit: number): number {
  return Math.max(1, Math.ceil(count / limit));
}

/** Requests of several lists, given the records of each. */
export function pagesOfAll(counts: readonly number[], limit: number): number {
  return counts.reduce((sum, count) => sum + pages(count, limit), 0);
}

/** One request for each record of another list: its permissions, its rules. */
export function onePer(resource: string): PlannedRequests {
  return ({ lists }) => lists[resource] ?? 0;
}

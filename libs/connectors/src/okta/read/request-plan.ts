import { OKTA_RESOURCES } from '@posture/domain';
import type { OktaResource, Wave } from '@posture/domain';
import { SHARE } from '../http/limit-window';
import { OKTA_BUCKETS } from '../http/okta-path';
import type { OktaBucket } from '../http/okta-path';
import { VIEWS_OF_WAVES, VIEW_REQUESTS } from './credential-view';
import { PAGE_LIMITS, policyTypes } from './page-limits';
import { readsAssignmentsByGroup } from './selection';

/** What an org holds, as far as it decides how many requests reading it takes. Counts are of objects. */
export interface OktaSizes {
  readonly pipeline: 'idx' | 'v1';
  readonly users: number;
  readonly deprovisionedUsers: number;
  /** Groups, Everyone included. */
  readonly groups: number;
  /** Members of each group but Everyone; empty groups may be left out. */
  readonly groupMembers: readonly number[];
  /** Applications of each group that has any. */
  readonly groupApps: readonly number[];
  /** Groups that are not built in and hold a role or an application. */
  readonly ownedGroups: number;
  readonly groupRules: number;
  readonly userTypes: number;
  readonly realms: number;
  readonly devices: number;
  /** Users with a role assignment of their own. */
  readonly roleAssignees: number;
  /** Groups asked for roles, members of each; they are among `groupMembers` too. */
  readonly roleGroups: number;
  /** Users whose factors are read: assignees and members of the role groups, each once. */
  readonly factorUsers: number;
  /** Assignments of roles that can be limited to groups or apps, of users, groups and clients. */
  readonly delegableAssignments: number;
  readonly customRoles: number;
  /** Resources of each resource set. */
  readonly resourceSets: readonly number[];
  /** Role bindings of all resource sets together. */
  readonly bindings: number;
  readonly policies: number;
  readonly authenticators: number;
  readonly authServers: number;
  readonly authServerPolicies: number;
  readonly idps: number;
  readonly idpKeys: number;
  readonly zones: number;
  readonly trustedOrigins: number;
  readonly logStreams: number;
  readonly apps: number;
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
  readonly appGroups?: 'auto' | 'by-app' | 'by-group';
  /** False when every certificate was read less than seven days ago. */
  readonly signingKeys?: boolean;
  /** Whose view of the org is asked again after each wave; default an API token's. */
  readonly credential?: 'api_token' | 'client';
}

export interface RequestPlan {
  readonly total: number;
  readonly byResource: Readonly<Partial<Record<OktaResource, number>>>;
  readonly byBucket: Readonly<Partial<Record<OktaBucket, number>>>;
  /** Of the first wave alone, whose end brings the first findings. */
  readonly firstWave: Readonly<Partial<Record<OktaBucket, number>>>;
}

/** An empty list costs one request too. */
function pages(count: number, limit: number): number {
  return Math.max(1, Math.ceil(count / limit));
}

function total(counts: readonly number[], limit: number): number {
  return counts.reduce((sum, count) => sum + pages(count, limit), 0);
}

/**
 * Requests a full read of such an org takes, by resource and by rate-limit bucket: nothing is asked per user. Retries
 * and token requests come on top. Without a resource are the request for the org's public metadata and those that ask
 * whether the credential still sees what it saw.
 */
export function requestPlan(sizes: OktaSizes, options: PlanOptions = {}): RequestPlan {
  const engine = sizes.pipeline === 'idx';
  const filled = sizes.groupMembers.filter((count) => count > 0);
  const byGroup =
    options.appGroups === 'by-group' ||
    (options.appGroups !== 'by-app' && readsAssignmentsByGroup(sizes.apps, sizes.groupApps, PAGE_LIMITS['group-apps']));
  const perApp = (counts: readonly number[], limit: number): number =>
    total(counts, limit) + Math.max(0, sizes.apps - counts.length);

  const rows: [OktaResource, OktaBucket, number][] = [
    ['org', 'DF', 1],
    ['org-third-party-admin', 'DF', 1],
    ['org-client-privileges', 'DF', 1],
    ['org-admin-app-assignment', 'DF', 1],
    ['org-support-access', 'DF', 1],
    ['admin-console-settings', 'DF', 1],
    ['lockout-settings', 'OT', 1],
    ['authenticator-settings', 'OT', 1],
    ['threat-insight', 'DF', 1],
    ['domains', 'DF', 1],
    ['users', 'UL', pages(sizes.users, PAGE_LIMITS.users) + pages(sizes.deprovisionedUsers, PAGE_LIMITS.users)],
    ['groups', 'GL', pages(sizes.groups, PAGE_LIMITS.groups)],
    ['group-rules', 'GL', pages(sizes.groupRules, PAGE_LIMITS['group-rules'])],
    ['user-types', 'DF', 1],
    ['user-schema', 'DF', sizes.userTypes],
    ['realms', 'DF', pages(sizes.realms, PAGE_LIMITS.realms)],
    ['role-assignees', 'DF', pages(sizes.roleAssignees, PAGE_LIMITS['role-assignees'])],
    ['user-roles', 'DF', sizes.roleAssignees],
    ['group-roles', 'GL', sizes.roleGroups],
    ['client-roles', 'OC', sizes.serviceApps],
    ['role-targets', 'DF', sizes.delegableAssignments],
    ['custom-roles', 'DF', 1],
    ['custom-role-permissions', 'DF', sizes.customRoles],
    ['resource-sets', 'DF', 1],
    ['resource-set-resources', 'DF', total(sizes.resourceSets, PAGE_LIMITS['resource-set-resources'])],
    ['resource-set-bindings', 'DF', sizes.resourceSets.length + sizes.bindings],
    ['api-tokens', 'DF', 1],
    ['api-services', 'OT', 1],
    ['apps', 'AL', pages(sizes.apps, PAGE_LIMITS.apps)],
    ['idps', 'DF', pages(sizes.idps, PAGE_LIMITS.idps)],
    ['idp-keys', 'DF', pages(sizes.idpKeys, PAGE_LIMITS['idp-keys'])],
    ['policies', 'DF', policyTypes(sizes.pipeline).length],
    ['policy-rules', 'DF', sizes.policies],
    ['authenticators', 'DF', engine ? 1 : 0],
    ['authenticator-methods', 'DF', engine ? sizes.authenticators : 0],
    ['zones', 'DF', pages(sizes.zones, PAGE_LIMITS.zones)],
    ['behaviors', 'DF', 1],
    ['trusted-origins', 'DF', pages(sizes.trustedOrigins, PAGE_LIMITS['trusted-origins'])],
    ['event-hooks', 'DF', 1],
    ['inline-hooks', 'DF', 1],
    ['log-streams', 'DF', pages(sizes.logStreams, PAGE_LIMITS['log-streams'])],
    ['authorization-servers', 'DF', pages(sizes.authServers, PAGE_LIMITS['authorization-servers'])],
    ['auth-server-policies', 'DF', sizes.authServers],
    ['auth-server-rules', 'DF', sizes.authServerPolicies],
    ['devices', 'DV', engine ? pages(sizes.devices, PAGE_LIMITS.devices) : 0],
    ['device-assurances', 'DF', engine ? 1 : 0],
    ['factors', 'DF', sizes.factorUsers],
    ['group-members', 'GL', total(filled, PAGE_LIMITS['group-members'])],
    ['group-owners', 'GL', sizes.ownedGroups],
    ['app-grants', 'AL', sizes.oidcApps],
    ['app-keys', 'AL', options.signingKeys === false ? 0 : sizes.samlApps],
    ['app-jwks', 'AL', sizes.undatedKeyApps],
    ['client-secrets', 'AL', options.clientSecrets === true ? sizes.secretApps : 0],
    ['app-users', 'AL', perApp(sizes.appUsers, PAGE_LIMITS['app-users'])],
    byGroup
      ? ['app-groups', 'GL', total(sizes.groupApps, PAGE_LIMITS['group-apps'])]
      : ['app-groups', 'AL', perApp(sizes.appGroups, PAGE_LIMITS['app-groups'])],
  ];
  return summed(rows, options.credential ?? 'api_token');
}

function summed(
  rows: readonly [OktaResource, OktaBucket, number][],
  credential: keyof typeof VIEW_REQUESTS,
): RequestPlan {
  const byResource: Partial<Record<OktaResource, number>> = {};
  const byBucket: Partial<Record<OktaBucket, number>> = {};
  const firstWave: Partial<Record<OktaBucket, number>> = {};
  let sum = 0;
  const count = (bucket: OktaBucket, requests: number, wave: Wave): void => {
    sum += requests;
    byBucket[bucket] = (byBucket[bucket] ?? 0) + requests;
    if (wave === 1) firstWave[bucket] = (firstWave[bucket] ?? 0) + requests;
  };
  count('OT', 1, 1);
  for (const [wave, views] of Object.entries(VIEWS_OF_WAVES)) {
    for (const [bucket, requests] of Object.entries(VIEW_REQUESTS[credential]) as [OktaBucket, number][])
      count(bucket, views * requests, Number(wave));
  }
  for (const [resource, bucket, requests] of rows) {
    if (requests === 0) continue;
    byResource[resource] = requests;
    count(bucket, requests, OKTA_RESOURCES[resource].wave);
  }
  return { total: sum, byResource, byBucket, firstWave };
}

/** Part of an org's limits one credential may use, by Okta's default; what answers name is that part. */
const OF_ONE_CREDENTIAL = 0.5;

/**
 * Minutes the requests take while nobody else spends of the limits; buckets are read side by side, the slowest decides.
 * @param limits requests a minute by bucket as learned from the org's answers; Okta's published figures stand in for
 * the rest
 */
export function planMinutes(
  byBucket: Readonly<Partial<Record<string, number>>>,
  limits: Readonly<Record<string, number>> = {},
): number {
  let slowest = 0;
  for (const [bucket, requests] of Object.entries(byBucket)) {
    const published = (OKTA_BUCKETS[bucket as OktaBucket]?.perMinute ?? 600) * OF_ONE_CREDENTIAL;
    const perMinute = Math.max(1, Math.floor((limits[bucket] ?? published) * SHARE));
    // The first half of a window's share goes out at once.
    slowest = Math.max(slowest, Math.max(0, (requests ?? 0) - perMinute / 2) / perMinute);
  }
  return Math.round(slowest * 10) / 10;
}

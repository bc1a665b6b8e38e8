import type { Change, Mutation } from './changes';

export type { Change, ChangedBy, Mutation } from './changes';

/**
 * The model of one Okta org: what an Okta server would know, as exact wire JSON, computed lazily.
 * The HTTP side asks for collections and settings and adds paging, authentication, limits and faults.
 */

/**
 * Absolute URLs on the wire start with this marker; the server replaces it in the serialised answer with the origin it
 * is reached at: `JSON.stringify(body).replaceAll(ORG_ORIGIN, 'http://127.0.0.1:4711')`.
 */
export const ORG_ORIGIN = 'https://{org}';
/** Links of the IAM endpoints point at the org's `-admin` host, as Okta's do. Replaced likewise. */
export const ADMIN_ORIGIN = 'https://{org-admin}';

/** One wire object. Timestamps are ISO strings with milliseconds unless Okta itself answers otherwise. */
export interface Wire {
  readonly id: string;
  readonly [key: string]: unknown;
}

export type UserStatus =
  'STAGED' | 'PROVISIONED' | 'ACTIVE' | 'RECOVERY' | 'PASSWORD_EXPIRED' | 'LOCKED_OUT' | 'SUSPENDED' | 'DEPROVISIONED';

export interface WireUser extends Wire {
  readonly status: UserStatus;
  readonly created: string;
  readonly lastUpdated: string;
  readonly lastLogin: string | null;
  readonly profile: Readonly<Record<string, unknown>> & { readonly login: string };
}

/** An ordered list that is never materialised. Positions shift when something before them is removed. */
export interface Collection<T> {
  readonly size: number;
  /** @throws RangeError outside 0…size-1 */
  at(index: number): T;
  find(id: string): T | undefined;
  /** Items at positions from (included) to `to` (excluded), clamped to the list. */
  range(from: number, to: number): T[];
  /**
   * Where paging goes on after the item with that id: right also when that item has been removed meanwhile.
   * -1 for an id that never was in the list (an invalid cursor).
   */
  positionAfter(id: string): number;
}

/** Whole lists of the org. */
export type ListName =
  | 'groups'
  | 'groupRules'
  | 'userTypes'
  | 'realms'
  /** `{id, orn, _links}` of users holding a role themselves. */
  | 'roleAssignees'
  | 'customRoles'
  | 'resourceSets'
  | 'apiTokens'
  | 'apiServices'
  | 'apps'
  | 'idps'
  | 'idpKeys'
  /** Policies of every type; filter by `type`. */
  | 'policies'
  | 'authenticators'
  | 'zones'
  | 'behaviors'
  | 'trustedOrigins'
  | 'eventHooks'
  | 'inlineHooks'
  | 'logStreams'
  | 'authorizationServers'
  /** With `_embedded.users`, which the server leaves out unless `expand=user` asks for it. */
  | 'devices'
  | 'deviceAssurances'
  | 'domains'
  | 'features'
  | 'agentPools'
  | 'principalRateLimits';

/** Lists that belong to one object. */
export type SublistName =
  /** Full user objects. */
  | 'groupUsers'
  | 'groupOwners'
  | 'groupApps'
  | 'groupRoles'
  /** Group objects. */
  | 'userGroups'
  | 'userRoles'
  | 'userFactors'
  /** `{created, deviceUserId, device}` */
  | 'userDevices'
  | 'clientRoles'
  /** Parent `<principal id>/<role assignment id>`: groups the assignment is limited to; empty = the whole org. */
  | 'roleTargetGroups'
  /** Parent likewise; catalogue apps `{name, displayName, …}` or app instances `{name, id, …}`. */
  | 'roleTargetApps'
  /** Parent: role id or label; `{label, conditions, created, lastUpdated}` (id = label). */
  | 'customRolePermissions'
  | 'resourceSetResources'
  /** `{id: <role id>, _links}` */
  | 'resourceSetBindings'
  /** Parent `<resource set id>/<role id or label>`: `{id: 'irb…', created, _links.self.href}` */
  | 'bindingMembers'
  | 'appUsers'
  | 'appGroups'
  | 'appGrants'
  | 'appKeys'
  | 'appJwks'
  | 'appSecrets'
  | 'apiServiceSecrets'
  | 'policyRules'
  /** `{id, _links.application.href}` */
  | 'policyMappings'
  | 'authenticatorMethods'
  | 'authorizationServerPolicies'
  /** Parent: policy id. */
  | 'authorizationServerRules'
  | 'authorizationServerScopes'
  | 'idpUsers'
  | 'idpKeysOf';

/** Single objects, by the name `libs/domain` gives the resource. */
export type SettingName =
  | 'org'
  | 'org-third-party-admin'
  | 'org-client-privileges'
  | 'org-admin-app-assignment'
  | 'org-support-access'
  | 'admin-console-settings'
  | 'lockout-settings'
  | 'authenticator-settings'
  | 'threat-insight'
  /** `/.well-known/okta-organization` */
  | 'well-known';

export interface GroupStats {
  readonly usersCount: number;
  readonly appsCount: number;
  readonly groupPushMappingsCount: number;
  readonly hasAdminPrivilege: boolean;
}

/** What the org has switched on. A missing feature answers 401 E0000015 (or is unknown on Classic). */
export interface OrgFeatures {
  /** `idx` Identity Engine, `v1` Classic. */
  readonly pipeline: 'idx' | 'v1';
  /** Custom authorization servers (API Access Management). */
  readonly apiAccessManagement: boolean;
  /** Group owners (Identity Governance). */
  readonly groupOwners: boolean;
  readonly realms: boolean;
  readonly logStreaming: boolean;
  readonly deviceAssurance: boolean;
}

export interface Jwk {
  readonly kty: 'RSA' | 'EC';
  readonly kid: string;
  readonly use?: string;
  readonly alg?: string;
  readonly [member: string]: unknown;
}

/**
 * Who may call the API. `listed: false` marks a credential of the sandbox itself: it works, but shows in no list, so a
 * quiet org can be read without its own reader being a risk in it.
 */
export type Principal =
  | {
      readonly kind: 'token';
      readonly id: string;
      readonly name: string;
      readonly listed: boolean;
      /** The whole secret, `00…`, sent as `SSWS <value>`. */
      readonly value: string;
      readonly ownerId: string;
      readonly network: { readonly connection: 'ANYWHERE' | 'ZONE'; readonly include: readonly string[] };
      readonly expiresAt: string;
    }
  | {
      readonly kind: 'service-app';
      /** Client id = app id. */
      readonly id: string;
      readonly name: string;
      readonly listed: boolean;
      readonly publicKeys: readonly Jwk[];
      /** Only of the sandbox's own credentials, so that a test can sign. */
      readonly privateKey?: Jwk;
      readonly scopes: readonly string[];
      readonly dpop: boolean;
      readonly authMethod: string;
    }
  | {
      readonly kind: 'integration';
      /** Client id. */
      readonly id: string;
      readonly name: string;
      readonly listed: boolean;
      readonly secrets: readonly string[];
      readonly scopes: readonly string[];
    };

/** What a principal may do, from its own roles and those of its groups, as they are now. */
export interface Rights {
  /** Standard role types: `SUPER_ADMIN`, `READ_ONLY_ADMIN`, … */
  readonly roles: readonly string[];
  /** Permissions of custom roles: `okta.iam.read`, … */
  readonly permissions: readonly string[];
}

export interface ManifestSubject {
  readonly kind: string;
  /** Okta's id, as the engine reports it. */
  readonly externalId: string;
  readonly name: string | null;
}

export interface ManifestFinding {
  readonly rule: string;
  readonly subject: ManifestSubject;
  /** Set for a member of a finding that is reported once per parent. */
  readonly parent: ManifestSubject | null;
  /** The plant that implies it. */
  readonly plant: string;
}

export interface Manifest {
  readonly scenario: string;
  readonly profile: string;
  readonly findings: readonly ManifestFinding[];
  /** Subjects that rules of grain `measure` count: a figure, and no finding. */
  readonly measures: readonly ManifestFinding[];
  /** Near misses: subjects that must not appear under that rule. */
  readonly decoys: readonly { readonly name: string; readonly nearMissOf: string; readonly ids: readonly string[] }[];
}

export interface SandboxOrg {
  readonly id: string;
  readonly subdomain: string;
  readonly features: OrgFeatures;
  /** The org's instant; all relative times stand on it. */
  now(): Date;

  /** Every user, whatever the status. */
  readonly users: Collection<WireUser>;
  /** What `GET /api/v1/users` lists. */
  readonly presentUsers: Collection<WireUser>;
  readonly deprovisionedUsers: Collection<WireUser>;
  /** The id of what scenarios call by a name: `staff-3`, `admin-console`, `everyone`, or a name of the scenario itself. */
  idOf(name: string): string | undefined;
  /** By id or login. */
  user(idOrLogin: string): WireUser | undefined;

  list(name: ListName): Collection<Wire>;
  /** Undefined when the parent does not exist. An unlisted app is found here and by `list('apps').find`. */
  sublist(name: SublistName, parent: string): Collection<Wire> | undefined;
  setting(name: SettingName): Readonly<Record<string, unknown>>;
  /** `GET /api/v1/meta/schemas/user/{typeId}`; `default` names the default type. */
  userSchema(typeId: string): Readonly<Record<string, unknown>> | undefined;
  groupStats(groupId: string): GroupStats | undefined;

  readonly principals: readonly Principal[];
  /** Undefined when it may not call at all: owner not ACTIVE, app inactive or deleted, secret revoked. */
  rightsOf(principalId: string): Rights | undefined;

  /** The findings the scenario's plants imply, from the scenario file alone, sorted. */
  manifest(): Manifest;
  /** @returns what it did, object by object; nothing for what was so already */
  mutate(change: Change): readonly Mutation[];
}

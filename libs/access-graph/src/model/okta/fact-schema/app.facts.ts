import type { FactSchema } from '@posture/domain';

const APPS = { source: 'GET /api/v1/apps', needs: ['apps'] } as const;
const ASSIGNED = {
  source: 'GET /api/v1/apps/{id}/users, GET /api/v1/apps/{id}/groups',
  needs: ['apps', 'app-users', 'app-groups'],
} as const;
const HOOKS = { source: 'GET /api/v1/apps, GET /api/v1/inlineHooks', needs: ['apps', 'inline-hooks'] } as const;
const OWN_DOMAINS = {
  source: 'GET /api/v1/apps, GET /api/v1/domains, GET /api/v1/users',
  needs: ['apps', 'domains', 'users'],
} as const;

/** How people get into an application, who has it, and how its accounts are kept. */
export const APP_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', ...APPS },
  catalogName: { type: 'string', nullable: true, means: "key of the application in Okta's catalogue", ...APPS },
  catalogKeys: {
    type: 'list',
    means: 'that key, and * for any; empty for what the org built itself (templates, custom SAML, OIDC clients)',
    source: 'GET /api/v1/apps, GET /api/v1/org',
    needs: ['apps', 'org'],
  },
  signOnMode: { type: 'string', nullable: true, means: 'SAML_2_0, OPENID_CONNECT, BROWSER_PLUGIN …', ...APPS },
  isOktaOwn: { type: 'boolean', means: 'Admin Console, Dashboard or another application of Okta itself', ...APPS },
  isFederated: {
    type: 'boolean',
    means: 'people sign in to it by SAML, WS-Federation or OpenID Connect; service clients and Okta itself are not',
    ...APPS,
  },
  isSensitive: {
    type: 'boolean',
    means: 'of tier T0, T1 or T2 by its catalogue name, its admin roles or its granted scopes',
    source: 'GET /api/v1/apps, GET /api/v1/apps/{id}/grants, GET /oauth2/v1/clients/{id}/roles',
    needs: ['apps', 'app-grants', 'client-roles'],
  },
  isSensitiveService: {
    type: 'boolean',
    means: 'a catalogue application classified as critical or sensitive',
    ...APPS,
  },
  features: { type: 'list', means: 'provisioning features that are switched on', ...APPS },
  credentialScheme: {
    type: 'string',
    nullable: true,
    means: 'who sets the password that Okta fills in; null where none is filled in',
    ...APPS,
  },
  selfService: { type: 'boolean', means: 'users may add the application to themselves', ...APPS },
  universalLogoutStatus: {
    type: 'string',
    nullable: true,
    means: 'ENABLED, DISABLED or UNSUPPORTED; null when the edition has no Universal Logout',
    ...APPS,
  },
  daysSinceLastUse: {
    type: 'number',
    unit: 'days',
    means: 'time since somebody signed in to it or it asked for a token as a client; if never, since it was created',
    source: 'GET /api/v1/logs',
    needs: ['apps', 'logs'],
  },
  assignmentCount: { type: 'number', unit: 'count', means: 'users and groups assigned to it', ...ASSIGNED },
  directAssignmentCount: {
    type: 'number',
    unit: 'count',
    means: 'users assigned to it by themselves, not through a group',
    source: 'GET /api/v1/apps/{id}/users',
    needs: ['apps', 'app-users'],
  },
  directAssignmentPercent: {
    type: 'number',
    unit: 'percent',
    means: 'share of those among all users who have it; 0 when nobody has',
    source: 'GET /api/v1/apps/{id}/users',
    needs: ['apps', 'app-users'],
  },
  assignedToEveryone: {
    type: 'boolean',
    means: 'assigned to the built-in group Everyone, or open to all without an assignment (Federation Broker Mode)',
    source: 'GET /api/v1/apps, GET /api/v1/apps/{id}/groups',
    needs: ['apps', 'groups', 'app-groups'],
  },
  usernameTemplateType: {
    type: 'string',
    nullable: true,
    means: 'how the username in the application is made: BUILT_IN, CUSTOM or NONE; null when not told',
    ...APPS,
  },
  usernameTemplate: { type: 'string', nullable: true, means: 'expression that makes the username', ...APPS },
  selfWritableUsernameAttributes: {
    type: 'list',
    means: 'attributes in that expression that users may change on their own profile',
    source: 'GET /api/v1/apps, GET /api/v1/meta/schemas/user/{typeId}',
    needs: ['apps', 'user-types', 'user-schema'],
  },
  selfWritableUsernameAttributeCount: {
    type: 'number',
    unit: 'count',
    means: 'how many those are',
    source: 'GET /api/v1/apps, GET /api/v1/meta/schemas/user/{typeId}',
    needs: ['apps', 'user-types', 'user-schema'],
  },
  signsWithSha1: { type: 'boolean', means: 'the SAML signature or its digest uses SHA-1', ...APPS },
  signsNothing: {
    type: 'boolean',
    means: 'neither the SAML assertion nor the response is signed; false when Okta does not say',
    ...APPS,
  },
  allowsMultipleAcs: {
    type: 'boolean',
    means: 'assertions may go to any of several assertion consumer services',
    ...APPS,
  },
  foreignAcsHosts: {
    type: 'list',
    means:
      "hosts of further assertion consumer services outside the organisation's domains and outside the domain of the main one",
    ...OWN_DOMAINS,
  },
  foreignAcsHostCount: { type: 'number', unit: 'count', means: 'how many those are', ...OWN_DOMAINS },
  assertionHookHosts: {
    type: 'list',
    means: "hosts of ACTIVE inline hooks that may rewrite the application's SAML assertions",
    ...HOOKS,
  },
  foreignAssertionHookCount: {
    type: 'number',
    unit: 'count',
    means: "of those hooks, the ones called outside the organisation's domains",
    source: 'GET /api/v1/apps, GET /api/v1/inlineHooks, GET /api/v1/domains, GET /api/v1/users',
    needs: ['apps', 'inline-hooks', 'domains', 'users'],
  },
  assertionHookDomains: {
    type: 'list',
    means: 'hosts of those foreign hooks and each domain above them',
    source: 'GET /api/v1/apps, GET /api/v1/inlineHooks, GET /api/v1/domains, GET /api/v1/users',
    needs: ['apps', 'inline-hooks', 'domains', 'users'],
  },
} as const satisfies FactSchema;

import type { FactSchema } from '@posture/domain';

const APPS = { source: 'GET /api/v1/apps', needs: ['apps'] } as const;
const ROLES = { source: 'GET /oauth2/v1/clients/{id}/roles', needs: ['apps', 'client-roles'] } as const;
const GRANTS = { source: 'GET /api/v1/apps/{id}/grants', needs: ['apps', 'app-grants'] } as const;
const ROLES_AND_GRANTS = {
  source: 'GET /oauth2/v1/clients/{id}/roles, GET /api/v1/apps/{id}/grants',
  needs: ['apps', 'client-roles', 'app-grants'],
} as const;
const SECRETS = {
  source: 'GET /api/v1/apps/{id}/credentials/secrets',
  needs: ['apps', 'client-secrets'],
} as const;
const OWN_DOMAINS = {
  source: 'GET /api/v1/apps, GET /api/v1/domains, GET /api/v1/users',
  needs: ['apps', 'domains', 'users'],
} as const;

/** What an application may do as an OAuth client, how it proves who it is, and where it lets Okta send users. */
export const APP_OAUTH_FACTS = {
  applicationType: {
    type: 'string',
    nullable: true,
    means: 'web, browser, native or service; null for what is no OpenID Connect client',
    ...APPS,
  },
  isServiceClient: { type: 'boolean', means: 'an OAuth client that acts by itself, without a user', ...APPS },
  clientRoles: { type: 'list', means: 'types of the admin roles the client holds', ...ROLES },
  clientHasLesserRole: {
    type: 'boolean',
    means: 'the client holds an admin role other than super admin',
    ...ROLES,
  },
  oktaScopes: { type: 'list', means: 'okta.* scopes granted to the client', ...GRANTS },
  oktaManageScopeCount: {
    type: 'number',
    unit: 'count',
    means: 'of those scopes, the ones that allow changes (okta.*.manage)',
    ...GRANTS,
  },
  hasRoleOrScope: {
    type: 'boolean',
    means: 'the client holds an admin role or an okta.* scope',
    ...ROLES_AND_GRANTS,
  },
  hasRoleOrManageScope: {
    type: 'boolean',
    means: 'the client holds an admin role or an okta.*.manage scope',
    ...ROLES_AND_GRANTS,
  },
  roleReach: {
    type: 'string',
    means: 'the most its admin roles allow: none, read or write',
    source: 'GET /oauth2/v1/clients/{id}/roles, GET /api/v1/iam/roles/{id}/permissions',
    needs: ['apps', 'client-roles', 'custom-role-permissions'],
  },
  scopeReach: { type: 'string', means: 'the most its okta.* scopes allow: none, read or write', ...GRANTS },
  authMethod: {
    type: 'string',
    nullable: true,
    means: 'how the client proves who it is at the token endpoint, such as client_secret_basic',
    ...APPS,
  },
  usesSharedSecret: {
    type: 'boolean',
    means: 'the client proves who it is by a secret that both sides hold',
    ...APPS,
  },
  dpopBound: {
    type: 'boolean',
    means: 'access tokens are bound to a key the client must prove to hold (DPoP)',
    ...APPS,
  },
  clientNetwork: {
    type: 'string',
    means: 'ANYWHERE, or ZONE when network zones limit where the client may ask for tokens',
    ...APPS,
  },
  ownerNote: {
    type: 'string',
    nullable: true,
    means: "the administrators' note of the application, where an owner is named; null when it is blank",
    ...APPS,
  },
  activeSecretCount: { type: 'number', unit: 'count', means: 'ACTIVE client secrets', ...SECRETS },
  daysWithSeveralSecrets: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'for how long more than one secret has been valid; null with one or none',
    ...SECRETS,
  },
  jwksUri: { type: 'string', nullable: true, means: 'where Okta fetches the public keys of the client', ...APPS },
  jwksEncrypted: {
    type: 'boolean',
    nullable: true,
    means: 'they are fetched by https; null without jwks_uri',
    ...APPS,
  },
  jwksHostOwn: {
    type: 'boolean',
    nullable: true,
    means: "the host they are fetched from is in one of the organisation's own domains; null without jwks_uri",
    ...OWN_DOMAINS,
  },
  jwksHostDomains: { type: 'list', means: 'that host, each domain above it, and * for any', ...APPS },
  grantTypes: { type: 'list', means: 'OAuth grant types the client may use', ...APPS },
  pkceRequired: {
    type: 'boolean',
    nullable: true,
    means: 'an authorization code is of no use without its proof key; null when Okta does not say',
    ...APPS,
  },
  refreshTokenRotation: {
    type: 'string',
    nullable: true,
    means: 'ROTATE when each use of a refresh token gives a new one, STATIC when not; null when Okta does not say',
    ...APPS,
  },
  redirectUris: { type: 'list', means: 'where users may be sent after sign-in', ...APPS },
  hasWildcardRedirect: {
    type: 'boolean',
    means: 'a redirect URI holds a *, or any subdomain of one is accepted',
    ...APPS,
  },
  plainRedirects: { type: 'list', means: "redirect URIs by http to another machine than the user's own", ...APPS },
  plainRedirectCount: { type: 'number', unit: 'count', means: 'how many those are', ...APPS },
  loopbackRedirectCount: {
    type: 'number',
    unit: 'count',
    means: "redirect URIs to the user's own machine (localhost, 127.0.0.0/8, ::1)",
    ...APPS,
  },
  foreignRedirectHosts: {
    type: 'list',
    means: "hosts of redirect URIs outside the organisation's own domains, the user's own machine aside",
    ...OWN_DOMAINS,
  },
  foreignRedirectHostCount: { type: 'number', unit: 'count', means: 'how many those are', ...OWN_DOMAINS },
} as const satisfies FactSchema;

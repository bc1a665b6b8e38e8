/** What Okta's documentation lets a reader of the whole org ask for: every `.read` scope of the read endpoints. */
export const READ_SCOPES: readonly string[] = [
  'users',
  'groups',
  'roles',
  'apps',
  'appGrants',
  'apiTokens',
  'policies',
  'authenticators',
  'networkZones',
  'trustedOrigins',
  'behaviors',
  'eventHooks',
  'inlineHooks',
  'idps',
  'logs',
  'logStreams',
  'threatInsights',
  'orgs',
  'oauthIntegrations',
  'authorizationServers',
  'devices',
  'deviceAssurance',
  'agentPools',
  'realms',
  'schemas',
  'userTypes',
  'principalRateLimits',
  'rateLimits',
  'features',
  'domains',
  'factors',
  'sessions',
  'profileMappings',
  'linkedObjects',
].map((name) => `okta.${name}.read`);

/** What security vendors commonly ask for, and no more. */
export const VENDOR_MINIMUM_SCOPES: readonly string[] = ['users', 'idps', 'roles', 'groups', 'apps', 'logs'].map(
  (name) => `okta.${name}.read`,
);

/** The custom role that completes a Read-only Administrator. */
export const RECOMMENDED_READ_PERMISSIONS: readonly string[] = [
  'okta.iam.read',
  'okta.users.apitokens.read',
  'okta.identityProviders.read',
  'okta.authzServers.read',
];

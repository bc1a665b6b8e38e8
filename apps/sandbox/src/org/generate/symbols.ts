import { SUPER_ADMINS, type Layout } from './layout';
import type { OktaIds } from './okta-ids';

/** Baseline objects a scenario may name, by collection; their ids follow from the names. */
export const NAMED_OBJECTS = {
  policies: [
    'global-session-policy',
    'service-account-session-policy',
    'admin-password-policy',
    'password-policy',
    'mfa-policy',
    'idp-discovery-policy',
    'admin-console-policy',
    'dashboard-policy',
    'browser-plugin-policy',
    'workforce-apps-policy',
    'profile-enrollment-policy',
    'entity-risk-policy',
    'post-auth-session-policy',
    'user-lifecycle-policy',
  ],
  policyRules: [
    'global-session-rule',
    'global-session-catch-all',
    'service-account-session-rule',
    'admin-password-rule',
    'password-rule',
    'mfa-rule',
    'idp-discovery-rule',
    'admin-console-rule',
    'admin-console-catch-all',
    'dashboard-rule',
    'dashboard-catch-all',
    'browser-plugin-rule',
    'browser-plugin-catch-all',
    'workforce-apps-rule',
    'workforce-apps-catch-all',
    'profile-enrollment-rule',
    'entity-risk-rule',
    'post-auth-session-rule',
    'user-lifecycle-rule',
  ],
  zones: ['corporate-zone', 'data-centre-zone', 'legacy-zone', 'blocked-zone', 'anonymizer-zone'],
  authenticators: [
    'password-authenticator',
    'email-authenticator',
    'okta-verify',
    'webauthn',
    'phone',
    'security-question',
    'smart-card',
  ],
  behaviors: ['new-location', 'new-device', 'new-ip', 'velocity'],
  userTypes: ['default-user-type'],
  realms: ['default-realm'],
  logStreams: ['siem-stream'],
  authorizationServers: ['default-authorization-server', 'orders-authorization-server'],
  authorizationServerPolicies: ['default-server-policy', 'orders-server-policy'],
  authorizationServerRules: ['default-server-rule', 'orders-server-rule'],
  trustedOrigins: ['portal-origin'],
  deviceAssurances: ['macos-assurance', 'windows-assurance'],
  customRoles: ['auditor-role'],
  resourceSets: ['auditor-resources'],
  integrations: ['backup-integration'],
  domains: ['custom-domain'],
} as const;

export const PREFIXES: Readonly<Record<string, string>> = {
  users: '00u',
  groups: '00g',
  apps: '0oa',
  policies: '00p',
  policyRules: '0pr',
  zones: 'nzo',
  authenticators: 'aut',
  behaviors: 'ibh',
  userTypes: 'oty',
  realms: 'guo',
  logStreams: '0ls',
  authorizationServers: 'aus',
  authorizationServerPolicies: '00q',
  authorizationServerRules: '0pq',
  trustedOrigins: 'tos',
  deviceAssurances: 'dae',
  customRoles: 'cr0',
  resourceSets: 'iam',
  integrations: '0oi',
  domains: 'OcD',
  tokens: '00T',
  roles: 'ra1',
  grants: 'oag',
  secrets: 'ocs',
  jwks: 'pks',
  idps: '0ob',
  eventHooks: 'who',
  inlineHooks: 'cal',
  groupRules: '0pg',
  devices: 'guf',
  factors: 'fwf',
  agentPools: '0oc',
  features: 'ftr',
  principalRateLimits: 'prl',
};

/** Groups and apps with a fixed place in the layout. */
const FIXED: Readonly<Record<string, readonly [prefix: string, ordinal: number]>> = {
  everyone: ['00g', 0],
  'okta-administrators': ['00g', 1],
  'break-glass': ['00g', 2],
  'service-accounts': ['00g', 3],
  'admin-console': ['0oa', 0],
  dashboard: ['0oa', 1],
  'browser-plugin': ['0oa', 2],
};

const NAMED_PREFIX = new Map<string, string>(
  Object.entries(NAMED_OBJECTS).flatMap(([collection, names]) =>
    names.map((name): [string, string] => [name, PREFIXES[collection] as string]),
  ),
);

/**
 * The id of a baseline object: a name above, or `admin-N`, `service-account-N`, `staff-N`, `deprovisioned-N`,
 * `delegated-scope-N`, `team-N`, `service-app-N`, `oidc-app-N`, `app-N` (the last counts all but Okta's own), `org`,
 * and `super-admin-role-N`, the role of `admin-N`.
 */
export function baselineId(ids: OktaIds, layout: Layout, name: string): string | undefined {
  if (name === 'org') return ids.named('00o', 'org');
  const fixed = FIXED[name];
  if (fixed) return ids.encode(...fixed);
  const prefix = NAMED_PREFIX.get(name);
  if (prefix !== undefined) return ids.named(prefix, name);
  const match = /^(.+)-(\d+)$/.exec(name);
  const range = match && rangeOf(layout, match[1] as string);
  if (!match || !range) return undefined;
  const [kind, from, to] = range;
  const ordinal = from + Number(match[2]);
  return ordinal < to ? ids.encode(kind, ordinal) : undefined;
}

function rangeOf(layout: Layout, family: string): [prefix: string, from: number, to: number] | undefined {
  switch (family) {
    case 'admin':
      return ['00u', 0, layout.admins];
    case 'service-account':
      return ['00u', layout.admins, layout.staffFrom];
    case 'staff':
      return ['00u', layout.staffFrom, layout.present];
    case 'deprovisioned':
      return ['00u', layout.present, layout.present + layout.deprovisioned];
    case 'super-admin-role':
      return ['ra1', 0, SUPER_ADMINS];
    case 'delegated-scope':
      return ['00g', layout.scopesFrom, layout.teamsFrom];
    case 'team':
      return ['00g', layout.teamsFrom, layout.groups];
    case 'service-app':
      return ['0oa', layout.serviceAppsFrom, layout.oidcFrom];
    case 'oidc-app':
      return ['0oa', layout.oidcFrom, layout.oidcTo];
    case 'app':
      return ['0oa', 3, layout.apps];
    default:
      return undefined;
  }
}

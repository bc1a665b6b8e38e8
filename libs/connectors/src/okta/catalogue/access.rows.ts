import { mapApiToken, mapApp, mapIdpKey, mapServiceIntegration } from '../map/apps';
import { mapIdp, mapPolicy } from '../map/tenant';
import { ACCESS_HOURS, SETTINGS_HOURS } from './belief';
import { row } from './okta-row';
import type { OktaRow } from './okta-row';
import { onePer } from './okta-sizes';
import { policyPart, policyTypes } from './policy-types';
import { firstOf } from './samples';

/** What acts without a user, what users sign in to and through, and the policies that stand before it. */
export const ACCESS_ROWS = {
  'api-tokens': row({
    title: 'API tokens',
    path: '/api/v1/api-tokens',
    scope: 'okta.apiTokens.read',
    role: 'okta.users.apitokens.read',
    nodes: ['ApiToken'],
    edges: [
      { kind: 'AUTHENTICATES_AS', keeper: 'with_source' },
      { kind: 'CREATED', keeper: 'with_target' },
    ],
    believedHours: ACCESS_HOURS,
    map: mapApiToken,
  }),
  'api-services': row({
    title: 'API service integrations',
    path: '/integrations/api/v1/api-services',
    scope: 'okta.oauthIntegrations.read',
    role: 'SUPER_ADMIN',
    style: 'link',
    nodes: ['ServiceIntegration'],
    edges: [{ kind: 'CREATED', keeper: 'with_target' }],
    believedHours: ACCESS_HOURS,
    map: mapServiceIntegration,
  }),
  apps: row({
    title: 'applications',
    path: '/api/v1/apps',
    scope: 'okta.apps.read',
    pageLimit: 200,
    query: { includeNonDeleted: 'true' },
    nodes: ['App'],
    edges: [
      { kind: 'CREDENTIAL_OF', keeper: 'with_source' },
      { kind: 'PROTECTS', keeper: 'with_target' },
    ],
    // The public keys of a client come with it, as long as the list tells their age.
    besides: { nodes: ['Jwk'] },
    believedHours: ACCESS_HOURS,
    empty: 'never',
    map: mapApp,
    probe: { counted: true },
  }),
  idps: row({
    title: 'identity providers',
    path: '/api/v1/idps',
    scope: 'okta.idps.read',
    role: 'okta.identityProviders.read',
    pageLimit: 200,
    nodes: ['IdP'],
    edges: [
      { kind: 'ASSIGNS_GROUP', keeper: 'with_source' },
      { kind: 'SIGNS_FOR', keeper: 'with_target' },
    ],
    believedHours: SETTINGS_HOURS,
    map: mapIdp,
  }),
  'idp-keys': row({
    title: 'identity provider keys',
    path: '/api/v1/idps/credentials/keys',
    scope: 'okta.idps.read',
    role: 'okta.identityProviders.read',
    pageLimit: 200,
    nodes: ['SigningKey'],
    believedHours: SETTINGS_HOURS,
    map: mapIdpKey,
  }),
  policies: row({
    title: 'policies of a type',
    path: '/api/v1/policies',
    endpoint: 'GET /api/v1/policies?type={type}',
    scope: 'okta.policies.read',
    style: 'link',
    nodes: ['Policy'],
    believedHours: SETTINGS_HOURS,
    empty: 'never',
    parts: (policies, { pipeline }) => policyTypes(pipeline).map((type) => policyPart(policies, type)),
    map: mapPolicy,
    probe: { query: { type: 'OKTA_SIGN_ON' } },
    requests: ({ pipeline }) => policyTypes(pipeline).length,
  }),
  'policy-rules': row({
    title: 'rules of a policy',
    path: '/api/v1/policies/{id}/rules',
    scope: 'okta.policies.read',
    per: 'Policy',
    style: 'link',
    nodes: ['PolicyRule'],
    edges: [{ kind: 'CONTAINS', keeper: 'source' }],
    believedHours: SETTINGS_HOURS,
    probe: { of: firstOf('policies') },
    requests: onePer('policies'),
  }),
  authenticators: row({
    title: 'authenticators',
    path: '/api/v1/authenticators',
    scope: 'okta.authenticators.read',
    nodes: ['Authenticator'],
    composed: true,
    believedHours: SETTINGS_HOURS,
    empty: 'never',
    licensed: true,
    identityEngine: true,
  }),
  'authenticator-methods': row({
    title: 'methods of an authenticator',
    path: '/api/v1/authenticators/{id}/methods',
    scope: 'okta.authenticators.read',
    per: 'Authenticator',
    // Written into the authenticator they belong to.
    nodes: [],
    believedHours: SETTINGS_HOURS,
    licensed: true,
    identityEngine: true,
    probe: { of: firstOf('authenticators') },
    requests: onePer('authenticators'),
  }),
} satisfies Record<string, OktaRow>;

import { Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue, JsonObject, NodeIndex } from '@posture/domain';
import { APP_OAUTH_FACTS } from '../fact-schema/app-oauth.facts';
import {
  applicationType,
  hasRoleOr,
  isManageScope,
  isPrivilegedClient,
  oktaScopes,
  roleReach,
  scopeReach,
} from './client-reach';
import { daysSince } from '../../../facts/when-read';
import { unreadList } from '../../../facts/list-coverage';
import { redirectsOf } from './redirect-targets';
import { anyIn, countIn } from './role-facts';
import { domainsAbove, hostOf, isOwnHost } from './web-host';
import { pick, textOf, textsOf } from '../../../facts/wire';

/** What an application may do as an OAuth client, and how it proves who it is. */
export const appOauthFacts: FactSet<null> = {
  kind: 'App',
  schema: APP_OAUTH_FACTS,
  prepare: () => null,
  compute: (context, app) => ({
    ...reachFacts(context, app),
    ...proofFacts(context, app),
    ...secretFacts(context, app),
    ...keySetFacts(context, app),
    ...flowFacts(context, app),
  }),
};

function reachFacts(context: FactContext, app: NodeIndex): Facts {
  const { view, privilege } = context;
  const type = applicationType(view, app);
  const roles = privilege.effectiveRoles(app);
  const scopes = oktaScopes(context, app);
  return {
    applicationType: type,
    isServiceClient: type === 'service',
    clientRoles: roles,
    clientHasLesserRole: anyIn(roles, (role) => role !== 'SUPER_ADMIN'),
    oktaScopes: scopes,
    oktaManageScopeCount: countIn(scopes, isManageScope),
    hasRoleOrScope: hasRoleOr(context, app, () => true),
    hasRoleOrManageScope: isPrivilegedClient(context, app),
    roleReach: roleReach(context, app),
    scopeReach: scopeReach(scopes),
  };
}

function proofFacts({ view }: FactContext, app: NodeIndex): Facts {
  const { credentials, settings } = view.props(app);
  const method = textOf(pick(credentials, 'oauthClient', 'token_endpoint_auth_method'));
  const client = pick(settings, 'oauthClient');
  return {
    authMethod: method,
    usesSharedSecret: method?.startsWith('client_secret') === true,
    dpopBound: pick(client, 'dpop_bound_access_tokens') === true,
    // A client without a network condition asks for tokens from anywhere.
    clientNetwork: textOf(pick(client, 'network', 'connection')) ?? 'ANYWHERE',
    ownerNote: ownerNote(view.props(app)),
  };
}

/** A blank note names nobody; an application that comes without notes at all says nothing about its owner. */
function ownerNote({ settings }: JsonObject): FactValue {
  const notes = pick(settings, 'notes');
  if (notes === undefined || notes === null) {
    return new Unknown([{ resource: 'apps', parent: '', reason: 'Okta answered without notes of the application' }]);
  }
  const note = textOf(pick(notes, 'admin'))?.trim() ?? '';
  return note === '' ? null : note;
}

/** Secrets are looked at only where the client authenticates with one; the others hold none that counts. */
function secretFacts({ view, asOf }: FactContext, app: NodeIndex): Facts {
  const method = textOf(pick(view.props(app)['credentials'], 'oauthClient', 'token_endpoint_auth_method'));
  if (method?.startsWith('client_secret') !== true) return { activeSecretCount: 0, daysWithSeveralSecrets: null };
  const needs = unreadList(view.coverage, 'client-secrets', view.key(app));
  if (needs.length > 0) {
    const unknown = new Unknown(needs);
    return { activeSecretCount: unknown, daysWithSeveralSecrets: unknown };
  }
  const ages = view
    .in(app, 'CREDENTIAL_OF')
    .filter((credential) => view.kind(credential) === 'ClientSecret' && view.props(credential)['status'] === 'ACTIVE')
    .map((secret) => daysSince(asOf, view.props(secret)['created']) ?? 0)
    .sort((a, b) => b - a);
  return { activeSecretCount: ages.length, daysWithSeveralSecrets: ages[1] ?? null };
}

function keySetFacts(context: FactContext, app: NodeIndex): Facts {
  const uri = textOf(pick(context.view.props(app)['settings'], 'oauthClient', 'jwks_uri'));
  if (uri === null || uri === '') {
    return { jwksUri: null, jwksEncrypted: null, jwksHostOwn: null, jwksHostDomains: [] };
  }
  const host = hostOf(uri);
  return {
    jwksUri: uri,
    jwksEncrypted: /^https:/i.test(uri),
    jwksHostOwn: isOwnHost(context, host),
    jwksHostDomains: [...domainsAbove(host), '*'],
  };
}

function flowFacts(context: FactContext, app: NodeIndex): Facts {
  const { credentials, settings } = context.view.props(app);
  const client = pick(settings, 'oauthClient');
  const pkce = pick(credentials, 'oauthClient', 'pkce_required');
  const uris = textsOf(pick(client, 'redirect_uris'));
  const { plain, loopback, foreignHosts } = redirectsOf(context, uris);
  return {
    grantTypes: [...textsOf(pick(client, 'grant_types'))].sort(),
    pkceRequired: typeof pkce === 'boolean' ? pkce : null,
    refreshTokenRotation: textOf(pick(client, 'refresh_token', 'rotation_type')),
    redirectUris: uris,
    hasWildcardRedirect: pick(client, 'wildcard_redirect') === 'SUBDOMAIN' || uris.some((uri) => uri.includes('*')),
    plainRedirects: plain,
    plainRedirectCount: plain.length,
    loopbackRedirectCount: loopback.length,
    foreignRedirectHosts: foreignHosts,
    foreignRedirectHostCount: countIn(foreignHosts, () => true),
  };
}

import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { appOauthFacts } from './app-oauth.facts';
import { daysAgo, factsOf } from './facts-of.spec-support';

const APP = 'App:a1';

interface Client {
  readonly client?: Record<string, unknown>;
  readonly auth?: Record<string, unknown>;
  readonly notes?: Record<string, unknown> | null;
  readonly signOnMode?: string;
}

const user = (n: number) => ({ key: `User:u${n}`, props: { status: 'ACTIVE', login: `u${n}@acme.example` } });

/** One OAuth client in a tenant whose people sign in as @acme.example. */
function client(given: Client, more: Partial<SmallGraph> = {}): SmallGraph {
  const props = {
    status: 'ACTIVE',
    signOnMode: given.signOnMode ?? 'OPENID_CONNECT',
    credentials: { oauthClient: { token_endpoint_auth_method: 'private_key_jwt', ...given.auth } },
    settings: {
      oauthClient: { application_type: 'service', ...given.client },
      ...(given.notes === undefined ? {} : { notes: given.notes }),
    },
  };
  return {
    ...more,
    nodes: [user(1), user(2), { key: APP, name: 'Sync', props }, ...(more.nodes ?? [])],
    edges: more.edges ?? [],
  };
}

const facts = (given: Client, more?: Partial<SmallGraph>) => factsOf(appOauthFacts, client(given, more), APP);

function holding(...parts: readonly Partial<SmallGraph>[]): Partial<SmallGraph> {
  return { nodes: parts.flatMap(({ nodes }) => nodes ?? []), edges: parts.flatMap(({ edges }) => edges ?? []) };
}

const scope = (name: string, status = 'ACTIVE'): Partial<SmallGraph> => ({
  nodes: [{ key: `Grant:${name}`, props: { appId: 'a1', scopeId: name, status } }],
  edges: [[APP, 'HAS_GRANT', `Grant:${name}`]],
});
const role = (type: string): Partial<SmallGraph> => ({
  nodes: [{ key: `RoleAssignment:${type}`, props: { type, status: 'ACTIVE' } }],
  edges: [[APP, 'HAS_ROLE_ASSIGNMENT', `RoleAssignment:${type}`]],
});
const secret = (id: string, created: string, status = 'ACTIVE'): Partial<SmallGraph> => ({
  nodes: [{ key: `ClientSecret:${id}`, props: { appId: 'a1', status, created } }],
  edges: [[`ClientSecret:${id}`, 'CREDENTIAL_OF', APP]],
});

describe('Facts about an OAuth client', () => {
  it('has every fact its schema declares, and no other', () => {
    expect(Object.keys(facts({})).sort()).toEqual(Object.keys(appOauthFacts.schema).sort());
  });

  it('knows service clients from applications people sign in to', () => {
    expect(facts({})).toMatchObject({ applicationType: 'service', isServiceClient: true });
    expect(facts({ client: { application_type: 'web' } })['isServiceClient']).toBe(false);
    expect(facts({ signOnMode: 'SAML_2_0' })).toMatchObject({ applicationType: null, oktaScopes: [] });
  });

  it('counts scopes that were granted and not revoked, of Okta alone', () => {
    const held = holding(scope('okta.users.manage'), scope('okta.apps.read', 'REVOKED'), scope('orders.manage'));

    expect(facts({}, held)).toMatchObject({
      oktaScopes: ['okta.users.manage'],
      oktaManageScopeCount: 1,
      hasRoleOrScope: true,
      hasRoleOrManageScope: true,
    });
  });

  it('proves a right by what was seen, and its absence only by a complete read', () => {
    const missing = ['app-grants'];

    expect(facts({}, { missing })['hasRoleOrManageScope']).toBeInstanceOf(Unknown);
    expect(facts({}, { missing })['oktaScopes']).toBeInstanceOf(Unknown);
    expect(facts({}, { ...scope('okta.users.manage'), missing })).toMatchObject({
      hasRoleOrManageScope: true,
      oktaScopes: new AtLeast(['okta.users.manage'], [{ resource: 'app-grants', parent: APP }]),
    });
    expect(facts({}, { missing: ['client-roles'] })['clientRoles']).toBeInstanceOf(Unknown);
    expect(facts({}, { ...role('HELP_DESK_ADMIN'), missing })).toMatchObject({
      clientRoles: ['HELP_DESK_ADMIN'],
      hasRoleOrScope: true,
    });
  });

  it('tells super admin from lesser roles', () => {
    expect(facts({}, role('SUPER_ADMIN'))).toMatchObject({ clientRoles: ['SUPER_ADMIN'], clientHasLesserRole: false });
    expect(facts({}, role('APP_ADMIN'))['clientHasLesserRole']).toBe(true);
  });

  describe('reach', () => {
    const custom = (permissions: readonly string[] | null): Partial<SmallGraph> => ({
      nodes: [
        { key: 'RoleAssignment:c', props: { type: 'CUSTOM', status: 'ACTIVE', roleId: 'cr1' } },
        { key: 'CustomRole:cr1', props: { permissions } },
      ],
      edges: [
        [APP, 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:c'],
        ['RoleAssignment:c', 'OF_ROLE', 'CustomRole:cr1'],
      ],
    });

    it('is none, read or write by roles', () => {
      expect(facts({})['roleReach']).toBe('none');
      expect(facts({}, role('READ_ONLY_ADMIN'))['roleReach']).toBe('read');
      expect(facts({}, role('USER_ADMIN'))['roleReach']).toBe('write');
      expect(facts({}, custom(['okta.users.read']))['roleReach']).toBe('read');
      expect(facts({}, custom(['okta.users.read', 'okta.groups.manage']))['roleReach']).toBe('write');
    });

    it('is none, read or write by scopes', () => {
      expect(facts({})['scopeReach']).toBe('none');
      expect(facts({}, scope('okta.users.read'))['scopeReach']).toBe('read');
      expect(facts({}, holding(scope('okta.users.read'), scope('okta.groups.manage')))['scopeReach']).toBe('write');
    });

    it('is not known below write while something may be hidden', () => {
      const hidden = { ...scope('okta.users.read'), missing: ['app-grants'] };

      expect(facts({}, hidden)['scopeReach']).toBeInstanceOf(Unknown);
      expect(facts({}, { ...role('READ_ONLY_ADMIN'), missing: ['client-roles'] })['roleReach']).toBeInstanceOf(Unknown);
      expect(facts({}, { ...role('APP_ADMIN'), missing: ['client-roles'] })['roleReach']).toBe('write');
    });
  });

  it('dates two secrets from the second one, and leaves keys and deactivated secrets out', () => {
    const auth = { token_endpoint_auth_method: 'client_secret_basic' };
    const two = holding(secret('old', daysAgo(90)), secret('new', daysAgo(30)), secret('off', daysAgo(60), 'INACTIVE'));

    expect(facts({ auth }, two)).toMatchObject({
      usesSharedSecret: true,
      activeSecretCount: 2,
      daysWithSeveralSecrets: 30,
    });
    expect(facts({ auth }, secret('one', daysAgo(90)))['daysWithSeveralSecrets']).toBeNull();
    expect(facts({ auth }, { missing: ['client-secrets'] })['daysWithSeveralSecrets']).toBeInstanceOf(Unknown);
    expect(facts({}, { missing: ['client-secrets'] })).toMatchObject({
      usesSharedSecret: false,
      daysWithSeveralSecrets: null,
    });
  });

  it('takes a client without a network condition for one that works from anywhere', () => {
    expect(facts({})['clientNetwork']).toBe('ANYWHERE');
    expect(facts({ client: { network: { connection: 'ZONE', include: ['z'] } } })['clientNetwork']).toBe('ZONE');
  });

  it('reads an owner from the note, and does not hold missing notes against anybody', () => {
    expect(facts({ notes: { admin: ' Owner: platform ' } })['ownerNote']).toBe('Owner: platform');
    expect(facts({ notes: { admin: '  ' } })['ownerNote']).toBeNull();
    expect(facts({ notes: { admin: null } })['ownerNote']).toBeNull();
    expect(facts({})['ownerNote']).toBeInstanceOf(Unknown);
  });

  it('judges where the keys of a client are fetched', () => {
    const at = (jwks_uri: string, more?: Partial<SmallGraph>) => facts({ client: { jwks_uri } }, more);

    expect(at('https://keys.acme.example/jwks')).toMatchObject({ jwksEncrypted: true, jwksHostOwn: true });
    expect(at('http://keys.acme.example/jwks')['jwksEncrypted']).toBe(false);
    expect(at('https://keys.vendor.test/jwks')).toMatchObject({
      jwksHostOwn: false,
      jwksHostDomains: ['keys.vendor.test', 'vendor.test', 'test', '*'],
    });
    expect(at('https://keys.vendor.test/jwks', { missing: ['domains'] })['jwksHostOwn']).toBeInstanceOf(Unknown);
    expect(facts({})['jwksUri']).toBeNull();
  });

  it('sorts redirect URIs by what is wrong with them', () => {
    const redirect_uris = [
      'https://app.acme.example/cb',
      'http://old.acme.example/cb',
      'https://agency.test/cb',
      'http://localhost:3000/cb',
      'http://127.0.0.1:8400/cb',
      'http://[::1]:8400/cb',
      'com.acme.mobile:/cb',
    ];

    expect(facts({ client: { application_type: 'web', redirect_uris } })).toMatchObject({
      plainRedirects: ['http://old.acme.example/cb'],
      plainRedirectCount: 1,
      loopbackRedirectCount: 3,
      foreignRedirectHosts: ['agency.test'],
      foreignRedirectHostCount: 1,
      hasWildcardRedirect: false,
    });
    expect(facts({ client: { redirect_uris } }, { missing: ['domains'] })['foreignRedirectHostCount']).toBeInstanceOf(
      Unknown,
    );
  });

  it('sees wildcards in the setting and in an address', () => {
    expect(facts({ client: { wildcard_redirect: 'SUBDOMAIN' } })['hasWildcardRedirect']).toBe(true);
    expect(facts({ client: { redirect_uris: ['https://*.acme.example/cb'] } })['hasWildcardRedirect']).toBe(true);
    expect(facts({ client: { wildcard_redirect: 'DISABLED' } })['hasWildcardRedirect']).toBe(false);
  });

  it('does not take silence about PKCE and rotation for an answer', () => {
    expect(facts({})).toMatchObject({ pkceRequired: null, refreshTokenRotation: null });
    expect(
      facts({ auth: { pkce_required: false }, client: { refresh_token: { rotation_type: 'STATIC', leeway: 0 } } }),
    ).toMatchObject({ pkceRequired: false, refreshTokenRotation: 'STATIC' });
  });
});

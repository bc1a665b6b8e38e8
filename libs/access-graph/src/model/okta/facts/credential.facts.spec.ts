import { Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { clientSecretFacts } from './client-secret.facts';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { grantFacts } from './grant.facts';
import { jwkFacts } from './jwk.facts';
import { serviceIntegrationFacts } from './service-integration.facts';
import { signingKeyFacts } from './signing-key.facts';

const CLIENT = {
  key: 'App:a1',
  name: 'Sync',
  props: { status: 'ACTIVE', signOnMode: 'OPENID_CONNECT', settings: { oauthClient: { application_type: 'service' } } },
};

describe('Facts about credentials of applications', () => {
  it.each([
    [grantFacts, { key: 'Grant:c', props: { appId: 'a1', scopeId: 'okta.users.read' } }],
    [clientSecretFacts, { key: 'ClientSecret:c', props: { appId: 'a1' } }],
    [jwkFacts, { key: 'Jwk:c', props: { appId: 'a1' } }],
    [signingKeyFacts, { key: 'SigningKey:a1.c', props: {} }],
    [serviceIntegrationFacts, { key: 'ServiceIntegration:c', props: {} }],
  ])('have every fact their schema declares, and no other (%#)', (set, node) => {
    const facts = factsOf(set as never, { nodes: [CLIENT, node], edges: [] }, node.key);
    expect(Object.keys(facts).sort()).toEqual(Object.keys(set.schema).sort());
  });

  it('name the application of a grant, also where only its id is known', () => {
    const grant = { key: 'Grant:g', props: { appId: 'a1', scopeId: 'okta.users.manage', status: 'ACTIVE' } };

    expect(factsOf(grantFacts, { nodes: [CLIENT, grant], edges: [] }, 'Grant:g')).toEqual({
      scopeId: 'okta.users.manage',
      allowsChanges: true,
      daysSinceClientChange: expect.any(Unknown),
      status: 'ACTIVE',
      appName: 'Sync',
      appStatus: 'ACTIVE',
      daysSinceLastUse: expect.any(Unknown),
      appDaysSinceLastUse: expect.any(Unknown),
    });
    expect(factsOf(grantFacts, { nodes: [grant], edges: [] }, 'Grant:g')).toMatchObject({ appName: null });
  });

  it.each([
    [jwkFacts, 'Jwk:c'],
    [clientSecretFacts, 'ClientSecret:c'],
  ])('do not call a credential young that is listed without its date (%#)', (set, key) => {
    const age = (props: Record<string, unknown>) =>
      factsOf(set as never, { nodes: [CLIENT, { key, props: { appId: 'a1', ...props } }], edges: [] }, key)['ageDays'];

    expect(age({})).toBeInstanceOf(Unknown);
    expect(age({ created: daysAgo(400) })).toBe(400);
  });

  it('weigh a secret by what its application may do', () => {
    const secret = { key: 'ClientSecret:s', props: { status: 'ACTIVE', created: daysAgo(200) } };
    const graph = (more: Partial<SmallGraph> = {}): SmallGraph => ({
      ...more,
      nodes: [CLIENT, secret, ...(more.nodes ?? [])],
      edges: [['ClientSecret:s', 'CREDENTIAL_OF', 'App:a1'], ...(more.edges ?? [])],
    });
    const role: Partial<SmallGraph> = {
      nodes: [{ key: 'RoleAssignment:r', props: { type: 'APP_ADMIN' } }],
      edges: [['App:a1', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:r']],
    };

    expect(factsOf(clientSecretFacts, graph(), 'ClientSecret:s')).toEqual({
      status: 'ACTIVE',
      ageDays: 200,
      appName: 'Sync',
      appStatus: 'ACTIVE',
      appIsPrivileged: false,
      daysSinceLastUse: expect.any(Unknown),
    });
    expect(factsOf(clientSecretFacts, graph(role), 'ClientSecret:s')['appIsPrivileged']).toBe(true);
    expect(
      factsOf(clientSecretFacts, graph({ missing: ['client-roles'] }), 'ClientSecret:s')['appIsPrivileged'],
    ).toBeInstanceOf(Unknown);
  });

  it('take a key of the key set without a status for one in use', () => {
    const key = { key: 'Jwk:a1.k', props: { appId: 'a1', status: null, created: daysAgo(400) } };

    expect(factsOf(jwkFacts, { nodes: [CLIENT, key], edges: [] }, 'Jwk:a1.k')).toMatchObject({
      status: 'ACTIVE',
      ageDays: 400,
      appStatus: 'ACTIVE',
    });
  });
});

describe('Facts about signing keys', () => {
  const key = (id: string, props: Record<string, unknown>) => ({ key: `SigningKey:${id}`, props });
  const saml = (credentials: Record<string, unknown>, status = 'ACTIVE') => ({
    key: 'App:s1',
    name: 'Travel',
    props: { status, signOnMode: 'SAML_2_0', credentials },
  });
  const old = key('s1.old', { kid: 'old', created: daysAgo(900), expiresAt: daysAgo(100) });
  const now = key('s1.now', { kid: 'now', created: daysAgo(100), expiresAt: daysAgo(-20) });
  const keysOf = (app: ReturnType<typeof saml>): SmallGraph => ({
    nodes: [app, old, now],
    edges: [
      ['SigningKey:s1.old', 'SIGNS_FOR', 'App:s1'],
      ['SigningKey:s1.now', 'SIGNS_FOR', 'App:s1'],
    ],
  });

  it('count the key an application signs with, not those it has left', () => {
    const graph = keysOf(saml({ signing: { kid: 'now' } }));

    expect(factsOf(signingKeyFacts, graph, 'SigningKey:s1.now')).toMatchObject({
      daysUntilExpiry: 20,
      activeAppNames: ['Travel'],
      activeAppCount: 1,
      activeIdpCount: 0,
    });
    expect(factsOf(signingKeyFacts, graph, 'SigningKey:s1.old')).toMatchObject({
      daysUntilExpiry: -100,
      activeAppCount: 0,
    });
  });

  it('take the newest key where the application names none, and none of an inactive application', () => {
    expect(factsOf(signingKeyFacts, keysOf(saml({})), 'SigningKey:s1.now')['activeAppCount']).toBe(1);
    expect(factsOf(signingKeyFacts, keysOf(saml({})), 'SigningKey:s1.old')['activeAppCount']).toBe(0);
    const inactive = keysOf(saml({ signing: { kid: 'now' } }, 'INACTIVE'));
    expect(factsOf(signingKeyFacts, inactive, 'SigningKey:s1.now')['activeAppCount']).toBe(0);
  });

  it('find the ACTIVE providers that trust a key, also as an additional one', () => {
    const idp = (id: string, trust: Record<string, unknown>, status = 'ACTIVE') => ({
      key: `IdP:${id}`,
      name: id,
      props: { status, protocol: { credentials: { trust } } },
    });
    const graph: SmallGraph = {
      nodes: [
        key('idps.k1', { ownerId: 'idps', kid: 'k1', expiresAt: daysAgo(-10) }),
        idp('main', { kid: 'k1' }),
        idp('next', { kid: 'k2', additionalKids: ['k1'] }),
        idp('off', { kid: 'k1' }, 'INACTIVE'),
      ],
      edges: [],
    };

    expect(factsOf(signingKeyFacts, graph, 'SigningKey:idps.k1')).toMatchObject({
      daysUntilExpiry: 10,
      activeIdpNames: ['main', 'next'],
      activeIdpCount: 2,
    });
  });
});

describe('Facts about API service integrations', () => {
  const integration = (props: Record<string, unknown>, more: Partial<SmallGraph> = {}): SmallGraph => ({
    ...more,
    nodes: [{ key: 'ServiceIntegration:i', props }, ...(more.nodes ?? [])],
    edges: [],
  });
  const facts = (graph: SmallGraph) => factsOf(serviceIntegrationFacts, graph, 'ServiceIntegration:i');
  const scopes = ['okta.users.read', 'okta.users.manage', 'okta.users.read'];

  it('count scopes once, and those that change things', () => {
    expect(facts(integration({ grantedScopes: scopes }))).toMatchObject({ scopeCount: 2, manageScopeCount: 1 });
  });

  it('tell an active creator from one who is gone, and from one nobody could look up', () => {
    const left = { nodes: [{ key: 'User:00u1', name: 'lena', props: { status: 'DEPROVISIONED' } }] };
    const made = { grantedScopes: scopes, createdBy: '00u1' };

    expect(facts(integration(made, left))).toMatchObject({ creatorStatus: 'DEPROVISIONED', creatorName: 'lena' });
    expect(facts(integration(made))['creatorStatus']).toBe('DELETED');
    expect(facts(integration(made, { missing: ['users'] }))['creatorStatus']).toBeInstanceOf(Unknown);
    expect(facts(integration({ grantedScopes: scopes, createdBy: 'okta' }))['creatorStatus']).toBeNull();
    const known = { nodes: [{ key: 'User:okta', props: { status: 'SUSPENDED' } }], edges: [] };
    expect(facts(integration({ grantedScopes: scopes, createdBy: 'okta' }, known))['creatorStatus']).toBe('SUSPENDED');
  });
});

import {
  mapApiToken,
  mapApp,
  mapAppUser,
  mapClientSecret,
  mapGrant,
  mapServiceIntegration,
  mapSigningKey,
} from './apps';
import { UnmappableRecord } from './wire';

describe('an application', () => {
  const app = {
    id: '0oa1',
    name: 'oidc_client',
    label: 'Payroll',
    status: 'ACTIVE',
    signOnMode: 'SOMETHING_NEW',
    credentials: {
      oauthClient: { client_id: '0oa1', client_secret: 'hush', token_endpoint_auth_method: 'client_secret_basic' },
    },
    settings: {
      app: { apiKey: 'hush', region: 'eu' },
      oauthClient: {
        application_type: 'service',
        jwks_uri: 'https://x.test/keys',
        jwks: {
          keys: [
            { kty: 'RSA', kid: 'k1', n: 'long', e: 'AQAB', created: '2025-01-01T00:00:00.000Z', status: 'ACTIVE' },
          ],
        },
      },
    },
    _links: { accessPolicy: { href: 'https://acme.okta.example/api/v1/policies/rst1' } },
  };

  it('keeps its settings without secrets and key material', () => {
    const { nodes, edges } = mapApp(app);
    const text = JSON.stringify(nodes);
    expect(text).not.toContain('hush');
    expect(text).not.toContain('"n":');
    expect(nodes[0]?.props).toMatchObject({
      catalogName: 'oidc_client',
      signOnMode: 'SOMETHING_NEW',
      accessPolicyId: 'rst1',
      credentials: { oauthClient: { token_endpoint_auth_method: 'client_secret_basic' } },
      settings: { app: { region: 'eu' }, oauthClient: { jwks_uri: 'https://x.test/keys' } },
    });
    expect(nodes[1]).toMatchObject({
      key: 'Jwk:0oa1.k1',
      externalId: 'k1',
      props: { appId: '0oa1', created: '2025-01-01T00:00:00.000Z' },
    });
    expect(edges.map(({ kind, src, dst }) => [kind, src, dst])).toEqual([
      ['CREDENTIAL_OF', 'Jwk:0oa1.k1', 'App:0oa1'],
      ['PROTECTS', 'Policy:rst1', 'App:0oa1'],
    ]);
  });

  it('leaves keys without age to their own list', () => {
    const undated = { ...app, settings: { oauthClient: { jwks: { keys: [{ kty: 'RSA', kid: 'k1' }] } } } };
    expect(mapApp(undated).nodes).toHaveLength(1);
  });

  it('has secrets of which the value is never kept', () => {
    const mapped = mapClientSecret('0oa1')({
      id: 'ocs1',
      client_secret: 'hush',
      secret_hash: 'h4sh',
      status: 'ACTIVE',
      created: 'x',
    });
    expect(JSON.stringify(mapped)).not.toMatch(/hush|h4sh/);
    expect(mapped.nodes[0]).toMatchObject({ key: 'ClientSecret:ocs1', props: { appId: '0oa1', status: 'ACTIVE' } });
  });

  it('has grants, keys and assigned users', () => {
    expect(mapGrant('0oa1')({ id: 'oag1', scopeId: 'okta.users.manage', status: 'ACTIVE' }).edges[0]).toMatchObject({
      kind: 'HAS_GRANT',
      src: 'App:0oa1',
    });
    expect(() => mapGrant('0oa1')({ id: 'oag1' })).toThrow(UnmappableRecord);
    expect(mapSigningKey('0oa1')({ kid: 'k', expiresAt: 'y', x5c: ['cert'] }).nodes[0]?.props).toEqual({
      ownerId: '0oa1',
      kid: 'k',
      use: null,
      created: null,
      expiresAt: 'y',
    });
    expect(
      mapAppUser('0oa1')({ id: '00u1', scope: 'GROUP', status: 'ACTIVE', profile: { role: 'x' } }).edges[0],
    ).toEqual({
      kind: 'ASSIGNED_TO',
      src: 'User:00u1',
      dst: 'App:0oa1',
      props: { scope: 'GROUP', status: 'ACTIVE' },
    });
  });
});

describe('credentials and integrations', () => {
  it('an API token acts as its owner; its expiry slides with use', () => {
    const { nodes, edges } = mapApiToken({
      id: '00T1',
      name: 'ci',
      userId: '00u1',
      tokenWindow: 'P30D',
      expiresAt: 'e',
      network: { connection: 'ANYWHERE' },
    });
    expect(nodes[0]).toMatchObject({
      props: { userId: '00u1', tokenWindow: 'P30D', network: { connection: 'ANYWHERE' } },
      observed: { expiresAt: 'e' },
    });
    expect(edges.map((edge) => edge.kind)).toEqual(['AUTHENTICATES_AS', 'CREATED']);
  });

  it('an integration carries its scopes', () => {
    expect(
      mapServiceIntegration({
        id: '0oa9',
        name: 'Log Shipper',
        type: 'log_shipper',
        grantedScopes: ['okta.logs.read'],
        createdBy: '00u1',
      }),
    ).toMatchObject({
      nodes: [{ props: { grantedScopes: ['okta.logs.read'] } }],
      edges: [{ kind: 'CREATED', src: 'User:00u1', dst: 'ServiceIntegration:0oa9' }],
    });
  });
});

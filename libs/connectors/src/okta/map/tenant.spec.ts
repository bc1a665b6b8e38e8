import { mapAuthenticator, mapHook, mapIdp, mapOrg, mapPolicyRule, mapSetting } from './tenant';

describe('the rest of the tenant', () => {
  it('a hook keeps the name of its secret header, never the value', () => {
    const wire = {
      id: 'who1',
      name: 'h',
      channel: {
        type: 'HTTP',
        config: {
          uri: 'https://x.test',
          authScheme: { type: 'HEADER', key: 'authorization', value: 'hush' },
          headers: [{ key: 'x-token', value: 'hush' }],
        },
      },
    };
    const mapped = mapHook('event')(wire);
    expect(JSON.stringify(mapped)).not.toContain('hush');
    expect(mapped.nodes[0]?.props).toMatchObject({
      hookType: 'event',
      channel: { config: { uri: 'https://x.test', authScheme: { key: 'authorization' } } },
    });
  });

  it('an identity provider assigns groups and trusts a key', () => {
    const wire = {
      id: '0oi1',
      name: 'Corp',
      protocol: { credentials: { trust: { kid: 'k1' }, client: { client_id: 'c', client_secret: 'hush' } } },
      policy: { provisioning: { groups: { action: 'ASSIGN', assignments: ['00g1'], filter: ['00g1', '00g2'] } } },
    };
    const { nodes, edges } = mapIdp(wire);
    expect(JSON.stringify(nodes)).not.toContain('hush');
    expect(edges.map(({ kind, src, dst }) => [kind, src, dst])).toEqual([
      ['ASSIGNS_GROUP', 'IdP:0oi1', 'Group:00g1'],
      ['ASSIGNS_GROUP', 'IdP:0oi1', 'Group:00g2'],
      ['SIGNS_FOR', 'SigningKey:idps.k1', 'IdP:0oi1'],
    ]);
  });

  it('a password policy keeps its settings although they are named password', () => {
    const mapped = mapPolicyRule(
      'rst1',
      'PASSWORD',
    )({ id: 'rule1', actions: { passwordChange: { access: 'ALLOW' } }, conditions: { people: null } });
    expect(mapped.nodes[0]?.props).toMatchObject({
      policyId: 'rst1',
      policyType: 'PASSWORD',
      actions: { passwordChange: { access: 'ALLOW' } },
    });
    expect(mapSetting('x', 'X')({ password: { minLength: 8 } }).nodes[0]?.props).toEqual({
      password: { minLength: 8 },
    });
  });

  it('an authenticator has its methods, or null when they were not readable', () => {
    const wire = { id: 'aut1', key: 'okta_verify', name: 'Okta Verify' };
    expect(
      mapAuthenticator(wire, [{ type: 'push', status: 'ACTIVE', settings: { a: 1 } }]).nodes[0]?.props['methods'],
    ).toEqual([{ type: 'push', status: 'ACTIVE', settings: { a: 1 } }]);
    expect(mapAuthenticator(wire, null).nodes[0]?.props['methods']).toBeNull();
  });

  it('the org is known by its public metadata where its settings are not readable', () => {
    expect(mapOrg({ id: '00o1', pipeline: 'idx', host: null }, null).nodes[0]).toMatchObject({
      key: 'Org:00o1',
      props: { pipeline: 'idx', companyName: null },
    });
    expect(mapOrg({ id: '00o1', pipeline: 'idx', host: null }, {}, '0oaReader').nodes[0]?.observed).toMatchObject({
      readerClientId: '0oaReader',
    });
  });

  it('a settings document may come in a list', () => {
    expect(mapSetting('lockout-settings', 'lockout')([{ a: true }]).nodes[0]).toMatchObject({
      key: 'Setting:lockout-settings',
      props: { a: true },
    });
  });
});

import {
  mapApiToken,
  mapApp,
  mapAppUser,
  mapClientSecret,
  mapGrant,
  mapServiceIntegration,
  mapSigningKey,
} from './apps';
import {
  mapDevice,
  mapFactor,
  mapGroup,
  mapGroupRule,
  mapOwner,
  mapUser,
  mapUserSchema,
  mapUserType,
} from './directory';
import {
  bindingMember,
  isOwnRow,
  mapCustomRole,
  mapResourceSet,
  mapRoleAssignment,
  namedObject,
  roleRow,
} from './roles';
import { mapAuthenticator, mapHook, mapIdp, mapOrg, mapPolicyRule, mapSetting } from './tenant';
import { UnmappableRecord } from './wire';

const user = {
  id: '00u1',
  status: 'ACTIVE',
  created: '2025-01-01T00:00:00.000Z',
  lastLogin: '2026-11-01T08:00:00.000Z',
  lastUpdated: '2026-11-02T08:00:00.000Z',
  realmId: 'guo1',
  type: { id: 'oty1' },
  profile: { login: 'ada@acme.test', email: 'ada@acme.test', costCentre: '42', tags: ['a'] },
  credentials: { password: {}, provider: { type: 'ACTIVE_DIRECTORY', name: 'acme.test' } },
  _links: { self: { href: 'https://acme.okta.example/api/v1/users/00u1' } },
};

describe('a user', () => {
  it('keeps its facts, moves what changes by itself aside and knows its type and realm', () => {
    const { nodes, edges } = mapUser(user);
    expect(nodes[0]).toMatchObject({
      key: 'User:00u1',
      externalId: '00u1',
      name: 'ada@acme.test',
      props: {
        status: 'ACTIVE',
        login: 'ada@acme.test',
        activated: null,
        providerType: 'ACTIVE_DIRECTORY',
        typeId: 'oty1',
        attributes: { costCentre: '42', tags: ['a'] },
      },
      observed: { lastLogin: '2026-11-01T08:00:00.000Z', lastUpdated: '2026-11-02T08:00:00.000Z' },
    });
    expect(nodes[0]?.props).not.toHaveProperty('_links');
    expect(nodes[0]?.props).not.toHaveProperty('lastLogin');
    expect(edges.map(({ kind, src, dst }) => [kind, src, dst])).toEqual([
      ['OF_TYPE', 'User:00u1', 'UserType:oty1'],
      ['CONTAINS', 'Realm:guo1', 'User:00u1'],
    ]);
  });

  it('may have a status nobody has heard of', () => {
    expect(mapUser({ ...user, status: 'HIBERNATING' }).nodes[0]?.props).toMatchObject({ status: 'HIBERNATING' });
  });

  it.each([
    ['no object', 'text'],
    ['no id', { ...user, id: undefined }],
    ['no status', { ...user, status: null }],
  ])('is set aside with %s', (_what, wire) => {
    expect(() => mapUser(wire)).toThrow(UnmappableRecord);
  });
});

describe('a group', () => {
  it.each(['hasAdminPrivilege', 'hasAdminPrivlege', 'hasAdminPrivileges'])('tells of its role as %s', (name) => {
    const wire = {
      id: '00g1',
      type: 'OKTA_GROUP',
      profile: { name: 'Ops' },
      _embedded: { stats: { usersCount: 3, appsCount: 1, [name]: true } },
    };
    expect(mapGroup(wire).nodes[0]?.observed).toMatchObject({ usersCount: 3, appsCount: 1, hasAdminPrivilege: true });
  });

  it('does not claim counts it was not told', () => {
    expect(mapGroup({ id: '00g1', profile: { name: 'Ops' } }).nodes[0]?.observed).toMatchObject({
      usersCount: null,
      hasAdminPrivilege: null,
    });
  });

  it('is mastered by the application it was imported from', () => {
    const wire = {
      id: '00g1',
      profile: { name: 'AD' },
      _links: { source: { href: 'https://acme.okta.example/api/v1/apps/0oa7' } },
    };
    expect(mapGroup(wire)).toMatchObject({
      nodes: [{ props: { sourceAppId: '0oa7' } }],
      edges: [{ kind: 'MASTERS', src: 'App:0oa7', dst: 'Group:00g1' }],
    });
  });

  it('is added to by its rules and owned by users and groups', () => {
    const rule = {
      id: '0pr1',
      name: 'r',
      status: 'ACTIVE',
      conditions: { expression: { value: 'user.department=="IT"' }, people: { users: { exclude: ['00u9'] } } },
      actions: { assignUserToGroups: { groupIds: ['00g1'] } },
    };
    expect(mapGroupRule(rule)).toMatchObject({
      nodes: [
        {
          props: {
            expression: 'user.department=="IT"',
            groupIds: ['00g1'],
            excludedUsers: ['00u9'],
            excludedGroups: [],
          },
        },
      ],
      edges: [{ kind: 'ADDS_TO', src: 'GroupRule:0pr1', dst: 'Group:00g1' }],
    });
    expect(
      mapOwner('00g1')({ id: '00g2', type: 'GROUP', originType: 'OKTA_DIRECTORY', resolved: true }).edges[0],
    ).toEqual({
      kind: 'OWNS',
      src: 'Group:00g2',
      dst: 'Group:00g1',
      props: { originType: 'OKTA_DIRECTORY', resolved: true },
    });
  });
});

describe('a role assignment', () => {
  const row = (more: object = {}) =>
    roleRow({
      id: 'ra1',
      type: 'HELP_DESK_ADMIN',
      label: 'Help Desk',
      assignmentType: 'USER',
      status: 'ACTIVE',
      ...more,
    });

  it('reaches the whole tenant when its targets are empty, and the named ones when not', () => {
    const all = mapRoleAssignment(row(), { kind: 'User', id: '00u1' }, { groups: [], apps: [], catalogApps: [] });
    expect(all.assignment.nodes[0]).toMatchObject({
      key: 'RoleAssignment:00u1.ra1',
      externalId: 'ra1',
      props: { targets: 'all' },
    });
    const some = mapRoleAssignment(
      row(),
      { kind: 'User', id: '00u1' },
      { groups: ['00g1'], apps: [], catalogApps: [] },
    );
    expect(some.assignment.nodes[0]?.props).toMatchObject({ targets: 'listed' });
    expect(some.scope).toEqual([{ kind: 'SCOPED_TO', src: 'RoleAssignment:00u1.ra1', dst: 'Group:00g1' }]);
  });

  it('does not claim a reach that could not be read', () => {
    expect(mapRoleAssignment(row(), { kind: 'User', id: '00u1' }, null).assignment.nodes[0]?.props).toMatchObject({
      targets: null,
    });
  });

  it('of a custom role leads to the role and its resource set', () => {
    const custom = roleRow({
      id: 'irb1',
      type: 'CUSTOM',
      label: 'Ops',
      assignmentType: 'GROUP',
      role: 'cr01',
      'resource-set': 'iam1',
    });
    expect(mapRoleAssignment(custom, { kind: 'Group', id: '00g1' }, null).assignment.edges).toEqual([
      { kind: 'HAS_ROLE_ASSIGNMENT', src: 'Group:00g1', dst: 'RoleAssignment:00g1.irb1' },
      { kind: 'OF_ROLE', src: 'RoleAssignment:00g1.irb1', dst: 'CustomRole:cr01' },
      { kind: 'SCOPED_TO', src: 'RoleAssignment:00g1.irb1', dst: 'ResourceSet:iam1' },
    ]);
  });

  it('that a user only inherits is not its own, and may name the group', () => {
    const inherited = row({
      assignmentType: 'GROUP',
      _links: { assignee: { href: 'https://acme.okta.example/api/v1/groups/00g5' } },
    });
    expect(isOwnRow(inherited, 'User')).toBe(false);
    expect(isOwnRow(inherited, 'Group')).toBe(true);
    expect(inherited.assigneeGroup).toBe('00g5');
  });

  it('of a type nobody has heard of brings its own role', () => {
    const mapped = mapRoleAssignment(row({ type: 'NEW_ADMIN' }), { kind: 'User', id: '00u1' }, null);
    expect(mapped.assignment.nodes[1]).toMatchObject({ key: 'Role:NEW_ADMIN' });
  });
});

describe('a custom role', () => {
  it('has sorted permissions with their conditions, or null when they were not readable', () => {
    const role = { id: 'cr01', label: 'Ops', created: 'x' };
    const conditions = { include: { 'okta:ResourceAttribute/User/Profile': ['city'] } };
    expect(
      mapCustomRole(role, [
        { label: 'okta.users.read', conditions },
        { label: 'okta.apps.read', conditions: null },
      ]).nodes[0]?.props,
    ).toMatchObject({
      permissions: ['okta.apps.read', 'okta.users.read'],
      conditions: { 'okta.users.read': conditions },
    });
    expect(mapCustomRole(role, null).nodes[0]?.props).toMatchObject({ permissions: null });
  });
});

describe('a resource set', () => {
  it('contains what its names single out and keeps the names of whole collections', () => {
    const resources = [
      { id: '1', orn: 'orn:okta:directory:00o1:users' },
      { id: '2', orn: 'orn:okta:directory:00o1:groups:00g1' },
      { id: '3', orn: 'orn:okta:directory:00o1:groups:00g2:contained_resources' },
      { id: '4', orn: 'orn:okta:idp:00o1:apps:oidc_client:0oa1' },
      { id: '5', _links: { users: { href: 'https://acme.okta.example/api/v1/users/00u1' } } },
    ];
    const { set, contains } = mapResourceSet({ id: 'iam1', label: 'All' }, resources);
    expect(contains.map((edge) => edge.dst).sort()).toEqual(['App:0oa1', 'Group:00g1', 'User:00u1']);
    expect(set.nodes[0]?.props['resources']).toHaveLength(5);
    expect(mapResourceSet({ id: 'iam1' }, null).set.nodes[0]?.props['resources']).toBeNull();
  });

  it('knows its members by their links', () => {
    expect(
      bindingMember({ id: 'irb1', _links: { self: { href: 'https://acme-admin.okta.example/api/v1/groups/00g1' } } }),
    ).toEqual({ kind: 'Group', id: '00g1' });
    expect(namedObject('https://acme.okta.example/oauth2/v1/clients/0oa1')).toEqual({ kind: 'App', id: '0oa1' });
    expect(namedObject('https://acme.okta.example/api/v1/users')).toBeNull();
  });
});

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

describe('the rest of the tenant', () => {
  it('a user type names its schema, whose id is not its own', () => {
    const wire = {
      id: 'oty1',
      name: 'user',
      default: true,
      _links: { schema: { href: 'https://acme.test/api/v1/meta/schemas/user/osc9' } },
    };
    expect(mapUserType(wire).nodes[0]).toMatchObject({
      externalId: 'oty1',
      props: { schemaId: 'osc9', default: true },
    });
    expect(mapUserType({ id: 'oty2', name: 'x' }).nodes[0]?.props['schemaId']).toBeNull();
  });

  it('a schema tells what users may do to their own attributes', () => {
    const wire = {
      definitions: {
        base: {
          properties: {
            login: { title: 'Username', type: 'string', permissions: [{ principal: 'SELF', action: 'READ_ONLY' }] },
          },
        },
        custom: {
          properties: { costCentre: { title: 'Cost', permissions: [{ principal: 'SELF', action: 'READ_WRITE' }] } },
        },
      },
    };
    const { nodes, edges } = mapUserSchema('oty1')(wire);
    expect(nodes.map(({ key, props }) => [key, props['permission'], props['custom']])).toEqual([
      ['Attribute:oty1.login', 'READ_ONLY', false],
      ['Attribute:oty1.costCentre', 'READ_WRITE', true],
    ]);
    expect(edges[0]).toMatchObject({ kind: 'CONTAINS', src: 'UserType:oty1' });
  });

  it('a factor and a device belong to their users', () => {
    expect(
      mapFactor('00u1')({
        id: 'mbl1',
        factorType: 'sms',
        provider: 'OKTA',
        status: 'ACTIVE',
        profile: { phoneNumber: '+1555' },
      }),
    ).toMatchObject({
      nodes: [{ key: 'Factor:00u1.mbl1', externalId: 'mbl1', props: { userId: '00u1', phoneNumber: '+1555' } }],
      edges: [{ kind: 'HAS_FACTOR', src: 'User:00u1' }],
    });
    expect(
      mapDevice({
        id: 'guo1',
        status: 'ACTIVE',
        profile: { displayName: 'Mac' },
        _embedded: { users: [{ managementStatus: 'MANAGED', user: { id: '00u1' } }] },
      }),
    ).toMatchObject({
      nodes: [{ name: 'Mac' }],
      edges: [{ kind: 'DEVICE_OF', src: 'Device:guo1', dst: 'User:00u1' }],
    });
  });

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

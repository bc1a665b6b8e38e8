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
  it('is known by a number as by a text', () => {
    expect(mapUser({ ...user, id: 4711 }).nodes[0]).toMatchObject({ key: 'User:4711', externalId: '4711' });
    expect(mapUser({ ...user, type: { id: 7 } }).nodes[0]).toMatchObject({ props: { typeId: '7' } });
  });

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

describe('what belongs to users', () => {
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
});

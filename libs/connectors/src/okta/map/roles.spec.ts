import {
  bindingMember,
  isOwnRow,
  mapCustomRole,
  mapResourceSet,
  mapRoleAssignment,
  namedObject,
  roleRow,
} from './roles';

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

import { AtLeast, Unknown } from '@posture/domain';
import { buildGraph } from '../../../graph/build-graph';
import type { SmallGraph } from '../../../graph/build-graph';
import { computePrivilege } from './compute-privilege';
import { withTiers } from '../../../privilege/with-tiers';
import { DEFAULT_CLASSIFICATION } from './classification';

const SERVICE_APP = { signOnMode: 'OPENID_CONNECT', settings: { oauthClient: { application_type: 'service' } } };

const TENANT: SmallGraph = {
  nodes: [
    { key: 'Org:o' },
    { key: 'User:direct', name: 'ada@acme.example', props: { login: 'ada@acme.example' } },
    { key: 'User:member', props: { login: 'svc-backup@acme.example' } },
    { key: 'User:plain', props: { userType: 'Service_Account' } },
    { key: 'Group:admins', name: 'Admins', props: { type: 'OKTA_GROUP' } },
    { key: 'Group:staff', props: { type: 'OKTA_GROUP' } },
    { key: 'Group:everyone', props: { type: 'BUILT_IN' } },
    { key: 'App:client', props: SERVICE_APP },
    { key: 'App:saml', props: { signOnMode: 'SAML_2_0', catalogName: 'salesforce' } },
    { key: 'App:console', props: { signOnMode: 'SAML_2_0', catalogName: 'saasure' } },
    { key: 'Policy:console' },
    { key: 'ApiToken:t' },
    { key: 'ClientSecret:s' },
    { key: 'Role:SUPER_ADMIN' },
    { key: 'Role:HELP_DESK_ADMIN' },
    { key: 'CustomRole:c', props: { permissions: ['okta.users.read', 'okta.users.manage'] } },
    { key: 'RoleAssignment:direct.1', props: { type: 'HELP_DESK_ADMIN', status: 'ACTIVE' } },
    { key: 'RoleAssignment:admins.1', props: { type: 'SUPER_ADMIN', status: 'ACTIVE' } },
    { key: 'RoleAssignment:client.1', props: { type: 'CUSTOM', status: 'ACTIVE' } },
  ],
  edges: [
    ['User:member', 'MEMBER_OF', 'Group:admins'],
    ['User:plain', 'MEMBER_OF', 'Group:staff'],
    ['User:plain', 'OWNS', 'Group:staff'],
    ['User:direct', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:direct.1'],
    ['Group:admins', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:admins.1'],
    ['App:client', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:client.1'],
    ['RoleAssignment:direct.1', 'OF_ROLE', 'Role:HELP_DESK_ADMIN'],
    ['RoleAssignment:admins.1', 'OF_ROLE', 'Role:SUPER_ADMIN'],
    ['RoleAssignment:client.1', 'OF_ROLE', 'CustomRole:c'],
    ['ApiToken:t', 'AUTHENTICATES_AS', 'User:member'],
    ['ClientSecret:s', 'CREDENTIAL_OF', 'App:client'],
    ['Policy:console', 'PROTECTS', 'App:console'],
  ],
};

function model(change: Partial<SmallGraph> = {}) {
  const view = buildGraph({ ...TENANT, ...change });
  const privilege = computePrivilege(view, DEFAULT_CLASSIFICATION);
  return { view, privilege, roles: (key: string) => privilege.effectiveRoles(view.indexOf(key)) };
}

describe('computePrivilege', () => {
  it('finds direct roles, inherited roles and roles of clients', () => {
    const { view, privilege, roles } = model();
    expect(roles('User:direct')).toEqual(['HELP_DESK_ADMIN']);
    expect(roles('User:member')).toEqual(['SUPER_ADMIN']);
    expect(roles('User:plain')).toEqual([]);
    expect(roles('App:client')).toEqual(['CUSTOM']);
    expect(privilege.heldRoles(view.indexOf('User:member'))).toEqual([
      {
        type: 'SUPER_ADMIN',
        assignment: view.indexOf('RoleAssignment:admins.1'),
        holder: view.indexOf('Group:admins'),
        direct: false,
      },
    ]);
    expect(privilege.customPermissions(view.indexOf('App:client'))).toEqual(['okta.users.manage', 'okta.users.read']);
    expect(privilege.holders().map((node) => view.key(node))).toEqual([
      'App:client',
      'Group:admins',
      'User:direct',
      'User:member',
    ]);
  });

  it('takes a user missing from a complete list of role holders to hold no role of its own', () => {
    expect(
      model({ coverage: [{ resource: 'user-roles', parent: 'User:direct', state: 'complete' }] }).roles('User:plain'),
    ).toEqual([]);
  });

  it('keeps what it saw as a lower bound when group roles were forbidden, and says so of nothing seen', () => {
    const { roles } = model({ missing: ['group-roles'] });
    expect(roles('User:direct')).toEqual(['HELP_DESK_ADMIN']);
    expect(roles('User:member')).toEqual(new AtLeast(['SUPER_ADMIN'], [{ resource: 'group-roles', parent: '' }]));
    expect(roles('User:plain')).toEqual(new AtLeast([], [{ resource: 'group-roles', parent: '' }]));
  });

  it('knows nothing of a user when neither holders nor group roles were read', () => {
    const { roles } = model({ missing: ['role-assignees', 'user-roles', 'group-roles'] });
    expect(roles('User:plain')).toBeInstanceOf(Unknown);
    expect(roles('Group:staff')).toBeInstanceOf(Unknown);
    expect(roles('Group:everyone')).toEqual([]);
    expect(roles('User:direct')).toBeInstanceOf(AtLeast);
  });

  it('reads one refusal of role lists as unknown roles of everybody', () => {
    expect(model({ missing: ['user-roles'] }).roles('User:plain')).toBeInstanceOf(AtLeast);
    expect(
      model({ coverage: [{ resource: 'user-roles', parent: 'User:direct', state: 'failed' }] }).roles('User:plain'),
    ).toEqual([]);
  });

  it('doubts every user when the members of a group with a role were not read, none when of another group', () => {
    const coverage = (parent: string) => [{ resource: 'group-members', parent, state: 'failed' as const }];
    expect(model({ coverage: coverage('Group:admins') }).roles('User:direct')).toEqual(
      new AtLeast(['HELP_DESK_ADMIN'], [{ resource: 'group-members', parent: 'Group:admins' }]),
    );
    expect(model({ coverage: coverage('Group:staff') }).roles('User:direct')).toEqual(['HELP_DESK_ADMIN']);
  });

  it('does not doubt the roles of an application that is no service client', () => {
    const { roles } = model({ missing: ['client-roles'] });
    expect(roles('App:saml')).toEqual([]);
    expect(roles('App:client')).toBeInstanceOf(AtLeast);
  });

  it('says which custom role kept permissions from being known', () => {
    const nodes = TENANT.nodes.map((node) =>
      node.key === 'CustomRole:c' ? { ...node, props: { permissions: null } } : node,
    );
    const { view, privilege } = model({ nodes });
    expect(privilege.customPermissions(view.indexOf('App:client'))).toEqual(
      new AtLeast([], [{ resource: 'custom-role-permissions', parent: 'CustomRole:c' }]),
    );
  });

  it('ignores an assignment that is switched off', () => {
    const nodes = TENANT.nodes.map((node) =>
      node.key === 'RoleAssignment:direct.1' ? { ...node, props: { ...node.props, status: 'INACTIVE' } } : node,
    );
    expect(model({ nodes }).roles('User:direct')).toEqual([]);
  });

  it('gives tiers with their reasons', () => {
    const { view, privilege } = model();
    const tier = (key: string) => `${privilege.tier(view.indexOf(key))} ${privilege.tierReason(view.indexOf(key))}`;
    expect(tier('Org:o')).toBe('T0 is the tenant itself');
    expect(tier('User:member')).toBe('T0 holds SUPER_ADMIN through group Admins');
    expect(tier('ApiToken:t')).toBe('T0 acts with the rights of member');
    expect(tier('User:direct')).toBe('T1 holds HELP_DESK_ADMIN');
    expect(tier('ClientSecret:s')).toBe('T1 authenticates as client');
    expect(tier('App:saml')).toBe('T1 salesforce is classified as critical');
    expect(tier('Policy:console')).toBe('T0 guards the Admin Console');
    expect(tier('User:plain')).toBe('T2 owns group staff');
    expect(tier('Group:everyone')).toBe('T3 reaches nothing beyond itself');
  });

  it('takes an integration that may assign roles for as grave as the tenant, one with another change scope for less', () => {
    const integration = (...grantedScopes: string[]) => {
      const nodes = [...TENANT.nodes, { key: 'ServiceIntegration:s', props: { grantedScopes } }];
      const { view, privilege } = model({ nodes });
      const node = view.indexOf('ServiceIntegration:s');
      return `${privilege.tier(node)} ${privilege.tierReason(node)}`;
    };
    expect(integration('okta.groups.manage', 'okta.roles.manage')).toBe('T0 is granted okta.roles.manage');
    expect(integration('okta.groups.manage')).toBe('T1 is granted okta.groups.manage');
    expect(integration('okta.groups.read')).toBe('T3 reaches nothing beyond itself');
  });

  it('tells service accounts by user type, by name and by group', () => {
    const { view, privilege } = model();
    expect(
      ['User:direct', 'User:member', 'User:plain'].map((key) => privilege.isServiceAccount(view.indexOf(key))),
    ).toEqual([false, true, true]);
    const byGroup = computePrivilege(view, {
      ...DEFAULT_CLASSIFICATION,
      serviceGroups: ['Admins'],
      servicePattern: '',
    });
    expect(byGroup.isServiceAccount(view.indexOf('User:member'))).toBe(true);
    expect(() => computePrivilege(view, { ...DEFAULT_CLASSIFICATION, servicePattern: '(' })).toThrow(
      expect.objectContaining({ code: 'classification.pattern_invalid', field: 'classification.servicePattern' }),
    );
  });

  it.each(['service', 'Service Account', 'service-account', 'serviceAccount', 'SVC'])(
    'reads the user type %s as one of a service account',
    (userType) => {
      const view = buildGraph({ nodes: [{ key: 'User:u', props: { login: 'u@acme.example', userType } }], edges: [] });

      expect(computePrivilege(view, DEFAULT_CLASSIFICATION).isServiceAccount(view.indexOf('User:u'))).toBe(true);
    },
  );

  it('takes tiers given by hand over its own', () => {
    const { view, privilege } = model();
    expect(withTiers(privilege, view, { 'User:plain': 'T0' }).tier(view.indexOf('User:plain'))).toBe('T0');
  });
});

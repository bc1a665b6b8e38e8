import { EDGE_KINDS, kindOfKey } from '@posture/domain';
import { buildGraph } from '../../../graph/build-graph';
import type { SmallEdge, SmallGraph, SmallNode } from '../../../graph/build-graph';
import { computePrivilege } from '../privilege/compute-privilege';
import { DEFAULT_CLASSIFICATION } from '../privilege/classification';
import { deriveEdges } from './derive-edges';
import { userAttributesOf } from './group-rule-expression';

const BASE: SmallNode[] = [
  { key: 'Org:o' },
  { key: 'User:plain' },
  { key: 'User:gone', props: { status: 'DEPROVISIONED' } },
  { key: 'User:admin' },
  { key: 'User:holder' },
  { key: 'Group:staff', props: { type: 'OKTA_GROUP' } },
  { key: 'Group:admins', props: { type: 'OKTA_GROUP' } },
  { key: 'Group:ad', props: { type: 'APP_GROUP' } },
  { key: 'App:plain', props: { catalogName: 'salesforce' } },
  { key: 'App:console', props: { catalogName: 'saasure' } },
  {
    key: 'App:client',
    props: { signOnMode: 'OPENID_CONNECT', settings: { oauthClient: { application_type: 'service' } } },
  },
  { key: 'ClientSecret:s' },
  { key: 'RoleAssignment:client', props: { type: 'READ_ONLY_ADMIN' } },
  { key: 'RoleAssignment:admins', props: { type: 'REPORT_ADMIN' } },
];
const BASE_EDGES: SmallEdge[] = [
  ['User:plain', 'MEMBER_OF', 'Group:staff'],
  ['User:gone', 'MEMBER_OF', 'Group:staff'],
  ['User:admin', 'MEMBER_OF', 'Group:staff'],
  ['User:admin', 'MEMBER_OF', 'Group:admins'],
  ['Group:admins', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:admins'],
  ['App:client', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:client'],
  ['ClientSecret:s', 'CREDENTIAL_OF', 'App:client'],
];

function derive(nodes: SmallNode[], edges: SmallEdge[], more: Partial<SmallGraph> = {}) {
  const view = buildGraph({ nodes: [...BASE, ...nodes], edges: [...BASE_EDGES, ...edges], ...more });
  const derived = deriveEdges(view, computePrivilege(view, DEFAULT_CLASSIFICATION));
  const text = derived.edges.map((edge) => `${edge.src} ${edge.kind} ${edge.dst}`);
  return {
    derived,
    of: (src: string) => text.filter((line) => line.startsWith(`${src} `)).map((line) => line.slice(src.length + 1)),
    edge: (src: string, kind: string, dst: string) =>
      derived.edges.find((edge) => edge.src === src && edge.kind === kind && edge.dst === dst)?.props,
  };
}

function holding(type: string, props: Record<string, unknown> = {}, more: SmallEdge[] = [], nodes: SmallNode[] = []) {
  return derive(
    [{ key: 'RoleAssignment:h', props: { type, ...props } }, ...nodes],
    [['User:holder', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:h'], ...more],
  );
}

describe('deriveEdges', () => {
  it('lets a super admin, or a group of them, control the tenant', () => {
    const { of, edge } = holding('SUPER_ADMIN');
    expect(of('User:holder')).toEqual(['SUPER_ADMIN_OF Org:o']);
    expect(edge('User:holder', 'SUPER_ADMIN_OF', 'Org:o')).toEqual({
      via: ['SUPER_ADMIN by RoleAssignment:h'],
      inputs: 'complete',
    });
  });

  it('keeps holders of roles, direct or inherited, out of reach of a help desk', () => {
    const { of } = holding('HELP_DESK_ADMIN', { targets: 'all' });
    expect(of('User:holder')).toEqual([
      'CAN_RESET_FACTORS TargetSet:users-without-role',
      'CAN_RESET_PASSWORD TargetSet:users-without-role',
    ]);
    expect(of('TargetSet:users-without-role')).toEqual(['HAS_MEMBER User:plain']);
  });

  it('narrows an assignment to its targets and writes only sets some edge ends at', () => {
    const { of, derived } = holding('USER_ADMIN', { targets: 'listed' }, [
      ['RoleAssignment:h', 'SCOPED_TO', 'Group:staff'],
      ['RoleAssignment:h', 'SCOPED_TO', 'Group:admins'],
    ]);
    expect(of('User:holder')).toEqual([
      'CAN_ADD_MEMBER Group:staff',
      'CAN_MANAGE_USER TargetSet:users-of-group.admins',
      'CAN_MANAGE_USER TargetSet:users-of-group.staff',
      'CAN_RESET_FACTORS TargetSet:users-of-group.admins',
      'CAN_RESET_FACTORS TargetSet:users-of-group.staff',
      'CAN_RESET_PASSWORD TargetSet:users-of-group.admins',
      'CAN_RESET_PASSWORD TargetSet:users-of-group.staff',
    ]);
    expect(of('TargetSet:users-of-group.staff')).toEqual(['HAS_MEMBER User:plain']);
    expect(of('TargetSet:users-of-group.admins')).toEqual([]);
    expect(derived.nodes.map((node) => node.key)).toEqual([
      'TargetSet:users-of-group.admins',
      'TargetSet:users-of-group.staff',
    ]);
  });

  it('claims nothing of a narrowable role whose targets were not read', () => {
    expect(holding('HELP_DESK_ADMIN', { targets: null }).of('User:holder')).toEqual([]);
  });

  it('puts no barrier before client secrets, and one before applications', () => {
    const admin = holding('APP_ADMIN', { targets: 'all' });
    expect(admin.of('User:holder')).toEqual([
      'CAN_MANAGE_APP TargetSet:apps-without-role',
      'CAN_READ_SECRET TargetSet:client-secrets',
    ]);
    expect(admin.of('TargetSet:apps-without-role')).toEqual(['HAS_MEMBER App:plain']);
    expect(admin.of('TargetSet:client-secrets')).toEqual(['HAS_MEMBER ClientSecret:s']);
    expect(holding('APP_ADMIN', { targets: 'listed', targetApps: ['salesforce'] }).of('User:holder')).toEqual([
      'CAN_MANAGE_APP App:plain',
    ]);
    expect(holding('READ_ONLY_ADMIN').of('User:holder')).toEqual(['CAN_READ_SECRET TargetSet:client-secrets']);
  });

  it('leaves out a secret that opens nothing any more', () => {
    const spent: SmallNode[] = [
      { key: 'ClientSecret:spent', props: { status: 'INACTIVE' } },
      { key: 'RoleAssignment:narrow', props: { type: 'APP_ADMIN', targets: 'listed' } },
    ];
    const edges: SmallEdge[] = [
      ['ClientSecret:spent', 'CREDENTIAL_OF', 'App:plain'],
      ['User:admin', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:narrow'],
      ['RoleAssignment:narrow', 'SCOPED_TO', 'App:plain'],
    ];
    const { of } = holding('READ_ONLY_ADMIN', {}, edges, spent);
    expect(of('TargetSet:client-secrets')).toEqual(['HAS_MEMBER ClientSecret:s']);
    expect(of('User:admin')).toEqual(['CAN_MANAGE_APP App:plain']);
  });

  it('adds members only to groups an administrator fills and that give no role', () => {
    const { of } = holding('GROUP_MEMBERSHIP_ADMIN', { targets: 'all' });
    expect(of('TargetSet:groups-without-role')).toEqual(['HAS_MEMBER Group:staff']);
  });

  it('lets an org admin change policies, providers, hooks and authorization servers', () => {
    const { of } = holding(
      'ORG_ADMIN',
      {},
      [],
      [{ key: 'Policy:p' }, { key: 'IdP:i' }, { key: 'AuthServer:a' }, { key: 'Hook:h' }, { key: 'Device:d' }],
    );
    expect(of('User:holder')).toEqual([
      'CAN_ADD_MEMBER TargetSet:groups-without-role',
      'CAN_MANAGE_AUTHSERVER AuthServer:a',
      'CAN_MANAGE_DEVICE TargetSet:devices',
      'CAN_MANAGE_HOOK Hook:h',
      'CAN_MANAGE_IDP IdP:i',
      'CAN_MANAGE_POLICY Policy:p',
      'CAN_MANAGE_USER TargetSet:users-without-role',
      'CAN_RESET_FACTORS TargetSet:users-without-role',
      'CAN_RESET_PASSWORD TargetSet:users-without-role',
    ]);
  });

  it('gives a custom role its permissions over what its resource set names', () => {
    const custom = (permissions: string[], resources: string[], nodes: SmallNode[] = []) =>
      holding(
        'CUSTOM',
        {},
        [
          ['RoleAssignment:h', 'OF_ROLE', 'CustomRole:c'],
          ['RoleAssignment:h', 'SCOPED_TO', 'ResourceSet:r'],
        ],
        [
          { key: 'CustomRole:c', name: 'Helpers', props: { permissions } },
          { key: 'ResourceSet:r', props: { resources } },
          ...nodes,
        ],
      );
    expect(custom(['okta.users.credentials.resetPassword'], ['orn:okta:directory:o:users']).of('User:holder')).toEqual([
      'CAN_RESET_PASSWORD TargetSet:users-without-role',
    ]);
    expect(
      custom(
        ['okta.users.credentials.resetPassword'],
        ['orn:okta:directory:o:users:admin', 'orn:okta:directory:o:users:plain'],
      ).of('User:holder'),
    ).toEqual(['CAN_RESET_PASSWORD User:plain']);
    expect(
      custom(['okta.users.credentials.resetFactors'], ['orn:okta:directory:o:groups:staff:contained_resources']).of(
        'User:holder',
      ),
    ).toEqual(['CAN_RESET_FACTORS TargetSet:users-of-group.staff']);
    expect(
      custom(['okta.groups.members.manage'], ['https://acme.okta.example/api/v1/groups/staff']).of('User:holder'),
    ).toEqual(['CAN_ADD_MEMBER Group:staff']);
    expect(custom(['okta.apps.manage'], ['orn:okta:idp:o:apps:salesforce']).of('User:holder')).toEqual([
      'CAN_MANAGE_APP App:plain',
    ]);
    expect(
      custom(['okta.apps.clientCredentials.read'], ['orn:okta:idp:o:apps:oidc_client:client']).of('User:holder'),
    ).toEqual(['CAN_READ_SECRET ClientSecret:s']);
    const policies = (...resources: string[]) =>
      custom(['okta.policies.manage'], resources, [
        { key: 'Policy:console', props: { type: 'ACCESS_POLICY' } },
        { key: 'Policy:session', props: { type: 'OKTA_SIGN_ON' } },
      ]).of('User:holder');
    const both = ['CAN_MANAGE_POLICY Policy:console', 'CAN_MANAGE_POLICY Policy:session'];
    expect(policies('orn:okta:idp:o:policies')).toEqual(both);
    expect(policies('orn:okta:idp:o:policies:console')).toEqual(['CAN_MANAGE_POLICY Policy:console']);
    expect(policies('orn:okta:idp:o:policies:access_policy:console')).toEqual(['CAN_MANAGE_POLICY Policy:console']);
    expect(policies('orn:okta:idp:o:policies:okta_sign_on')).toEqual(['CAN_MANAGE_POLICY Policy:session']);
    expect(policies('https://acme.okta.example/api/v1/policies/session')).toEqual(['CAN_MANAGE_POLICY Policy:session']);
    expect(policies('https://acme.okta.example/api/v1/policies?type=ACCESS_POLICY')).toEqual([
      'CAN_MANAGE_POLICY Policy:console',
    ]);
    expect(custom(['okta.users.read'], ['orn:okta:directory:o:users']).of('User:holder')).toEqual([]);
    expect(
      custom(['okta.users.credentials.resetPassword'], ['orn:okta:directory:o:users']).edge(
        'User:holder',
        'CAN_RESET_PASSWORD',
        'TargetSet:users-without-role',
      ),
    ).toEqual({
      via: ['okta.users.credentials.resetPassword of Helpers by RoleAssignment:h'],
      inputs: 'complete',
    });
  });

  it('asks of a client both the role and the scope', () => {
    const client = (type: string, ...scopes: string[]) =>
      derive(
        [
          { key: 'App:c', props: { signOnMode: 'OPENID_CONNECT', status: 'ACTIVE' } },
          { key: 'RoleAssignment:c', props: { type, targets: 'all' } },
          ...scopes.map((scope) => ({ key: `Grant:${scope}`, props: { scopeId: scope, status: 'ACTIVE' } })),
        ],
        [
          ['App:c', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:c'],
          ...scopes.map((scope): SmallEdge => ['App:c', 'HAS_GRANT', `Grant:${scope}`]),
        ],
      ).of('App:c');
    expect(client('SUPER_ADMIN')).toEqual([]);
    expect(client('SUPER_ADMIN', 'okta.logs.read')).toEqual([]);
    expect(client('SUPER_ADMIN', 'okta.users.manage')).toEqual(['SUPER_ADMIN_OF Org:o']);
    expect(client('SUPER_ADMIN', 'okta.apps.read')).toEqual(['CAN_READ_SECRET TargetSet:client-secrets']);
    expect(client('HELP_DESK_ADMIN', 'okta.users.manage')).toEqual([
      'CAN_RESET_FACTORS TargetSet:users-without-role',
      'CAN_RESET_PASSWORD TargetSet:users-without-role',
    ]);
    expect(client('HELP_DESK_ADMIN', 'okta.groups.manage')).toEqual([]);
  });

  it('takes a catalogue integration by its scopes alone', () => {
    const { of, edge } = derive(
      [{ key: 'ServiceIntegration:s', props: { grantedScopes: ['okta.groups.manage', 'okta.users.read'] } }],
      [],
    );
    expect(of('ServiceIntegration:s')).toEqual(['CAN_ADD_MEMBER TargetSet:groups-without-role']);
    expect(edge('ServiceIntegration:s', 'CAN_ADD_MEMBER', 'TargetSet:groups-without-role')?.via).toEqual([
      'scope okta.groups.manage',
    ]);
  });

  it('says of a target whose roles may be hidden that its inputs were partial', () => {
    const { edge } = derive(
      [{ key: 'RoleAssignment:h', props: { type: 'HELP_DESK_ADMIN', targets: 'all' } }],
      [['User:holder', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:h']],
      { missing: ['group-roles'] },
    );
    expect(edge('TargetSet:users-without-role', 'HAS_MEMBER', 'User:plain')).toEqual({ inputs: 'partial' });
  });

  it('lets a provider with automatic linking sign users in, admins too unless it excludes them', () => {
    const idp = (accountLink: object, status = 'ACTIVE') =>
      derive([{ key: 'IdP:i', props: { status, policy: { accountLink } } }], []);
    expect(idp({ action: 'AUTO' }).of('IdP:i')).toEqual([
      'CAN_ASSERT TargetSet:users-with-role',
      'CAN_ASSERT TargetSet:users-without-role',
    ]);
    expect(idp({ action: 'AUTO' }).of('TargetSet:users-with-role')).toEqual(['HAS_MEMBER User:admin']);
    expect(idp({ action: 'AUTO', filter: { users: { excludeAdmins: true } } }).of('IdP:i')).toEqual([
      'CAN_ASSERT TargetSet:users-without-role',
    ]);
    expect(
      idp({ action: 'AUTO', filter: { groups: { include: ['staff'] }, users: { exclude: ['plain'] } } }).of(
        'TargetSet:users-of-idp.i',
      ),
    ).toEqual(['HAS_MEMBER User:admin']);
    expect(idp({ action: 'DISABLED' }).of('IdP:i')).toEqual([]);
    expect(idp({ action: 'AUTO' }, 'INACTIVE').of('IdP:i')).toEqual([]);
  });

  it('lets a provider whose filter names domains sign in only users called so', () => {
    const idp = (filter: string) =>
      derive(
        [
          { key: 'User:guest', props: { status: 'ACTIVE', login: 'guest@partner.example' } },
          { key: 'User:root', props: { status: 'ACTIVE', login: 'root@acme.example' } },
          { key: 'User:former', props: { status: 'DEPROVISIONED', login: 'former@partner.example' } },
          {
            key: 'IdP:i',
            props: {
              status: 'ACTIVE',
              type: 'SAML2',
              policy: {
                accountLink: { action: 'AUTO' },
                subject: { filter, matchType: 'USERNAME', userNameTemplate: { template: 'idpuser.subjectNameId' } },
              },
            },
          },
        ],
        [],
      );
    const partner = idp('^.+@partner\\.example$');
    expect(partner.of('IdP:i')).toEqual(['CAN_ASSERT TargetSet:users-of-idp.i']);
    const members = partner.of('TargetSet:users-of-idp.i');
    expect(members).toContain('HAS_MEMBER User:guest');
    expect(members).not.toContain('HAS_MEMBER User:root');
    expect(members).not.toContain('HAS_MEMBER User:former');
    // The logins of the others were not read.
    expect(members).toContain('HAS_MEMBER User:admin');
    expect(idp('^(?!root).+@partner\\.example$').of('IdP:i')).toEqual([
      'CAN_ASSERT TargetSet:users-with-role',
      'CAN_ASSERT TargetSet:users-without-role',
    ]);
  });

  it('connects who may write an attribute with the rules it drives', () => {
    const { of } = derive(
      [
        { key: 'UserType:t', name: 'default' },
        {
          key: 'Attribute:t.department',
          props: { typeId: 't', name: 'department', permission: 'READ_WRITE', master: { type: 'PROFILE_MASTER' } },
        },
        { key: 'Attribute:t.title', props: { typeId: 't', name: 'title', permission: 'READ_WRITE' } },
        { key: 'GroupRule:r', props: { status: 'ACTIVE', expression: 'user.department=="Finance"' } },
        { key: 'GroupRule:off', props: { status: 'INACTIVE', expression: 'user.title=="Boss"' } },
        { key: 'App:hr', props: { status: 'ACTIVE', features: ['PROFILE_MASTERING'] } },
        { key: 'RoleAssignment:h', props: { type: 'USER_ADMIN', targets: 'all' } },
      ],
      [['User:holder', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:h']],
    );
    expect(of('Attribute:t.department')).toEqual(['DRIVES GroupRule:r']);
    expect(of('Attribute:t.title')).toEqual([]);
    expect(of('TargetSet:users-of-type.t')).toEqual(['CAN_WRITE_ATTRIBUTE Attribute:t.department']);
    expect(of('App:hr')).toEqual(['CAN_WRITE_ATTRIBUTE Attribute:t.department']);
    expect(of('User:holder')).toContain('CAN_WRITE_ATTRIBUTE Attribute:t.department');
  });

  it("sends the passwords of an application's users to it", () => {
    const { of } = derive(
      [{ key: 'App:scim', props: { status: 'ACTIVE', features: ['PUSH_PASSWORD_UPDATES'] } }],
      [['User:admin', 'ASSIGNED_TO', 'App:scim']],
    );
    expect(of('App:scim')).toEqual(['READS_PASSWORD_OF TargetSet:users-of-app.scim']);
    expect(of('TargetSet:users-of-app.scim')).toEqual(['HAS_MEMBER User:admin']);
  });

  it('writes only edges the schema declares, between the kinds it declares', () => {
    const { derived } = holding('ORG_ADMIN', {}, [], [{ key: 'Policy:p' }, { key: 'Device:d' }]);
    for (const { kind, src, dst } of derived.edges) {
      expect(EDGE_KINDS[kind]).toMatchObject({ derived: true });
      expect(EDGE_KINDS[kind].from).toContain(kindOfKey(src));
      expect(EDGE_KINDS[kind].to).toContain(kindOfKey(dst));
    }
  });
});

describe('userAttributesOf', () => {
  it('reads an expression in one pass, however many of its quotes nobody closed', () => {
    const started = performance.now();

    expect(userAttributesOf(`user.title == "${'\\"'.repeat(100_000)}`)).toEqual(['title']);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it.each([
    ['user.department=="Sales" AND user.title != null', ['department', 'title']],
    ['String.stringContains(user["costCenter"], "user.fake")', ['costCenter']],
    ["user['a b']==1 or user.profile.city == 'user.x'", ['a b', 'city']],
    ['user.profile["title"] == "x" or source.city != null', ['title']],
    ['user.getInternalProperty("status") == "ACTIVE"', []],
    ['isMemberOfAnyGroup("00g1") AND appuser.name == x.user.y', []],
    ['String.toLowerCase(user.login).contains("it")', ['login']],
  ])('reads %s', (expression, attributes) => {
    expect(userAttributesOf(expression)).toEqual(attributes);
  });
});

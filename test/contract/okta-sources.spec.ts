import { EDGE_KINDS } from '@posture/domain';
import type { EdgeKind, NodeKind } from '@posture/domain';
import { OKTA_SOURCES } from '../support/okta-sources';

const ROLES = ['role-assignees', 'user-roles', 'group-roles', 'client-roles'];
const RIGHTS = [...ROLES, 'role-targets', 'custom-role-permissions', 'resource-set-resources', 'app-grants'];

/** What people who know Okta wrote down, kind by kind, before it followed from the catalogue: the oracle of this spec. */
const EDGES: Readonly<Partial<Record<EdgeKind, readonly string[]>>> = {
  CONTAINS: ['resource-set-resources', 'policy-rules', 'auth-server-policies', 'auth-server-rules', 'user-schema'],
  MEMBER_OF: ['group-members'],
  OWNS: ['group-owners'],
  ASSIGNED_TO: ['app-users', 'app-groups'],
  HAS_ROLE_ASSIGNMENT: ROLES,
  OF_ROLE: ROLES,
  SCOPED_TO: ['role-targets'],
  SUPER_ADMIN_OF: [...ROLES, 'app-grants'],
  CAN_MANAGE_USER: RIGHTS,
  CAN_RESET_PASSWORD: RIGHTS,
  CAN_RESET_FACTORS: RIGHTS,
  CAN_ADD_MEMBER: RIGHTS,
  CAN_MANAGE_APP: RIGHTS,
  CAN_READ_SECRET: RIGHTS,
  CAN_MANAGE_DEVICE: RIGHTS,
  CAN_MANAGE_POLICY: RIGHTS,
  CAN_MANAGE_IDP: RIGHTS,
  CAN_MANAGE_AUTHSERVER: RIGHTS,
  CAN_MANAGE_HOOK: RIGHTS,
  CREDENTIAL_OF: ['client-secrets', 'apps'],
  SIGNS_FOR: ['app-keys', 'idp-keys'],
  AUTHENTICATES_AS: ['api-tokens'],
  HAS_GRANT: ['app-grants'],
  CREATED: ['api-tokens', 'event-hooks', 'inline-hooks', 'api-services'],
  CAN_ASSERT: ['idps'],
  ASSIGNS_GROUP: ['idps'],
  HAS_FACTOR: ['factors'],
  DEVICE_OF: ['devices'],
  PROTECTS: ['apps', 'policies'],
  CAN_WRITE_ATTRIBUTE: [...RIGHTS, 'user-schema', 'apps', 'idps'],
  DRIVES: ['group-rules', 'user-schema'],
  ADDS_TO: ['group-rules'],
  MASTERS: ['users', 'groups', 'apps'],
  READS_PASSWORD_OF: ['apps', 'app-users'],
  OF_TYPE: ['users', 'user-types'],
};

const PASSED: Readonly<Partial<Record<NodeKind, readonly string[]>>> = {
  User: ['users'],
  Group: ['groups'],
  App: ['apps'],
  ApiToken: ['api-tokens'],
  Policy: ['policies'],
  IdP: ['idps'],
  AuthServer: ['authorization-servers'],
  GroupRule: ['group-rules'],
  Device: ['devices'],
  Hook: ['event-hooks', 'inline-hooks'],
  ServiceIntegration: [],
  ClientSecret: [],
  Jwk: [],
  Grant: [],
  RoleAssignment: [],
};

const ENDS: Readonly<Partial<Record<NodeKind, readonly string[]>>> = {
  ...PASSED,
  ServiceIntegration: ['api-services'],
  ClientSecret: ['client-secrets'],
  Jwk: ['app-jwks'],
};

const LISTS: Readonly<Partial<Record<NodeKind, readonly string[]>>> = {
  Org: ['org'],
  User: ['users'],
  Group: ['groups'],
  App: ['apps'],
  ServiceIntegration: ['api-services'],
  ApiToken: ['api-tokens'],
  ClientSecret: ['client-secrets'],
  Jwk: ['app-jwks'],
  SigningKey: ['app-keys', 'idp-keys'],
  Grant: ['app-grants'],
  CustomRole: ['custom-roles'],
  RoleAssignment: ROLES,
  ResourceSet: ['resource-sets'],
  Policy: ['policies'],
  PolicyRule: ['policy-rules'],
  IdP: ['idps'],
  AuthServer: ['authorization-servers'],
  AuthServerPolicy: ['auth-server-policies'],
  AuthServerRule: ['auth-server-rules'],
  GroupRule: ['group-rules'],
  Attribute: ['user-schema'],
  UserType: ['user-types'],
  Zone: ['zones'],
  TrustedOrigin: ['trusted-origins'],
  Behavior: ['behaviors'],
  Factor: ['factors'],
  Authenticator: ['authenticators'],
  Device: ['devices'],
  Realm: ['realms'],
  Hook: ['event-hooks', 'inline-hooks'],
  LogStream: ['log-streams'],
};

/** Edges that rules of this build walk by name; of these nothing more may be thought hidden than before either. */
const WALKED: readonly EdgeKind[] = [
  'ADDS_TO',
  'ASSIGNED_TO',
  'ASSIGNS_GROUP',
  'AUTHENTICATES_AS',
  'CREDENTIAL_OF',
  'HAS_GRANT',
  'HAS_ROLE_ASSIGNMENT',
  'MEMBER_OF',
  'OF_ROLE',
  'OWNS',
];

const kindsOf = <Kind extends string>(table: Readonly<Partial<Record<Kind, readonly string[]>>>) =>
  Object.keys(table) as Kind[];

/** Lists of the edge and of the nodes at its ends: one says of an end what the other said of the edge. */
function hiding(kind: EdgeKind): readonly string[] {
  const ends = [...EDGE_KINDS[kind].from, ...EDGE_KINDS[kind].to] as NodeKind[];
  const lists = ends.filter((end) => OKTA_SOURCES.hasNodes(end)).flatMap((end) => OKTA_SOURCES.listsOf(end));
  return [...OKTA_SOURCES.sourcesOf(kind), ...lists];
}

describe("Okta's catalogue and model", () => {
  it.each(kindsOf(EDGES))('know of %s every list that was known to hide one', (kind) => {
    expect(hiding(kind)).toEqual(expect.arrayContaining([...EDGES[kind]!]));
  });

  it.each([...WALKED, ...kindsOf(EDGES).filter((kind) => 'derived' in EDGE_KINDS[kind])])(
    'hide %s by these lists and no others',
    (kind) => {
      expect([...OKTA_SOURCES.sourcesOf(kind)].sort()).toEqual([...EDGES[kind]!].sort());
    },
  );

  it('read subjects from the lists they were known to come from', () => {
    const lists = kindsOf(LISTS).map((kind) => [kind, [...OKTA_SOURCES.listsOf(kind)].sort()]);

    expect(Object.fromEntries(lists)).toEqual(
      Object.fromEntries(kindsOf(LISTS).map((kind) => [kind, [...LISTS[kind]!].sort()])),
    );
  });

  it('hide nodes on a way, and at its end, by the lists that were known to', () => {
    for (const kind of kindsOf(PASSED)) {
      expect([kind, OKTA_SOURCES.nodeSourcesOf(kind)]).toEqual([kind, PASSED[kind]]);
      expect([kind, OKTA_SOURCES.endSourcesOf(kind)]).toEqual([kind, ENDS[kind]]);
    }
  });

  it('keep a list with the object it was known to be kept by', () => {
    for (const [kind, list, keeper] of [
      ['MEMBER_OF', 'group-members', 'Group'],
      ['OWNS', 'group-owners', 'Group'],
      ['ASSIGNED_TO', 'app-users', 'App'],
      ['ASSIGNED_TO', 'app-groups', 'App'],
    ] as const) {
      expect(OKTA_SOURCES.keptByTarget(kind, list)).toBe(keeper);
    }
    for (const [kind, list] of [
      ['HAS_GRANT', 'app-grants'],
      ['HAS_FACTOR', 'factors'],
      ['SCOPED_TO', 'role-targets'],
    ] as const) {
      expect(OKTA_SOURCES.isKeptBySource(kind, list)).toBe(true);
    }
    for (const kind of [
      'ADDS_TO',
      'ASSIGNS_GROUP',
      'AUTHENTICATES_AS',
      'CREDENTIAL_OF',
      'DEVICE_OF',
      'OF_ROLE',
    ] as const) {
      const lists = OKTA_SOURCES.sourcesOf(kind);
      expect([kind, lists.filter((list) => !OKTA_SOURCES.comesWithStart(kind, list, 'out'))]).toEqual([kind, []]);
    }
    for (const list of OKTA_SOURCES.sourcesOf('CREATED')) {
      expect(OKTA_SOURCES.comesWithStart('CREATED', list, 'in')).toBe(true);
    }
    expect(ROLES.every((list) => OKTA_SOURCES.isRoleList(list))).toBe(true);
  });
});

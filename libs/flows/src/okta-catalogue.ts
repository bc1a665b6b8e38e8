import { OKTA_RESOURCES } from '@posture/domain';
import type {
  EdgeKeeper,
  EdgeKind,
  NodeKind,
  OktaResource,
  ResourceCatalogue,
  ResourceRow,
  ResourceSpec,
} from '@posture/domain';

type Yields = Partial<Record<OktaResource, Pick<ResourceRow, 'nodes' | 'edges'>>>;

const yields = (nodes: readonly NodeKind[], edges: Partial<Record<EdgeKind, EdgeKeeper>> = {}) => ({
  nodes,
  edges: Object.entries(edges).map(([kind, keeper]) => ({ kind: kind as EdgeKind, keeper })),
});
const ROLES = (keeper: EdgeKeeper) =>
  yields(['Role', 'RoleAssignment'], { HAS_ROLE_ASSIGNMENT: keeper, OF_ROLE: 'with_source' });

const YIELDS: Yields = {
  org: yields(['Org']),
  users: yields(['User'], { OF_TYPE: 'with_source', MANAGER_OF: 'tenant', MASTERS: 'tenant' }),
  groups: yields(['Group'], { MASTERS: 'tenant' }),
  'group-rules': yields(['GroupRule'], { ADDS_TO: 'with_source' }),
  'user-types': yields(['UserType']),
  'user-schema': yields(['Attribute'], { CONTAINS: 'source' }),
  realms: yields(['Realm']),
  'role-assignees': ROLES('tenant'),
  'user-roles': ROLES('source'),
  'group-roles': ROLES('source'),
  'client-roles': ROLES('source'),
  'role-targets': yields([], { SCOPED_TO: 'source' }),
  'custom-roles': yields(['CustomRole']),
  'resource-sets': yields(['ResourceSet']),
  'resource-set-resources': yields([], { CONTAINS: 'source' }),
  'api-tokens': yields(['ApiToken'], { AUTHENTICATES_AS: 'with_source', CREATED: 'with_target' }),
  'api-services': yields(['ServiceIntegration'], { CREATED: 'with_target' }),
  apps: yields(['App'], { CREDENTIAL_OF: 'with_source', PROTECTS: 'tenant', MASTERS: 'tenant', PUSHES: 'tenant' }),
  idps: yields(['IdP'], { ASSIGNS_GROUP: 'with_source' }),
  'idp-keys': yields(['SigningKey'], { SIGNS_FOR: 'tenant' }),
  policies: yields(['Policy'], { PROTECTS: 'tenant' }),
  'policy-rules': yields(['PolicyRule'], { CONTAINS: 'source' }),
  authenticators: yields(['Authenticator']),
  zones: yields(['Zone']),
  behaviors: yields(['Behavior']),
  'trusted-origins': yields(['TrustedOrigin']),
  'event-hooks': yields(['Hook'], { CREATED: 'with_target' }),
  'inline-hooks': yields(['Hook'], { CREATED: 'with_target' }),
  'log-streams': yields(['LogStream']),
  'authorization-servers': yields(['AuthServer']),
  'auth-server-policies': yields(['AuthServerPolicy'], { CONTAINS: 'source' }),
  'auth-server-rules': yields(['AuthServerRule'], { CONTAINS: 'source' }),
  devices: yields(['Device'], { DEVICE_OF: 'with_source' }),
  factors: yields(['Factor'], { HAS_FACTOR: 'source' }),
  'group-members': yields([], { MEMBER_OF: 'target' }),
  'group-owners': yields([], { OWNS: 'target' }),
  'app-grants': yields(['Grant'], { HAS_GRANT: 'source', CREATED: 'with_target' }),
  'app-keys': yields(['SigningKey'], { SIGNS_FOR: 'target' }),
  'app-jwks': yields(['Jwk']),
  'client-secrets': yields(['ClientSecret'], { CREDENTIAL_OF: 'with_source' }),
  'app-users': yields([], { ASSIGNED_TO: 'target' }),
  'app-groups': yields([], { ASSIGNED_TO: 'target' }),
};

export const OKTA_CATALOGUE: ResourceCatalogue = {
  provider: 'okta',
  resources: Object.fromEntries(
    (Object.entries(OKTA_RESOURCES) as [OktaResource, ResourceSpec][]).map(([name, spec]): [string, ResourceRow] => [
      name,
      {
        ...(YIELDS[name] ?? yields(['Setting'])),
        title: spec.title,
        endpoint: spec.endpoint,
        scope: spec.scope,
        role: spec.role,
        wave: spec.wave,
        per: spec.per,
        pageLimit: null,
        believedHours: 24,
        empty: 'possible',
      },
    ]),
  ),
  choices: {},
  grantOf: (resource) => resource,
};

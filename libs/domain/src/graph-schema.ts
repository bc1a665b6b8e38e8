/**
 * The access graph's schema, declared once. The inventory stores these kinds, Neo4j constraints and the schema
 * reference are generated from this file, and rules name nothing that is not here.
 *
 * `collected` says whether this version of the product writes the kind; the rest are reserved names, so that a
 * later connector cannot invent a second word for the same thing.
 */

interface NodeKindSpec {
  readonly collected: boolean;
  /** What one node of the kind stands for. */
  readonly means: string;
}

interface EdgeKindSpec {
  readonly collected: boolean;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Whether an attacker who holds `from` thereby holds `to`. */
  readonly traversable: boolean;
  /** Written by the engine from other facts of the same version, not read from a provider. */
  readonly derived?: boolean;
  /** Effort for an attacker, 1 (one call) to 5 (needs luck); only traversable edges have one. */
  readonly cost?: 1 | 2 | 3 | 4 | 5;
  /** What an attacker does with it, in one clause. */
  readonly abuse?: string;
}

const n = (means: string): NodeKindSpec => ({ collected: true, means });
const later = (means: string): NodeKindSpec => ({ collected: false, means });

/** Every kind of node there is or is reserved, with what one of it stands for. The inventory refuses any other. */
export const NODE_KINDS = {
  Org: n('the tenant itself'),
  Setting: n('one settings document of the tenant; its id is the resource it was read from'),
  User: n('a directory user object'),
  Group: n('a directory group'),
  App: n('an application of the tenant'),
  ServiceIntegration: n('an API service integration installed from the catalogue'),
  ApiToken: n('an API token'),
  ClientSecret: n('a client secret of an application (age and status only)'),
  Jwk: n('a public key an application authenticates with'),
  SigningKey: n('a certificate or key an application or IdP signs with'),
  Grant: n('an OAuth scope granted to an application'),
  Role: n('a built-in admin role'),
  CustomRole: n('a custom admin role'),
  RoleAssignment: n('a principal holds a role, within targets'),
  ResourceSet: n('a set of resources a custom role applies to'),
  TargetSet: n('a set the engine derives, such as all users without a role; members are stored once'),
  Policy: n('a policy'),
  PolicyRule: n('one rule of a policy'),
  IdP: n('an identity provider users may sign in through'),
  AuthServer: n('a custom authorization server'),
  AuthServerPolicy: n('an access policy of an authorization server'),
  AuthServerRule: n('one rule of an authorization server policy'),
  GroupRule: n('a rule that adds users to groups by attribute'),
  Attribute: n('a profile attribute of a user type'),
  UserType: n('a user type'),
  Zone: n('a network zone'),
  TrustedOrigin: n('an origin trusted for CORS, redirect or framing'),
  Behavior: n('a behaviour detection setting'),
  Factor: n('a factor a user enrolled'),
  Authenticator: n('an authenticator of the tenant'),
  Device: n('a registered device'),
  Realm: n('a realm'),
  Hook: n('an event or inline hook'),
  LogStream: n('a log stream'),
  IpAddress: later('an address the log names; what a detection may be about'),
  Session: later('a session the log names; what a detection may be about'),
  DeviceToken: later('a browser or device the log names; what a detection may be about'),
  Person: later('the human or workload that owns users across tenants'),
  ReplyUri: later('a redirect target of an application'),
  AgentPool: later('a pool of directory agents'),
  Agent: later('a directory agent'),
  Host: later('a machine that hosts an agent or receives a hook'),
  AiAgent: later('an AI agent registered as a workload'),
  WorkflowConnection: later('a connection a workflow acts through'),
  AdUser: later('an Active Directory user'),
  AdGroup: later('an Active Directory group'),
  AdDomain: later('an Active Directory domain'),
  EntraUser: later('an Entra user'),
  EntraGroup: later('an Entra group'),
  EntraTenant: later('an Entra tenant'),
  EntraApp: later('an Entra application'),
  AwsRole: later('an AWS role'),
} as const satisfies Record<string, NodeKindSpec>;

/** A name of `NODE_KINDS`, reserved ones included. */
export type NodeKind = keyof typeof NODE_KINDS;

const read = (from: NodeKind[], to: NodeKind[]): EdgeKindSpec => ({ collected: true, from, to, traversable: false });
const step = (from: NodeKind[], to: NodeKind[], cost: 1 | 2 | 3 | 4 | 5, abuse: string): EdgeKindSpec => ({
  collected: true,
  from,
  to,
  traversable: true,
  cost,
  abuse,
});
const derivedStep = (from: NodeKind[], to: NodeKind[], cost: 1 | 2 | 3 | 4 | 5, abuse: string): EdgeKindSpec => ({
  ...step(from, to, cost, abuse),
  derived: true,
});

const PRINCIPALS: NodeKind[] = ['User', 'Group', 'App', 'ServiceIntegration'];

/** Direction is "who can act" → "what is acted on", so that a path reads as an attack. */
export const EDGE_KINDS = {
  CONTAINS: read(
    ['Org', 'ResourceSet', 'Policy', 'AuthServer', 'AuthServerPolicy', 'Realm', 'UserType'],
    ['User', 'Group', 'App', 'PolicyRule', 'AuthServerPolicy', 'AuthServerRule', 'Attribute'],
  ),
  /** Members of a derived set; traversable because reaching the set is reaching each member. */
  HAS_MEMBER: derivedStep(
    ['TargetSet'],
    ['User', 'Group', 'App', 'ServiceIntegration', 'Device', 'ClientSecret', 'Policy', 'IdP', 'AuthServer', 'Hook'],
    1,
    'acts on any member of the set',
  ),
  MEMBER_OF: step(['User'], ['Group'], 1, 'uses what the group gives'),
  OWNS: step(['User', 'Group'], ['Group'], 1, 'adds itself to the group'),
  ASSIGNED_TO: read(['User', 'Group'], ['App']),
  HAS_ROLE_ASSIGNMENT: read(PRINCIPALS, ['RoleAssignment']),
  OF_ROLE: read(['RoleAssignment'], ['Role', 'CustomRole']),
  SCOPED_TO: read(['RoleAssignment'], ['Group', 'App', 'ResourceSet']),
  SUPER_ADMIN_OF: derivedStep(PRINCIPALS, ['Org'], 1, 'controls the whole tenant'),
  CAN_MANAGE_USER: derivedStep(PRINCIPALS, ['User', 'Group', 'TargetSet'], 2, 'changes or takes over the user'),
  CAN_RESET_PASSWORD: derivedStep(PRINCIPALS, ['User', 'Group', 'TargetSet'], 2, 'sets a password and signs in'),
  CAN_RESET_FACTORS: derivedStep(PRINCIPALS, ['User', 'Group', 'TargetSet'], 3, 'removes factors and enrols its own'),
  CAN_ADD_MEMBER: derivedStep(PRINCIPALS, ['Group', 'TargetSet'], 1, 'adds itself to the group'),
  CAN_MANAGE_APP: derivedStep(
    PRINCIPALS,
    ['App', 'ServiceIntegration', 'TargetSet'],
    2,
    'adds a credential or changes sign-on',
  ),
  CAN_READ_SECRET: derivedStep(
    PRINCIPALS,
    ['ClientSecret', 'TargetSet'],
    1,
    'reads the secret and becomes the application',
  ),
  CAN_MANAGE_DEVICE: derivedStep(PRINCIPALS, ['Device', 'TargetSet'], 3, 'changes the trust of the device'),
  CAN_MANAGE_POLICY: derivedStep(PRINCIPALS, ['Policy', 'TargetSet'], 2, 'weakens the policy'),
  CAN_MANAGE_IDP: derivedStep(PRINCIPALS, ['IdP', 'TargetSet'], 2, 'changes who the IdP may assert'),
  CAN_MANAGE_AUTHSERVER: derivedStep(
    PRINCIPALS,
    ['AuthServer', 'TargetSet'],
    3,
    'mints tokens with claims of its choice',
  ),
  CAN_MANAGE_HOOK: derivedStep(PRINCIPALS, ['Hook', 'TargetSet'], 3, 'redirects the hook'),
  CREDENTIAL_OF: step(['ClientSecret', 'Jwk'], ['App', 'ServiceIntegration'], 1, 'authenticates as the application'),
  SIGNS_FOR: read(['SigningKey'], ['App', 'IdP']),
  AUTHENTICATES_AS: step(['ApiToken'], ['User'], 1, 'acts with all rights of the owner'),
  HAS_GRANT: read(['App', 'ServiceIntegration', 'User'], ['Grant']),
  CREATED: read(['User'], ['App', 'ApiToken', 'ServiceIntegration', 'Hook']),
  CAN_ASSERT: derivedStep(['IdP'], ['User', 'TargetSet'], 3, 'signs the user in'),
  ASSIGNS_GROUP: step(['IdP'], ['Group'], 3, 'puts the users it asserts into the group'),
  HAS_FACTOR: read(['User'], ['Factor']),
  DEVICE_OF: read(['Device'], ['User']),
  PROTECTS: read(['Policy'], ['App']),
  CAN_WRITE_ATTRIBUTE: derivedStep(['User', 'App', 'IdP', 'TargetSet'], ['Attribute'], 1, 'writes the attribute'),
  DRIVES: derivedStep(['Attribute'], ['GroupRule'], 1, 'satisfies the rule'),
  ADDS_TO: step(['GroupRule'], ['Group'], 1, 'becomes a member'),
  MASTERS: step(['App', 'IdP'], ['User', 'Group'], 3, 'sets the profile of the user'),
  READS_PASSWORD_OF: derivedStep(['App'], ['User', 'TargetSet'], 4, 'receives the password when it changes'),
  OF_TYPE: read(['User'], ['UserType']),
  MANAGER_OF: { collected: false, from: ['User'], to: ['User'], traversable: false },
  PUSHES: { collected: false, from: ['Group'], to: ['App'], traversable: false },
  IDENTITY: { collected: false, from: ['Person'], to: ['User'], traversable: false },
  OWNS_NHI: {
    collected: false,
    from: ['User', 'Person'],
    to: ['App', 'ApiToken', 'ServiceIntegration'],
    traversable: false,
  },
  FEDERATES_INTO: { collected: false, from: ['EntraTenant'], to: ['IdP'], traversable: true },
  INBOUND_SSO: { collected: false, from: ['EntraUser'], to: ['User'], traversable: true },
  FEDERATES_TO: { collected: false, from: ['App'], to: ['EntraTenant'], traversable: true },
  OUTBOUND_SSO: { collected: false, from: ['User'], to: ['EntraUser'], traversable: true },
  SWA_TO: { collected: false, from: ['App', 'User'], to: ['EntraUser'], traversable: false },
  SYNCS_TO: { collected: false, from: ['AdUser', 'AdGroup'], to: ['User', 'Group'], traversable: true },
  PASSWORD_SYNC: { collected: false, from: ['AdUser'], to: ['User'], traversable: true },
  KERBEROS_SSO: { collected: false, from: ['AdUser'], to: ['App'], traversable: true },
  HOSTS: { collected: false, from: ['Host'], to: ['Agent'], traversable: true },
  SERVES: { collected: false, from: ['AgentPool'], to: ['App'], traversable: true },
  REPLY_URI: { collected: false, from: ['App'], to: ['ReplyUri'], traversable: false },
  ALLOWS_ORIGIN: { collected: false, from: ['Org'], to: ['TrustedOrigin'], traversable: false },
  RECEIVES: { collected: false, from: ['Host'], to: ['Hook'], traversable: true },
  ALTERS: { collected: false, from: ['Hook'], to: ['App', 'AuthServer', 'Org'], traversable: true },
  ALLOWS: { collected: false, from: ['Group', 'User'], to: ['AwsRole'], traversable: true },
} as const satisfies Record<string, EdgeKindSpec>;

/** A name of `EDGE_KINDS`, reserved ones included. */
export type EdgeKind = keyof typeof EDGE_KINDS;

/** `Kind:id`; unique within a connection. The id part is the provider's id, prefixed by its parent where the provider's repeats. */
export type NodeKey = `${NodeKind}:${string}`;

/** How nodes are named everywhere. @param id the provider's, already made unique within its kind */
export function nodeKey(kind: NodeKind, id: string): NodeKey {
  return `${kind}:${id}`;
}

/** The part before the first colon; a key is trusted nowhere without. @throws {RangeError} when it is no declared kind */
export function kindOfKey(key: string): NodeKind {
  const kind = key.slice(0, key.indexOf(':'));
  if (!Object.hasOwn(NODE_KINDS, kind)) throw new RangeError(`"${key}" names no declared node kind`);
  return kind as NodeKind;
}

import type { Rng } from '../../apps/sandbox/src/org/generate/rng';
import type { Change, Collection, ListName, SublistName, Wire } from '../../apps/sandbox/src/org';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';

type Plain = Readonly<Record<string, unknown>>;

/** Lists of the whole org by the collection that changes them, with what an object is added by besides itself. */
const LISTS: Readonly<Record<string, { readonly list: ListName; readonly again: (wire: Wire) => Plain }>> = {
  groups: { list: 'groups', again: (wire) => ({ name: profileOf(wire)['name'] }) },
  apps: { list: 'apps', again: () => ({}) },
  tokens: { list: 'apiTokens', again: ({ userId }) => ({ owner: userId }) },
  groupRules: { list: 'groupRules', again: (wire) => ({ ...ruleOf(wire) }) },
  customRoles: { list: 'customRoles', again: () => ({ permissions: [] }) },
  resourceSets: { list: 'resourceSets', again: () => ({ resources: [] }) },
  integrations: { list: 'apiServices', again: ({ grantedScopes }) => ({ scopes: grantedScopes }) },
  idps: { list: 'idps', again: () => ({}) },
  idpKeys: { list: 'idpKeys', again: () => ({}) },
  policies: { list: 'policies', again: () => ({}) },
  authenticators: { list: 'authenticators', again: () => ({}) },
  zones: { list: 'zones', again: () => ({}) },
  behaviors: { list: 'behaviors', again: () => ({}) },
  trustedOrigins: { list: 'trustedOrigins', again: () => ({}) },
  eventHooks: { list: 'eventHooks', again: () => ({}) },
  inlineHooks: { list: 'inlineHooks', again: () => ({}) },
  logStreams: { list: 'logStreams', again: () => ({}) },
  authorizationServers: { list: 'authorizationServers', again: () => ({}) },
  devices: { list: 'devices', again: () => ({}) },
  deviceAssurances: { list: 'deviceAssurances', again: () => ({}) },
  domains: { list: 'domains', again: () => ({}) },
  realms: { list: 'realms', again: () => ({}) },
};

/** Lists of one object's, by the collection that changes them. */
const SUBLISTS: Readonly<
  Record<
    string,
    { readonly of: ListName; readonly list: SublistName; readonly again: (parent: string, wire: Wire) => Plain }
  >
> = {
  policyRules: { of: 'policies', list: 'policyRules', again: (policy) => ({ policy }) },
  authorizationServerPolicies: {
    of: 'authorizationServers',
    list: 'authorizationServerPolicies',
    again: (server) => ({ server }),
  },
  grants: { of: 'apps', list: 'appGrants', again: (app, { scopeId }) => ({ app, scope: scopeId }) },
  secrets: { of: 'apps', list: 'appSecrets', again: (app) => ({ app }) },
  jwks: { of: 'apps', list: 'appJwks', again: (app) => ({ app }) },
  keys: { of: 'apps', list: 'appKeys', again: (app) => ({ app }) },
  owners: {
    of: 'groups',
    list: 'groupOwners',
    again: (group, { id, type }) => ({ group, [type === 'USER' ? 'user' : 'ownerGroup']: id }),
  },
  integrationSecrets: { of: 'apiServices', list: 'apiServiceSecrets', again: (integration) => ({ integration }) },
};

/** Objects the engine reads the org by, and what the sandbox's own administrators are. */
const SPARED = [0, 1, 2].map((n) => `admin-${n}`);

/**
 * Changes an org at random in every way the sandbox can change: objects of every collection come, change, go and come
 * back as they were. The same org and draws, the same changes.
 */
export class OrgChanges {
  /** What has gone, as it can be added again. */
  readonly #gone: Change[] = [];
  readonly made: string[] = [];

  constructor(
    private readonly sandbox: Sandbox,
    private readonly rng: Rng,
  ) {}

  /** @returns what was done, one line a change */
  round(count: number): string[] {
    const from = this.made.length;
    while (this.made.length < from + count) this.#once();
    return this.made.slice(from);
  }

  #once(): void {
    const { rng } = this;
    const kind = rng.int(10);
    if (kind < 2) return this.#tell(this.sandbox.randomChange(rng));
    const change =
      kind < 4
        ? this.#back()
        : kind < 6
          ? this.#remove()
          : kind < 8
            ? this.#turned()
            : rng.pick(OTHERS)(this.sandbox, rng);
    if (change === null) return;
    try {
      if (this.sandbox.org.mutate(change).length > 0) this.#tell(change);
    } catch (error) {
      // What it names went with another change.
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
    }
  }

  #tell(change: Change): void {
    const what = 'id' in change ? change.id : JSON.stringify(change.object).slice(0, 120);
    this.made.push(`${change.op} ${change.collection} ${what}`);
  }

  #back(): Change | null {
    if (this.#gone.length === 0) return null;
    const [change] = this.#gone.splice(this.rng.int(this.#gone.length), 1);
    return change!;
  }

  #remove(): Change | null {
    const { rng } = this;
    const { org } = this.sandbox;
    switch (rng.int(6)) {
      case 0:
        return this.#gonePerson();
      case 1: {
        const held = pick(org.list('roleAssignees'), rng);
        const roles =
          held === undefined || isSpared(this.sandbox, held.id) ? [] : rowsOf(org.sublist('userRoles', held.id));
        const own = roles.find(({ assignmentType }) => assignmentType === 'USER');
        if (own === undefined) return null;
        const { type, role, 'resource-set': resourceSet } = own;
        const custom = type === 'CUSTOM' ? { role, resourceSet } : {};
        const object = { id: own.id, type, user: held!.id, ...custom };
        return this.#gonesBy({ op: 'add', collection: 'roles', object }, own.id);
      }
      case 2:
      case 3: {
        const collection = rng.pick(Object.keys(SUBLISTS));
        const { of, list, again } = SUBLISTS[collection]!;
        const parent = pick(org.list(of), rng);
        const child = parent && pick(org.sublist(list, parent.id), rng);
        if (!parent || !child || child['system'] === true) return null;
        const object = { ...child, ...again(parent.id, child) };
        return this.#gonesBy({ op: 'add', collection, object }, `${parent.id}/${child.id}`);
      }
      default: {
        const collection = rng.pick(Object.keys(LISTS));
        const { list, again } = LISTS[collection]!;
        const wire = pick(org.list(list), rng);
        if (wire === undefined || isOktasOwn(wire)) return null;
        return this.#gonesBy({ op: 'add', collection, object: { ...wire, ...again(wire) } }, wire.id);
      }
    }
  }

  /** Of those who own, hold or made something more often than of others: what names them stays. */
  #gonePerson(): Change | null {
    const { org } = this.sandbox;
    const { rng } = this;
    const named = [
      () => pick(org.list('apiTokens'), rng)?.['userId'],
      () => pick(org.list('roleAssignees'), rng)?.id,
      () => pick(org.presentUsers, rng)?.id,
    ];
    const id = rng.pick(named)();
    const user = typeof id === 'string' ? org.user(id) : undefined;
    if (user === undefined || isSpared(this.sandbox, user.id)) return null;
    const object = {
      ...user,
      login: user.profile['login'],
      factors: rowsOf(org.sublist('userFactors', user.id)),
      groups: [],
    };
    return this.#gonesBy({ op: 'add', collection: 'users', object: object as never }, user.id);
  }

  #gonesBy(again: Change, id: string): Change {
    this.#gone.push(again);
    return { op: 'remove', collection: again.collection, id };
  }

  /** Something is another way than it was. */
  #turned(): Change | null {
    const { rng } = this;
    const { org } = this.sandbox;
    const collection = rng.pick(Object.keys(LISTS));
    const wire = pick(org.list(LISTS[collection]!.list), rng);
    if (wire === undefined || isOktasOwn(wire)) return null;
    const status = wire['status'] === 'ACTIVE' ? 'INACTIVE' : 'ACTIVE';
    const patch = 'status' in wire && rng.chance(0.6) ? { status } : { name: `Renamed ${rng.hex(6)}` };
    return { op: 'patch', collection, id: wire.id, patch };
  }
}

type Other = (sandbox: Sandbox, rng: Rng) => Change | null;

/** Changes that make or undo edges between objects of different lists. */
const OTHERS: readonly Other[] = [
  ({ org }, rng) => {
    const [idp, group] = [pick(org.list('idps'), rng), pick(org.list('groups'), rng)];
    if (!idp || !group) return null;
    const groups = rng.chance(0.7)
      ? { action: 'ASSIGN', assignments: [group.id] }
      : { action: 'NONE', assignments: [] };
    return {
      op: 'patch',
      collection: 'idps',
      id: idp.id,
      patch: { policy: { provisioning: { action: 'AUTO', groups } } },
    };
  },
  ({ org }, rng) => {
    const [rule, group] = [pick(org.list('groupRules'), rng), pick(org.list('groups'), rng)];
    if (!rule || !group) return null;
    const patch = { actions: { assignUserToGroups: { groupIds: [group.id] } } };
    return { op: 'patch', collection: 'groupRules', id: rule.id, patch };
  },
  ({ org }, rng) => {
    const [token, zone] = [pick(org.list('apiTokens'), rng), pick(org.list('zones'), rng)];
    if (!token || !zone) return null;
    const network = rng.chance(0.5)
      ? { connection: 'ANYWHERE', include: [] }
      : { connection: 'ZONE', include: [zone.id] };
    return { op: 'patch', collection: 'tokens', id: token.id, patch: { network } };
  },
  ({ org }, rng) => {
    const [group, user] = [pick(org.list('groups'), rng), pick(org.presentUsers, rng)];
    if (!group || !user || group['type'] !== 'OKTA_GROUP') return null;
    return { op: 'add', collection: 'owners', object: { id: user.id, group: group.id, user: user.id } };
  },
  ({ org }, rng) => {
    const user = pick(org.presentUsers, rng);
    const type = rng.pick(['SUPER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN', 'APP_ADMIN']);
    return user ? { op: 'add', collection: 'roles', object: { id: `ra1${rng.hex(17)}`, type, user: user.id } } : null;
  },
  ({ org }, rng) => {
    const group = pick(org.list('groups'), rng);
    if (!group || group['type'] !== 'OKTA_GROUP') return null;
    return { op: 'add', collection: 'roles', object: { id: `ra1${rng.hex(17)}`, type: 'USER_ADMIN', group: group.id } };
  },
  ({ org }, rng) => {
    const [role, set, user] = [
      pick(org.list('customRoles'), rng),
      pick(org.list('resourceSets'), rng),
      pick(org.presentUsers, rng),
    ];
    if (!role || !set || !user) return null;
    const object = { id: `ra1${rng.hex(17)}`, type: 'CUSTOM', role: role.id, resourceSet: set.id, user: user.id };
    return { op: 'add', collection: 'roles', object };
  },
  (_sandbox, rng) => ({
    ...{ op: 'patch', collection: 'settings', id: 'threat-insight' },
    patch: { action: rng.pick(['none', 'audit', 'block']) },
  }),
  (_sandbox, rng) => ({
    ...{ op: 'add', collection: 'inlineHooks' },
    object: {
      id: `cal${rng.hex(17)}`,
      type: rng.pick(['com.okta.saml.tokens.transform', 'com.okta.user.pre-registration']),
    },
  }),
  ({ org }, rng) => {
    const user = pick(org.presentUsers, rng);
    return user ? { op: 'add', collection: 'devices', object: { id: `guo${rng.hex(17)}`, user: user.id } } : null;
  },
  ({ org }, rng) => {
    const [app, policy] = [pick(org.list('apps'), rng), pick(org.list('policies'), rng)];
    if (!app || !policy || policy['type'] !== 'ACCESS_POLICY' || isOktasOwn(app)) return null;
    const accessPolicy = { href: `https://brightwater.okta.com/api/v1/policies/${policy.id}` };
    return { op: 'patch', collection: 'apps', id: app.id, patch: { _links: { accessPolicy } } };
  },
  ({ org }, rng) => {
    const server = pick(org.list('authorizationServers'), rng);
    if (!server) return null;
    return {
      op: 'add',
      collection: 'authorizationServerPolicies',
      object: { id: `00q${rng.hex(17)}`, server: server.id },
    };
  },
  ({ org }, rng) => {
    const server = pick(org.list('authorizationServers'), rng);
    const policy = server && pick(org.sublist('authorizationServerPolicies', server.id), rng);
    if (!policy) return null;
    return {
      op: 'add',
      collection: 'authorizationServerRules',
      object: { id: `0pq${rng.hex(17)}`, policy: policy.id },
    };
  },
  ({ org }, rng) => {
    const found = pick(org.list('authenticators'), rng);
    const method = found && pick(org.sublist('authenticatorMethods', found.id), rng);
    if (!found || !method) return null;
    const status = method['status'] === 'ACTIVE' ? 'INACTIVE' : 'ACTIVE';
    return { op: 'patch', collection: 'authenticatorMethods', id: `${found.id}/${method.id}`, patch: { status } };
  },
  (_sandbox, rng) => ({
    ...{ op: 'add', collection: 'policies' },
    object: { id: `00p${rng.hex(17)}`, type: rng.pick(['ACCESS_POLICY', 'OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL']) },
  }),
  (_sandbox, rng) => ({
    ...{ op: 'add', collection: 'attributes' },
    object: { name: `field${rng.hex(4)}`, permission: rng.pick(['READ_ONLY', 'READ_WRITE']) },
  }),
  (_sandbox, rng) => ({
    op: 'add',
    collection: 'userTypes',
    object: { id: `oty${rng.hex(17)}`, name: `type${rng.hex(4)}` },
  }),
];

function pick<T>(from: Collection<T> | undefined, rng: Rng): T | undefined {
  return from === undefined || from.size === 0 ? undefined : from.at(rng.int(from.size));
}

function rowsOf(from: Collection<Wire> | undefined): Wire[] {
  return from?.range(0, 1000) ?? [];
}

function isSpared({ org }: Sandbox, id: string): boolean {
  return SPARED.some((name) => org.idOf(name) === id);
}

/** Objects an org cannot lose, and those the sandbox's own credentials rest on. */
function isOktasOwn(wire: Wire): boolean {
  return (
    wire['system'] === true ||
    wire['isDefault'] === true ||
    wire['default'] === true ||
    wire['type'] === 'BUILT_IN' ||
    /^(saasure|okta_)/.test(String(wire['name']))
  );
}

function profileOf(wire: Wire): Plain {
  return wire['profile'] as Plain;
}

function ruleOf(wire: Wire): Plain {
  const { conditions, actions } = wire as unknown as {
    readonly conditions: { readonly expression: { readonly value: string } };
    readonly actions: { readonly assignUserToGroups: { readonly groupIds: readonly string[] } };
  };
  return { expression: conditions.expression.value, groups: actions.assignUserToGroups.groupIds };
}

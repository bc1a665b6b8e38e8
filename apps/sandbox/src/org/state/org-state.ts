import type { Collection, ListName, SettingName, Wire, WireUser } from '../org';
import { LazyTable, ListCollection, Selection } from '../collections';
import {
  generateApp,
  generateAppGroups,
  generateDirectUsers,
  generateJwks,
  generateSecrets,
  kindOf,
  signingKeyWire,
  signingKid,
  type AppWorld,
} from '../generate/app-generator';
import {
  baselineLists,
  baselineMethods,
  baselineServerPolicies,
  baselineSettings,
} from '../generate/baseline-settings';
import { baselinePolicies } from '../generate/baseline-policies';
import { baselineRoles, baselineCustomRoles, type RoleRow } from '../generate/baseline-roles';
import { idOf, type BaselineWorld } from '../generate/baseline-world';
import { Dice } from '../generate/dice';
import { generateDevices } from '../generate/device-generator';
import { EVERYONE, generateGroup, generateMembers, givesApps } from '../generate/group-generator';
import { Instants } from '../generate/instants';
import { IntervalSet } from '../generate/interval-set';
import { layoutOf, type Layout, type OrgSize, type Population } from '../generate/layout';
import { OktaIds } from '../generate/okta-ids';
import { generateFactors, generateUser, ordinalInLogin, type UserWorld } from '../generate/user-generator';
import { userSchemaWire, type SchemaWire } from '../generate/user-schema';

/** Lists of one parent that changes may touch. Membership, assignments and roles are kept apart. */
export type ChildList =
  | 'factors'
  | 'owners'
  | 'grants'
  | 'secrets'
  | 'integrationSecrets'
  | 'jwks'
  | 'keys'
  | 'policyRules'
  | 'authenticatorMethods'
  | 'serverPolicies'
  | 'serverRules'
  | 'permissions'
  | 'resources'
  | 'idpUsers';

/** What a change did to one assignment; null when it was taken away. */
export type AssignmentOverride = Readonly<Record<string, unknown>> | null;

export interface StateOptions {
  readonly seed: string;
  readonly size: OrgSize;
  readonly population: Population;
  readonly now: Date;
  readonly identityEngine: boolean;
}

/** Everything the org knows: generated objects, and what a scenario or run-time changes did to them. */
export class OrgState {
  readonly dice: Dice;
  readonly ids: OktaIds;
  readonly instants: Instants;
  readonly layout: Layout;
  readonly baseline: BaselineWorld;
  readonly userWorld: UserWorld;
  readonly appWorld: AppWorld;

  readonly users: LazyTable<WireUser>;
  readonly groups: LazyTable<Wire>;
  readonly apps: LazyTable<Wire>;
  readonly lists = new Map<ListName, ListCollection<Wire>>();
  readonly settings: Record<SettingName, Record<string, unknown>>;
  readonly schemas = new Map<string, SchemaWire>();
  /** By role assignment id. */
  readonly roles = new Map<string, RoleRow>();
  readonly members = new Map<string, Map<string, boolean>>();
  readonly appGroups = new Map<string, Map<string, AssignmentOverride>>();
  readonly appUsers = new Map<string, Map<string, AssignmentOverride>>();

  private readonly changedChildren = new Map<string, ListCollection<Wire>>();
  private readonly fixedChildren = new Map<string, readonly Wire[]>();
  private readonly memos = new Map<string, unknown>();

  constructor(options: StateOptions) {
    this.dice = new Dice(options.seed);
    this.ids = new OktaIds(options.seed);
    this.instants = new Instants(options.now);
    this.layout = layoutOf(options.size);
    const { dice, ids, instants, layout } = this;
    this.baseline = { ids, instants, layout, identityEngine: options.identityEngine };
    const id = (name: string): string => idOf(this.baseline, name);
    this.userWorld = {
      ...{ dice, ids, instants, layout, population: options.population },
      typeId: id('default-user-type'),
      realmId: options.identityEngine ? id('default-realm') : null,
    };
    this.appWorld = {
      ...{ dice, ids, instants, layout, zoneId: id('data-centre-zone') },
      policies: options.identityEngine
        ? {
            firstParty: ['admin-console-policy', 'dashboard-policy', 'browser-plugin-policy'].map(id),
            workforce: id('workforce-apps-policy'),
            enrollment: id('profile-enrollment-policy'),
          }
        : null,
    };
    const groupWorld = { dice, ids, instants, layout };
    this.users = new LazyTable<WireUser>(
      layout.present + layout.deprovisioned,
      (ordinal) => generateUser(this.userWorld, ordinal),
      (text) => ids.decode('00u', text),
    );
    this.groups = new LazyTable<Wire>(
      layout.groups,
      (ordinal) => generateGroup(groupWorld, ordinal),
      (text) => ids.decode('00g', text),
    );
    this.apps = new LazyTable<Wire>(
      layout.apps,
      (ordinal) => generateApp(this.appWorld, ordinal),
      (text) => ids.decode('0oa', text),
    );
    this.settings = baselineSettings(this.baseline);
    this.fill();
  }

  private fill(): void {
    const { baseline } = this;
    const policies = baselinePolicies(baseline);
    const { roles, resources, permissions, resourceSets, customRoles } = baselineCustomRoles(baseline);
    for (const [name, items] of Object.entries(baselineLists(baseline)))
      this.lists.set(name as ListName, new ListCollection(items));
    this.lists.set('policies', new ListCollection(policies.map(({ policy }) => policy)));
    this.lists.set('customRoles', new ListCollection(customRoles));
    this.lists.set('resourceSets', new ListCollection(resourceSets));
    this.lists.set('apiTokens', new ListCollection());
    for (const { policy, rules } of policies) this.fix('policyRules', policy.id, rules);
    for (const [parent, items] of permissions) this.fix('permissions', parent, items);
    for (const [parent, items] of resources) this.fix('resources', parent, items);
    for (const row of [...baselineRoles(baseline), ...roles]) this.roles.set(row.id, row);
    if (baseline.identityEngine)
      for (const [parent, items] of baselineMethods(baseline)) this.fix('authenticatorMethods', parent, items);
    const servers = baselineServerPolicies(baseline);
    for (const [parent, items] of servers.policies) this.fix('serverPolicies', parent, items);
    for (const [parent, items] of servers.rules) this.fix('serverRules', parent, items);
    const typeId = idOf(baseline, 'default-user-type');
    this.schemas.set(typeId, userSchemaWire(typeId, this.instants.daysAgo(900)));
  }

  private fix(name: ChildList, parent: string, items: readonly Wire[]): void {
    this.fixedChildren.set(`${name}/${parent}`, items);
  }

  list(name: ListName): ListCollection<Wire> {
    let list = this.lists.get(name);
    if (!list) {
      // Devices are many and rarely asked for.
      list = new ListCollection(
        name === 'devices' && this.baseline.identityEngine ? generateDevices(this.userWorld) : [],
      );
      this.lists.set(name, list);
    }
    return list;
  }

  /** Everything that was computed from a state before the change is forgotten. */
  changed(): void {
    this.memos.clear();
  }

  memo<T>(key: string, make: () => T): T {
    if (!this.memos.has(key)) this.memos.set(key, make());
    return this.memos.get(key) as T;
  }

  children(name: ChildList, parent: string): Collection<Wire> {
    return this.changedChildren.get(`${name}/${parent}`) ?? new ListCollection(this.generatedChildren(name, parent));
  }

  /** The same list, to be changed. */
  ownChildren(name: ChildList, parent: string): ListCollection<Wire> {
    const key = `${name}/${parent}`;
    let list = this.changedChildren.get(key);
    if (!list) this.changedChildren.set(key, (list = new ListCollection(this.generatedChildren(name, parent))));
    return list;
  }

  /** An object of a child list by its id, or by `<parent>/<id>` where ids repeat or the list is generated. */
  findChild(name: ChildList, id: string): { readonly parent: string; readonly item: Wire } | undefined {
    const [parent, own] = id.includes('/') ? (id.split('/', 2) as [string, string]) : [undefined, id];
    const parents =
      parent !== undefined
        ? [parent]
        : [...this.changedChildren.keys(), ...this.fixedChildren.keys()]
            .filter((key) => key.startsWith(`${name}/`))
            .map((key) => key.slice(name.length + 1));
    for (const candidate of parents) {
      const item = this.children(name, candidate).find(own);
      if (item) return { parent: candidate, item };
    }
    return undefined;
  }

  private generatedChildren(name: ChildList, parent: string): readonly Wire[] {
    const fixed = this.fixedChildren.get(`${name}/${parent}`);
    if (fixed) return fixed;
    if (name === 'factors') {
      const ordinal = this.users.ordinalOf(parent);
      const user = this.users.find(parent);
      return ordinal === undefined || !user ? [] : generateFactors(this.userWorld, ordinal, user);
    }
    const app = this.apps.ordinalOf(parent);
    if (app === undefined) return [];
    if (name === 'secrets') return generateSecrets(this.appWorld, app);
    const kind = kindOf(this.appWorld, app);
    if (name === 'jwks') return kind === 'service' ? generateJwks(this.appWorld, app) : [];
    if (name === 'keys' && kind !== 'bookmark') {
      return [signingKeyWire(signingKid(this.ids, app), this.instants.daysAgo(300), this.instants.daysAgo(-3000))];
    }
    return [];
  }

  // ---- users by status -------------------------------------------------------------------------------------------

  presentUsers(): Selection<WireUser> {
    return this.memo('present', () => this.usersWhere(false, [0, this.layout.present]));
  }

  deprovisionedUsers(): Selection<WireUser> {
    const { present, deprovisioned } = this.layout;
    return this.memo('deprovisioned', () => this.usersWhere(true, [present, present + deprovisioned]));
  }

  private usersWhere(gone: boolean, range: readonly [number, number]): Selection<WireUser> {
    const patched = [...this.users.patched].map(
      ([ordinal, user]) => [ordinal, user.status === 'DEPROVISIONED'] as const,
    );
    const ordinals = IntervalSet.of(range)
      .with(patched.filter(([, is]) => is === gone).map(([ordinal]) => ordinal))
      .without(patched.filter(([, is]) => is !== gone).map(([ordinal]) => ordinal))
      .without(this.users.removed);
    const extras = [...this.users.added.values()].filter((user) => (user.status === 'DEPROVISIONED') === gone);
    return this.userSelection(
      ordinals,
      extras.map(({ id }) => id),
    );
  }

  userSelection(ordinals: IntervalSet, extras: Iterable<string>): Selection<WireUser> {
    return new Selection(ordinals, extras, this.users, this.users.wasAdded);
  }

  userByLogin(login: string): WireUser | undefined {
    const wanted = login.toLowerCase();
    const has = (user: WireUser | undefined): boolean => user?.profile.login.toLowerCase() === wanted;
    const ordinal = ordinalInLogin(login);
    if (ordinal !== undefined && ordinal < this.users.baseSize && !this.users.removed.has(ordinal)) {
      const user = this.users.atOrdinal(ordinal);
      if (has(user)) return user;
    }
    return [...this.users.added.values(), ...this.users.hidden.values(), ...this.users.patched.values()].find(has);
  }

  // ---- membership and assignments -------------------------------------------------------------------------------

  membersOf(groupId: string): Selection<WireUser> | undefined {
    return this.memo(`members/${groupId}`, () => {
      if (!this.groups.find(groupId)) return undefined;
      const ordinal = this.groups.ordinalOf(groupId);
      if (ordinal === EVERYONE) return this.presentUsers();
      const world = { dice: this.dice, ids: this.ids, instants: this.instants, layout: this.layout };
      const generated = ordinal === undefined ? IntervalSet.EMPTY : generateMembers(world, ordinal);
      return this.narrowed(generated, this.members.get(groupId) ?? new Map<string, boolean>());
    });
  }

  /** Generated ordinals, with the users whose entry is true and without those whose entry is false or who left. */
  private narrowed(generated: IntervalSet, overrides: ReadonlyMap<string, boolean>): Selection<WireUser> {
    const present = this.presentUsers();
    const left = [
      ...this.users.removed,
      ...[...this.users.patched].filter(([, user]) => user.status === 'DEPROVISIONED').map(([n]) => n),
    ];
    const [added, taken, extras]: [number[], number[], string[]] = [[], left, []];
    for (const [userId, is] of overrides) {
      const ordinal = this.users.ordinalOf(userId);
      if (ordinal === undefined) {
        if (is && present.has(userId)) extras.push(userId);
      } else if (!is) taken.push(ordinal);
      else if (present.has(userId)) added.push(ordinal);
    }
    return this.userSelection(generated.with(added).without(taken), extras);
  }

  groupsOf(userId: string): Wire[] {
    const groups = this.groups.all();
    const out: Wire[] = [];
    for (let i = 0; i < groups.size; i++) {
      const group = groups.at(i);
      if (this.membersOf(group.id)?.has(userId)) out.push(group);
    }
    return out;
  }

  /** Ids of the groups an application is assigned to. */
  groupIdsOfApp(appId: string): string[] {
    return this.memo(`app-groups/${appId}`, () => {
      const granting = this.memo('granting', () => {
        const all: number[] = [];
        for (let i = this.layout.teamsFrom; i < this.layout.groups; i++) if (givesApps(this.layout, i)) all.push(i);
        return all;
      });
      const ordinal = this.apps.ordinalOf(appId);
      const ids = new Set(
        ordinal === undefined
          ? []
          : generateAppGroups(this.appWorld, ordinal, granting).map((n) => this.ids.encode('00g', n)),
      );
      for (const [groupId, row] of this.appGroups.get(appId) ?? []) {
        if (row === null) ids.delete(groupId);
        else ids.add(groupId);
      }
      return [...ids].filter((groupId) => this.groups.find(groupId) !== undefined);
    });
  }

  directUsersOf(appId: string): Selection<WireUser> {
    return this.memo(`direct/${appId}`, () => {
      const ordinal = this.apps.ordinalOf(appId);
      const generated = IntervalSet.EMPTY.with(
        ordinal === undefined ? [] : generateDirectUsers(this.appWorld, ordinal),
      );
      const overrides = [...(this.appUsers.get(appId) ?? [])].map(([id, row]): [string, boolean] => [id, row !== null]);
      return this.narrowed(generated, new Map(overrides));
    });
  }

  /** The group through which a user has an application; undefined when it was assigned directly. */
  groupOfAppUser(appId: string, userId: string): string | undefined {
    const parts = this.memo(`app-parts/${appId}`, () => ({
      direct: this.directUsersOf(appId),
      groups: this.groupIdsOfApp(appId).map((id) => ({ id, members: this.membersOf(id) })),
    }));
    return parts.direct.has(userId) ? undefined : parts.groups.find(({ members }) => members?.has(userId))?.id;
  }

  /** Everybody an application is assigned to, directly or by a group. */
  usersOfApp(appId: string): Selection<WireUser> {
    return this.memo(`app-users/${appId}`, () => {
      const parts = [this.directUsersOf(appId), ...this.groupIdsOfApp(appId).flatMap((id) => this.membersOf(id) ?? [])];
      return this.userSelection(
        IntervalSet.EMPTY.union(...parts.map(({ ordinals }) => ordinals)),
        new Set(parts.flatMap(({ extras }) => extras)),
      );
    });
  }

  appIdsOfGroup(groupId: string): readonly string[] {
    const byGroup = this.memo('apps-by-group', () => {
      const map = new Map<string, string[]>();
      const apps = this.apps.all();
      for (let i = 0; i < apps.size; i++) {
        const { id } = apps.at(i);
        for (const group of this.groupIdsOfApp(id)) map.set(group, [...(map.get(group) ?? []), id]);
      }
      return map;
    });
    return byGroup.get(groupId) ?? [];
  }

  // ---- roles -----------------------------------------------------------------------------------------------------

  /** Role assignments that name the principal itself. */
  rolesOf(principalId: string): readonly RoleRow[] {
    const byPrincipal = this.memo('roles', () => {
      const map = new Map<string, RoleRow[]>();
      for (const row of this.roles.values()) map.set(row.principalId, [...(map.get(row.principalId) ?? []), row]);
      return map;
    });
    return byPrincipal.get(principalId) ?? [];
  }

  /** Role assignments of the groups a user is in. */
  groupRolesOf(userId: string): readonly RoleRow[] {
    return [...this.roles.values()].filter(
      (row) => row.principal === 'group' && this.membersOf(row.principalId)?.has(userId),
    );
  }
}

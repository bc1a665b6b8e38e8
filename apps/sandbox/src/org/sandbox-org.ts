import { ListCollection, MappedCollection } from './collections';
import { applyChange } from './change/apply-change';
import { idOf } from './generate/baseline-world';
import type { RoleRow } from './generate/baseline-roles';
import { SUBDOMAIN } from './generate/names';
import type {
  Change,
  Collection,
  GroupStats,
  ListName,
  Manifest,
  Mutation,
  OrgFeatures,
  Principal,
  Rights,
  SandboxOrg,
  SettingName,
  SublistName,
  Wire,
  WireUser,
} from './org';
import { ADMIN_ORIGIN, ORG_ORIGIN } from './org';
import { Principals } from './principals';
import type { OrgState } from './state/org-state';
import { appUserWire, groupAssignmentWire, roleWire, targetAppWire } from './role-wires';

/** The org over its state: answers what the API's endpoints ask, from the state as it is now. */
export class ModelledOrg implements SandboxOrg {
  readonly id: string;
  readonly subdomain = SUBDOMAIN;
  private readonly credentials: Principals;

  constructor(
    private readonly state: OrgState,
    readonly features: OrgFeatures,
    private readonly names: (name: string) => string,
    private readonly makeManifest: (state: OrgState) => Manifest,
  ) {
    this.id = idOf(state.baseline, 'org');
    this.credentials = new Principals(state);
    state.changed();
  }

  now(): Date {
    return this.state.instants.now;
  }

  idOf(name: string): string | undefined {
    const id = this.names(name);
    return id === name ? undefined : id;
  }

  get users(): Collection<WireUser> {
    return this.state.memo('users', () => this.state.users.all());
  }

  get presentUsers(): Collection<WireUser> {
    return this.state.presentUsers();
  }

  get deprovisionedUsers(): Collection<WireUser> {
    return this.state.deprovisionedUsers();
  }

  user(idOrLogin: string): WireUser | undefined {
    return (
      this.state.users.find(idOrLogin) ?? (idOrLogin.includes('@') ? this.state.userByLogin(idOrLogin) : undefined)
    );
  }

  list(name: ListName): Collection<Wire> {
    const { state } = this;
    switch (name) {
      case 'groups':
        return state.memo('groups', () => state.groups.all());
      case 'apps':
        return state.memo('apps', () => state.apps.all());
      case 'roleAssignees':
        return state.memo('assignees', () => this.assignees());
      case 'realms':
        return this.features.realms ? state.list(name) : new ListCollection();
      default:
        return state.list(name);
    }
  }

  sublist(name: SublistName, parent: string): Collection<Wire> | undefined {
    const { state } = this;
    const when = (exists: unknown, make: () => Collection<Wire>): Collection<Wire> | undefined =>
      exists ? make() : undefined;
    const ofApp = (make: () => Collection<Wire>): Collection<Wire> | undefined => when(state.apps.find(parent), make);
    switch (name) {
      case 'groupUsers':
        return state.membersOf(parent);
      case 'groupOwners':
        return when(state.groups.find(parent), () => state.children('owners', parent));
      case 'groupApps':
        return when(state.groups.find(parent), () => listed(state.appIdsOfGroup(parent), (id) => state.apps.find(id)));
      case 'groupRoles':
        return when(state.groups.find(parent), () => this.roleList(state.rolesOf(parent), 'GROUP'));
      case 'userGroups':
        return when(state.users.find(parent), () => new ListCollection(state.groupsOf(parent)));
      case 'userRoles':
        return when(
          state.users.find(parent),
          () =>
            new ListCollection([
              ...this.roleList(state.rolesOf(parent), 'USER').items(),
              ...this.roleList(state.groupRolesOf(parent), 'GROUP').items(),
            ]),
        );
      case 'userFactors':
        return when(state.users.find(parent), () => state.children('factors', parent));
      case 'userDevices':
        return when(state.users.find(parent), () => this.devicesOf(parent));
      case 'clientRoles':
        return when(state.apps.find(parent) ?? state.list('apiServices').find(parent), () =>
          this.roleList(state.rolesOf(parent), 'CLIENT'),
        );
      case 'roleTargetGroups':
        return this.targets(parent, (row) => listed(row.targetGroups, (id) => state.groups.find(id)));
      case 'roleTargetApps':
        return this.targets(
          parent,
          (row) => new ListCollection(row.targetApps.map((target) => targetAppWire(state.apps.find(target), target))),
        );
      case 'customRolePermissions': {
        const role = this.customRole(parent);
        return role && state.children('permissions', role.id);
      }
      case 'resourceSetResources':
        return when(state.list('resourceSets').find(parent), () => state.children('resources', parent));
      case 'resourceSetBindings':
        return when(state.list('resourceSets').find(parent), () => this.bindings(parent));
      case 'bindingMembers':
        return this.bindingMembers(parent);
      case 'appUsers':
        return ofApp(() => new MappedCollection(state.usersOfApp(parent), (user) => this.appUser(parent, user)));
      case 'appGroups':
        return ofApp(
          () =>
            new ListCollection(
              state
                .groupIdsOfApp(parent)
                .map((id, n) =>
                  groupAssignmentWire(state.instants, parent, id, n, state.appGroups.get(parent)?.get(id) ?? {}),
                ),
            ),
        );
      case 'appGrants':
        return ofApp(() => state.children('grants', parent));
      case 'appKeys':
        return ofApp(() => state.children('keys', parent));
      case 'appJwks':
        return ofApp(() => state.children('jwks', parent));
      case 'appSecrets':
        return ofApp(() => state.children('secrets', parent));
      case 'apiServiceSecrets':
        return when(state.list('apiServices').find(parent), () => state.children('integrationSecrets', parent));
      case 'policyRules':
        return when(state.list('policies').find(parent), () => state.children('policyRules', parent));
      case 'policyMappings':
        return when(state.list('policies').find(parent), () => this.mappings(parent));
      case 'authenticatorMethods':
        return when(state.list('authenticators').find(parent), () => state.children('authenticatorMethods', parent));
      case 'authorizationServerPolicies':
        return when(state.list('authorizationServers').find(parent), () => state.children('serverPolicies', parent));
      case 'authorizationServerRules':
        return when(state.findChild('serverPolicies', parent), () => state.children('serverRules', parent));
      case 'authorizationServerScopes':
        return when(state.list('authorizationServers').find(parent), () => new ListCollection());
      case 'idpUsers':
        return when(state.list('idps').find(parent), () => state.children('idpUsers', parent));
      case 'idpKeysOf':
        return when(state.list('idps').find(parent), () => state.children('keys', parent));
    }
  }

  setting(name: SettingName): Readonly<Record<string, unknown>> {
    return this.state.settings[name];
  }

  userSchema(typeId: string): Readonly<Record<string, unknown>> | undefined {
    return this.state.schemas.get(typeId === 'default' ? this.state.userWorld.typeId : typeId);
  }

  groupStats(groupId: string): GroupStats | undefined {
    const members = this.state.membersOf(groupId);
    return (
      members && {
        usersCount: members.size,
        appsCount: this.state.appIdsOfGroup(groupId).length,
        groupPushMappingsCount: 0,
        hasAdminPrivilege: this.state.rolesOf(groupId).length > 0,
      }
    );
  }

  get principals(): readonly Principal[] {
    return this.state.memo('principals', () => this.credentials.all());
  }

  rightsOf(principalId: string): Rights | undefined {
    return this.credentials.rightsOf(principalId);
  }

  manifest(): Manifest {
    return this.makeManifest(this.state);
  }

  mutate(change: Change): readonly Mutation[] {
    return applyChange(this.state, change);
  }

  // ----------------------------------------------------------------------------------------------------------------

  private assignees(): Collection<Wire> {
    const ids = new Set(
      [...this.state.roles.values()]
        .filter((row) => row.principal === 'user' && !row.hidden)
        .map((row) => row.principalId),
    );
    return listed([...ids], (id) => {
      if (!this.state.users.find(id)) return undefined;
      const href = `${ORG_ORIGIN}/api/v1/users/${id}`;
      return {
        id,
        orn: `orn:okta:directory:${this.id}:users:${id}`,
        _links: { self: { href }, roles: { href: `${href}/roles` } },
      };
    });
  }

  private roleList(rows: readonly RoleRow[], assignmentType: 'USER' | 'GROUP' | 'CLIENT'): ListCollection<Wire> {
    return new ListCollection(rows.map((row) => roleWire(row, assignmentType)));
  }

  private targets(parent: string, list: (row: RoleRow) => Collection<Wire>): Collection<Wire> | undefined {
    const [principalId, assignmentId] = parent.split('/', 2);
    const row = this.state.roles.get(assignmentId ?? '');
    return row && row.principalId === principalId ? list(row) : undefined;
  }

  private customRole(idOrLabel: string): Wire | undefined {
    const roles = this.state.list('customRoles');
    return roles.find(idOrLabel) ?? roles.items().find(({ label }) => label === idOrLabel);
  }

  private bindings(setId: string): Collection<Wire> {
    const roleIds = new Set(
      [...this.state.roles.values()].flatMap((row) =>
        row.resourceSetId === setId && row.roleId !== null ? [row.roleId] : [],
      ),
    );
    return listed([...roleIds], (id) => {
      const href = `${ADMIN_ORIGIN}/api/v1/iam/resource-sets/${setId}/bindings/${id}`;
      return { id, _links: { self: { href }, members: { href: `${href}/members` } } };
    });
  }

  private bindingMembers(parent: string): Collection<Wire> | undefined {
    const [setId, roleIdOrLabel] = parent.split('/', 2) as [string, string | undefined];
    const role = this.customRole(roleIdOrLabel ?? '');
    if (!role || !this.state.list('resourceSets').find(setId)) return undefined;
    const paths = { user: 'api/v1/users', group: 'api/v1/groups', app: 'oauth2/v1/clients' };
    return new ListCollection(
      [...this.state.roles.values()]
        .filter((row) => row.resourceSetId === setId && row.roleId === role.id)
        .map((row) => ({
          id: row.id,
          created: row.created,
          lastUpdated: row.created,
          _links: { self: { href: `${ORG_ORIGIN}/${paths[row.principal]}/${row.principalId}` } },
        })),
    );
  }

  private devicesOf(userId: string): Collection<Wire> {
    const devices = this.state
      .list('devices')
      .items()
      .filter((device) => usersOfDevice(device).includes(userId));
    return new ListCollection(
      devices.map((device) => ({ id: device.id, created: device.created, deviceUserId: userId, device })),
    );
  }

  private appUser(appId: string, user: WireUser): Wire {
    const { state } = this;
    const group = state.groupOfAppUser(appId, user.id);
    return appUserWire(state.instants, appId, user, group, state.appUsers.get(appId)?.get(user.id) ?? {});
  }

  private mappings(policyId: string): Collection<Wire> {
    const apps = this.list('apps');
    const out: Wire[] = [];
    for (let i = 0; i < apps.size; i++) {
      const app = apps.at(i);
      const href = (app._links as { accessPolicy?: { href: string } }).accessPolicy?.href;
      if (href?.endsWith(`/${policyId}`)) {
        out.push({
          id: this.state.ids.named('map', `${policyId}/${app.id}`),
          _links: { application: { href: `${ORG_ORIGIN}/api/v1/apps/${app.id}` } },
        });
      }
    }
    return new ListCollection(out);
  }
}

function usersOfDevice(device: Wire): string[] {
  const { users } = device._embedded as { users: readonly { user: { id: string } }[] };
  return users.map(({ user }) => user.id);
}

function listed(ids: readonly string[], find: (id: string) => Wire | undefined): Collection<Wire> {
  return new ListCollection(ids.flatMap((id) => find(id) ?? []));
}

import type { NodeKey } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import { OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { partOf, pathOf } from '../catalogue/okta-row';
import type { Query } from '../catalogue/okta-row';
import { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import type { OktaPath } from '../http/okta-path';
import {
  assignmentKey,
  bindingMember,
  boundRow,
  isOwnRow,
  mapCustomRole,
  mapResourceSet,
  mapRoleAssignment,
  permissionRows,
  roleRow,
  targetKind,
  targetOf,
} from '../map/roles';
import type { HolderKind, RoleRow, RoleTargets } from '../map/roles';
import { UnmappableRecord, required, wireObject } from '../map/wire';
import type { Mapped } from '../map/wire';
import { COMPLETE, endingOf, speaksForAll, summarise } from './coverage-words';
import type { Ending } from './coverage-words';
import { allSettled } from './all-settled';
import { isGone } from './is-gone';
import { readParents } from './read-parents';
import type { RolesAgain } from './roles-again';
import type { ListRead, ReadRun } from './read-run';
import { isServiceApp, mayHoldRole } from './selection';
import type { AppFacts, GroupFacts } from './selection';

/** Who turned out to hold roles; later reads start from it. */
export interface RoleHolders {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** So many groups are asked one by one when nothing tells through which of them somebody holds a role. */
const SWEPT_GROUPS = 500;
/** A principal bound to a custom role on a resource set, as the set's own list of members tells. */
interface Binding {
  readonly setId: string;
  readonly roleId: string;
  readonly member: unknown;
  readonly principal: { readonly kind: HolderKind; readonly id: string };
}

const NOTHING: Mapped = { nodes: [], edges: [] };

/**
 * Reads who may administer what: assignees, their roles with targets, the groups and clients these reveal, custom
 * roles and resource sets. Small in every org (groups with roles hold at most 5,000 members), so that it is read anew
 * after a crash instead of being resumed.
 */
export class RolesReader {
  readonly #run: ReadRun;
  readonly #assignees = new Set<string>();
  readonly #holdingUsers = new Set<string>();
  readonly #roleGroups = new Set<string>();
  readonly #candidateGroups = new Set<string>();
  readonly #boundApps = new Set<string>();
  readonly #bindings: Binding[] = [];
  /** How the bindings of each resource set were read. */
  readonly #boundSets = new Map<string, { readonly ending: Ending; readonly records: number }>();
  /** Custom roles that the holders' own lists showed, see `heldAs`. */
  readonly #held = new Set<string>();
  /** Holders whose own list could not be read to its end; a binding must not speak over what is known of them. */
  readonly #unread = new Set<string>();
  /** Users told to hold a role through some group that the answer does not name. */
  readonly #throughUnnamedGroup = new Set<string>();
  readonly #targetEndings: Ending[] = [];
  #targetRecords = 0;
  #groupsUnnamed: Ending = COMPLETE;

  constructor(run: ReadRun) {
    this.#run = run;
  }

  /**
   * @param groups the tenant's groups, once their list is read
   * @param apps the tenant's applications, once their list is read
   */
  async read(groups: Promise<readonly GroupFacts[]>, apps: Promise<readonly AppFacts[]>): Promise<RoleHolders> {
    const startedAt = this.#run.now();
    const sets = this.#readResourceSets();
    const users = Promise.all([this.#readAssignees(), this.#readCustomRoles(), sets]).then(() => this.#readUserRoles());
    const clients = Promise.all([apps, sets]).then(([known]) => this.#readClientRoles(known));
    const ofGroups = Promise.all([groups, sets, users]).then(([known]) => this.#readGroupRoles(known));
    await allSettled([sets, users, clients, ofGroups]);
    await this.#writeBindings(await apps);
    const targets = summarise(this.#targetEndings, this.#roleListsEnding());
    await this.#run.conclude('role-targets', targets, this.#targetRecords, startedAt);
    return { users: this.#holdingUsers, groups: this.#roleGroups };
  }

  /**
   * Reads again who of these holds what. With resource sets, whoever is bound to a role on one is asked as well.
   * @returns who of those that were asked holds a role now
   */
  async readAgain({ users, groups, apps, sets, customRoles }: RolesAgain): Promise<RoleHolders> {
    if (customRoles) await this.#readCustomRoles();
    if (sets) await this.#readResourceSets();
    for (const id of users) this.#assignees.add(id);
    for (const id of groups) this.#candidateGroups.add(id);
    const clients = apps.filter(
      ({ id, clientId, again }) => again || this.#boundApps.has(id) || this.#boundApps.has(clientId),
    );
    const reads = [
      ...[...this.#assignees].map((id) => this.#ofUser(id)),
      ...[...this.#candidateGroups].map((id) => this.#ofGroup(id)),
      ...clients.map((app) => this.#ofClient(app)),
    ];
    await allSettled(
      reads.map(async (read) => {
        const { state, gone } = await this.#run.readList(read);
        // Of what is no more nothing is left.
        if (gone) await this.#run.finishUnread(read.resource, read.parent, COMPLETE);
        else if (state !== 'complete') this.#unread.add(read.parent);
      }),
    );
    if (sets) await this.#writeBindings(apps);
    return { users: this.#holdingUsers, groups: this.#roleGroups };
  }

  #ofUser(id: string): ListRead {
    return this.#rolesOf('user-roles', 'User', id, pathOf(OKTA_ROWS['user-roles'], id), oktaPath`/api/v1/users/${id}`);
  }

  #ofGroup(id: string): ListRead {
    const path = pathOf(OKTA_ROWS['group-roles'], id);
    return this.#rolesOf('group-roles', 'Group', id, path, oktaPath`/api/v1/groups/${id}`);
  }

  #ofClient({ id, clientId }: Pick<AppFacts, 'id' | 'clientId'>): ListRead {
    const path = pathOf(OKTA_ROWS['client-roles'], clientId);
    return this.#rolesOf('client-roles', 'App', id, path, oktaPath`/api/v1/apps/${id}`);
  }

  async #readAssignees(): Promise<void> {
    await this.#run.readList({
      resource: 'role-assignees',
      parent: '',
      parts: [partOf(OKTA_ROWS['role-assignees'])],
      resumable: false,
      map: (item) => {
        this.#assignees.add(required(wireObject(item, 'role assignee'), 'id', 'role assignee'));
        return NOTHING;
      },
    });
  }

  async #readUserRoles(): Promise<void> {
    const reads = [...this.#assignees].map((id) => this.#ofUser(id));
    await this.#readHolders('user-roles', reads, this.#ended('role-assignees'));
  }

  /** Groups are asked when anything hints at a role: Okta's own mark, a user's inherited role, a binding. */
  async #readGroupRoles(groups: readonly GroupFacts[]): Promise<void> {
    for (const group of groups) if (mayHoldRole(group)) this.#candidateGroups.add(group.id);
    await this.#nameGroups(groups);
    const reads = [...this.#candidateGroups].map((id) => this.#ofGroup(id));
    // Without these lists a group's role may have gone unseen.
    const hints = [
      this.#ended('groups'),
      this.#ended('user-roles'),
      this.#ended('resource-set-bindings'),
      this.#groupsUnnamed,
    ];
    const listOfParents = hints.find((each) => each.state !== 'complete') ?? COMPLETE;
    await this.#readHolders('group-roles', reads, listOfParents);
  }

  /** A user's inherited role does not always say from which group: then its groups are candidates. */
  async #nameGroups(groups: readonly GroupFacts[]): Promise<void> {
    let unnamed: Ending | null = null;
    for (const user of this.#throughUnnamedGroup) {
      try {
        for await (const page of this.#run.client.pages(oktaPath`/api/v1/users/${user}/groups`, {
          style: 'link',
          signal: this.#run.signal,
        })) {
          for (const item of page.items) {
            const wire = wireObject(item, 'group');
            if (wire['type'] !== 'BUILT_IN') this.#candidateGroups.add(required(wire, 'id', 'group'));
          }
        }
      } catch (error) {
        this.#run.signal.throwIfAborted();
        if (error instanceof UnmappableRecord) {
          unnamed ??= { state: 'partial', reason: error.message, missing: null };
          continue;
        }
        if (!(error instanceof OktaError) || error.refusal === 'credential_refused') throw error;
        unnamed ??= { ...endingOf(error, 'group-roles', 0), reason: error.message };
        // What is missing here is missing for the next user as well.
        if (speaksForAll(error)) break;
      }
    }
    if (unnamed === null) return;
    const possible = groups.filter((group) => group.type !== 'BUILT_IN');
    // Asking every group answers the question too, as long as there are few of them.
    if (possible.length <= SWEPT_GROUPS) for (const { id } of possible) this.#candidateGroups.add(id);
    else this.#groupsUnnamed = unnamed;
  }

  async #readClientRoles(apps: readonly AppFacts[]): Promise<void> {
    const reads = apps
      .filter((app) => isServiceApp(app) || this.#boundApps.has(app.id) || this.#boundApps.has(app.clientId))
      .map((app) => this.#ofClient(app));
    await this.#readHolders('client-roles', reads, this.#ended('apps'));
  }

  async #readHolders(resource: OktaResource, reads: readonly ListRead[], listOfParents: Ending): Promise<void> {
    const { results } = await readParents(this.#run, resource, reads, { listOfParents });
    for (const [holder, { state }] of results) if (state !== 'complete') this.#unread.add(holder);
  }

  /** Custom roles that bindings tell of and the holder's own list does not show are assignments all the same. */
  async #writeBindings(apps: readonly AppFacts[]): Promise<void> {
    const bySet = new Map<string, Mapped[]>();
    for (const { setId, roleId, member, principal } of this.#bindings) {
      const app =
        principal.kind === 'App' ? apps.find((each) => [each.id, each.clientId].includes(principal.id)) : null;
      const holder = { kind: principal.kind, id: app?.id ?? principal.id };
      if (this.#held.has(heldAs(holder.id, roleId, setId))) continue;
      if (this.#unread.has(nodeKey(holder.kind as 'User', holder.id))) continue;
      if (holder.kind === 'User') this.#holdingUsers.add(holder.id);
      if (holder.kind === 'Group') this.#roleGroups.add(holder.id);
      const { assignment } = mapRoleAssignment(boundRow(member, holder.kind, roleId, setId), holder, null);
      bySet.set(setId, [...(bySet.get(setId) ?? []), assignment]);
    }
    for (const [setId, { ending, records }] of this.#boundSets) {
      const mapped = bySet.get(setId) ?? [];
      const nodes = mapped.flatMap((each) => each.nodes);
      const edges = mapped.flatMap((each) => each.edges);
      const list = { resource: 'resource-set-bindings', parent: nodeKey('ResourceSet', setId) } as const;
      await this.#run.writeWhole(list, { nodes, edges }, ending, records);
    }
  }

  #rolesOf(resource: OktaResource, kind: HolderKind, id: string, path: OktaPath, object: OktaPath): ListRead {
    return {
      resource,
      parent: nodeKey(kind as 'User', id),
      parts: [{ path, style: 'whole' }],
      resumable: false,
      parentIsGone: () => isGone(this.#run, object),
      map: async (item) => {
        const row = roleRow(item);
        this.#note(row, kind, id);
        const { role, 'resource-set': set } = row.wire;
        if (typeof role === 'string' && typeof set === 'string') this.#held.add(heldAs(id, role, set));
        if (!isOwnRow(row, kind)) return NOTHING;
        const targets = await this.#targetsOf(row, kind, id, path);
        const mapped = mapRoleAssignment(row, { kind, id }, targets);
        await this.#writeScope(row, id, mapped.scope, targets);
        return mapped.assignment;
      },
    };
  }

  #note(row: RoleRow, kind: HolderKind, id: string): void {
    if (kind === 'Group') this.#roleGroups.add(id);
    if (kind !== 'User') return;
    this.#holdingUsers.add(id);
    if (isOwnRow(row, kind)) return;
    if (row.assigneeGroup === null) this.#throughUnnamedGroup.add(id);
    else this.#candidateGroups.add(row.assigneeGroup);
  }

  readonly #targetFailures = new Map<string, Ending>();

  /** Null for roles that know no targets, and when they could not be read. */
  async #targetsOf(row: RoleRow, kind: HolderKind, id: string, roles: OktaPath): Promise<RoleTargets | null> {
    const targets = targetKind(row.type);
    if (targets === null) return null;
    const path = targetPath(roles, row.id, targets);
    const found = { groups: [] as string[], apps: [] as string[], catalogApps: [] as string[] };
    try {
      const query = { limit: String(OKTA_ROWS['role-targets'].pageLimit) };
      for await (const page of this.#run.client.pages(path, { query, style: 'link', signal: this.#run.signal })) {
        for (const item of page.items) {
          const target = targetOf(item, targets);
          if (target.group !== undefined) found.groups.push(target.group);
          if (target.app !== undefined) found.apps.push(target.app);
          if (target.catalogApp !== undefined) found.catalogApps.push(target.catalogApp);
        }
      }
      return { groups: found.groups.sort(), apps: found.apps.sort(), catalogApps: found.catalogApps.sort() };
    } catch (error) {
      this.#run.signal.throwIfAborted();
      const key = assignmentKey(id, row.id);
      if (error instanceof UnmappableRecord) {
        this.#targetFailures.set(key, { state: 'partial', reason: error.message, missing: null });
        return null;
      }
      if (!(error instanceof OktaError) || error.refusal === 'credential_refused') throw error;
      this.#targetFailures.set(key, endingOf(error, 'role-targets', 0));
      return null;
    }
  }

  async #writeScope(row: RoleRow, id: string, edges: Mapped['edges'], targets: RoleTargets | null): Promise<void> {
    if (targetKind(row.type) === null) return;
    const parent = assignmentKey(id, row.id);
    const ending = this.#targetFailures.get(parent) ?? COMPLETE;
    const records = targets === null ? 0 : targets.groups.length + targets.apps.length + targets.catalogApps.length;
    this.#targetEndings.push(ending);
    this.#targetRecords += records;
    await writeEdges(this.#run, 'role-targets', parent, edges, ending, records);
  }

  async #readCustomRoles(): Promise<void> {
    const endings: Ending[] = [];
    const startedAt = this.#run.now();
    let permissions = 0;
    await this.#run.readList({
      resource: 'custom-roles',
      parent: '',
      parts: [partOf(OKTA_ROWS['custom-roles'])],
      resumable: false,
      map: async (item) => {
        const id = required(wireObject(item, 'custom role'), 'id', 'custom role');
        const read = await this.#whole('custom-role-permissions', async () =>
          permissionRows(
            (await this.#run.client.get(pathOf(OKTA_ROWS['custom-role-permissions'], id), { signal: this.#run.signal }))
              .body,
          ),
        );
        endings.push(read.ending);
        permissions += read.items?.length ?? 0;
        const mapped = mapCustomRole(item, read.items);
        await writeEdges(
          this.#run,
          'custom-role-permissions',
          nodeKey('CustomRole', id),
          [],
          read.ending,
          read.items?.length ?? 0,
        );
        return mapped;
      },
    });
    await this.#run.conclude(
      'custom-role-permissions',
      summarise(endings, this.#ended('custom-roles')),
      permissions,
      startedAt,
    );
  }

  async #readResourceSets(): Promise<void> {
    const startedAt = this.#run.now();
    const resources: Ending[] = [];
    const bindings: Ending[] = [];
    let counted = 0;
    let bound = 0;
    await this.#run.readList({
      resource: 'resource-sets',
      parent: '',
      parts: [partOf(OKTA_ROWS['resource-sets'])],
      resumable: false,
      map: async (item) => {
        const id = required(wireObject(item, 'resource set'), 'id', 'resource set');
        const key = nodeKey('ResourceSet', id);
        const { path, query } = partOf(OKTA_ROWS['resource-set-resources'], id);
        const read = await this.#whole('resource-set-resources', () => this.#all(path, 'resources', query));
        resources.push(read.ending);
        counted += read.items?.length ?? 0;
        const { set, contains } = mapResourceSet(item, read.items);
        await writeEdges(this.#run, 'resource-set-resources', key, contains, read.ending, read.items?.length ?? 0);
        const members = await this.#whole('resource-set-bindings', () => this.#bindingsOf(id));
        bindings.push(members.ending);
        bound += members.items?.length ?? 0;
        this.#boundSets.set(id, { ending: members.ending, records: members.items?.length ?? 0 });
        return set;
      },
    });
    const sets = this.#ended('resource-sets');
    await this.#run.conclude('resource-set-resources', summarise(resources, sets), counted, startedAt);
    await this.#run.conclude('resource-set-bindings', summarise(bindings, sets), bound, startedAt);
  }

  async #bindingsOf(setId: string): Promise<unknown[]> {
    const members: unknown[] = [];
    for (const role of await this.#all(pathOf(OKTA_ROWS['resource-set-bindings'], setId), 'roles')) {
      const roleId = required(wireObject(role, 'binding'), 'id', 'binding');
      const path = oktaPath`/api/v1/iam/resource-sets/${setId}/bindings/${roleId}/members`;
      for (const member of await this.#all(path, 'members')) {
        members.push(member);
        const principal = bindingMember(member);
        if (principal === null) continue;
        this.#bindings.push({ setId, roleId, member, principal });
        if (principal.kind === 'User') this.#assignees.add(principal.id);
        if (principal.kind === 'Group') this.#candidateGroups.add(principal.id);
        if (principal.kind === 'App') this.#boundApps.add(principal.id);
      }
    }
    return members;
  }

  async #all(path: OktaPath, envelope: string, query?: Query): Promise<unknown[]> {
    const items: unknown[] = [];
    for await (const page of this.#run.client.pages(path, { query, style: { envelope }, signal: this.#run.signal }))
      items.push(...page.items);
    return items;
  }

  async #whole(
    resource: OktaResource,
    read: () => Promise<readonly unknown[]>,
  ): Promise<{ items: readonly unknown[] | null; ending: Ending }> {
    try {
      return { items: await read(), ending: COMPLETE };
    } catch (error) {
      this.#run.signal.throwIfAborted();
      if (error instanceof UnmappableRecord)
        return { items: null, ending: { state: 'failed', reason: error.message, missing: null } };
      if (!(error instanceof OktaError) || error.refusal === 'credential_refused') throw error;
      return { items: null, ending: endingOf(error, resource, 0) };
    }
  }

  #ended(resource: OktaResource): Ending {
    return this.#run.endings.get(resource) ?? { state: 'not_read', reason: null, missing: null };
  }

  #roleListsEnding(): Ending {
    const lists = (['user-roles', 'group-roles', 'client-roles'] as const).map((resource) => this.#ended(resource));
    return lists.find((each) => each.state !== 'complete') ?? COMPLETE;
  }
}

function targetPath(roles: OktaPath, assignmentId: string, targets: 'groups' | 'apps'): OktaPath {
  const tail = targets === 'groups' ? 'targets/groups' : 'targets/catalog/apps';
  return {
    path: `${roles.path}/${encodeURIComponent(assignmentId)}/${tail}`,
    template: `${roles.template}/{}/${tail}`,
  };
}

/** A custom role in one hand, whatever list shows it. */
function heldAs(holder: string, role: string, set: string): string {
  return JSON.stringify([holder, role, set]);
}

async function writeEdges(
  run: ReadRun,
  resource: OktaResource,
  parent: NodeKey,
  edges: Mapped['edges'],
  ending: Ending,
  records: number,
): Promise<void> {
  await run.writeWhole({ resource, parent }, { nodes: [], edges }, ending, records);
}

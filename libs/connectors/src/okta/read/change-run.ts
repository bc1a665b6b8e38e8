import type { GraphView, NodeKey, ObjectChange, StaleResource } from '@posture/domain';
import { coalesced, nodeKey } from '@posture/domain';
import { OBJECT_ROWS } from '../catalogue/object.rows';
import type { ObjectResource } from '../catalogue/object.rows';
import { OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { OrgIdentity } from '../map/tenant';
import { allSettled } from './all-settled';
import { COMPLETE } from './coverage-words';
import { followUps } from './follow-ups';
import { KeptLists } from './kept-lists';
import type { ChangeOptions } from './kept-lists';
import { KnownOrg, idOfKey } from './known-org';
import { ObjectBuffer } from './object-buffer';
import { ObjectReads } from './object-reads';
import { orgLists } from './org-lists';
import type { ReadRun } from './read-run';
import { RolesReader } from './roles.reader';
import { appFacts, isServiceApp } from './selection';
import { readAuthServers, readAuthenticators, readTenantList } from './tenant.reader';

/** What follows from what follows is read as well; a round that needs another one after these is no longer a change. */
const ROUNDS = 6;

const OF_SERVERS: readonly string[] = ['authorization-servers', 'auth-server-policies', 'auth-server-rules'];
const OF_ROLES: readonly string[] = ['user-roles', 'group-roles', 'client-roles', 'custom-roles', 'resource-sets'];

/** One batch of changes: objects first, then the lists they keep, then what follows from what they turned out to be. */
export class ChangeRun {
  readonly #objects = new ObjectBuffer();
  readonly #known: KnownOrg;
  readonly #reads: ObjectReads;
  readonly #kept: KeptLists;
  readonly #unread = new Map<string, string>();
  readonly #done = new Set<string>();
  /** Users and groups that turned out to hold a role. */
  readonly #holders = new Set<NodeKey>();
  #lacksRows = false;

  constructor(
    private readonly run: ReadRun,
    view: GraphView,
    private readonly identity: OrgIdentity,
    options: ChangeOptions,
  ) {
    this.#known = new KnownOrg(view, this.#objects);
    const unread = (resource: string, reason: string) => void this.#unread.set(resource, reason);
    this.#reads = new ObjectReads(run, this.#known, this.#objects, unread);
    this.#kept = new KeptLists(run, this.#known, options);
  }

  /** Whether anything is no more, or no list has anything left. */
  get lacks(): boolean {
    return this.#lacksRows || this.#objects.lacks;
  }

  get unread(): readonly StaleResource[] {
    return [...this.#unread].map(([resource, reason]) => ({ resource, reason }));
  }

  forgetAbsent(reason: string): void {
    for (const resource of this.#objects.forgetAbsent()) this.#unread.set(resource, reason);
  }

  write(): Promise<void> {
    return this.#objects.write(this.run);
  }

  async read(changes: readonly ObjectChange[]): Promise<void> {
    let next: readonly ObjectChange[] = changes;
    for (let round = 0; next.length > 0 && round < ROUNDS; round += 1) next = await this.#round(next);
    for (const { resource } of next) this.#unread.set(resource, 'It changed together with too much else.');
  }

  /** @returns what follows from it */
  async #round(changes: readonly ObjectChange[]): Promise<readonly ObjectChange[]> {
    const { objects, stale } = coalesced({ objects: changes, stale: [] });
    for (const resource of stale) this.#unread.set(resource, 'More of it changed than is read one by one.');
    const asked = objects.filter((change) => this.#isNew(change));
    const single = asked.filter(({ key }) => key !== undefined);
    await this.#reads.read(single);
    await this.#readRoles(asked);
    const lists = asked.filter(({ key, resource }) => key === undefined && !OF_ROLES.includes(resource));
    const owners = await this.#readLists(lists);
    const { moved } = this.#reads;
    return followUps({ asked, known: this.#known, moved, owners, holders: this.#holders }).filter(
      (change) => !this.#isDone(change),
    );
  }

  #isNew(change: ObjectChange): boolean {
    const isNew = !this.#isDone(change);
    this.#done.add(idOf(change));
    return isNew;
  }

  #isDone({ resource, parent, key }: ObjectChange): boolean {
    return this.#done.has(idOf({ resource, parent, key })) || this.#done.has(idOf({ resource, parent }));
  }

  async #readRoles(asked: readonly ObjectChange[]): Promise<void> {
    const parentsOf = (resource: OktaResource): string[] =>
      asked.flatMap((change) =>
        change.resource === resource && change.parent !== undefined ? [idOfKey(change.parent)] : [],
      );
    const lists = (resource: OktaResource) => asked.some((each) => each.resource === resource);
    if (!OF_ROLES.some((resource) => lists(resource as OktaResource))) return;
    const again = new Set(parentsOf('client-roles'));
    const keys = new Set([...this.#known.keysOf('App'), ...[...again].map((id) => nodeKey('App', id))]);
    const apps = [...keys].flatMap((key) => {
      const record = this.#known.record('apps', key);
      return record === null ? [] : [appFacts(record)];
    });
    const { users, groups } = await new RolesReader(this.run).readAgain({
      users: parentsOf('user-roles'),
      groups: parentsOf('group-roles'),
      // Only clients that act by themselves hold roles.
      apps: apps.map((app) => ({ ...app, again: again.has(app.id) && isServiceApp(app) })),
      sets: lists('resource-sets'),
      customRoles: lists('custom-roles'),
    });
    // A list without a row may be one nobody shows any more.
    this.#lacksRows = true;
    for (const id of users) this.#holders.add(nodeKey('User', id));
    for (const id of groups) this.#holders.add(nodeKey('Group', id));
  }

  /** @returns groups that turned out to own another */
  async #readLists(changes: readonly ObjectChange[]): Promise<readonly NodeKey[]> {
    const owners: NodeKey[] = [];
    const whole = new Set(changes.filter(({ parent }) => parent === undefined).map(({ resource }) => resource));
    const kept = changes.flatMap(({ resource, parent }) =>
      parent === undefined || OF_SERVERS.includes(resource) ? [] : [{ resource, parent }],
    );
    const tenant = orgLists(this.identity, this.run.client.clientId).filter(({ resource }) => whole.has(resource));
    const servers = changes.some(({ resource }) => OF_SERVERS.includes(resource));
    await allSettled([
      ...tenant
        .filter(({ resource }) => !OF_SERVERS.includes(resource))
        .map((list) => readTenantList(this.run, list, this.identity)),
      ...(whole.has('authenticators') ? [readAuthenticators(this.run, this.identity)] : []),
      ...(servers ? [this.#readServers()] : []),
      ...kept.map(async ({ resource, parent }) => {
        if (!isKept(resource)) return;
        const result = await this.#kept.read(resource, parent, this.#holders);
        if (result === null) return;
        owners.push(...result.owners);
        if (result.gone) await this.run.finishUnread(resource, parent, COMPLETE);
        if (result.gone || result.records === 0) this.#lacksRows = true;
      }),
    ]);
    if (tenant.length > 0) this.#lacksRows = true;
    return owners;
  }

  async #readServers(): Promise<void> {
    const list = orgLists(this.identity, this.run.client.clientId).find(
      ({ resource }) => resource === 'authorization-servers',
    )!;
    await readTenantList(this.run, list, this.identity);
    await readAuthServers(this.run);
  }
}

function isKept(resource: string): resource is ObjectResource | 'policy-rules' {
  return Object.hasOwn(OBJECT_ROWS, resource) || (resource === 'policy-rules' && OKTA_ROWS[resource] !== undefined);
}

function idOf({ resource, parent, key }: Pick<ObjectChange, 'resource' | 'parent' | 'key'>): string {
  return JSON.stringify([resource, parent ?? '', key ?? '']);
}

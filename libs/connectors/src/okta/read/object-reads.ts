import type { NodeKey, ObjectChange } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import { OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { partOf } from '../catalogue/okta-row';
import { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import type { OktaPath } from '../http/okta-path';
import { mapApp, mapAppUser } from '../map/apps';
import { mapDevice, mapGroup, mapMember, mapUser } from '../map/directory';
import { mapPolicy } from '../map/tenant';
import { UnmappableRecord, required, wireObject } from '../map/wire';
import type { Mapped } from '../map/wire';
import { allSettled } from './all-settled';
import { endingOf } from './coverage-words';
import { idOfKey } from './known-org';
import type { KnownOrg } from './known-org';
import type { ObjectBuffer } from './object-buffer';
import type { ReadRun } from './read-run';
import { groupFacts, isEveryone } from './selection';

/** Ids that go into one filter; a longer one is refused by some proxies for its length. */
const IDS_PER_FILTER = 20;

type Of = (key: NodeKey, parent: NodeKey | undefined) => Promise<Mapped | null>;

/** Reads objects of long lists one by one. One that is "not found" is no more. */
export class ObjectReads {
  /** Users who came into the org, or left it, or came back, since it was published. */
  readonly moved = new Set<NodeKey>();
  readonly #groupsOfUser = new Map<string, Promise<ReadonlyMap<NodeKey, boolean> | null>>();

  constructor(
    private readonly run: ReadRun,
    private readonly known: KnownOrg,
    private readonly objects: ObjectBuffer,
    private readonly unread: (resource: string, reason: string) => void,
  ) {}

  async read(changes: readonly ObjectChange[]): Promise<void> {
    const of = (resource: OktaResource) => changes.filter((change) => change.resource === resource);
    // Whose members and assignments are read is told by what they are.
    await allSettled([
      this.#each('users', of('users'), (key) => this.#user(key)),
      this.#each('apps', of('apps'), async (key) => mapApp(await this.#get(oktaPath`/api/v1/apps/${idOfKey(key)}`))),
      this.#each('devices', of('devices'), (key) => this.#device(idOfKey(key))),
      this.#groups(of('groups').map(({ key }) => key!)),
      this.#policies(of('policies').map(({ key }) => key!)),
    ]);
    await allSettled([
      this.#each('group-members', of('group-members'), (key, parent) => this.#member(key, parent!)),
      this.#each('app-users', of('app-users'), async (key, parent) => {
        const [app, user] = [idOfKey(parent!), idOfKey(key)];
        return mapAppUser(app)(await this.#get(oktaPath`/api/v1/apps/${app}/users/${user}`));
      }),
    ]);
  }

  async #each(resource: OktaResource, changes: readonly ObjectChange[], read: Of): Promise<void> {
    await allSettled(
      changes.map(({ key, parent }) =>
        this.#kept(resource, async () => {
          // Nothing is assigned to, and nobody is in, what is no more: that is closed along with it.
          if (parent !== undefined && this.#isGone(parent)) return;
          this.objects.put(resource, parent ?? '', key!, await read(key!, parent).catch(nullIfNotFound));
        }),
      ),
    );
  }

  async #kept(resource: OktaResource, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.run.signal.throwIfAborted();
      if (error instanceof UnmappableRecord) return this.unread(resource, error.message);
      if (!(error instanceof OktaError) || error.refusal === 'credential_refused') throw error;
      this.unread(resource, endingOf(error, resource, 0).reason ?? error.message);
    }
  }

  #isGone(parent: NodeKey): boolean {
    return this.objects.of('groups', parent) === null || this.objects.of('apps', parent) === null;
  }

  async #get(path: OktaPath, query?: Readonly<Record<string, string>>): Promise<unknown> {
    return (await this.run.client.get(path, { query, urgency: 'interactive', signal: this.run.signal })).body;
  }

  async #all(path: OktaPath, query: Readonly<Record<string, string>>): Promise<unknown[]> {
    const items: unknown[] = [];
    const options = { query, style: 'link', urgency: 'interactive', signal: this.run.signal } as const;
    for await (const page of this.run.client.pages(path, options)) items.push(...page.items);
    return items;
  }

  async #user(key: NodeKey): Promise<Mapped | null> {
    const mapped = await this.#get(oktaPath`/api/v1/users/${idOfKey(key)}`).then(mapUser, nullIfNotFound);
    const left = (status: unknown): boolean => status === 'DEPROVISIONED';
    const before = this.known.before(key);
    const now = mapped?.nodes.find((node) => node.key === key);
    if (now !== undefined && (before === null || left(before.props['status']) !== left(now.props['status'])))
      this.moved.add(key);
    return mapped;
  }

  /** Its list embeds the users; one device by itself has them in a list of its own. */
  async #device(id: string): Promise<Mapped> {
    const body = wireObject(await this.#get(oktaPath`/api/v1/devices/${id}`), 'device');
    const users = await this.#all(oktaPath`/api/v1/devices/${id}/users`, {});
    return mapDevice({ ...body, _embedded: { users } });
  }

  /** By a filter, because one group by itself tells no counts. */
  async #groups(keys: readonly NodeKey[]): Promise<void> {
    for (let start = 0; start < keys.length; start += IDS_PER_FILTER) {
      const some = keys.slice(start, start + IDS_PER_FILTER);
      await this.#kept('groups', async () => {
        const filter = some.map((key) => `id eq "${idOfKey(key).replace(/["\\]/g, '')}"`).join(' or ');
        const { path } = partOf(OKTA_ROWS.groups);
        const items = await this.#all(path, { ...OKTA_ROWS.groups.query, filter, limit: '200' });
        const found = new Map(
          items.map((item) => [nodeKey('Group', required(wireObject(item, 'group'), 'id', 'group')), item]),
        );
        for (const key of some) this.objects.put('groups', '', key, found.has(key) ? mapGroup(found.get(key)) : null);
      });
    }
  }

  /** With its siblings: policies of a type are ordered, and one that moves moves others. */
  async #policies(keys: readonly NodeKey[]): Promise<void> {
    const types = new Set<string>();
    for (const key of keys) {
      await this.#kept('policies', async () => {
        const type =
          this.known.before(key)?.props['type'] ??
          (await this.#get(oktaPath`/api/v1/policies/${idOfKey(key)}`).then(
            (body) => required(wireObject(body, 'policy'), 'type', 'policy'),
            nullIfNotFound,
          ));
        if (typeof type === 'string') types.add(type);
      });
    }
    for (const type of types) {
      await this.#kept('policies', async () => {
        const before = this.known.keysOf('Policy').filter((key) => this.known.before(key)?.props['type'] === type);
        const items = await this.#all(partOf(OKTA_ROWS.policies).path, { type });
        const found = items.map(mapPolicy).map((mapped) => [mapped.nodes[0]!.key, mapped] as const);
        for (const key of before) this.objects.put('policies', '', key, null);
        for (const [key, mapped] of found) this.objects.put('policies', '', key, mapped);
      });
    }
  }

  async #member(user: NodeKey, group: NodeKey): Promise<Mapped | null> {
    const id = idOfKey(user);
    let groups = this.#groupsOfUser.get(id);
    if (groups === undefined) this.#groupsOfUser.set(id, (groups = this.#groupsOf(id)));
    // Everybody is in Everyone; its members are not listed.
    const isIn = (await groups)?.get(group) === true;
    return isIn ? mapMember(idOfKey(group))({ id }) : null;
  }

  /** Groups of the user, and whether each is one whose members are listed. */
  async #groupsOf(user: string): Promise<ReadonlyMap<NodeKey, boolean> | null> {
    const items = await this.#all(oktaPath`/api/v1/users/${user}/groups`, {}).catch(nullIfNotFound);
    if (items === null) return null;
    const groups = items.map((item) => mapGroup(item).nodes[0]!);
    return new Map(groups.map((node) => [node.key, !isEveryone(groupFacts(node))]));
  }
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof OktaError && error.refusal === 'not_found') return null;
  throw error;
}

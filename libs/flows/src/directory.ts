import { InProcessGraphStore, NAMED_QUERIES } from '@posture/access-graph';
import type { GraphHop, GraphStore } from '@posture/access-graph';
import { DomainError, nodeKey } from '@posture/domain';
import type { EvidenceEdge, GraphView, JsonObject, Missing, NodeIndex, SubjectRef, Tier } from '@posture/domain';
import type { Graphs, VersionView } from './graphs';
import { subjectOfKey, subjectRef } from './judge';
import { unreadFor } from './unread';

/** What is listed by itself. */
export type DirectoryKind = 'User' | 'Group' | 'App';

/** A user, a group or an app with how much of the tenant falls with it; `status` is null where the provider gives none. */
export interface ListedObject extends SubjectRef {
  readonly tier: Tier;
  readonly status: string | null;
}

/** All that a version holds of something: what the provider says, and values that change by themselves. */
export interface Held {
  readonly tierReason: string;
  readonly props: JsonObject;
  readonly observed: JsonObject;
}

/** A user, a group or an app with all that is held of it. */
export interface DirectoryObject extends ListedObject, Held {}

/** One that is reached, or reaches, by one path; the same application by assignment and by group are two. */
export interface Access {
  /** At the other end. */
  readonly other: SubjectRef;
  /** From whoever reaches to what is reached. */
  readonly path: readonly EvidenceEdge[];
}

/** How many are known to be in a group, and what of its members nobody may have seen. */
export interface GroupMembers {
  readonly count: number;
  readonly notAssessed: readonly Missing[];
}

export interface DirectoryPage {
  /** Start of the name; case does not matter. */
  readonly startOfName: string;
  /** Key of the last row of the page before; '' for the first page. */
  readonly afterKey: string;
  readonly limit: number;
}

/** Users, groups and apps of a connection, now or at any instant that is kept. */
export class Directory {
  constructor(private readonly graphs: Graphs) {}

  /**
   * @param asOf null: as published last
   * @throws {DomainError} `connection.not_found`, `inventory.empty`, `inventory.version_not_found`
   */
  async open(connectionId: string, asOf: Date | null): Promise<DirectoryVersion> {
    return new DirectoryVersion(await this.graphs.at(connectionId, asOf));
  }
}

/** The directory as it is in one version. */
export class DirectoryVersion {
  constructor(private readonly opened: VersionView) {}

  get version(): number {
    return this.opened.view.version;
  }

  /** By key. */
  list(kind: DirectoryKind, page: DirectoryPage): ListedObject[] {
    return this.#page(this.opened.view.ofKind(kind), page);
  }

  /** What of a kind nobody may have seen, or of the roles that make its tiers. */
  unread(kind: DirectoryKind): readonly Missing[] {
    return unreadFor(this.opened, { nodes: [kind], edges: ['HAS_ROLE_ASSIGNMENT', 'MEMBER_OF'] });
  }

  /** @throws {DomainError} `user.not_found`, `group.not_found`, `app.not_found` */
  get(kind: DirectoryKind, externalId: string): DirectoryObject {
    const node = this.#find(kind, externalId);
    return { ...listed(this.opened, node), ...heldOf(this.opened, node) };
  }

  /** Users in a group, by key. @throws {DomainError} `group.not_found` */
  listMembers(groupId: string, page: Omit<DirectoryPage, 'startOfName'>): ListedObject[] {
    const members = this.opened.view.in(this.#find('Group', groupId), 'MEMBER_OF');
    return this.#page(members, { ...page, startOfName: '' });
  }

  /** @throws {DomainError} `group.not_found` */
  membersOf(groupId: string): GroupMembers {
    const { view } = this.opened;
    const group = this.#find('Group', groupId);
    return {
      count: view.in(group, 'MEMBER_OF').length,
      notAssessed: unreadFor(this.opened, { nodes: ['User'], edges: ['MEMBER_OF'], key: view.key(group) }),
    };
  }

  /** Everything a user reaches, or everybody who reaches an app, in a fixed order. @throws {DomainError} as `get` */
  async access(kind: 'User' | 'App', externalId: string): Promise<readonly Access[]> {
    const { view } = this.opened;
    const key = view.key(this.#find(kind, externalId));
    const rows = await graphOf(view)[ACCESS_QUERY[kind]](view.connectionId, key);
    return rows.map(({ node, path }) => ({ other: node, path: evidencePath(view, path) }));
  }

  /** What of `access` nobody may have seen. */
  unreadAccess(kind: 'User' | 'App'): readonly Missing[] {
    const { edges, ends } = NAMED_QUERIES[ACCESS_QUERY[kind]];
    return unreadFor(this.opened, { nodes: ends, edges });
  }

  #page(nodes: readonly NodeIndex[], { startOfName, afterKey, limit }: DirectoryPage): ListedObject[] {
    const { view } = this.opened;
    const start = startOfName.toLowerCase();
    const found: ListedObject[] = [];
    for (const node of nodes) {
      if (found.length === limit) break;
      if (view.key(node) <= afterKey) continue;
      if (!(view.name(node) ?? '').toLowerCase().startsWith(start)) continue;
      found.push(listed(this.opened, node));
    }
    return found;
  }

  #find(kind: DirectoryKind, externalId: string): NodeIndex {
    const node = this.opened.view.indexOf(nodeKey(kind, externalId));
    if (node < 0) throw NOT_FOUND[kind](externalId);
    return node;
  }
}

/** Which named query says who reaches what, by the kind it starts at. */
const ACCESS_QUERY = { User: 'effectiveAccess', App: 'whoCanReach' } as const;

const NOT_FOUND: Readonly<Record<DirectoryKind, (id: string) => DomainError>> = {
  User: (id) =>
    new DomainError('user.not_found', 'not_found', `There is no user ${id} in this connection.`, {
      field: 'id',
      remedy: "Give the provider's id of the user; the list of users has it as externalId.",
    }),
  Group: (id) =>
    new DomainError('group.not_found', 'not_found', `There is no group ${id} in this connection.`, {
      field: 'id',
      remedy: "Give the provider's id of the group; the list of groups has it as externalId.",
    }),
  App: (id) =>
    new DomainError('app.not_found', 'not_found', `There is no application ${id} in this connection.`, {
      field: 'id',
      remedy: "Give the provider's id of the application; the list of apps has it as externalId.",
    }),
};

export function listed(opened: VersionView, node: NodeIndex): ListedObject {
  const status = opened.view.props(node)['status'];
  return {
    ...subjectRef(opened, node),
    tier: opened.privilege.tier(node),
    status: typeof status === 'string' ? status : null,
  };
}

export function heldOf({ view, privilege }: VersionView, node: NodeIndex): Held {
  return { tierReason: privilege.tierReason(node), props: view.props(node), observed: view.observed(node) };
}

/** The named queries, asked of one version whatever is published meanwhile. */
export function graphOf(view: GraphView): GraphStore {
  return new InProcessGraphStore(() => Promise.resolve(view));
}

/** Hops with the names of their ends. */
export function evidencePath(view: GraphView, path: readonly GraphHop[]): EvidenceEdge[] {
  return path.map(({ kind, from, to, derived, props }) => ({
    ...{ kind, from: subjectOfKey({ view }, from), to: subjectOfKey({ view }, to) },
    derived,
    props,
  }));
}

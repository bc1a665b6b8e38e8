import { DomainError, EDGE_KINDS, nodeKey } from '@posture/domain';
import type { EvidenceEdge, GraphView, JsonObject, NodeIndex, SubjectRef, Tier } from '@posture/domain';
import type { Graphs, VersionView } from './graphs';

export interface ListedUser extends SubjectRef {
  readonly tier: Tier;
  readonly status: string | null;
}

export interface DirectoryUser extends ListedUser {
  readonly tierReason: string;
  readonly props: JsonObject;
  readonly observed: JsonObject;
}

/** One thing a user reaches by one path; the same application by assignment and by group are two. */
export interface UserAccess {
  readonly target: SubjectRef;
  /** From the user to the target. */
  readonly path: readonly EvidenceEdge[];
}

export interface UserPage {
  /** Case does not matter. */
  readonly startOfLogin: string;
  /** Key of the last user of the page before; '' for the first page. */
  readonly afterKey: string;
  readonly limit: number;
}

/** Users of a connection's published version, and what they reach. */
export class UserDirectory {
  constructor(private readonly graphs: Graphs) {}

  /** By key. @throws {DomainError} `connection.not_found`, `inventory.empty` */
  async list(connectionId: string, { startOfLogin, afterKey, limit }: UserPage): Promise<ListedUser[]> {
    const opened = await this.graphs.published(connectionId);
    const start = startOfLogin.toLowerCase();
    const found: ListedUser[] = [];
    for (const node of opened.view.ofKind('User')) {
      if (found.length === limit) break;
      if (opened.view.key(node) <= afterKey) continue;
      if (!(opened.view.name(node) ?? '').toLowerCase().startsWith(start)) continue;
      found.push(listed(opened, node));
    }
    return found;
  }

  /** @throws {DomainError} `connection.not_found`, `inventory.empty`, `user.not_found` */
  async get(connectionId: string, externalId: string): Promise<DirectoryUser> {
    const { opened, node } = await this.find(connectionId, externalId);
    const { view, privilege } = opened;
    return {
      ...listed(opened, node),
      tierReason: privilege.tierReason(node),
      props: view.props(node),
      observed: view.observed(node),
    };
  }

  /** Everything the user reaches, in a fixed order, with the version it is true of. @throws as `get` */
  async access(
    connectionId: string,
    externalId: string,
  ): Promise<{ readonly version: number; readonly rows: readonly UserAccess[] }> {
    const { opened, node } = await this.find(connectionId, externalId);
    const { view } = opened;
    const rows = await this.graphs.store.effectiveAccess(connectionId, view.key(node));
    return {
      version: view.version,
      rows: rows.map(({ node: target, path }) => ({
        target,
        path: path.map(({ kind, from, to, props }) => ({
          kind,
          from: refOf(view, from),
          to: refOf(view, to),
          derived: 'derived' in EDGE_KINDS[kind],
          props,
        })),
      })),
    };
  }

  private async find(connectionId: string, externalId: string): Promise<{ opened: VersionView; node: NodeIndex }> {
    const opened = await this.graphs.published(connectionId);
    const node = opened.view.indexOf(nodeKey('User', externalId));
    if (node >= 0) return { opened, node };
    throw new DomainError('user.not_found', 'not_found', `There is no user ${externalId} in this connection.`, {
      field: 'id',
      remedy: "Give the provider's id of the user; the list of users has it as externalId.",
    });
  }
}

function listed({ view, privilege }: VersionView, node: NodeIndex): ListedUser {
  const status = view.props(node)['status'];
  return {
    ...refOf(view, view.key(node)),
    tier: privilege.tier(node),
    status: typeof status === 'string' ? status : null,
  };
}

function refOf(view: GraphView, key: string): SubjectRef {
  const node = view.indexOf(key);
  return { kind: view.kind(node), key: view.key(node), externalId: view.externalId(node), name: view.name(node) };
}

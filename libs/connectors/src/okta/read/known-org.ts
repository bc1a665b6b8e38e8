import type { EdgeKind, GraphView, NodeKey, NodeKind, NodeRecord } from '@posture/domain';

import type { OktaResource } from '../catalogue/okta-catalogue';
import type { ObjectBuffer } from './object-buffer';
import { isEveryone, groupFacts } from './selection';

/** The org as it was published last, with what this read has already learnt of it on top. */
export class KnownOrg {
  #everyone: NodeKey | null | undefined;

  constructor(
    readonly view: GraphView,
    private readonly fresh: ObjectBuffer,
  ) {}

  /** null: it is not there, or no more. */
  record(resource: OktaResource, key: NodeKey): Pick<NodeRecord, 'externalId' | 'name' | 'props' | 'observed'> | null {
    const read = this.fresh.of(resource, key);
    if (read !== undefined) return read?.nodes.find((node) => node.key === key) ?? null;
    return this.before(key);
  }

  /** As it was published. */
  before(key: NodeKey): Pick<NodeRecord, 'externalId' | 'name' | 'props' | 'observed'> | null {
    const { view } = this;
    const node = view.indexOf(key);
    if (node < 0) return null;
    const observed = view.observed(node);
    return { externalId: view.externalId(node), name: view.name(node), props: view.props(node), observed };
  }

  /** Keys at the other ends. */
  targets(key: NodeKey, kind: EdgeKind, of?: NodeKind): NodeKey[] {
    const { view } = this;
    const node = view.indexOf(key);
    const ends = node < 0 ? [] : view.out(node, kind);
    return ends.filter((end) => of === undefined || view.kind(end) === of).map((end) => view.key(end));
  }

  sources(key: NodeKey, kind: EdgeKind, of?: NodeKind): NodeKey[] {
    const { view } = this;
    const node = view.indexOf(key);
    const ends = node < 0 ? [] : view.in(node, kind);
    return ends.filter((end) => of === undefined || view.kind(end) === of).map((end) => view.key(end));
  }

  /** Applications a group gives. */
  appsOf(group: NodeKey): NodeKey[] {
    return this.targets(group, 'ASSIGNED_TO', 'App');
  }

  /** Groups a user is in, as far as that was published or read since. */
  groupsOf(user: NodeKey): NodeKey[] {
    return [...new Set([...this.targets(user, 'MEMBER_OF', 'Group'), ...this.fresh.parentsOf('group-members', user)])];
  }

  keysOf(kind: NodeKind): NodeKey[] {
    return this.view.ofKind(kind).map((node) => this.view.key(node));
  }

  /** Whether the list that the object keeps was read by itself. */
  wasRead(resource: OktaResource, parent: NodeKey): boolean {
    return this.view.coverage.of(resource, parent).parent === parent;
  }

  holdsRole(holder: NodeKey): boolean {
    return this.targets(holder, 'HAS_ROLE_ASSIGNMENT').length > 0;
  }

  /** The group every user is in, whose members no list tells. */
  get everyone(): NodeKey | null {
    if (this.#everyone === undefined) {
      const groups = this.keysOf('Group');
      this.#everyone = groups.find((key) => isEveryone(groupFacts(this.before(key)!))) ?? null;
    }
    return this.#everyone;
  }

  /** Whether group assignments are kept by the applications, or else by the groups. */
  get assignmentsByApp(): boolean {
    return this.keysOf('App').some((key) => this.wasRead('app-groups', key));
  }
}

/** `Group:00g1` → `00g1`. */
export function idOfKey(key: NodeKey): string {
  return key.slice(key.indexOf(':') + 1);
}

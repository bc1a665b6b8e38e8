import type { NodeKey } from '@posture/domain';
import { APPS_OF_GROUP } from '../catalogue/object.rows';
import type { ObjectResource } from '../catalogue/object.rows';
import { OKTA_ROWS } from '../catalogue/okta-catalogue';
import { partOf } from '../catalogue/okta-row';
import { oktaPath } from '../http/okta-path';
import { mapPolicyRule } from '../map/tenant';

import { COMPLETE } from './coverage-words';
import { idOfKey } from './known-org';
import type { KnownOrg } from './known-org';
import { listOf } from './object-list';
import type { ListRead, ListResult, ReadRun } from './read-run';
import { isGone } from './is-gone';
import {
  appFacts,
  groupFacts,
  isEveryone,
  readsGrants,
  readsJwks,
  readsOwners,
  readsSecrets,
  readsSigningKeys,
} from './selection';
import type { AppFacts } from './selection';

/** How the org is read as a whole. */
export interface ChangeOptions {
  readonly factors: 'admins' | 'all';
  readonly includeClientSecrets: boolean;
}

export interface KeptResult extends Pick<ListResult, 'records' | 'gone'> {
  /** Groups among the owners of a group. */
  readonly owners: readonly NodeKey[];
}

const CLOSED: KeptResult = { records: 0, gone: false, owners: [] };

const OF_APP: Partial<Record<ObjectResource, (app: AppFacts) => boolean>> = {
  'app-grants': readsGrants,
  'app-jwks': readsJwks,
  'client-secrets': readsSecrets,
  'app-keys': readsSigningKeys,
};

/** Lists that one object keeps, read again where a full sync would read them; what it would leave out is closed. */
export class KeptLists {
  constructor(
    private readonly run: ReadRun,
    private readonly known: KnownOrg,
    private readonly options: ChangeOptions,
  ) {}

  /**
   * @param holders who turned out to hold a role in this read
   * @returns null when there was nothing to do
   */
  async read(
    resource: ObjectResource | 'policy-rules',
    parent: NodeKey,
    holders: ReadonlySet<NodeKey>,
  ): Promise<KeptResult | null> {
    const wanted = this.#wants(resource, parent, holders);
    if (wanted === null) return null;
    if (!wanted) {
      if (!this.known.wasRead(resource, parent)) return null;
      await this.run.finishUnread(resource, parent, COMPLETE);
      return CLOSED;
    }
    const owners: NodeKey[] = [];
    const list = this.#listOf(resource, parent);
    const map: ListRead['map'] = async (item) => {
      const mapped = await list.map(item);
      for (const { kind, src } of mapped.edges) if (kind === 'OWNS' && src.startsWith('Group:')) owners.push(src);
      return mapped;
    };
    const { records, gone } = await this.run.readList({ ...list, map, resumable: false });
    return { records, gone, owners };
  }

  #listOf(resource: ObjectResource | 'policy-rules', parent: NodeKey): ListRead {
    const id = idOfKey(parent);
    if (resource === 'app-groups' && parent.startsWith('Group:')) return listOf(this.run, resource, id, APPS_OF_GROUP);
    if (resource !== 'policy-rules') return listOf(this.run, resource, id);
    const type = this.known.record('policies', parent)?.props['type'];
    return {
      resource,
      parent,
      parts: [partOf(OKTA_ROWS[resource], id)],
      map: mapPolicyRule(id, typeof type === 'string' ? type : null),
      parentIsGone: () => isGone(this.run, oktaPath`/api/v1/policies/${id}`),
    };
  }

  /** Whether a full sync would read the list; null: there is no such object, or the list is left as it is. */
  #wants(resource: ObjectResource | 'policy-rules', parent: NodeKey, holders: ReadonlySet<NodeKey>): boolean | null {
    if (resource === 'policy-rules') return this.known.record('policies', parent) === null ? null : true;
    // Kept from one side only; from the other, each assignment is told of by itself.
    if (resource === 'app-groups' && this.known.assignmentsByApp !== parent.startsWith('App:')) return null;
    if (resource === 'factors') return this.#administers(parent, holders) ? true : null;
    if (parent.startsWith('Group:')) {
      const record = this.known.record('groups', parent);
      if (record === null) return null;
      const group = groupFacts(record);
      if (resource === 'group-members') return isEveryone(group) ? null : true;
      if (resource !== 'group-owners') return true;
      const gives = holders.has(parent) || this.known.holdsRole(parent);
      return readsOwners(group, new Set(gives ? [group.id] : [])) || this.known.targets(parent, 'OWNS').length > 0;
    }
    const record = this.known.record('apps', parent);
    if (record === null) return null;
    if (resource === 'client-secrets' && !this.options.includeClientSecrets) return null;
    return OF_APP[resource]?.(appFacts(record)) ?? true;
  }

  #administers(user: NodeKey, holders: ReadonlySet<NodeKey>): boolean {
    if (this.known.record('users', user) === null) return false;
    if (this.options.factors === 'all' || holders.has(user) || this.known.holdsRole(user)) return true;
    if (this.known.wasRead('factors', user)) return true;
    const groups = this.known.groupsOf(user);
    return groups.some((group) => holders.has(group) || this.known.holdsRole(group));
  }
}

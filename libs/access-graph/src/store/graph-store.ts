import type { EdgeKind, JsonObject, NodeKey, SubjectRef } from '@posture/domain';

/** How a named query is narrowed. Without any: all rows of the published version. */
export interface GraphQueryOptions {
  /** At most so many rows, the first in order. */
  readonly limit?: number;
}

/** One edge of an answer, in the direction of the attack. */
export interface GraphHop {
  readonly kind: EdgeKind;
  readonly from: NodeKey;
  readonly to: NodeKey;
  readonly derived: boolean;
  /** What is written on the edge; absent values are left out. */
  readonly props: JsonObject;
}

/** One node an answer names, and how it is reached or reaches. */
export interface GraphPathRow {
  readonly node: SubjectRef;
  /** From the attacker's end to the other. */
  readonly path: readonly GraphHop[];
}

/**
 * Answers of the access graph, the same from every store: shortest paths, ties broken hop by hop by edge kind and
 * then by the key of the next node, rows in a fixed order (see the named query).
 * Every call fails with `node.not_found` for a key the graph does not have, `query.start_unsuitable` for a start of
 * the wrong kind and `node.key_invalid` for what is no key.
 */
export interface GraphStore {
  /** What a user may use, one row a path: the same application by assignment and by group are two rows. */
  effectiveAccess(connectionId: string, user: string, options?: GraphQueryOptions): Promise<readonly GraphPathRow[]>;
  /** Every principal that reaches an application, or the tenant, and its best path. */
  whoCanReach(connectionId: string, target: string, options?: GraphQueryOptions): Promise<readonly GraphPathRow[]>;
  /** All that falls with a credential or a principal. */
  blastRadius(connectionId: string, start: string, options?: GraphQueryOptions): Promise<readonly GraphPathRow[]>;
  /** The best path to control of the tenant, else to a role; no row when there is none. */
  shortestPrivilegedPath(
    connectionId: string,
    start: string,
    options?: GraphQueryOptions,
  ): Promise<readonly GraphPathRow[]>;
}

/** A store that keeps the past besides. */
export interface HistoricGraphStore extends GraphStore {
  /** The graph as it was then; its calls fail as the provider of past versions does when there was none yet. */
  asOf(instant: Date): GraphStore;
}

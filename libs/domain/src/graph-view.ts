import type { EdgeKind, NodeKey, NodeKind } from './graph-schema';
import type { Coverage, JsonObject } from './records';

/** Position of a node within one view; meaningless outside it. */
export type NodeIndex = number;

/**
 * One published inventory version of one connection, held in memory and immutable. Facts, derived edges, tiers and
 * path rules read it; nothing else decides what a subject is like. Lookups are O(1); neighbours come in key order.
 */
export interface GraphView {
  readonly connectionId: string;
  readonly version: number;
  /** Instant of the version. */
  readonly at: Date;
  readonly nodeCount: number;

  /** -1 when the version has no such node. */
  indexOf(key: string): NodeIndex;
  key(node: NodeIndex): NodeKey;
  kind(node: NodeIndex): NodeKind;
  externalId(node: NodeIndex): string;
  name(node: NodeIndex): string | null;
  props(node: NodeIndex): JsonObject;
  /** Latest volatile values; {} when none were seen. */
  observed(node: NodeIndex): JsonObject;
  ofKind(kind: NodeKind): readonly NodeIndex[];

  /** Targets of the node's outgoing edges of one kind. */
  out(node: NodeIndex, kind: EdgeKind): readonly NodeIndex[];
  /** Sources of the node's incoming edges of one kind. */
  in(node: NodeIndex, kind: EdgeKind): readonly NodeIndex[];
  /** The same edges with what is written on them. */
  outEdges(node: NodeIndex, kind: EdgeKind): readonly GraphEdge[];
  inEdges(node: NodeIndex, kind: EdgeKind): readonly GraphEdge[];
  /** What is written on incoming edges whose source the version does not hold, such as a group owner never matched. */
  inFromUnknown(node: NodeIndex, kind: EdgeKind): readonly JsonObject[];

  readonly coverage: CoverageView;
  /**
   * True when the list was refused or failed and yet the version has rows of it: those of an earlier read, the last
   * that is known. Without a parent: when that is so of any list of the resource; without a resource: of any list at all.
   */
  keeps(resource?: string, parent?: string): boolean;
}

/**
 * An edge between two nodes of one view, in the direction of an attack. `props` is {} when nothing is written on it.
 */
export interface GraphEdge {
  readonly kind: EdgeKind;
  readonly src: NodeIndex;
  readonly dst: NodeIndex;
  readonly props: JsonObject;
}

/** What was read, and how well, as of the view's version. */
export interface CoverageView {
  /**
   * Coverage of one list. For a resource read per parent, a missing row of the parent falls back to the row of the
   * whole resource (parent ''), so that one refusal speaks for all; no row at all is `not_read`.
   */
  of(resource: string, parent?: string): Coverage;
  /** True when the list was read to its end without quarantined records. */
  complete(resource: string, parent?: string): boolean;
}

import type { EdgeKind, NodeKey } from './graph-schema';
import type { NodeIndex } from './graph-view';
import type { JsonObject } from './records';

/** One thing an administrator does to the tenant, as plain data: the same act on the same object is the same change. */
export interface Change {
  /** The provider's act, as rules name it in `remediation.action`. */
  readonly action: string;
  /** What it is done to. */
  readonly object: NodeKey;
  /** What of it, where the act needs that: the assignments of a holder, the owner of a group. Sorted. */
  readonly parts: readonly NodeKey[];
}

/** An edge of a version by the nodes it joins, whichever reads gave it. */
export interface CutEdge {
  readonly kind: EdgeKind;
  readonly src: NodeKey;
  readonly dst: NodeKey;
}

/** What a change makes of a version, besides what follows from that. What is not there is passed over. */
export interface Edit {
  readonly removed: readonly NodeKey[];
  /** New props of nodes, in place of all they had. */
  readonly props: ReadonlyMap<NodeKey, JsonObject>;
  readonly cut: readonly CutEdge[];
}

/** Somebody or something that does without from then on. */
export interface Loss {
  readonly subject: NodeKey;
  /** In an administrator's words, such as "the role Super Administrator". */
  readonly loses: string;
}

/** A change as an administrator reads it. */
export interface ChangeWords {
  readonly title: string;
  readonly steps: readonly string[];
  /** Page of the provider's console on which it is done: a path under the tenant's address. */
  readonly page: string;
  readonly losses: readonly Loss[];
}

/** A step of a path that proved a finding. */
export interface CauseEdge extends CutEdge {
  readonly props: JsonObject;
}

/** What a finding rests on. */
export interface Cause {
  /** What its rule says would mend it; null when that is nothing the provider has one act for. */
  readonly action: string | null;
  readonly subject: NodeIndex;
  readonly path: readonly CauseEdge[];
}

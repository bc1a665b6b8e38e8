import type { Coverage, CoverageState, EdgeRecord, JsonObject, NodeRecord, RecordPage } from './records';
import type { EdgeKind, NodeKey, NodeKind } from './graph-schema';
import type { Wave } from './resource-catalogue';

/** Where one read of (resource, parent) stands in a sync. */
export interface ReadProgress {
  readonly readStartedAt: Date;
  /** Cursor after the last committed page; null when the read is finished. */
  readonly cursor: string | null;
  readonly finished: boolean;
  /** How the finished read went, and how much it held; a reader that is not told reads again rather than trust it. */
  readonly state?: CoverageState;
  readonly records?: number;
}

/** A read that starts from its first page. */
export interface ReadStart {
  readonly resource: string;
  readonly parent: NodeKey | '';
  readonly readStartedAt: Date;
  /** A version published before it started: what later ones say of the same objects is newer. Absent: the latest. */
  readonly afterVersion?: number;
}

/**
 * What a connector writes its reads to. A page's rows and its cursor are committed together, so that a process that
 * dies between two calls resumes without losing or doubling a record. Every call that writes fails with `sync.fenced`
 * once another process has taken the sync over.
 */
export interface SyncSink {
  /** A version known to be published. A read that starts now may name it and begin with its first page. */
  readonly knownVersion?: number | null;
  /** null when the read has not begun in this sync, or stopped so long ago that its cursor is not to be tried again. */
  progress(resource: string, parent: NodeKey | ''): Promise<ReadProgress | null>;
  /** Starts reads, or starts them again from their first pages, dropping the rows staged for them. */
  begin(reads: readonly ReadStart[]): Promise<void>;
  /** @param commits one entry a page; pages of several reads may share one transaction */
  commit(commits: readonly PageCommit[]): Promise<void>;
  /**
   * Closes a read with how it went; `complete` is what allows unseen rows to be closed. Of a resource read per
   * parent, a complete row at parent '' says besides that a parent without a row of its own in this sync has nothing
   * (a user who is no longer an administrator): its rows are closed too.
   */
  finish(coverage: readonly Coverage[]): Promise<void>;
  /** What this sync has staged so far; how a later read learns its parents without holding them in memory. */
  stagedNodes(kind: NodeKind): AsyncIterable<NodeRecord>;
  stagedEdges(kind: EdgeKind): AsyncIterable<EdgeRecord>;
}

/** One page of one read, as it is staged; its cursor moves in the same transaction. */
export interface PageCommit {
  readonly resource: string;
  readonly parent: NodeKey | '';
  readonly page: RecordPage;
  /**
   * Only these objects of the list were read, and the page holds all there is of them: the rest of the list is left
   * alone. Of a list of edges, those that begin or end at one of them.
   */
  readonly keys?: readonly NodeKey[];
  /** With a first page: the read begins in the same transaction, as by `begin`. */
  readonly start?: Pick<ReadStart, 'readStartedAt' | 'afterVersion'>;
  /** With a last page: the read is closed in the same transaction, as by `finish`. */
  readonly ending?: Coverage;
}

/** Shown while a sync runs; a state, never an error. */
export interface SyncProgress {
  readonly wave: Wave;
  readonly resource: string;
  readonly records: number;
  readonly requests: number;
  /** Set while a bucket is exhausted. */
  readonly waiting: { readonly bucket: string; readonly until: Date } | null;
}

/** One inventory version's rows, in key order, in batches; what graphs are built from. */
export interface GraphSource {
  instant(version: number): Promise<Date>;
  nodes(version: number): AsyncIterable<readonly StoredNode[]>;
  edges(version: number): AsyncIterable<readonly StoredEdge[]>;
  coverage(version: number): Promise<readonly Coverage[]>;
  /** Net difference between two versions, nodes before edges; equal versions yield nothing. */
  changes(from: number, to: number, part?: 'nodes' | 'edges'): AsyncIterable<GraphChanges>;
  /**
   * Volatile values that may differ between the two versions, oldest first: a later entry of a key replaces an earlier
   * one. They are no changes, so a graph kept from an earlier version has to take them over as well.
   */
  observations?(from: number, to: number): AsyncIterable<readonly ObservedValues[]>;
}

/** What was last seen of a node that changes without anybody acting. */
export interface ObservedValues {
  readonly key: NodeKey;
  readonly observed: JsonObject;
}

/** A node of the inventory with the resource that gave it and the version in which its props became what they are. */
export interface StoredNode extends NodeRecord {
  readonly resource: string;
  readonly fromVersion: number;
}

/** An edge of the inventory. The same two nodes may have several of one kind, told apart by resource and parent. */
export interface StoredEdge extends EdgeRecord {
  readonly resource: string;
  readonly parent: string;
  readonly derived: boolean;
  readonly fromVersion: number;
}

/** `upserted` holds what is new or changed as it is in the later version. */
export interface GraphChanges {
  readonly nodes: { readonly upserted: readonly StoredNode[]; readonly removed: readonly NodeKey[] };
  readonly edges: { readonly upserted: readonly StoredEdge[]; readonly removed: readonly EdgeIdentity[] };
}

/** What tells an edge from every other of its connection. */
export interface EdgeIdentity {
  readonly kind: EdgeKind;
  readonly src: NodeKey;
  readonly dst: NodeKey;
  readonly resource: string;
  readonly parent: string;
}

/** Rows written and closed by one sync, for its report. */
export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  readonly closed: number;
}

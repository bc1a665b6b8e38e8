import type { EdgeKind, NodeKey, NodeKind } from './graph-schema';

/** What PostgreSQL keeps as jsonb and the API sends: no undefined, no Date, no NaN. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** A `Json` with names, such as the props of a node. */
export type JsonObject = { [name: string]: Json };

/** One object a connector read, already mapped to our words. */
export interface NodeRecord {
  readonly kind: NodeKind;
  readonly key: NodeKey;
  /** The provider's own id, as its API and console show it. */
  readonly externalId: string;
  readonly name: string | null;
  /** Part of the content hash, of drift and of Neo4j. Instants are ISO 8601 strings in UTC. */
  readonly props: JsonObject;
  /** Values that change without anybody acting (last sign-in, sliding expiry): kept per day, outside hash and drift. */
  readonly observed?: JsonObject;
}

/** One relation a connector read. Identity within a connection: (kind, src, dst, resource, parent). */
export interface EdgeRecord {
  readonly kind: EdgeKind;
  readonly src: NodeKey;
  readonly dst: NodeKey;
  readonly props?: JsonObject;
}

/** One record the provider sent that could not be mapped; the rest of its page is kept. */
export interface QuarantinedRecord {
  readonly reason: string;
  readonly externalId: string | null;
}

/** What a page adds to a read of (resource, parent). The rows and the cursor are committed together. */
export interface RecordPage {
  readonly nodes: readonly NodeRecord[];
  readonly edges: readonly EdgeRecord[];
  readonly quarantined: readonly QuarantinedRecord[];
  /** Where to go on after a crash; null when this was the last page. */
  readonly cursor: string | null;
}

/**
 * complete: all of it was read · partial: some pages are in, or some records were quarantined · forbidden: a scope or
 * role is missing · failed: the provider did not answer properly · unlicensed: the tenant's edition has no such thing
 * · not_read: this sync did not ask (not opted in)
 */
export const COVERAGE_STATES = ['complete', 'partial', 'forbidden', 'failed', 'unlicensed', 'not_read'] as const;
/** One of `COVERAGE_STATES`. Only complete allows rows that were not seen to be closed. */
export type CoverageState = (typeof COVERAGE_STATES)[number];

/** True when nothing can be hidden in a list: it was read to its end, or the tenant's edition has no such thing. */
export function hidesNothing({ state }: { readonly state: CoverageState }): boolean {
  return state === 'complete' || state === 'unlicensed';
}

/** How well one read of (resource, parent) went. `parent` is '' for a list of the whole tenant. */
export interface Coverage {
  readonly resource: string;
  readonly parent: NodeKey | '';
  readonly state: CoverageState;
  /** A sentence for an administrator; null when complete. */
  readonly reason: string | null;
  /** The scope, role or permission to grant; null when nothing is missing. */
  readonly missing: string | null;
  readonly records: number;
  readonly readStartedAt: Date;
  readonly readAt: Date;
}

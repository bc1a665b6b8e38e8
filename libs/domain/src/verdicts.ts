import type { JsonObject } from './records';
import type { NodeKey, NodeKind } from './graph-schema';

export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function atLeastAsSevere(severity: Severity, bar: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(bar);
}

/** not_applicable: the rule has no business with the subject, or the tenant's edition makes it impossible. */
export const VERDICTS = ['match', 'clear', 'not_assessed', 'not_applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
/** How much of the tenant falls with the subject: T0 the whole of it, T3 nothing beyond itself. */
export type Tier = (typeof TIERS)[number];

export interface SubjectRef {
  readonly kind: NodeKind;
  readonly key: NodeKey;
  readonly externalId: string;
  readonly name: string | null;
}

/** One fact as shown to a reader: what was believed, from which endpoint, read when. */
export interface EvidenceFact {
  readonly fact: string;
  readonly value: unknown;
  readonly unit: string | null;
  /** Endpoint the fact was read from, such as `GET /api/v1/users`. */
  readonly source: string;
  /** ISO instant of the read that gave it; null when it was never read. */
  readonly readAt: string | null;
  /** known, unknown, or at least this much. */
  readonly certainty: 'known' | 'unknown' | 'at_least';
}

export interface EvidenceEdge {
  readonly kind: string;
  readonly from: SubjectRef;
  readonly to: SubjectRef;
  readonly derived: boolean;
  readonly props: JsonObject;
}

export interface Evidence {
  readonly facts: readonly EvidenceFact[];
  /** Ordered; reads as an attack from the first `from` to the last `to`. Empty for rules without a path. */
  readonly path: readonly EvidenceEdge[];
}

export interface Missing {
  /** The resource that was not fully read. */
  readonly resource: string;
  /** Why, in an administrator's words. */
  readonly reason: string;
  /** The scope, role or permission to grant; null when granting would not help. */
  readonly missing: string | null;
}

/** Rule × subject → verdict, in one scan. */
export interface Evaluation {
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** Values of the rule's identity fields beyond the subject; part of the fingerprint. */
  readonly identity: readonly string[];
  readonly evidence: Evidence;
  /** Filled when not assessed. */
  readonly missing: readonly Missing[];
  /** Filled for matches of `report: group`: the parent that carries the finding. */
  readonly parent: SubjectRef | null;
  readonly title: string;
  readonly why: string;
}

export const FINDING_STATUSES = ['open', 'acknowledged', 'in_progress', 'suppressed', 'resolved'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

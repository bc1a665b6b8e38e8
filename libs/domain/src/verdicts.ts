import type { JsonObject } from './records';
import type { NodeKey, NodeKind } from './graph-schema';

/** From the mildest to the worst; the order is what comparisons and ranks use. */
export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;
/** How bad a match is before its subject is looked at. A rule states it; the tier of what is reached may raise it. */
export type Severity = (typeof SEVERITIES)[number];

/** Whether a severity reaches a bar that somebody set. @param bar the least that counts; equal is enough */
export function atLeastAsSevere(severity: Severity, bar: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(bar);
}

/** not_applicable: the rule has no business with the subject, or the tenant's edition makes it impossible. */
export const VERDICTS = ['match', 'clear', 'not_assessed', 'not_applicable'] as const;
/** What a rule said of one subject. Three of these are answers; not_assessed is never read as clear. */
export type Verdict = (typeof VERDICTS)[number];

/** From the most to the least privileged. */
export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
/** How much of the tenant falls with the subject: T0 the whole of it, T3 nothing beyond itself. */
export type Tier = (typeof TIERS)[number];

/**
 * An object of a tenant by name and number, as findings and answers show it. `name` is null when the provider gives
 * none.
 */
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

/**
 * One step of an attack with both of its ends. `derived`: the engine concluded it from other facts of the same
 * version.
 */
export interface EvidenceEdge {
  readonly kind: string;
  readonly from: SubjectRef;
  readonly to: SubjectRef;
  readonly derived: boolean;
  readonly props: JsonObject;
}

/** What a match rests on, as of the version judged last; later reads do not change it. */
export interface Evidence {
  readonly facts: readonly EvidenceFact[];
  /** Ordered; reads as an attack from the first `from` to the last `to`. Empty for rules without a path. */
  readonly path: readonly EvidenceEdge[];
  /** Of a detection: the events that proved it, in order of time; ids of the tenant's log, instants in milliseconds. */
  readonly events?: readonly { readonly id: string; readonly at: number }[];
}

/** What kept a rule from judging a subject, and how to end that. */
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

/** Where people and the system stand with a finding; only the system resolves, after a complete evaluation. */
export const FINDING_STATUSES = ['open', 'acknowledged', 'in_progress', 'suppressed', 'resolved'] as const;
/** One of `FINDING_STATUSES`. Whether the risk is still there is told apart from it, by presence. */
export type FindingStatus = (typeof FINDING_STATUSES)[number];

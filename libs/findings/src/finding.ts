import { createHash } from 'node:crypto';
import type {
  Actor,
  Evidence,
  ExternalRef,
  FindingStatus,
  Missing,
  NodeKey,
  Severity,
  SeveritySource,
  SubjectRef,
  Tier,
} from '@posture/domain';
import type { Score, ScoreTerm } from './score';
import type { Sla } from './sla';

/** A match with a life. `status` is people's word on it, `present` the system's. */
export interface Finding {
  readonly id: string;
  readonly connectionId: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  /** As it counts: people's word where they gave one. */
  readonly severity: Severity;
  readonly severitySource: SeveritySource;
  /** Why people gave their own; null: they did not. */
  readonly severityReason: string | null;
  readonly ruleSeverity: Severity;
  /** 0–100, with the terms it was made of. */
  readonly score: number;
  readonly tier: Tier;
  readonly scoreTerms: readonly ScoreTerm[];
  readonly status: FindingStatus;
  readonly statusChangedAt: Date;
  readonly statusChangedBy: Actor;
  readonly present: boolean;
  /** What could not be read at the last judgement; empty when it was fully assessed. */
  readonly notAssessed: readonly Missing[];
  readonly title: string;
  readonly why: string;
  readonly evidence: Evidence;
  /** Members of a finding of grain `group`; 1 for grain `each`. */
  readonly count: number;
  readonly supersededBy: string | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly resolvedAt: Date | null;
  readonly resolution: Resolution | null;
  /** When a judgement agreed that a claimed one is gone. */
  readonly verifiedAt: Date | null;
  /** How often it came back after it was resolved. */
  readonly reopenCount: number;
  readonly lastReopenedAt: Date | null;
  readonly reopenReason: ReopenReason | null;
  /** Id of a key or a person; null: nobody. */
  readonly assignee: string | null;
  /** null: never, for its severity. */
  readonly dueAt: Date | null;
  readonly sla: Sla;
  /** When it was told that it is overdue; null: it was not, or is due anew. */
  readonly breachToldAt: Date | null;
  /** The exception it is suppressed under; null unless it is. */
  readonly exceptionId: string | null;
  /** It got worse, or rests on something else, than when people let it stand, and nobody has looked since. */
  readonly needsReview: boolean;
  /** `evidenceDigest` of what people looked at when they called it a false positive; null: they do not. */
  readonly reviewedEvidence: string | null;
  /** The scan that saw it gone, where it takes the next one, too, to believe that; null: the last one did not. */
  readonly clearIn: string | null;
  /** Whether it was told that its exception is about to end. */
  readonly expiryTold: boolean;
  readonly externalRefs: readonly ExternalRef[];
  /** Inventory version of the last judgement; an older one never overwrites it. */
  readonly judgedVersion: number;
  /** Number of the finding's latest event, and so its version: nothing that anybody would notice changes without one. */
  readonly sequence: number;
}

/**
 * remediated, subject_gone: seen by a complete judgement. claimed: said by people, and seen by nobody yet. rule_retired: its
 * rule judges no more. withdrawn: what was detected was disproved by events that came late. idle: a detection that did not
 * happen again for so long that its operator wants it closed. source_removed: its tenant is connected no more, and nobody
 * will see whether it is still there.
 */
export const RESOLUTIONS = [
  'remediated',
  'subject_gone',
  'claimed',
  'rule_retired',
  'withdrawn',
  'idle',
  'source_removed',
] as const;
/** One of `RESOLUTIONS`. */
export type Resolution = (typeof RESOLUTIONS)[number];

/**
 * returned: a judgement found it again; recurrence: after more than 90 days. still_detected: what people claimed is not so.
 * exception_ended: it expired or was revoked while the risk is still there. operator: people took it up again.
 */
export const REOPEN_REASONS = ['returned', 'recurrence', 'still_detected', 'exception_ended', 'operator'] as const;
/** One of `REOPEN_REASONS`. */
export type ReopenReason = (typeof REOPEN_REASONS)[number];

/** Who changes findings when nobody does. */
export const ENGINE: Actor = { kind: 'system', id: 'engine', name: 'engine' };

/** What one scan says about one (rule, subject) or (rule, parent): a finding as it should be from now on. */
export interface Candidate {
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly severity: Severity;
  readonly score: Score;
  readonly title: string;
  readonly why: string;
  readonly evidence: Evidence;
  /** null for grain `each`; else the members, sorted by key. */
  readonly members: readonly SubjectRef[] | null;
}

/** Stable across scans and processes: the same rule on the same subject with the same identity facts. */
export function fingerprintOf(rule: string, subject: NodeKey, identity: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, subject, ...identity]))
    .digest('hex');
}

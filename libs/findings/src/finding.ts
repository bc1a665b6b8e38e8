import { createHash } from 'node:crypto';
import type { Evidence, FindingStatus, Missing, NodeKey, Severity, SubjectRef, Tier } from '@posture/domain';
import type { Score, ScoreTerm } from './score';

/** A match with a life. `status` is people's word on it, `present` the system's. */
export interface Finding {
  readonly id: string;
  readonly connectionId: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly severity: Severity;
  /** 0–100, with the terms it was made of. */
  readonly score: number;
  readonly tier: Tier;
  readonly scoreTerms: readonly ScoreTerm[];
  readonly status: FindingStatus;
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
  /** Inventory version of the last judgement; an older one never overwrites it. */
  readonly judgedVersion: number;
  /** Number of the finding's latest event. */
  readonly sequence: number;
}

/**
 * withdrawn: what was detected was disproved by events that came late · source_removed: its tenant is connected no more,
 * and nobody will see whether it is still there.
 */
export type Resolution = 'remediated' | 'subject_gone' | 'rule_changed' | 'operator' | 'withdrawn' | 'source_removed';

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

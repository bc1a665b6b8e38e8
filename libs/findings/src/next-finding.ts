import type { Change } from './decide';
import { evidenceDigest } from './evidence-digest';
import type { ExceptionKind } from './exceptions/exception';
import { ENGINE } from './finding';
import type { Candidate, Finding, ReopenReason, Resolution } from './finding';
import { pausedTiming, startedTiming, timingFor } from './sla';
import type { DueDays } from './sla';

/** A finding as a judgement leaves it, its number aside. Pure. */
export type Judged = Omit<Finding, 'judgedVersion' | 'sequence'>;

/** An exception as findings under it know it. */
export interface Excepted {
  readonly exceptionId: string;
  readonly kind: ExceptionKind;
}

/** Which exception a finding falls under that opens or comes back; null: none. */
export type Covers = (finding: Judged) => Excepted | null;

/** What people decided about all findings of a connection, as one that opens or comes back falls under it. */
export interface Decided {
  readonly covers: Covers;
  /** null: they did not choose. */
  readonly dueDays: DueDays | null;
}

export function nextOf(
  id: string,
  change: Change,
  { connectionId }: { readonly connectionId: string },
  now: Date,
  { covers, dueDays }: Decided,
): Judged {
  switch (change.type) {
    case 'opened': {
      const { candidate } = change;
      const born = { ...newborn(id, connectionId, candidate, now, dueDays), ...matched(candidate, now) };
      return underException(born, covers, now);
    }
    case 'reopened': {
      const next = reopened(asMatched(change.finding, change.candidate, now), change.reason, now, dueDays);
      // What people said is mended and is not shall not vanish a second time.
      return change.reason === 'still_detected' ? next : underException(next, covers, now);
    }
    case 'severity_changed':
      return { ...asMatched(change.finding, change.candidate, now), needsReview: true };
    case 'evidence_changed':
      return { ...asMatched(change.finding, change.candidate, now), resolution: null, needsReview: true };
    case 'doubted':
      return { ...change.finding, notAssessed: [], clearIn: change.scanId };
    case 'returned':
      return { ...asMatched(change.finding, change.candidate, now), resolution: null };
    case 'updated':
    case 'seen':
      return asMatched(change.finding, change.candidate, now);
    case 'not_assessed':
      return { ...change.finding, notAssessed: change.missing, clearIn: null };
    case 'absent':
      return { ...change.finding, notAssessed: [], present: false, resolution: change.resolution };
    case 'verified':
      return { ...change.finding, notAssessed: [], present: false, verifiedAt: now };
    case 'resolved':
      return { ...resolved(change.finding, change.resolution, now), notAssessed: [], present: false };
  }
}

/** Open once more, with all its time before it. */
export function reopened<T extends Judged>(finding: T, reason: ReopenReason, now: Date, dueDays: DueDays | null): T {
  return {
    ...finding,
    ...startedTiming(finding.severity, now, dueDays),
    ...NOT_RESOLVED,
    status: 'open',
    statusChangedAt: now,
    statusChangedBy: ENGINE,
    reopenCount: finding.status === 'resolved' ? finding.reopenCount + 1 : finding.reopenCount,
    lastReopenedAt: now,
    reopenReason: reason,
    ...NOT_EXCEPTED,
  };
}

/** Closed; whether the risk is gone is told apart from it. */
export function resolved<T extends Judged>(finding: T, resolution: Resolution, now: Date): T {
  return {
    ...finding,
    status: 'resolved',
    statusChangedAt: now,
    statusChangedBy: ENGINE,
    resolvedAt: now,
    resolution,
    clearIn: null,
    ...NOT_EXCEPTED,
  };
}

/** What an exception of people makes of a finding. */
export function suppressed<T extends Judged>(finding: T, { exceptionId, kind }: Excepted, now: Date): T {
  return {
    ...finding,
    ...pausedTiming(finding, now),
    status: 'suppressed',
    statusChangedAt: now,
    statusChangedBy: ENGINE,
    exceptionId,
    needsReview: false,
    reviewedEvidence: kind === 'false_positive' ? evidenceDigest(finding) : null,
    expiryTold: false,
  };
}

function underException(finding: Judged, covers: Covers, now: Date): Judged {
  const excepted = covers(finding);
  return excepted === null ? finding : suppressed(finding, excepted, now);
}

/** Of a finding that no exception lets stand. */
export const NOT_EXCEPTED = { exceptionId: null, needsReview: false, reviewedEvidence: null };

const NOT_RESOLVED = { resolvedAt: null, resolution: null, verifiedAt: null };

/** What a match says of a finding, whatever people say of it. */
function matched({ subject, severity, score, title, why, evidence, members }: Candidate, now: Date) {
  return {
    subject,
    ruleSeverity: severity,
    score: score.score,
    tier: score.tier,
    scoreTerms: score.terms,
    title,
    why,
    evidence,
    count: members?.length ?? 1,
    present: true,
    notAssessed: [],
    clearIn: null,
    lastSeenAt: now,
  };
}

function asMatched(before: Finding, candidate: Candidate, now: Date): Judged {
  const severity = before.severitySource === 'manual' ? before.severity : candidate.severity;
  return { ...before, ...matched(candidate, now), ...timingFor(before, severity), severity };
}

function newborn(
  id: string,
  connectionId: string,
  { fingerprint, rule, severity }: Candidate,
  now: Date,
  dueDays: DueDays | null,
) {
  return {
    ...{ id, connectionId, fingerprint, rule, severity },
    severitySource: 'rule' as const,
    severityReason: null,
    status: 'open' as const,
    statusChangedAt: now,
    statusChangedBy: ENGINE,
    supersededBy: null,
    firstSeenAt: now,
    ...NOT_RESOLVED,
    reopenCount: 0,
    lastReopenedAt: null,
    reopenReason: null,
    assignee: null,
    ...startedTiming(severity, now, dueDays),
    ...NOT_EXCEPTED,
    expiryTold: false,
    externalRefs: [],
  };
}

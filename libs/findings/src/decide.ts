import { DomainError, SEVERITIES } from '@posture/domain';
import type { Evidence, Missing, Severity, SubjectRef } from '@posture/domain';
import { evidenceDigest } from './evidence-digest';
import type { Candidate, Finding, ReopenReason, Resolution } from './finding';

/** It is not there any more. `takesTwo`: as the rule was, when that was said of it. */
interface Ended<T> {
  readonly type: T;
  readonly finding: Finding;
  readonly resolution: Resolution;
  readonly takesTwo?: boolean;
}

/** What one judgement does to one finding. */
export type Change =
  | { readonly type: 'opened'; readonly candidate: Candidate }
  | {
      readonly type: 'reopened';
      readonly finding: Finding;
      readonly candidate: Candidate;
      readonly reason: ReopenReason;
    }
  | { readonly type: 'updated'; readonly finding: Finding; readonly candidate: Candidate }
  | { readonly type: 'seen'; readonly finding: Finding; readonly candidate: Candidate }
  /** Suppressed, and there again. */
  | { readonly type: 'returned'; readonly finding: Finding; readonly candidate: Candidate }
  /** Suppressed, and worse than it was when people decided that. */
  | { readonly type: 'severity_changed'; readonly finding: Finding; readonly candidate: Candidate }
  /** Called a false positive, and it rests on something else now than what people looked at. */
  | { readonly type: 'evidence_changed'; readonly finding: Finding; readonly candidate: Candidate }
  /** Seen to be gone once, where it takes two scans in a row to believe that. */
  | { readonly type: 'doubted'; readonly finding: Finding; readonly scanId: string }
  | { readonly type: 'not_assessed'; readonly finding: Finding; readonly missing: readonly Missing[] }
  /** Suppressed, and not there any more: it stays so until its exception ends, lest it reopens when it comes back. */
  | Ended<'absent'>
  /** Claimed to be resolved, and it is. */
  | Ended<'verified'>
  | Ended<'resolved'>;

/** What the judgement knows about an existing finding that no longer matches. */
export type Absence =
  | { readonly verdict: 'not_assessed'; readonly missing: readonly Missing[] }
  /** `takesTwo`: what the rule asks is told by the log, which may lag; one scan alone is not believed. */
  | { readonly verdict: 'clear'; readonly takesTwo?: boolean }
  | { readonly verdict: 'gone' }
  /** Its tenant is connected no more. */
  | { readonly verdict: 'removed' };

const RESOLUTION_OF = { gone: 'subject_gone', clear: 'remediated' } as const;

/** What judges, and when. */
export interface JudgedBy {
  /** Of the inventory. */
  readonly version: number;
  readonly now: Date;
  /** null: of what happened, or of a tenant that is connected no more. */
  readonly scanId: string | null;
}

/** A finding that comes back later than that has come about anew, though it is the same. */
const RECURS_AFTER_MS = 90 * 86_400_000;

/**
 * The whole life of a finding under scans, as a pure function; what people do to it is `workflow.ts`. A scan at an older
 * version than the finding's last judgement says nothing. Only a clear verdict or a subject that is gone resolves; what was
 * not assessed stays open. What people said stands until the tenant, read since, says otherwise.
 *
 * @param current the stored finding of the same fingerprint, resolved ones included; null when there is none
 * @param candidate null when the rule does not match now
 * @param absence consulted only when there is no candidate
 * @returns null when nothing is to be written
 */
export function decide(
  current: Finding | null,
  candidate: Candidate | null,
  absence: Absence | null,
  { version, now, scanId }: JudgedBy,
): Change | null {
  if (current === null) return candidate === null ? null : { type: 'opened', candidate };
  if (current.judgedVersion > version) return null;
  if (candidate !== null) return matched(current, candidate, version, now);
  if (absence === null) return null;
  // Nobody will see whether it is there, nor whether what people claimed is so.
  if (absence.verdict === 'removed')
    return current.status === 'resolved' ? null : { type: 'resolved', finding: current, resolution: 'source_removed' };
  // What people took out of an exception while it was away is open, and nothing has said since that it is gone.
  if (!current.present && (current.status === 'suppressed' || current.status === 'resolved')) return null;
  if (absence.verdict === 'not_assessed') return { type: 'not_assessed', finding: current, missing: absence.missing };
  const resolution = RESOLUTION_OF[absence.verdict];
  const takesTwo = absence.verdict === 'clear' && absence.takesTwo === true;
  const type = current.status === 'suppressed' ? 'absent' : current.status === 'resolved' ? 'verified' : 'resolved';
  if (type === 'resolved' && takesTwo && scanId !== null) {
    if (current.clearIn === scanId) return null;
    if (current.clearIn === null) return { type: 'doubted', finding: current, scanId };
  }
  return { type, finding: current, resolution, takesTwo };
}

function matched(finding: Finding, candidate: Candidate, version: number, now: Date): Change | null {
  if (finding.status === 'resolved') {
    if (finding.present) {
      // Claimed. What was read before people mended it is no answer to them.
      const disproved = isReadAfter(candidate.evidence, finding.resolvedAt ?? now, version > finding.judgedVersion);
      return disproved ? { type: 'reopened', finding, candidate, reason: 'still_detected' } : null;
    }
    return { type: 'reopened', finding, candidate, reason: reasonOfReturn(finding.resolvedAt, now) };
  }
  if (finding.status === 'suppressed') {
    if (isWorse(candidate.severity, finding.ruleSeverity)) return { type: 'severity_changed', finding, candidate };
    if (restsOnOther(finding, candidate)) return { type: 'evidence_changed', finding, candidate };
    if (!finding.present) return { type: 'returned', finding, candidate };
  }
  return { type: isSame(finding, candidate) ? 'seen' : 'updated', finding, candidate };
}

/** Whether people called it a false positive of something else, and are not asked already. */
export function restsOnOther({ needsReview, reviewedEvidence }: Finding, { evidence, members }: Candidate): boolean {
  if (reviewedEvidence === null || needsReview) return false;
  return evidenceDigest({ evidence, count: members?.length ?? 1 }) !== reviewedEvidence;
}

/** Why a resolved finding is open again. */
export function reasonOfReturn(resolvedAt: Date | null, now: Date): ReopenReason {
  const since = now.getTime() - (resolvedAt?.getTime() ?? now.getTime());
  return since > RECURS_AFTER_MS ? 'recurrence' : 'returned';
}

/** The same judgement of a finding that was changed between being read and being locked. */
export function decideAgain(change: Change, current: Finding, about: JudgedBy) {
  if (change.type === 'doubted') return decide(current, null, { verdict: 'clear', takesTwo: true }, about);
  if ('candidate' in change) return decide(current, change.candidate, null, about);
  if (change.type === 'not_assessed')
    return decide(current, null, { verdict: 'not_assessed', missing: change.missing }, about);
  const { resolution } = change;
  const verdict = resolution === 'subject_gone' ? 'gone' : resolution === 'source_removed' ? 'removed' : null;
  if (verdict !== null) return decide(current, null, { verdict }, about);
  return decide(current, null, { verdict: 'clear', takesTwo: change.takesTwo }, about);
}

/** @param otherwise of evidence that does not say when it was read */
function isReadAfter({ facts }: Evidence, at: Date, otherwise: boolean): boolean {
  const times = facts.flatMap(({ readAt }) => (readAt === null ? [] : [Date.parse(readAt)]));
  return times.length === 0 ? otherwise : Math.min(...times) > at.getTime();
}

export function isWorse(severity: Severity, than: Severity): boolean {
  return SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(than);
}

/**
 * Candidates of one fingerprint are one finding to the store: whichever came last would speak for all of them.
 * @throws {DomainError} `finding.duplicate_candidate`
 */
export function refuseRepeats(candidates: readonly Candidate[]): void {
  const seen = new Set<string>();
  for (const { fingerprint, rule, subject } of candidates) {
    if (seen.has(fingerprint)) {
      throw new DomainError(
        'finding.duplicate_candidate',
        'internal',
        `Rule ${rule} gave the same finding about ${subject.key} twice in one judgement.`,
      );
    }
    seen.add(fingerprint);
  }
}

/** Whether a reader would notice: evidence times and ages move at every scan and are no news. */
function isSame(finding: Finding, candidate: Candidate): boolean {
  return (
    finding.ruleSeverity === candidate.severity &&
    finding.score === candidate.score.score &&
    finding.count === (candidate.members?.length ?? 1) &&
    finding.subject.name === candidate.subject.name &&
    finding.notAssessed.length === 0 &&
    finding.clearIn === null &&
    JSON.stringify(pathOf(finding)) === JSON.stringify(pathOf(candidate))
  );
}

function pathOf(item: Pick<Finding, 'evidence'>): unknown {
  return item.evidence.path.map((edge) => [edge.kind, edge.from.key, edge.to.key]);
}

/**
 * Members of a group finding after a judgement: those that match now, and earlier ones that could not be assessed.
 * Both lists sorted by key, so that equal sets are equal lists.
 */
export function keepUnassessedMembers(
  now: readonly SubjectRef[],
  before: readonly SubjectRef[],
  notAssessed: ReadonlySet<string>,
): SubjectRef[] {
  const keys = new Set(now.map((member) => member.key as string));
  const kept = before.filter((member) => !keys.has(member.key) && notAssessed.has(member.key));
  return [...now, ...kept].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

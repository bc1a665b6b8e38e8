import { DomainError } from '@posture/domain';
import type { Missing, SubjectRef } from '@posture/domain';
import type { Candidate, Finding, Resolution } from './finding';

/** What one judgement does to one finding. */
export type Change =
  | { readonly type: 'opened'; readonly candidate: Candidate }
  | { readonly type: 'reopened'; readonly finding: Finding; readonly candidate: Candidate }
  | { readonly type: 'updated'; readonly finding: Finding; readonly candidate: Candidate }
  | { readonly type: 'seen'; readonly finding: Finding; readonly candidate: Candidate }
  | { readonly type: 'not_assessed'; readonly finding: Finding; readonly missing: readonly Missing[] }
  | { readonly type: 'resolved'; readonly finding: Finding; readonly resolution: Resolution };

/** What the judgement knows about an existing finding that no longer matches. */
export type Absence =
  | { readonly verdict: 'not_assessed'; readonly missing: readonly Missing[] }
  | { readonly verdict: 'clear' }
  | { readonly verdict: 'gone' };

/**
 * The whole life of a finding under scans, as a pure function. A scan at an older version than the finding's last
 * judgement says nothing. Only a clear verdict or a subject that is gone resolves; what was not assessed stays open.
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
  version: number,
): Change | null {
  if (current !== null && current.judgedVersion > version) return null;
  if (candidate !== null) {
    if (current === null) return { type: 'opened', candidate };
    if (!current.present) return { type: 'reopened', finding: current, candidate };
    return { type: isSame(current, candidate) ? 'seen' : 'updated', finding: current, candidate };
  }
  if (current === null || !current.present || absence === null) return null;
  if (absence.verdict === 'not_assessed') return { type: 'not_assessed', finding: current, missing: absence.missing };
  return {
    type: 'resolved',
    finding: current,
    resolution: absence.verdict === 'gone' ? 'subject_gone' : 'remediated',
  };
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
    finding.severity === candidate.severity &&
    finding.score === candidate.score.score &&
    finding.count === (candidate.members?.length ?? 1) &&
    finding.subject.name === candidate.subject.name &&
    finding.notAssessed.length === 0 &&
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

import type { Actor, ExternalRef, JsonObject, Severity } from '@posture/domain';
import type { Finding } from '../finding';
import type { Step } from '../finding-rows';
import { evidenceDigest } from '../evidence-digest';
import { timingByHand, timingFor } from '../sla';

/** What people may say of a finding beside where it stands; what is undefined stays as it is. */
export interface FindingChange {
  /** Id of a key or a person; null: nobody. */
  readonly assignee?: string | null;
  /** null: what its rule says. */
  readonly severity?: { readonly value: Severity; readonly reason: string } | null;
  /** null: by its severity. */
  readonly dueAt?: Date | null;
  readonly externalRefs?: readonly ExternalRef[];
  /** It stays as it is, of which people are asked no more. */
  readonly needsReview?: false;
}

/** The steps a change makes of a finding, each as it leaves it; none when nothing would be different. Pure. */
export function stepsOf(before: Finding, change: FindingChange): Step[] {
  const steps: Step[] = [];
  let finding = before;
  const add = (type: string, data: JsonObject, next: Partial<Finding>) => {
    finding = { ...finding, ...next };
    steps.push({ type, data, finding });
  };
  const { assignee, severity, dueAt, externalRefs, needsReview } = change;
  if (assignee !== undefined && assignee !== finding.assignee)
    add('assigned', { from: finding.assignee, to: assignee }, { assignee });
  if (severity !== undefined) {
    const next =
      severity === null
        ? ({ severity: finding.ruleSeverity, severitySource: 'rule', severityReason: null } as const)
        : ({ severity: severity.value, severitySource: 'manual', severityReason: severity.reason } as const);
    if (next.severity !== finding.severity || next.severitySource !== finding.severitySource) {
      const data = {
        severityBefore: finding.severity,
        severity: next.severity,
        source: next.severitySource,
        reason: next.severityReason,
      };
      add('severity_changed', data, { ...next, ...timingFor(finding, next.severity), ...lookedAt(finding) });
    }
  }
  if (dueAt !== undefined) {
    const timing = timingByHand(finding, finding.severity, dueAt);
    const isSame = timing.dueAt?.getTime() === finding.dueAt?.getTime() && timing.sla.isByHand === finding.sla.isByHand;
    if (!isSame) add('due_changed', { from: iso(finding.dueAt), to: iso(timing.dueAt) }, timing);
  }
  if (externalRefs !== undefined && listed(externalRefs) !== listed(finding.externalRefs))
    add('linked', { to: externalRefs as unknown as JsonObject[] }, { externalRefs });
  if (needsReview === false && finding.needsReview) add('reviewed', {}, lookedAt(finding));
  return steps;
}

/** People saw what it is now. */
function lookedAt(finding: Finding): Pick<Finding, 'needsReview' | 'reviewedEvidence'> {
  const isFalsePositive = finding.reviewedEvidence !== null;
  return { needsReview: false, reviewedEvidence: isFalsePositive ? evidenceDigest(finding) : null };
}

/** `me` is whoever asks. */
export function assigneeOf(assignee: string | null | undefined, actor: Actor): string | null | undefined {
  return assignee === 'me' ? actor.id : assignee;
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/** The store keeps no order of keys, so the values are compared in one of our own. */
function listed(refs: readonly ExternalRef[]): string {
  return JSON.stringify(refs.map(({ system, key, url }) => [system, key, url]));
}

import { mayBeUnseenOwnApp, unseenOwnApps } from '@posture/access-graph';
import type { FactContext } from '@posture/access-graph';
import type { Absence, Finding } from '@posture/findings';
import type { Missing } from '@posture/domain';
import { unseenOwnAppsOf } from './judge';
import type { JudgedRule } from './judge';

/**
 * Why a finding that was there is not among the candidates now. A subject leaves a version only when its list was read
 * to the end, so a subject that is not in the view is gone, unless it is one that this reader is not shown; one that is
 * there and was assessed is clear.
 * @param settled ids of rules whose reads are all in; the others cannot say that anything is clear
 */
export function absenceOf(
  byRule: ReadonlyMap<string, JudgedRule>,
  settled: ReadonlySet<string>,
  { view }: FactContext,
): (finding: Finding) => Absence {
  return (finding) => {
    const judged = byRule.get(finding.rule);
    if (judged === undefined || !settled.has(finding.rule))
      return { verdict: 'not_assessed', missing: finding.notAssessed };
    const grouped = typeof judged.rule.file.report === 'object';
    const unseen = unseenOwnAppsOf(judged.rule, view);
    if (grouped && judged.notAssessed.size + unseen.length > 0)
      return { verdict: 'not_assessed', missing: reasonsOf(judged) };
    if (judged.notAssessed.has(finding.subject.key)) return { verdict: 'not_assessed', missing: reasonsOf(judged) };
    if (view.indexOf(finding.subject.key) >= 0) return { verdict: 'clear' };
    if (!mayBeUnseenOwnApp(view, finding.subject)) return { verdict: 'gone' };
    const missing = unseenOwnApps(view).map(({ resource, reason = '' }) => ({ resource, reason, missing: null }));
    return { verdict: 'not_assessed', missing };
  };
}

function reasonsOf(judged: JudgedRule): Missing[] {
  return judged.reasons.map(({ resource, reason, missing }) => ({ resource, reason, missing }));
}

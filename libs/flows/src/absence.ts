import type { HiddenObjects, Missing } from '@posture/domain';
import type { Absence, Finding } from '@posture/findings';
import { resourcesOf } from '@posture/rule-engine';
import type { VersionView } from './graphs';
import { hiddenFrom } from './judge';
import type { JudgedRule } from './judge';
import type { Provider } from './providers';

/**
 * Why a finding that was there is not among the candidates now. A subject leaves a version only when its list was read
 * to the end, so a subject that is not in the view is gone, unless it is one that this reader is not shown; one that is
 * there and was assessed is clear.
 * @param settled ids of rules whose reads are all in; the others cannot say that anything is clear
 */
export function absenceOf(
  byRule: ReadonlyMap<string, JudgedRule>,
  settled: ReadonlySet<string>,
  context: VersionView,
): (finding: Finding) => Absence {
  const { view, provider } = context;
  const hidden = provider.model.hidden(view);
  return (finding) => {
    const judged = byRule.get(finding.rule);
    if (judged === undefined || !settled.has(finding.rule))
      return { verdict: 'not_assessed', missing: finding.notAssessed };
    const grouped = typeof judged.rule.file.report === 'object';
    if (grouped && judged.notAssessed.size + hiddenFrom(judged.rule, context).length > 0)
      return { verdict: 'not_assessed', missing: reasonsOf(judged) };
    if (judged.notAssessed.has(finding.subject.key)) return { verdict: 'not_assessed', missing: reasonsOf(judged) };
    if (view.indexOf(finding.subject.key) >= 0) return { verdict: 'clear', takesTwo: asksLog(judged, provider) };
    const unseen = hidden.find(({ mayBe }) => mayBe(finding.subject));
    return unseen === undefined ? { verdict: 'gone' } : { verdict: 'not_assessed', missing: missingOf(unseen) };
  };
}

/** What the log shows may come late, and what it showed ages: one look at it is not enough to call a risk gone. */
function asksLog({ rule }: JudgedRule, { vocabulary, activity }: Provider): boolean {
  return resourcesOf(rule.file, vocabulary).includes(activity.resource);
}

function reasonsOf(judged: JudgedRule): Missing[] {
  return judged.reasons.map(({ resource, reason, missing }) => ({ resource, reason, missing }));
}

function missingOf({ needs }: HiddenObjects): Missing[] {
  return needs.map(({ resource, reason = '' }) => ({ resource, reason, missing: null }));
}

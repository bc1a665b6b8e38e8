import { SEVERITIES, VERDICTS, atLeastAsSevere } from '@posture/domain';
import type { Severity, Verdict } from '@posture/domain';
import type { Measure, NotAssessedLine, RuleCounts, RuleOutcome, RuleResult, ScanSummary } from './evaluation';

/** A rule is clear only when it assessed every subject it has business with, those that nobody saw included. */
export function verdictOfRule({ counts, reasons }: Pick<RuleOutcome, 'counts' | 'reasons'>): Verdict {
  if (counts.match > 0) return 'match';
  if (counts.not_assessed > 0 || reasons.length > 0) return 'not_assessed';
  return counts.clear > 0 ? 'clear' : 'not_applicable';
}

/**
 * Counts over all rules, measures included, and the findings that stand.
 * @param findings severities of the present findings that nobody suppressed
 */
export function summaryOf(
  outcomes: readonly Pick<RuleOutcome, 'counts' | 'reasons'>[],
  findings: readonly Severity[],
): ScanSummary {
  const total = (verdict: Verdict) => outcomes.reduce((sum, { counts }) => sum + counts[verdict], 0);
  const rules = zeros(VERDICTS);
  for (const outcome of outcomes) rules[verdictOfRule(outcome)] += 1;
  const bySeverity = zeros(SEVERITIES);
  for (const severity of findings) bySeverity[severity] += 1;
  return {
    match: total('match'),
    clear: total('clear'),
    notAssessed: total('not_assessed'),
    notApplicable: total('not_applicable'),
    rules,
    bySeverity,
  };
}

/** The figures among a scan's results, in their order. Subjects not assessed are outside of both `count` and `of`. */
export function measuresOf(results: readonly RuleResult[]): Measure[] {
  return results
    .filter(({ measure }) => measure)
    .map(({ rule, title, counts }) => ({
      rule,
      title,
      count: counts.match,
      of: counts.match + counts.clear,
      notAssessed: counts.not_assessed,
    }));
}

/** In the order of the results. */
export function countsOf(results: readonly RuleResult[]): RuleCounts[] {
  return results.map(
    ({ rule, counts: { match, clear, not_assessed: notAssessed, not_applicable: notApplicable } }) => ({
      rule,
      match,
      clear,
      notAssessed,
      notApplicable,
    }),
  );
}

/** Most severe rules first. One line a rule and reason: several resources may be out of reach for the same one. */
export function notAssessedOf(results: readonly RuleResult[]): NotAssessedLine[] {
  const lines = new Map<string, NotAssessedLine>();
  for (const { rule, severity, reasons } of results) {
    if (severity === null) continue;
    for (const { reason, missing, subjects, isOptional = false } of reasons) {
      const id = JSON.stringify([rule, reason, missing]);
      if (subjects > (lines.get(id)?.subjects ?? -1))
        lines.set(id, { rule, severity, subjects, reason, missing, isOptional });
    }
  }
  return [...lines.values()].sort(
    (a, b) =>
      (a.severity === b.severity ? 0 : atLeastAsSevere(a.severity, b.severity) ? -1 : 1) || (a.rule < b.rule ? -1 : 1),
  );
}

function zeros<T extends string>(names: readonly T[]): Record<T, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;
}

import type { RuleResult } from './evaluation';
import { countsOf, measuresOf, notAssessedOf, summaryOf, verdictOfRule } from './verdict-lines';

const NONE = { match: 0, clear: 0, not_assessed: 0, not_applicable: 0 };
const UNREAD = { resource: 'users', reason: 'It was not read.', missing: 'users.read', subjects: 2 };

function result(over: Partial<RuleResult>): RuleResult {
  const counts = { ...NONE, ...over.counts };
  const reasons = over.reasons ?? [];
  const base = { rule: 'rule-a', title: 'A', severity: 'high' as const, measure: false };
  return { ...base, verdict: verdictOfRule({ counts, reasons }), ...over, counts, reasons };
}

describe("A rule's verdict", () => {
  it('is its worst, and clear only when nobody was left out', () => {
    const verdict = (counts: Partial<typeof NONE>, reasons = [] as (typeof UNREAD)[]) =>
      verdictOfRule({ counts: { ...NONE, ...counts }, reasons });

    expect(verdict({ match: 1, not_assessed: 4 })).toBe('match');
    expect(verdict({ clear: 9, not_assessed: 1 })).toBe('not_assessed');
    expect(verdict({ clear: 9 }, [{ ...UNREAD, subjects: 0 }])).toBe('not_assessed');
    expect(verdict({ clear: 9 })).toBe('clear');
    expect(verdict({ not_applicable: 9 })).toBe('not_applicable');
  });
});

describe('What is said of all rules', () => {
  it('counts subjects, rules and findings', () => {
    const results = [
      result({ counts: { ...NONE, match: 2, clear: 3 } }),
      result({ rule: 'rule-b', counts: { ...NONE, clear: 1, not_assessed: 1 }, reasons: [UNREAD] }),
    ];

    expect(summaryOf(results, ['high', 'high', 'low'])).toEqual({
      match: 2,
      clear: 4,
      notAssessed: 1,
      notApplicable: 0,
      rules: { match: 1, clear: 0, not_assessed: 1, not_applicable: 0 },
      bySeverity: { informational: 0, low: 1, medium: 0, high: 2, critical: 0 },
    });
  });

  it('gives the figures of rules that measure, out of the subjects that could be assessed', () => {
    const counts = { match: 2, clear: 3, not_assessed: 4, not_applicable: 5 };
    expect(measuresOf([result({ measure: true, counts }), result({ rule: 'rule-b' })])).toEqual([
      { rule: 'rule-a', title: 'A', count: 2, of: 5, notAssessed: 4 },
    ]);
  });

  it('gives the counts of every rule', () => {
    const counts = { match: 2, clear: 3, not_assessed: 4, not_applicable: 5 };
    expect(countsOf([result({ counts }), result({ rule: 'rule-b', measure: true })])).toEqual([
      { rule: 'rule-a', match: 2, clear: 3, notAssessed: 4, notApplicable: 5 },
      { rule: 'rule-b', match: 0, clear: 0, notAssessed: 0, notApplicable: 0 },
    ]);
  });

  it('tells each reason of a rule once, with most subjects, the gravest rules first', () => {
    const results = [
      result({ rule: 'rule-low', severity: 'low', reasons: [UNREAD] }),
      result({ reasons: [UNREAD, { ...UNREAD, resource: 'groups', subjects: 7 }] }),
      result({ rule: 'rule-old', severity: null, reasons: [UNREAD] }),
    ];
    expect(notAssessedOf(results).map(({ rule, subjects }) => [rule, subjects])).toEqual([
      ['rule-a', 7],
      ['rule-low', 2],
    ]);
  });
});

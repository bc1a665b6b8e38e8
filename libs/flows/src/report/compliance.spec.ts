import type { FindingStatus, RuleFile } from '@posture/domain';
import { verdictOfRule } from '@posture/evaluations';
import type { RuleResult } from '@posture/evaluations';
import { complianceSummary, controlLines } from './compliance';
import { complianceCsv } from './compliance-csv';
import type { ControlLine, ControlState } from './compliance';
import { frameworkOf } from './frameworks';

const NONE = { match: 0, clear: 0, not_assessed: 0, not_applicable: 0 };

function rule(id: string, nist: readonly string[], title = `Rule ${id}`): RuleFile {
  return { id, title, severity: 'high', mappings: { nist } } as unknown as RuleFile;
}

function said(id: string, over: Partial<RuleResult> = {}): RuleResult {
  const counts = { ...NONE, ...over.counts };
  const reasons = over.reasons ?? [];
  const base = { rule: id, title: `Rule ${id}`, severity: 'high' as const, measure: false };
  return { ...base, verdict: verdictOfRule({ counts, reasons }), ...over, counts, reasons };
}

const matched = (id: string) => said(id, { counts: { ...NONE, match: 1, clear: 2 } });
const clear = (id: string) => said(id, { counts: { ...NONE, clear: 3 } });
const unread = (id: string) =>
  said(id, { reasons: [{ resource: 'users', reason: 'It was refused.', missing: 'users.read', subjects: 0 }] });
const found = (id: string, status: FindingStatus) => ({ rule: id, status });

function lines(
  rules: readonly RuleFile[],
  results: readonly RuleResult[],
  findings: readonly { rule: string; status: FindingStatus }[] = [],
): ControlLine[] {
  return controlLines('nist', rules, { profile: 'default', results, findings });
}

const states = (controls: readonly ControlLine[]) => controls.map(({ control, state }) => `${control} ${state}`);

describe('A control', () => {
  const both = [rule('a', ['AC-2']), rule('b', ['AC-2'])];

  it.each<[string, readonly RuleResult[], readonly ReturnType<typeof found>[], ControlState]>([
    ['all of its rules are clear', [clear('a'), clear('b')], [], 'pass'],
    ['a rule matches, whatever could not be read', [matched('a'), unread('b')], [found('a', 'open')], 'fail'],
    ['a rule could not be assessed', [clear('a'), unread('b')], [], 'not_assessed'],
    ['a rule was off', [clear('a')], [], 'not_assessed'],
    ['somebody answers for the only finding', [matched('a'), clear('b')], [found('a', 'suppressed')], 'accepted'],
    [
      'one of two findings is accepted',
      [matched('a'), clear('b')],
      [found('a', 'suppressed'), found('a', 'open')],
      'fail',
    ],
    [
      'a finding is accepted and another rule is unread',
      [matched('a'), unread('b')],
      [found('a', 'suppressed')],
      'not_assessed',
    ],
    ['a rule could not look again at a finding that stands', [unread('a'), clear('b')], [found('a', 'open')], 'fail'],
    ['a figure is not zero', [{ ...matched('a'), measure: true }, clear('b')], [], 'fail'],
    [
      'one rule passes and the other has no business here',
      [clear('a'), said('b', { counts: { ...NONE, not_applicable: 2 } })],
      [],
      'pass',
    ],
    [
      'no rule has business here',
      [said('a', { counts: { ...NONE, not_applicable: 2 } }), said('b')],
      [],
      'not_applicable',
    ],
  ])('when %s: its state', (_name, results, findings, expected) => {
    expect(states(lines(both, results, findings))).toEqual([`AC-2 ${expected}`]);
  });

  it('names the rules that decide first, and why one was not assessed with what to grant', () => {
    const [control] = lines(both, [clear('a'), unread('b')]);

    expect(control?.rules.map(({ rule: id, state }) => `${id} ${state}`)).toEqual(['b not_assessed', 'a pass']);
    expect(control?.rules[0]?.reasons).toEqual(['It was refused. Grant users.read.']);
    expect(lines(both, [clear('a')])[0]?.rules[0]?.reasons.join()).toMatch(/is off in profile default/);
  });

  it('stands in the order of the framework, once for each rule that names it', () => {
    const rules = [rule('a', ['IA-5(13)', 'IA-5(1)', 'IA-11']), rule('b', ['IA-2', 'IA-5(1)'])];
    const controls = lines(rules, [clear('a'), clear('b')]);

    expect(controls.map(({ control }) => control)).toEqual(['IA-2', 'IA-5(1)', 'IA-5(13)', 'IA-11']);
    expect(complianceSummary(controls)).toEqual({ fail: 0, not_assessed: 0, accepted: 0, pass: 4, not_applicable: 0 });
  });

  it('of a STIG is its requirement; the CCIs below it are not', () => {
    const file = { ...rule('a', []), mappings: { stig: ['OKTA-APP-000020', 'CCI-000057'] } } as RuleFile;
    const controls = controlLines('stig', [file], { profile: 'default', results: [clear('a')], findings: [] });

    expect(states(controls)).toEqual(['OKTA-APP-000020 pass']);
  });
});

describe('Controls as CSV', () => {
  it('run nothing in a spreadsheet', () => {
    const controls = lines(
      [rule('a', ['AC-2'], '=HYPERLINK("http://x.example","a")'), rule('b', ['AC-2'], '\t+1')],
      [clear('a')],
    );
    const csv = complianceCsv({ controls });

    const [head, ...rows] = csv.split('\r\n');
    expect(head).toMatch(/^control,control_title,control_state,rule,/);
    expect(rows).toHaveLength(2);
    expect(csv).toContain(`"'=HYPERLINK(""http://x.example"",""a"")"`);
    expect(csv).toContain("'␉+1");
    for (const cell of csv.split(/[\r\n,]+/)) expect(cell).not.toMatch(/^"?[=+\-@\t]/);
  });
});

it('names the frameworks there are to whoever asks for another', () => {
  expect(() => frameworkOf('iso')).toThrow(
    expect.objectContaining({ code: 'compliance.framework_unknown', remedy: 'Use stig, nist, cis, nhi.' }),
  );
});

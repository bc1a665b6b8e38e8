import type { SaidBefore } from '@posture/evaluations';
import type { ResolvedRule } from '@posture/rule-engine';
import { bulkOf, digestOf } from './bulk';
import type { JudgedRule } from './judge';

const SCHEMA = 3;
const ID = 'okta-invented';

type Reasons = JudgedRule['reasons'];

function aRule(over: object = {}, parameters: ResolvedRule['parameters'] = { days: 30 }): ResolvedRule {
  const file = { id: ID, version: 1, subject: 'User', severity: 'high', identity: [], report: 'each', ...over };
  return { file, parameters, path: null } as unknown as ResolvedRule;
}

function hidden(subjects: number, resource = 'users'): Reasons[number] {
  return { resource, reason: 'It was not read.', missing: null, subjects };
}

/** What is said of a rule now, after a scan that said something of it before. */
function causeOf(
  then: { rule?: ResolvedRule; reasons?: Reasons } | null,
  now: { rule?: ResolvedRule; reasons?: Reasons },
) {
  const digest = digestOf(then?.rule ?? aRule(), SCHEMA);
  const before = new Map<string, SaidBefore>(
    then === null ? [] : [[ID, { rule: ID, reasons: then.reasons ?? [], digest }]],
  );
  const judged = { rule: now.rule ?? aRule(), reasons: now.reasons ?? [] } as unknown as JudgedRule;
  return bulkOf(before, [judged], SCHEMA)(ID);
}

describe('Why much is said at once', () => {
  it('is nothing when the last completed scan judged the rule by the same and saw as much', () => {
    expect(causeOf({}, {})).toBeNull();
    expect(causeOf({ reasons: [hidden(40)] }, { reasons: [hidden(40)] })).toBeNull();
    expect(causeOf({}, { reasons: [hidden(40)] })).toBeNull();
  });

  it('is the first scan where none was completed before', () => {
    expect(causeOf(null, {})).toBe('first_scan');
  });

  it.each([
    ['its condition', { when: { all: [] } }, { days: 30 }],
    ['its severity', { severity: 'low' }, { days: 30 }],
    ['its version', { version: 2 }, { days: 30 }],
    ['a value', {}, { days: 29 }],
  ])('is a changed rule when %s differs', (_what, over, parameters) => {
    expect(causeOf({}, { rule: aRule(over, parameters) })).toBe('rules_changed');
  });

  it('is no changed rule when only its words differ', () => {
    expect(causeOf({}, { rule: aRule({ title: 'In other words', triage: ['Look.'] }) })).toBeNull();
  });

  it('is a changed rule when nobody wrote down by what it was judged, or facts are made otherwise', () => {
    const before = new Map<string, SaidBefore>([[ID, { rule: ID, reasons: [], digest: null }]]);
    const judged = { rule: aRule(), reasons: [] } as unknown as JudgedRule;
    expect(bulkOf(before, [judged], SCHEMA)(ID)).toBe('rules_changed');
    const later = new Map<string, SaidBefore>([[ID, { rule: ID, reasons: [], digest: digestOf(aRule(), SCHEMA) }]]);
    expect(bulkOf(later, [judged], SCHEMA + 1)(ID)).toBe('rules_changed');
  });

  it('is sight that came back when a list is read again, or hides far fewer', () => {
    expect(causeOf({ reasons: [hidden(0)] }, {})).toBe('recovered');
    expect(causeOf({ reasons: [hidden(40), hidden(3, 'groups')] }, { reasons: [hidden(40)] })).toBe('recovered');
    expect(causeOf({ reasons: [hidden(400)] }, { reasons: [hidden(9)] })).toBe('recovered');
    expect(causeOf({ reasons: [hidden(400)] }, { reasons: [hidden(399)] })).toBeNull();
    expect(causeOf({ reasons: [hidden(10)] }, { reasons: [hidden(1)] })).toBeNull();
  });
});

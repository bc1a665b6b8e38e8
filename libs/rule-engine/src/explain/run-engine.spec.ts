import { AtLeast, Unknown } from '@posture/domain';
import type { Condition, FactValue } from '@posture/domain';
import { outcomesOf } from './run-engine';

const NEEDS = [{ resource: 'users', parent: '' }];
const UNREAD = new Unknown(NEEDS);
const is = (fact: string, value: boolean): Condition => ({ fact, operator: 'equal', value });

const outcome = async (condition: Condition, facts: Record<string, FactValue>) =>
  (await outcomesOf(condition, facts, { days: 30 })).outcome;

describe('What json-rules-engine says of a condition', () => {
  it.each<[string, Condition, Record<string, FactValue>, string]>([
    ['known to hold', is('a', true), { a: true }, 'holds'],
    ['known to fail', is('a', true), { a: null }, 'fails'],
    ['not read', is('a', true), { a: UNREAD }, 'unknown'],
    ['never asked', is('a', true), {}, 'unknown'],
    ['not read, and denied', { not: is('a', true) }, { a: UNREAD }, 'unknown'],
    ['settled by another part of all', { all: [is('a', true), is('b', true)] }, { a: UNREAD, b: false }, 'fails'],
    ['settled by another part of any', { any: [is('a', true), is('b', true)] }, { a: UNREAD, b: true }, 'holds'],
    ['denied twice', { not: { not: is('a', true) } }, { a: true }, 'holds'],
    [
      'a bound beyond the limit',
      { fact: 'a', operator: 'greaterThan', value: { fact: 'params', path: '$.days' } },
      { a: new AtLeast(31, NEEDS) },
      'holds',
    ],
    [
      'a bound at the limit',
      { fact: 'a', operator: 'greaterThan', value: { fact: 'params', path: '$.days' } },
      { a: new AtLeast(30, NEEDS) },
      'unknown',
    ],
    ['seen in half a list', { fact: 'a', operator: 'contains', value: 'x' }, { a: new AtLeast(['x'], NEEDS) }, 'holds'],
    [
      'not seen in half a list',
      { fact: 'a', operator: 'contains', value: 'x' },
      { a: new AtLeast(['y'], NEEDS) },
      'unknown',
    ],
    ['an operator of ours', { fact: 'a', operator: 'hasWordAny', value: ['aws'] }, { a: 'Prod (AWS)' }, 'holds'],
  ])('%s', async (_name, condition, facts, expected) => {
    expect(await outcome(condition, facts)).toBe(expected);
  });

  it('tells each part, in the order of the rule', async () => {
    const tree = await outcomesOf(
      { all: [is('a', true), { any: [is('b', true), { not: is('c', true) }] }] },
      { a: true, b: false, c: UNREAD },
      {},
    );

    expect(tree).toEqual({
      outcome: 'unknown',
      parts: [
        { outcome: 'holds', parts: [] },
        {
          outcome: 'unknown',
          parts: [
            { outcome: 'fails', parts: [] },
            { outcome: 'unknown', parts: [{ outcome: 'unknown', parts: [] }] },
          ],
        },
      ],
    });
  });
});

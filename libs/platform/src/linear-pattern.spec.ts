import { linearPattern } from './linear-pattern';

describe('A pattern from data', () => {
  it('finds what it describes, whatever the case', () => {
    const isService = linearPattern('^(svc|bot)[-_.]');

    expect(['svc-backup', 'BOT.mail'].map(isService)).toEqual([true, true]);
    expect(['svcbackup', 'a-svc-b'].map(isService)).toEqual([false, false]);
  });

  // A backtracking matcher would not come back from this within the life of the machine.
  it('is linear, whatever it repeats', () => {
    expect(linearPattern('^(a+)+$')(`${'a'.repeat(5_000)}!`)).toBe(false);
    expect(linearPattern('(x+x+)+y')('x'.repeat(5_000))).toBe(false);
  });

  it.each([
    ['an open bracket', '(svc', /missing closing/],
    ['what only backtracking can find', '(a)\\1', /invalid escape/],
    ['a repetition without end', 'a{100000}', /repeat/],
    ['a book', 'a'.repeat(201), /more than 200 characters/],
  ])('refuses %s', (_name, pattern, why) => {
    expect(() => linearPattern(pattern)).toThrow(why);
    expect(() => linearPattern(pattern)).toThrow(RangeError);
  });
});

import { instantOf } from './instant';

const at = (value: unknown): string | null | undefined => {
  const ms = instantOf(value);
  return typeof ms === 'number' ? new Date(ms).toISOString() : ms;
};

describe('an instant', () => {
  it.each([
    ['2026-03-05T08:36:55.000Z'],
    ['2026-03-05T08:36:55Z'],
    ['2026-03-05T10:36:55+02:00'],
    ['2026-03-05T10:36:55+0200'],
    ['2026-03-05 08:36:55.0'],
    ['2026-03-05 08:36:55 UTC'],
    [1772699815000],
    [1772699815],
    ['1772699815000'],
    [[2026, 3, 5, 8, 36, 55]],
    ['Thu, 05 Mar 2026 08:36:55 GMT'],
  ])('is read from %j', (value) => {
    expect(at(value)).toBe('2026-03-05T08:36:55.000Z');
  });

  it.each([
    ['2026-03-25'],
    ['20260325'],
    ['2026/03/25'],
    ['25/03/2026'],
    ['03/25/2026'],
    ['25.03.2026'],
    ['25-Mar-2026'],
    ['March 25, 2026'],
    [[2026, 3, 25]],
  ])('is the day that %j can only be', (value) => {
    expect(at(value)).toBe('2026-03-25T00:00:00.000Z');
  });

  it.each([[null], [undefined], [''], ['  ']])('is none in %j', (value) => {
    expect(at(value)).toBeNull();
  });

  it.each([['03/04/2026'], ['soon'], ['5'], [42], ['31.02.2026'], ['2026-13-01'], [[2026]], [true], [{ date: 1 }]])(
    'is not understood in %j',
    (value) => {
      expect(at(value)).toBeUndefined();
    },
  );

  it('is unambiguous where day and month are the same, and with dots', () => {
    expect(at('04/04/2026')).toBe('2026-04-04T00:00:00.000Z');
    expect(at('03.04.2026')).toBe('2026-04-03T00:00:00.000Z');
  });
});

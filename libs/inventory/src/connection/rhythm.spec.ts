import { DAILY, checkedRhythm, isTooFar, nextAfter } from './rhythm';
import type { Rhythm } from './rhythm';

/** All times it is due in a span. */
function dueIn(rhythm: Rhythm, from: string, to: string): string[] {
  const due: string[] = [];
  for (let at = nextAfter(rhythm, new Date(from), 0.5); at < new Date(to); at = nextAfter(rhythm, at, 0.5)) {
    due.push(at.toISOString());
  }
  return due;
}

describe('A time of day', () => {
  it('stays the same on the clock of its place as the clocks are put forward', () => {
    const rhythm = checkedRhythm({ at: '08:00', zone: 'Europe/Berlin' });
    expect(dueIn(rhythm, '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual([
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
      '2026-03-30T06:00:00.000Z',
    ]);
  });

  it('comes an hour later on the day that skips it', () => {
    const rhythm = checkedRhythm({ at: '02:30', zone: 'Europe/Berlin' });
    expect(dueIn(rhythm, '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('counts once on the day that has it twice', () => {
    const rhythm = checkedRhythm({ at: '02:30', zone: 'Europe/Berlin' });
    expect(dueIn(rhythm, '2026-10-24T00:00:00Z', '2026-10-27T00:00:00Z')).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    const american = checkedRhythm({ at: '01:30', zone: 'America/New_York' });
    expect(dueIn(american, '2026-10-31T00:00:00Z', '2026-11-03T00:00:00Z')).toEqual([
      '2026-10-31T05:30:00.000Z',
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ]);
  });

  it('comes at midnight of a place whose day begins at one', () => {
    const rhythm = checkedRhythm({ at: '00:00', zone: 'America/Santiago' });
    const due = dueIn(rhythm, '2026-09-05T00:00:00Z', '2026-09-08T12:00:00Z');
    expect(due).toEqual([
      '2026-09-05T04:00:00.000Z',
      '2026-09-06T04:00:00.000Z',
      '2026-09-07T03:00:00.000Z',
      '2026-09-08T03:00:00.000Z',
    ]);
  });

  it('is each of the days of a year once, in every kind of zone', () => {
    for (const zone of [
      'UTC',
      'Europe/London',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'America/St_Johns',
      'Africa/Casablanca',
    ]) {
      const due = dueIn(checkedRhythm({ at: '01:59', zone }), '2026-01-01T12:00:00Z', '2027-01-01T12:00:00Z');
      expect([zone, due.length]).toEqual([zone, 365]);
    }
  });
});

describe('An interval', () => {
  it('is a little shorter or longer, so that tenants are not all read at once', () => {
    const now = new Date('2026-11-30T12:00:00Z');
    const waits = [0, 0.5, 1].map((random) => (nextAfter(DAILY, now, random).getTime() - now.getTime()) / 3_600_000);
    expect(waits).toEqual([22.8, 24, 25.2]);
  });
});

it('a time further away than any rhythm has it is one of a clock that was put back', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const nextYear = new Date('2027-11-30T12:00:00Z');
  for (const rhythm of [DAILY, checkedRhythm({ at: '08:00', zone: 'UTC' })]) {
    expect(isTooFar(rhythm, nextAfter(rhythm, now, 1), now)).toBe(false);
    expect(isTooFar(rhythm, nextYear, now)).toBe(true);
  }
});

it.each([
  [{}, 'at'],
  [{ every: 14 }, 'every'],
  [{ every: 1.5 }, 'every'],
  [{ every: 100_000 }, 'every'],
  [{ every: 60, at: '02:30' }, 'every'],
  [{ at: '24:00', zone: 'UTC' }, 'at'],
  [{ at: '2:30', zone: 'UTC' }, 'at'],
  [{ at: '02:30' }, 'zone'],
  [{ at: '02:30', zone: 'Europe/Nowhere' }, 'zone'],
  [{ at: '02:30', zone: '+01:00' }, 'zone'],
])('%j is no schedule', (given, field) => {
  expect(() => checkedRhythm(given)).toThrow(expect.objectContaining({ code: 'schedule.invalid', field }));
});

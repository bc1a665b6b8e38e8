import { GUESSES_A_MINUTE, GuessLimit } from './guess-limit';

describe('Guessing keys', () => {
  let at: number;
  let limit: GuessLimit;
  let guessed = 0;
  beforeEach(() => {
    at = Date.parse('2026-03-01T12:00:00Z');
    limit = new GuessLimit({ now: () => new Date(at) });
  });
  const guess = (address: string, times: number) => {
    const told: boolean[] = [];
    for (let n = 0; n < times; n += 1) told.push(limit.wasWrong(address, `key ${(guessed += 1)}`));
    return told;
  };

  it('is slowed down by address for the rest of the minute, and told once', () => {
    expect(guess('192.0.2.7', GUESSES_A_MINUTE - 1)).not.toContain(true);
    expect(limit.waitSeconds('192.0.2.7', 'any')).toBe(0);
    expect(guess('192.0.2.7', 2)).toEqual([true, false]);
    at += 20_000;
    expect([limit.waitSeconds('192.0.2.7', 'any'), limit.waitSeconds('192.0.2.8', 'any')]).toEqual([40, 0]);
    at += 40_000;
    expect(limit.waitSeconds('192.0.2.7', 'any')).toBe(0);
  });

  it('is not what sends the same wrong key again', () => {
    for (let n = 0; n < 3 * GUESSES_A_MINUTE; n += 1) expect(limit.wasWrong('192.0.2.7', 'old')).toBe(false);
    expect(limit.waitSeconds('192.0.2.7', 'any')).toBe(0);
  });

  it('is one host’s from a whole /64 of IPv6', () => {
    for (let n = 0; n < GUESSES_A_MINUTE; n += 1) limit.wasWrong(`2001:db8:1:2::${n.toString(16)}`, `key ${n}`);
    expect(limit.waitSeconds('2001:db8:1:2:9:9:9:9', 'any')).toBe(60);
    expect(limit.waitSeconds('2001:db8:1:3::1', 'any')).toBe(0);
  });

  it('shuts out no key that was good before, until it is wrong', () => {
    limit.wasGood('mine');
    guess('192.0.2.7', GUESSES_A_MINUTE);
    expect(limit.waitSeconds('192.0.2.7', 'mine')).toBe(0);
    limit.wasWrong('192.0.2.7', 'mine');
    expect(limit.waitSeconds('192.0.2.7', 'mine')).toBe(60);
  });

  it('takes no more memory than for ten thousand addresses and keys', () => {
    for (let n = 0; n < 12_000; n += 1) {
      limit.wasWrong(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, 'x');
      limit.wasGood(`key ${n}`);
    }
    expect(limit.size).toBe(20_000);
  });
});

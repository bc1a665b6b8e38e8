import fc from 'fast-check';
import { RateLimiter } from './rate-limit';

describe('A limit of requests a minute', () => {
  let now = 0;
  const limiterOf = (perMinute: number, remembered?: number) => new RateLimiter(perMinute, () => now, remembered);
  beforeEach(() => {
    now = 0;
  });

  it('lets a whole minute’s be made at once, says what is left, and when to ask again', () => {
    const limiter = limiterOf(60);
    const taken = Array.from({ length: 61 }, () => limiter.take('one'));
    expect(taken[0]).toEqual({ remaining: 59, resetSeconds: 1, retryAfterSeconds: 0 });
    expect(taken[59]).toEqual({ remaining: 0, resetSeconds: 60, retryAfterSeconds: 0 });
    expect(taken[60]).toEqual({ remaining: 0, resetSeconds: 60, retryAfterSeconds: 1 });
    now = 1_000;
    expect(limiter.take('one')).toMatchObject({ remaining: 0, retryAfterSeconds: 0 });
    expect(limiter.take('other')).toMatchObject({ remaining: 59 });
  });

  it('is kept over any minute of any asking, but for the minute’s worth that had been saved', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3_000 }), { maxLength: 300 }), (waits) => {
        now = 0;
        const limiter = limiterOf(20);
        const answered: number[] = [];
        for (const wait of waits) {
          now += wait;
          if (limiter.take('one').retryAfterSeconds === 0) answered.push(now);
        }
        for (const begun of answered)
          expect(answered.filter((at) => at >= begun && at < begun + 60_000).length).toBeLessThanOrEqual(40);
        expect(answered.length).toBeLessThanOrEqual(20 + Math.ceil((now / 60_000) * 20));
      }),
      { seed: 10, numRuns: 200 },
    );
  });

  it('is met by whoever waits as long as he is told', () => {
    const limiter = limiterOf(7);
    for (let asked = 0; asked < 50; asked += 1) {
      const { retryAfterSeconds } = limiter.take('one');
      if (retryAfterSeconds === 0) continue;
      now += retryAfterSeconds * 1_000;
      expect(limiter.take('one').retryAfterSeconds).toBe(0);
    }
  });

  it('remembers so many askers and no more', () => {
    const limiter = limiterOf(60, 2);
    for (const asker of ['one', 'two', 'one', 'three']) limiter.take(asker);
    expect(limiter.take('one').remaining).toBe(57);
    expect(limiter.take('two').remaining).toBe(59);
  });
});

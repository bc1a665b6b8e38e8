import type { Clock } from '@posture/platform';
import type { Pace } from './pace';
import { RateLimiter } from './rate-limiter';

/** By the clock they live by, then by origin: a test's time is not that of another test. */
const limiters = new WeakMap<Clock, Map<string, RateLimiter>>();

/** The limiter all clients of one org share in this process: what one of them spent, the next must know of. */
export function limiterOf(origin: string, pace: Pace, clock: Clock): RateLimiter {
  let ofClock = limiters.get(clock);
  if (ofClock === undefined) limiters.set(clock, (ofClock = new Map()));
  for (const [each, limiter] of ofClock) if (limiter.isForgotten()) ofClock.delete(each);
  let found = ofClock.get(origin);
  if (found === undefined) ofClock.set(origin, (found = new RateLimiter(pace)));
  return found;
}

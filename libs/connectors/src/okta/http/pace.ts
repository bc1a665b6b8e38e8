import { setTimeout as delay } from 'node:timers/promises';
import { chance } from '@posture/platform';
import type { Clock } from '@posture/platform';

/** Time as the reader sees it: tests hand in one that does not pass by itself. */
export interface Pace extends Clock {
  /** Rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** 0 (included) to 1 (excluded); spreads retries. */
  random(): number;
}

/** A clock that can wait is followed in that too: time need not pass at the speed of this machine's. */
export function paceOf(clock: Clock | Pace): Pace {
  if ('random' in clock) return clock;
  return {
    now: () => clock.now(),
    random: chance,
    sleep: async (milliseconds, signal) => {
      try {
        await delay(milliseconds, undefined, { signal });
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
  };
}

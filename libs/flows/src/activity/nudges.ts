import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@posture/platform';

/** However many nudges come, a log is looked at no oftener for them. */
const LEAST_REST_MS = 1_000;

/** Lets whoever rests between two looks at a log be told that there is something to see. Within this process. */
export class Nudges {
  readonly #resting = new Map<string, AbortController>();
  /** Told while nobody could be woken: the next rest is the least. */
  readonly #owed = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly leastRestMs = LEAST_REST_MS,
  ) {}

  /**
   * Ends after so many milliseconds or with a nudge, but not before the least of a rest: the nudges of that time are one.
   * One at a time rests for a connection.
   * @throws the signal's reason when aborted
   */
  async rest(connectionId: string, ms: number, signal: AbortSignal): Promise<void> {
    const least = Math.min(ms, this.leastRestMs);
    await pause(this.clock, least, signal);
    if (this.#owed.delete(connectionId)) return;
    const nudged = new AbortController();
    this.#resting.set(connectionId, nudged);
    try {
      await pause(this.clock, ms - least, signal, nudged.signal);
    } finally {
      this.#resting.delete(connectionId);
    }
  }

  nudge(connectionId: string): void {
    const resting = this.#resting.get(connectionId);
    if (resting === undefined) this.#owed.add(connectionId);
    else resting.abort();
  }
}

/** Ends after so many milliseconds, or with `end`. @throws the signal's reason when aborted */
export async function pause(clock: Clock, ms: number, signal: AbortSignal, end?: AbortSignal): Promise<void> {
  const either = end === undefined ? signal : AbortSignal.any([signal, end]);
  try {
    await (clock.sleep?.(ms, either) ?? delay(ms, undefined, { signal: either }));
  } catch {
    signal.throwIfAborted();
  }
}

import { setTimeout as delay } from 'node:timers/promises';

/** Lets whoever rests between two looks at a log be told that there is something to see. Within this process. */
export class Nudges {
  readonly #resting = new Map<string, Set<AbortController>>();
  /** Told while nobody rested: the next rest is none. */
  readonly #owed = new Set<string>();

  /** Ends after so many milliseconds or with a nudge. @throws the signal's reason when aborted */
  async rest(connectionId: string, ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#owed.delete(connectionId)) return;
    const nudged = new AbortController();
    const resting = this.#resting.get(connectionId) ?? new Set();
    this.#resting.set(connectionId, resting.add(nudged));
    try {
      await delay(ms, undefined, { signal: AbortSignal.any([signal, nudged.signal]) });
    } catch {
      signal.throwIfAborted();
    } finally {
      resting.delete(nudged);
    }
  }

  nudge(connectionId: string): void {
    const resting = this.#resting.get(connectionId);
    if (resting === undefined || resting.size === 0) this.#owed.add(connectionId);
    else for (const nudged of resting) nudged.abort();
  }
}

import type { Entry } from './entry';
import type { Timeline } from './timeline';

/** An entry of another rule's timeline that stands for something found. */
export interface Told {
  readonly because: Entry;
  readonly to: Timeline;
  readonly entry: Entry;
}

/** What rules were told of the findings of others that may still change. */
export class ToldEntries {
  readonly #by = new Map<Timeline, Told[]>();

  add(by: Timeline, told: Told): void {
    const all = this.#by.get(by);
    if (all === undefined) this.#by.set(by, [told]);
    else all.push(told);
  }

  /** Takes back all that came of one timeline. @returns the timelines that lack it now */
  takeBack(by: Timeline): Timeline[] {
    const gone = new Map<Timeline, Set<Entry>>();
    for (const { to, entry } of this.#by.get(by) ?? []) {
      const entries = gone.get(to);
      if (entries === undefined) gone.set(to, new Set([entry]));
      else entries.add(entry);
    }
    this.#by.delete(by);
    for (const [to, entries] of gone) to.remove(entries);
    return [...gone.keys()];
  }

  /** What was found before the watermark is taken back no more. */
  settle(by: Timeline, watermark: number): void {
    const told = this.#by.get(by);
    if (told === undefined) return;
    const left = told.filter(({ because }) => because.at >= watermark);
    if (left.length > 0) this.#by.set(by, left);
    else this.#by.delete(by);
  }
}

import type { EventFacts } from '@posture/domain';
import { minuteOf } from './agenda';
import { NONE } from './entry';
import type { Entry } from './entry';
import type { EventEntry } from './event-entry';

/** What came in one minute. */
interface Arrived {
  readonly ids: Set<string>;
  readonly entries: EventEntry[];
  readonly told: Entry[];
}

/** What came in the minutes that may still change, by the minute. */
export class Arrivals {
  readonly #minutes = new Map<number, Arrived>();

  /** @returns whether it is the first of that id */
  take({ at, id }: EventFacts): boolean {
    const { ids } = this.#of(at);
    const before = ids.size;
    ids.add(id);
    return ids.size > before;
  }

  /** The entry lets go of what it said as soon as the watermark has passed it: what was found at it is told then. */
  hold(entry: EventEntry): void {
    this.#of(entry.at).entries.push(entry);
  }

  /** The same of one that stands for what a rule found. */
  holdTold(entry: Entry): void {
    this.#of(entry.at).told.push(entry);
  }

  settle(watermark: number): void {
    for (const [minute, { entries, told }] of this.#minutes) {
      if (minute >= minuteOf(watermark)) continue;
      for (const entry of entries) {
        for (const view of entry.views) view.said = null;
        entry.views = NONE;
        entry.said = null;
      }
      for (const entry of told) entry.said = null;
      this.#minutes.delete(minute);
    }
  }

  #of(at: number): Arrived {
    const minute = minuteOf(at);
    let arrived = this.#minutes.get(minute);
    if (arrived === undefined) this.#minutes.set(minute, (arrived = { ids: new Set(), entries: [], told: [] }));
    return arrived;
  }
}

/** Among equals by id. */
export function inOrderOfTime(events: readonly EventFacts[]): EventFacts[] {
  return [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

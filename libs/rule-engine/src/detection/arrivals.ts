import type { EventFacts } from '@posture/domain';
import { minuteOf } from './agenda';
import type { Entry } from './entry';

/** What came in one minute. */
interface Arrived {
  readonly ids: Set<string>;
  readonly entries: Entry[];
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
  hold(entry: Entry): void {
    this.#of(entry.at).entries.push(entry);
  }

  settle(watermark: number): void {
    for (const [minute, { entries }] of this.#minutes) {
      if (minute >= minuteOf(watermark)) continue;
      for (const entry of entries) entry.said = null;
      this.#minutes.delete(minute);
    }
  }

  #of(at: number): Arrived {
    const minute = minuteOf(at);
    let arrived = this.#minutes.get(minute);
    if (arrived === undefined) this.#minutes.set(minute, (arrived = { ids: new Set(), entries: [] }));
    return arrived;
  }
}

/** Among equals by id. */
export function inOrderOfTime(events: readonly EventFacts[]): EventFacts[] {
  return [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

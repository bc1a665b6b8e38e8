import { HOUR } from './spans';
import type { Place } from './place';
import type { Watch } from './watch';

/** The watches of one place that an event is for, and which of their selections it fits. */
export interface Share {
  readonly place: Place;
  readonly watches: readonly Watch[];
  /** Of each watch, bit by bit. */
  readonly fits: readonly number[];
  /** The same by the slot of the watch. */
  readonly fitsOf: readonly (number | undefined)[];
  /** For how long the event is held for watches that sleep, in milliseconds. */
  readonly memoryMs: number;
  /** Some of the watches fold what the watermark has passed, whether they sleep or not. */
  readonly hasLong: boolean;
  /** Nothing is found at the event when it is the only one of its key. */
  readonly isSilentAlone: boolean;
}

/** Where an event goes; events that fit the same watches alike share one. */
export interface Placing {
  readonly shares: readonly Share[];
  /** The same by the index of the place. */
  readonly shareAt: readonly (Share | undefined)[];
}

/**
 * What matters for longer is folded as the watermark passes it, and kept in the database. What does not is held as events
 * until somebody needs it, and read from the log again after a restart.
 */
export const SHORT_MS = HOUR;

export function isLong({ detection, pattern }: Pick<Watch, 'detection' | 'pattern'>): boolean {
  return detection.isCorrelation || pattern.operator.horizonMs > SHORT_MS;
}

/** Makes one placing of each combination of watches and fits there is. */
export class Placings {
  readonly #root: Node = { next: new Map(), placing: null };

  /** @param chosen a watch, then its fits, and so on; in the order of the watches */
  of(chosen: readonly (Watch | number)[]): Placing {
    let node = this.#root;
    for (const step of chosen) {
      let next = node.next.get(step);
      if (next === undefined) node.next.set(step, (next = { next: new Map(), placing: null }));
      node = next;
    }
    return (node.placing ??= placingOf(chosen));
  }
}

interface Node {
  readonly next: Map<Watch | number, Node>;
  placing: Placing | null;
}

function placingOf(chosen: readonly (Watch | number)[]): Placing {
  const byPlace = new Map<Place, { watches: Watch[]; fits: number[] }>();
  // Those that build on others come first: they have the event by the time others tell of it.
  for (const isCorrelation of [true, false]) {
    for (let index = 0; index < chosen.length; index += 2) {
      const watch = chosen[index] as Watch;
      if (watch.detection.isCorrelation !== isCorrelation) continue;
      const share = byPlace.get(watch.place) ?? { watches: [], fits: [] };
      share.watches.push(watch);
      share.fits.push(chosen[index + 1] as number);
      byPlace.set(watch.place, share);
    }
  }
  const shares = [...byPlace].map(([place, { watches, fits }]): Share => {
    const short = watches.filter(({ isLong: long }) => !long);
    const lasting = short.filter((watch) => isLasting(watch, fits[watches.indexOf(watch)]!));
    const fitsOf: (number | undefined)[] = [];
    watches.forEach(({ slot }, index) => (fitsOf[slot] = fits[index]));
    return {
      place,
      watches,
      fits,
      fitsOf,
      memoryMs: Math.max(0, ...lasting.map(({ pattern }) => pattern.operator.horizonMs)),
      hasLong: short.length < watches.length,
      isSilentAlone: watches.every((watch, index) => isSilentAlone(watch, fits[index]!)),
    };
  });
  const shareAt: (Share | undefined)[] = [];
  for (const share of shares) shareAt[share.place.index] = share;
  return { shares, shareAt };
}

function isLasting({ pattern: { operator } }: Watch, fits: number): boolean {
  return operator.lasting === 0 || (fits & operator.lasting) !== 0;
}

function isSilentAlone({ detection, pattern: { operator } }: Watch, fits: number): boolean {
  if (detection.isCorrelation) return false;
  if (operator.least > 1 || (operator.closing !== 0 && (fits & operator.closing) === 0)) return true;
  return operator.needs.some((mask) => (fits & mask) === 0);
}

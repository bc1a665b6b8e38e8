import type { Entry, Found, Operator } from '../entry';
import { DAY } from '../spans';

interface FirstSeenState {
  /** When the timeline began; a silence as long as the look-back begins it anew. */
  since: number;
  last: number;
  /** When each value was last seen, the longest ago first. */
  readonly values: Map<string, number>;
  evicted: number;
}

/** Values one timeline remembers; the one seen longest ago goes first, and is counted. */
const MOST = 1_000;

/** @param fit the bit of those that may be found; 0: all */
export function firstSeenOperator(
  fields: readonly string[],
  days: number,
  learnDays: number,
  fit = 0,
): Operator<FirstSeenState> {
  const lookBack = days * DAY;
  return {
    fresh: () => ({ since: Number.NaN, last: Number.NEGATIVE_INFINITY, values: new Map(), evicted: 0 }),
    copy: (state) => ({ ...state, values: new Map(state.values) }),
    step: (state, entry): Found | null => {
      if (entry.at - state.last > lookBack) state.since = entry.at;
      forgetBefore(state, entry.at - lookBack);
      state.last = entry.at;
      const knownValues = state.values.size;
      let isNew = false;
      for (const value of valuesOf(entry, fields)) {
        if (!state.values.delete(value)) isNew = true;
        state.values.set(value, entry.at);
      }
      for (const value of state.values.keys()) {
        if (state.values.size <= MOST) break;
        state.values.delete(value);
        state.evicted += 1;
      }
      const isLearned = entry.at - state.since >= learnDays * DAY && state.since !== entry.at;
      if (!isNew || !isLearned || (fit !== 0 && (entry.fits & fit) === 0)) return null;
      const figures = { knownDays: (entry.at - state.since) / DAY, knownValues };
      return { at: entry.at, entry, newly: [entry], proof: [entry], figures };
    },
    pass: () => [],
    nextPass: () => Number.POSITIVE_INFINITY,
    prune: (state, watermark) => {
      forgetBefore(state, watermark - lookBack);
      const { evicted } = state;
      state.evicted = 0;
      return evicted;
    },
    horizonMs: lookBack,
    reachMs: 0,
    // Silent at the first, however short it learns.
    least: 2,
    opening: 0,
    save: ({ since, last, values }) => ({ since, last, values: [...values] }),
    load: (saved) => {
      const { since, last, values } = saved as { since: number; last: number; values: [string, number][] };
      return { since, last, values: new Map(values), evicted: 0 };
    },
  };
}

function forgetBefore({ values }: FirstSeenState, since: number): void {
  for (const [value, at] of values) {
    if (at >= since) break;
    values.delete(value);
  }
}

/** The values of an entry: one, or one for each member of a list; several fields together. None when one is not said. */
function valuesOf({ kept }: Entry, fields: readonly string[]): readonly string[] {
  let values: readonly string[] = [''];
  for (const field of fields) {
    const value = kept[field] ?? null;
    if (value === null) return [];
    const members = Array.isArray(value) ? value.map(String) : [String(value)];
    values = values.flatMap((before) => members.map((member) => `${before}${member}\u0001`));
  }
  return values;
}

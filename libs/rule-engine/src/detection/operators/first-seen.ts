import { NONE, appended } from '../entry';
import type { Entry, Found, Operator } from '../entry';
import { DAY } from '../spans';

interface FirstSeenState {
  /** When the timeline began, in milliseconds; a silence as long as the look-back begins it anew. */
  since: number;
  /** The day of its last entry. */
  last: number;
  /** Values, and of each the day it was last seen: the longest ago first. */
  values: string[];
  days: number[];
  evicted: number;
  /** Since somebody asked. */
  isChanged: boolean;
}

/** Values one timeline remembers; the one seen longest ago goes first, and is counted. */
const MOST = 1_000;

/**
 * What was seen is known for a number of days, in whole days: most of what comes changes nothing then, and few events are
 * as many states to keep.
 * @param fit the bit of those that may be found; 0: all
 */
export function firstSeenOperator(
  fields: readonly string[],
  days: number,
  learnDays: number,
  fit = 0,
): Operator<FirstSeenState> {
  return {
    fresh: () => ({
      since: Number.NaN,
      last: Number.NEGATIVE_INFINITY,
      values: NONE,
      days: NONE,
      evicted: 0,
      isChanged: true,
    }),
    copy: (state) => ({ ...state, values: [...state.values], days: [...state.days] }),
    step: (state, entry): Found | null => {
      const day = dayOf(entry.at);
      if (day - state.last > days) state.since = entry.at;
      forgetBefore(state, day - days);
      if (state.last !== day) {
        state.last = day;
        state.isChanged = true;
      }
      const knownValues = state.values.length;
      let isNew = false;
      for (const value of valuesOf(entry.kept, fields)) if (see(state, value, day)) isNew = true;
      while (state.values.length > MOST) {
        drop(state, 0);
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
      forgetBefore(state, dayOf(watermark) - days);
      const { evicted } = state;
      state.evicted = 0;
      return evicted;
    },
    isChanged: (state) => {
      const { isChanged } = state;
      state.isChanged = false;
      return isChanged;
    },
    // To the end of the last of the days.
    horizonMs: (days + 1) * DAY,
    reachMs: 0,
    // Silent at the first, however short it learns.
    least: 2,
    opening: 0,
    lasting: 0,
    closing: fit,
    needs: [],
    isSilent: (state, entries) => {
      // One that is nearly full may forget what it knows.
      if (state !== undefined && state.values.length > MOST / 2) return false;
      const since = state === undefined || Number.isNaN(state.since) ? (entries[0]?.at ?? 0) : state.since;
      return entries.every(({ at, kept }) => {
        if (at - since < learnDays * DAY) return true;
        const known = (value: string): boolean => {
          const index = state === undefined ? -1 : state.values.indexOf(value);
          return index >= 0 && dayOf(at) - state!.days[index]! <= days;
        };
        return valuesOf(kept, fields).every(known);
      });
    },
    save: ({ since, last, values, days: seen }) => ({ since, last, values, days: seen }),
    load: (saved) => ({
      ...(saved as Pick<FirstSeenState, 'since' | 'last' | 'values' | 'days'>),
      evicted: 0,
      isChanged: false,
    }),
  };
}

function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** @returns whether it was not known */
function see(state: FirstSeenState, value: string, day: number): boolean {
  const index = state.values.indexOf(value);
  if (index >= 0 && state.days[index] === day) return false;
  if (index >= 0) drop(state, index);
  state.values = appended(state.values, value);
  state.days = appended(state.days, day);
  state.isChanged = true;
  return index < 0;
}

function forgetBefore(state: FirstSeenState, day: number): void {
  let count = 0;
  while (count < state.days.length && state.days[count]! < day) count += 1;
  if (count === 0) return;
  state.values = state.values.slice(count);
  state.days = state.days.slice(count);
  state.isChanged = true;
}

function drop({ values, days }: FirstSeenState, index: number): void {
  values.splice(index, 1);
  days.splice(index, 1);
}

/** The values of an entry: one, or one for each member of a list; several fields together. None when one is not said. */
function valuesOf(kept: Entry['kept'], fields: readonly string[]): readonly string[] {
  let values: readonly string[] = [''];
  let isFirst = true;
  for (const field of fields) {
    const value = kept[field] ?? null;
    if (value === null) return [];
    const members = Array.isArray(value) ? value.map(String) : [String(value)];
    values = isFirst ? members : values.flatMap((before) => members.map((member) => `${before}\u0001${member}`));
    isFirst = false;
  }
  return values;
}

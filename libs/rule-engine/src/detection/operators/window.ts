import type { Facts } from '@posture/domain';
import { TRUE } from '../../compile-condition';
import type { CompiledCondition } from '../../compile-condition';
import { NONE as NOTHING, appended, inOrder, loadEntry, saveEntry } from '../entry';
import type { Entry, Found, Operator, SavedEntry, Seen } from '../entry';
import { MINUTE } from '../spans';

/** A measure with its parameters' values in; `fit` is the bit of its `of`, 0 without one. */
export interface CompiledMeasure {
  readonly name: string;
  readonly measure: 'count' | 'distinct' | 'maxPer' | 'meanPer' | 'bandShare' | 'percent' | 'span' | 'sum';
  readonly field: string;
  readonly fit: number;
  readonly from: number;
  readonly to: number;
  /** How far it looks back, in milliseconds; as far as the window when that is less. */
  readonly lengthMs: number;
}

/** What a window has to hold at least for a condition over its measures to be true. */
export interface WindowDemands {
  /** Entries; never less than one. */
  readonly least: number;
  /** Of each of these, one bit has to be among the entries. */
  readonly needs: readonly number[];
  /** Fields of which there have to be two different values. */
  readonly differing: readonly string[];
}

/** How often each value was seen, and how many values were seen that often: both ends of a window cost the same. */
interface Tally {
  /** The first entry that is counted: the window's, or a later one where the measure looks back less far. */
  head: number;
  total: number;
  readonly perValue: Map<unknown, number>;
  readonly perCount: Map<number, number>;
}

interface WindowState {
  /** Those within the window, in order; what is before `head` has left it. */
  entries: Entry[];
  head: number;
  /** Of those, one for each measure; null while they are too few for anything to be found. */
  tallies: readonly Tally[] | null;
  /** The last entry something was found at: those up to it have proven it already. */
  proven: Entry | null;
  evicted: number;
}

/** Entries of one timeline a window holds at most; the oldest go first, and are counted. */
const MOST = 20_000;

/**
 * @param when over the measures
 * @param demands what it takes for `when` to hold
 * @param isOneEntity whether all of a timeline is about one entity
 * @param fit the bit of those that may be found; 0: all
 */
export function windowOperator(
  minutes: number,
  measures: readonly CompiledMeasure[],
  when: CompiledCondition,
  { least, needs, differing }: WindowDemands,
  isOneEntity: boolean,
  fit = 0,
): Operator<WindowState> {
  const length = minutes * MINUTE;
  const isShortened = measures.some(({ lengthMs }) => lengthMs < length);
  const count = ({ tallies }: WindowState, entry: Entry): void => {
    if (tallies === null) return;
    for (let index = 0; index < tallies.length; index += 1) countIn(tallies[index]!, measures[index]!, entry, 1);
  };
  const dropFirst = (state: WindowState): void => {
    state.head += 1;
    const { tallies } = state;
    if (tallies !== null) {
      for (let index = 0; index < tallies.length; index += 1)
        dropBefore(tallies[index]!, measures[index]!, state, state.head);
    }
    if (state.head > 64 && state.head * 2 > state.entries.length) {
      for (const tally of tallies ?? []) tally.head -= state.head;
      state.entries = state.entries.slice(state.head);
      state.head = 0;
    }
  };
  const shorten = (state: WindowState, at: number): void => {
    state.tallies!.forEach((tally, index) => {
      const { lengthMs } = measures[index]!;
      if (lengthMs >= length) return;
      let head = tally.head;
      while (state.entries[head]!.at < at - lengthMs) head += 1;
      dropBefore(tally, measures[index]!, state, head);
    });
  };
  const trim = (state: WindowState, since: number): void => {
    while (state.head < state.entries.length && state.entries[state.head]!.at < since) dropFirst(state);
    // Not as soon as there are too few: a window about to find something would count all of it again and again.
    if (sizeOf(state) * 2 < least) state.tallies = null;
  };
  return {
    fresh,
    copy: ({ entries, head, tallies, proven, evicted }) => ({
      entries: entries.slice(head),
      head: 0,
      tallies: tallies?.map((tally) => copyTally(tally, head)) ?? null,
      proven,
      evicted,
    }),
    step: (state, entry): Found | null => {
      trim(state, entry.at - length);
      state.entries = appended(state.entries, entry);
      count(state, entry);
      if (sizeOf(state) > MOST) {
        dropFirst(state);
        state.evicted += 1;
      }
      if (sizeOf(state) < least || (fit !== 0 && (entry.fits & fit) === 0)) return null;
      if (state.tallies === null) {
        state.tallies = measures.map((measure) => freshTally(measure, state.head));
        for (let index = state.head; index < state.entries.length; index += 1) count(state, state.entries[index]!);
      }
      if (isShortened) shorten(state, entry.at);
      const figures: Record<string, number | null> = {};
      measures.forEach((measure, index) => {
        figures[measure.name] = figureOf(measure, state, state.tallies![index]!);
      });
      if (when.judge(figures as Facts) !== TRUE) return null;
      const { proven } = state;
      state.proven = entry;
      const newly = since(state, proven);
      return { at: entry.at, entry, newly, proof: isOneEntity ? newly : since(state, null), figures };
    },
    pass: () => [],
    nextPass: () => Number.POSITIVE_INFINITY,
    prune: (state, watermark) => {
      trim(state, watermark - length);
      const { evicted } = state;
      state.evicted = 0;
      return evicted;
    },
    horizonMs: length,
    reachMs: length,
    least,
    opening: 0,
    lasting: 0,
    closing: fit,
    needs,
    isSilent:
      differing.length === 0
        ? undefined
        : (state, entries) => {
            const before = state === undefined ? NOTHING : state.entries.slice(state.head);
            return differing.some((field) => isUniform([...before, ...entries], field));
          },
    isPlain: ({ proven }) => proven === null,
    save: ({ entries, head, proven }, keeps) => ({
      entries: entries.slice(head).map((entry) => saveEntry(entry, keeps)),
      proven: proven === null ? null : saveEntry(proven, keeps),
    }),
    load: (saved, keeps) => {
      const { entries, proven } = saved as { entries: SavedEntry[]; proven: SavedEntry | null };
      return {
        ...fresh(),
        entries: entries.map((entry) => loadEntry(entry, keeps)),
        proven: proven === null ? null : loadEntry(proven, keeps),
      };
    },
  };
}

/** Whether no two of them have different values of a field. */
function isUniform(entries: readonly Seen[], field: string): boolean {
  let first: unknown = null;
  for (const { kept } of entries) {
    const value = kept[field] ?? null;
    if (value === null || value === first) continue;
    if (first !== null) return false;
    first = value;
  }
  return true;
}

function fresh(): WindowState {
  return { entries: NOTHING, head: 0, tallies: null, proven: null, evicted: 0 };
}

function sizeOf({ entries, head }: WindowState): number {
  return entries.length - head;
}

/** Entries of the window after one of them, or all when it has left. */
function since({ entries, head }: WindowState, after: Entry | null): Entry[] {
  let index = entries.length;
  while (index > head && (after === null || inOrder(entries[index - 1]!, after) > 0)) index -= 1;
  return entries.slice(index);
}

/** Of a measure that tells no values apart; nothing is ever put in. */
const NONE = new Map<never, never>();

function freshTally({ measure, field }: CompiledMeasure, head: number): Tally {
  return field === '' || measure === 'sum'
    ? { head, total: 0, perValue: NONE, perCount: NONE }
    : { head, total: 0, perValue: new Map(), perCount: new Map() };
}

/** @param dropped entries that are not copied with it */
function copyTally({ head, total, perValue, perCount }: Tally, dropped: number): Tally {
  return perValue === NONE
    ? { head: head - dropped, total, perValue, perCount }
    : { head: head - dropped, total, perValue: new Map(perValue), perCount: new Map(perCount) };
}

/** Counts no longer what comes before that entry. */
function dropBefore(tally: Tally, measure: CompiledMeasure, { entries }: WindowState, head: number): void {
  for (; tally.head < head; tally.head += 1) countIn(tally, measure, entries[tally.head]!, -1);
}

function countIn(tally: Tally, { measure, field, fit }: CompiledMeasure, entry: Entry, by: 1 | -1): void {
  if (fit !== 0 && (entry.fits & fit) === 0) return;
  if (measure === 'sum') {
    const value = entry.kept[field];
    tally.total += by * (typeof value === 'number' ? value : 0);
    return;
  }
  if (field === '') {
    tally.total += by;
    return;
  }
  const value = entry.kept[field] ?? null;
  if (value === null) return;
  if (Array.isArray(value)) for (const one of value) countValue(tally, one, by);
  else countValue(tally, value, by);
}

function countValue(tally: Tally, value: unknown, by: 1 | -1): void {
  tally.total += by;
  const before = tally.perValue.get(value) ?? 0;
  const after = before + by;
  if (after === 0) tally.perValue.delete(value);
  else tally.perValue.set(value, after);
  if (before > 0) change(tally.perCount, before, -1);
  if (after > 0) change(tally.perCount, after, 1);
}

function change(perCount: Map<number, number>, key: number, by: 1 | -1): void {
  const next = (perCount.get(key) ?? 0) + by;
  if (next === 0) perCount.delete(key);
  else perCount.set(key, next);
}

function figureOf(measure: CompiledMeasure, { entries }: WindowState, tally: Tally): number | null {
  const { head, total, perValue, perCount } = tally;
  switch (measure.measure) {
    case 'count':
    case 'sum':
      return total;
    case 'distinct':
      return perValue.size;
    case 'maxPer':
      return Math.max(0, ...perCount.keys());
    case 'meanPer':
      return perValue.size === 0 ? null : total / perValue.size;
    case 'bandShare': {
      if (perValue.size === 0) return null;
      let inBand = 0;
      for (const [often, values] of perCount) if (often >= measure.from && often <= measure.to) inBand += values;
      return (100 * inBand) / perValue.size;
    }
    case 'percent':
      return (100 * total) / (entries.length - head);
    case 'span':
      return spanOf(measure, entries, head);
  }
}

function spanOf({ fit }: CompiledMeasure, entries: readonly Entry[], head: number): number {
  const counted = (entry: Entry): boolean => fit === 0 || (entry.fits & fit) !== 0;
  let first = head;
  while (first < entries.length && !counted(entries[first]!)) first += 1;
  let last = entries.length - 1;
  while (last > first && !counted(entries[last]!)) last -= 1;
  return first >= entries.length ? 0 : (entries[last]!.at - entries[first]!.at) / MINUTE;
}

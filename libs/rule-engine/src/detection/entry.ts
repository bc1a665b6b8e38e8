import type { EventFacts, EvidenceEvent } from '@posture/domain';

/** One selected event in a timeline: what the operator needs of it, and the whole while a late event may still change it. */
export interface Entry extends EvidenceEvent {
  /** Tells apart what several rules found at one event; '' for an event of the log. */
  readonly from: string;
  /** The fields the pattern compares or measures, by name. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** Which narrower selections it also fits: of a measure, of a step; bit by bit in order of declaration. */
  readonly fits: number;
  /** null once the watermark has passed it and nothing will ask again. */
  event: EventFacts | null;
}

/** What an operator found when an entry came, in order. */
export interface Found {
  readonly at: number;
  readonly entry: Entry;
  /** Events that prove it and did not prove what was found before in the same timeline. */
  readonly newly: readonly Entry[];
  /** The figures that fit: measures, the pair's facts, the baseline that was broken. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * Folds a timeline. `step` is given entries in order and may change the state; what it finds depends on the entries
 * before it alone, so that equal timelines give equal findings whichever way their events arrived.
 */
export interface Operator<State> {
  fresh(): State;
  copy(state: State): State;
  step(state: State, entry: Entry): Found | null;
  /** What is known now that nothing earlier than `watermark` can come. */
  pass(state: State, watermark: number): readonly Found[];
  /** The next watermark at which `pass` may find something; infinite when none. */
  nextPass(state: State): number;
  /** Drops what no later entry can be found with, and counts what had to go although one could. */
  prune(state: State, watermark: number): number;
  /** For how long an entry matters to later ones, in milliseconds. */
  readonly horizonMs: number;
  /** How far back what proves one finding may lie, in milliseconds. */
  readonly reachMs: number;
  save(state: State): unknown;
  load(saved: unknown): State;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The one order of timelines: by time, among equals by id. */
export function inOrder(a: Pick<Entry, 'at' | 'id' | 'from'>, b: Pick<Entry, 'at' | 'id' | 'from'>): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.from === b.from ? 0 : a.from < b.from ? -1 : 1;
}

/** An entry as it is kept in the database. */
export type SavedEntry = readonly [
  at: number,
  id: string,
  from: string,
  fits: number,
  kept: Readonly<Record<string, unknown>>,
];

export function saveEntry({ at, id, from, fits, kept }: Entry): SavedEntry {
  return [at, id, from, fits, kept];
}

export function loadEntry([at, id, from, fits, kept]: SavedEntry): Entry {
  return { at, id, from, fits, kept, event: null };
}

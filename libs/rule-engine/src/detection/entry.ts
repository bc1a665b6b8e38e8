import type { EventFacts, EvidenceEvent, Facts } from '@posture/domain';
import { isUnread } from '../compile-condition';
import { derivation } from './derived-facts';
import type { Words } from './words';

/** One selected event in a timeline: what operators need of it, and more while a late event may change what is found at it. */
export interface Entry extends EvidenceEvent {
  /** When the event itself was published: earlier than `at` where the entry stands for what another rule found. */
  readonly publishedAt: number;
  /** Tells apart what several rules found at one event; '' for an event of the log. */
  readonly from: string;
  /** The fields patterns compare or measure, by name. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** Which narrower selections it also fits: of a measure, of a step; bit by bit in order of declaration. */
  readonly fits: number;
  /** What else may be shown of it, and what its severity depends on. null once the watermark has passed it: it is told then. */
  said: Shown | null;
}

/** What is looked at to tell whether anything may be found at all. */
export type Seen = Pick<Entry, 'at' | 'kept'>;

/** Some fields of an event as it has them. */
export type Said = Readonly<Record<string, unknown>>;

/** The same, as events are many: fields that many have in common beside the values of one. */
export interface Shown {
  readonly fields: readonly string[];
  readonly values: readonly unknown[];
}

/** What an operator found when an entry came, in order. */
export interface Found {
  readonly at: number;
  readonly entry: Entry;
  /** Events that prove it and did not prove what was found before in the same timeline. */
  readonly newly: readonly Entry[];
  /** Events that prove it; where the whole timeline is about one entity, those told before may be left out. */
  readonly proof: readonly Entry[];
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
  /** Whether the state changed since it was asked last; without it, each step changes it. */
  isChanged?(state: State): boolean;
  /** Drops what no later entry can be found with. @returns how many had to go since it was asked last although one could */
  prune(state: State, watermark: number): number;
  /** For how long an entry matters to later ones, in milliseconds. */
  readonly horizonMs: number;
  /** How far back what proves one finding may lie, in milliseconds. */
  readonly reachMs: number;
  /** So many entries it takes at least for something to be found. */
  readonly least: number;
  /** Bits one of which an entry has to have for a later one to be found because of it; 0: any entry will do. */
  readonly opening: number;
  /**
   * Bits one of which an entry has to have to matter to later ones once nothing earlier can come any more, where nothing was
   * found at it; 0: any entry does.
   */
  readonly lasting: number;
  /** Bits one of which an entry has to have for something to be found at it; 0: any entry will do. */
  readonly closing: number;
  /** Of each of these, one bit has to be among the entries for something to be found. */
  readonly needs: readonly number[];
  /**
   * Whether nothing is found at entries that follow a state, to tell it without folding; false in doubt.
   * @param state undefined: nothing comes before them
   * @param added one of them; without it nothing is found at the others
   */
  isSilent?(state: State | undefined, entries: readonly Seen[], added: Seen): boolean;
  /** Whether folding the entries of its horizon anew gives that state. */
  isPlain?(state: State): boolean;
  /** @param keeps what entries keep */
  save(state: State, keeps: readonly string[]): unknown;
  load(saved: unknown, keeps: readonly string[]): State;
}

/** The one order of timelines: by time, among equals by id. */
export function inOrder(a: Ordered, b: Ordered): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  const [one, other] = [a.from ?? '', b.from ?? ''];
  return one === other ? 0 : one < other ? -1 : 1;
}

interface Ordered {
  readonly at: number;
  readonly id: string;
  readonly from?: string;
}

/** An entry as it is kept in the database: last the values of the fields its pattern keeps, in their order. */
export type SavedEntry = readonly [
  at: number,
  id: string,
  from: string,
  fits: number,
  publishedAt: number,
  ...unknown[],
];

/** Stands for a value that is not known, which JSON has no word for. */
const UNREAD = { unread: true };

export function saveEntry({ at, id, from, fits, kept, publishedAt }: Entry, keeps: readonly string[]): SavedEntry {
  // One list for each of the many entries that are saved.
  const saved: [number, string, string, number, number, ...unknown[]] = [at, id, from, fits, publishedAt];
  for (const field of keeps) saved.push(kept[field] === undefined ? UNREAD : kept[field]);
  return saved;
}

export function loadEntry(saved: SavedEntry, keeps: readonly string[]): Entry {
  const [at, id, from, fits, publishedAt, ...values] = saved;
  const kept = keeps.map((field, index) => [field, isMarkedUnread(values[index]) ? undefined : values[index]]);
  return { at, id, from, fits, kept: Object.fromEntries(kept) as Entry['kept'], publishedAt, said: null };
}

/** What a provider put beside an event is text. */
function isMarkedUnread(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'unread' in value && value.unread === true;
}

/** Never changed: `appended` and `insert` make another of it. */
export const NONE: never[] = [];

/**
 * A list with one more at its end. Most stay short and there are very many: one that was pushed to, spread or filtered has
 * room for sixteen more.
 */
export function appended<Item>(items: Item[], item: Item): Item[] {
  switch (items.length) {
    case 0:
      return [item];
    case 1:
      return [items[0]!, item];
    case 2:
      return [items[0]!, items[1]!, item];
    default:
      items.push(item);
      return items;
  }
}

/** A list without some, with no room for more. */
export function without<Item>(items: readonly Item[], isGone: (item: Item) => boolean): Item[] {
  const left = items.filter((item) => !isGone(item));
  return left.length === 0 ? NONE : left.slice();
}

/** Where those at or after an instant begin, of a list in order. */
export function firstSince(entries: readonly Pick<Entry, 'at'>[], at: number): number {
  if (entries.length === 0 || entries[0]!.at >= at) return 0;
  let low = 0;
  let high = entries.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.at < at) low = middle;
    else high = middle;
  }
  return high;
}

/** @param entries not without any: the new one comes before the last */
export function insert<Item extends Ordered>(entries: Item[], entry: Item): void {
  let at = entries.length - 1;
  while (at > 0 && inOrder(entries[at - 1]!, entry) > 0) at -= 1;
  entries.splice(at, 0, entry);
}

/**
 * A record of these fields with nothing in it, to copy. One that is filled field by field becomes a hash table many times
 * the size from a dozen fields on; one that was parsed, and its copies, do not. Copies of a few different ones at one place
 * are as slow and as large: there is one for all events.
 */
export function blankOf(fields: readonly string[]): Said {
  return JSON.parse(JSON.stringify(Object.fromEntries(fields.map((field) => [field, null])))) as Said;
}

/** Events are large and many: only what somebody asks for later is held on to. */
export function shownOf(event: EventFacts, fields: readonly string[]): Shown {
  return { fields, values: fields.map((field) => spared((event as unknown as Said)[field])) };
}

/** All fields of a record. */
export function allShown(said: Said): Shown {
  return { fields: Object.keys(said), values: Object.values(said) };
}

export function recordOf({ fields, values }: Shown): Said {
  return Object.fromEntries(fields.map((field, index) => [field, values[index]]));
}

/**
 * Some fields of an event. One that is not known, and so cannot be compared, is undefined.
 * @param blank with all fields any event keeps
 */
export function keptOf(event: EventFacts, blank: Said, fields: readonly string[], words: Words): Said {
  const kept: Record<string, unknown> = { ...blank };
  const said = event as unknown as Facts;
  for (const field of fields) {
    const value = said[field];
    if (typeof value === 'string') kept[field] = words.of(field, value);
    else kept[field] = value === undefined ? derivation(field)?.(said) : isUnread(value) ? undefined : spared(value);
  }
  return kept;
}

/** Most lists are empty. */
function spared(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? NONE : value;
}

/** What a field is told apart by: a list as a whole; null when the event does not say. */
export function comparable(value: unknown): unknown {
  return Array.isArray(value) ? JSON.stringify(value) : (value ?? null);
}

import { jsonIn, writtenMap } from './loose-text';

export type Loose = Readonly<Record<string, unknown>>;
export type Entry = readonly [name: string, value: unknown];

/** Which parts of an object are not plain fields; all by path, as `squashed`. */
export interface Shape {
  /** Maps whose names are anybody's and are kept as written. */
  readonly maps: readonly string[];
  /** Lists of objects. */
  readonly rows: readonly string[];
  /** Objects an export may have turned into text. */
  readonly texts: ReadonlySet<string>;
}

/** An object in whatever way it was spelled. */
export interface Flat {
  /** By path, as `squashed`; an absent, null or empty value is not there. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly maps: ReadonlyMap<string, readonly Entry[]>;
  readonly rows: ReadonlyMap<string, readonly Loose[]>;
}

/**
 * `client.userAgent`, `client_useragent`, `Client User-Agent`: one name, whatever an export made of it. Paths are these
 * names one after the other, so that nested and flattened objects have the same ones.
 */
export function squashed(name: string): string {
  const met = squashedBefore.get(name);
  if (met !== undefined) return met;
  const short = name.toLowerCase().replace(/[^a-z0-9]+/g, '');
  if (squashedBefore.size < NAMES_REMEMBERED && name.length <= LONGEST_REMEMBERED) squashedBefore.set(name, short);
  return short;
}

/** Few names come a million times. */
const squashedBefore = new Map<string, string>();
const NAMES_REMEMBERED = 5_000;
const LONGEST_REMEMBERED = 100;

export function looseOf(value: unknown): Loose | null {
  const read = typeof value === 'string' ? jsonIn(value) : value;
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Loose) : null;
}

/** Deeper than any field of an event. */
const DEEPEST = 8;

/** @param under what every name begins with, as `squashed`; names that do not are left out */
export function flatten(entries: readonly Entry[], shape: Shape, under = ''): Flat {
  let places = placesOf.get(shape);
  if (places === undefined) placesOf.set(shape, (places = new Places(shape)));
  const flattening = new Flattening(places);
  for (const [name, value] of entries) {
    if (under === '') flattening.add(name, value, places.root, 0);
    else if (squashed(name).startsWith(under)) flattening.add(restOf(name, under.length), value, places.root, 0);
  }
  return flattening.flat();
}

/** What a name means in the object it stands in. */
interface Place {
  readonly path: string;
  /** Written as one, with capitals or separators; such a name is never another field's. */
  readonly isSpelled: boolean;
  /** What it is a part of, and the rest of the name, which tells what part. */
  readonly map: string | undefined;
  readonly row: string | undefined;
  readonly rest: string;
  /** Whether text in it may be an object. */
  readonly isText: boolean;
  /** Places of the names in it, as far as they are remembered. */
  readonly within: Map<string, Place>;
}

/** Of one shape. What a name means is found out once: putting paths together is most of the work otherwise. */
class Places {
  readonly root: Place = {
    ...{ path: '', isSpelled: false, map: undefined, row: undefined, rest: '', isText: false },
    within: new Map(),
  };
  #remembered = 0;

  constructor(private readonly shape: Shape) {}

  at(name: string, parent: Place): Place {
    const met = parent.within.get(name);
    if (met !== undefined) return met;
    const place = this.#find(name, parent.path);
    if (this.#remembered < NAMES_REMEMBERED && name.length <= LONGEST_REMEMBERED) {
      parent.within.set(name, place);
      this.#remembered += 1;
    }
    return place;
  }

  #find(name: string, parent: string): Place {
    const { maps, rows, texts } = this.shape;
    const path = parent + squashed(name);
    const map = maps.find((of) => path.startsWith(of));
    const row = map === undefined ? rows.find((of) => path.startsWith(of)) : undefined;
    const of = map ?? row;
    return {
      ...{ path, map, row, isSpelled: squashed(name) !== name, isText: texts.has(path) },
      rest: of === undefined ? name : restOf(name, of.length - parent.length),
      within: new Map(),
    };
  }
}

const placesOf = new WeakMap<Shape, Places>();

class Flattening {
  readonly #values = new Map<string, unknown>();
  readonly #spelled = new Set<string>();
  readonly #maps = new Map<string, Entry[]>();
  readonly #rows = new Map<string, Rows>();

  constructor(private readonly places: Places) {}

  flat(): Flat {
    const rows = new Map([...this.#rows].map(([path, of]) => [path, of.all()]));
    return { values: this.#values, maps: this.#maps, rows };
  }

  add(name: string, value: unknown, parent: Place, depth: number): void {
    if (value === null || value === undefined || value === '') return;
    const place = this.places.at(name, parent);
    const { map, row, rest } = place;
    if (map !== undefined) {
      const entries = rest === '' ? entriesOf(value) : [[rest, value] as const];
      const known = this.#maps.get(map);
      if (known === undefined) this.#maps.set(map, [...entries]);
      else known.push(...entries);
      return;
    }
    if (row !== undefined) {
      let rows = this.#rows.get(row);
      if (rows === undefined) this.#rows.set(row, (rows = new Rows()));
      return rows.add(rest, value);
    }
    const nested = typeof value === 'string' && !place.isText ? null : objectIn(value);
    if (nested === null) this.#set(place, value);
    else if (depth < DEEPEST) for (const [own, each] of nested) this.add(own, each, place, depth + 1);
  }

  #set({ path, isSpelled }: Place, value: unknown): void {
    if (this.#values.has(path) && (!isSpelled || this.#spelled.has(path))) return;
    this.#values.set(path, value);
    if (isSpelled) this.#spelled.add(path);
  }
}

/** A list of objects: as it is, as text, member by member (`target.0.id`) or column by column (`target{}.id`). */
class Rows {
  readonly #whole: Loose[] = [];
  readonly #numbered = new Map<number, Entry[]>();
  readonly #columns: Entry[] = [];

  add(rest: string, value: unknown): void {
    if (rest === '') return this.#addWhole(value);
    const [, number, name] = /^(\d{1,4})(?![A-Za-z0-9])[^A-Za-z0-9]*(.*)$/s.exec(rest) ?? [];
    if (number === undefined || name === undefined) {
      this.#columns.push([rest, value]);
      return;
    }
    const entries = this.#numbered.get(Number(number)) ?? [];
    this.#numbered.set(Number(number), entries);
    entries.push(...(name === '' ? (objectIn(value) ?? []) : [[name, value] as const]));
  }

  all(): Loose[] {
    const numbered = [...this.#numbered].sort(([a], [b]) => a - b).map(([, entries]) => Object.fromEntries(entries));
    return [...this.#whole, ...numbered, ...this.#ofColumns()];
  }

  #addWhole(value: unknown): void {
    const read = typeof value === 'string' ? (jsonIn(value) ?? value) : value;
    if (!Array.isArray(read)) return void this.#columns.push(...(objectIn(read) ?? []));
    for (const each of read) {
      const entries = objectIn(each);
      if (entries !== null) this.#whole.push(Object.fromEntries(entries));
    }
  }

  #ofColumns(): Loose[] {
    if (this.#columns.length === 0) return [];
    const lengths = this.#columns.map(([name, value]) =>
      Array.isArray(value) && IN_EVERY_ROW.has(squashed(name)) ? value.length : 0,
    );
    const length = Math.max(...lengths);
    if (length === 0) return [Object.fromEntries(this.#columns)];
    const at = (value: unknown, row: number): unknown => (Array.isArray(value) ? (value[row] as unknown) : value);
    return Array.from({ length }, (_, row) =>
      Object.fromEntries(this.#columns.map(([name, value]) => [name, at(value, row)])),
    );
  }
}

/** Fields of which an object of a list has one value, so that a list of them is a column. */
const IN_EVERY_ROW: ReadonlySet<string> = new Set(['id', 'type', 'name', 'ip']);

/** The entries of an object, or of text that is one. */
function objectIn(value: unknown): readonly Entry[] | null {
  const object = looseOf(value);
  if (object !== null) return Object.entries(object);
  return typeof value === 'string' ? writtenMap(value) : null;
}

/** The entries of a map, or its text under no name. */
function entriesOf(value: unknown): readonly Entry[] {
  return objectIn(value) ?? [['', value]];
}

/** What of a name follows its first letters and digits, so many of them. */
function restOf(name: string, count: number): string {
  let left = count;
  let at = 0;
  for (; at < name.length && left > 0; at += 1) if (/[A-Za-z0-9]/.test(name[at]!)) left -= 1;
  return name.slice(at).replace(/^[^A-Za-z0-9]+/, '');
}

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
  if (squashedBefore.size < NAMES_REMEMBERED && name.length <= 100) squashedBefore.set(name, short);
  return short;
}

/** Few names come a million times. */
const squashedBefore = new Map<string, string>();
const NAMES_REMEMBERED = 5_000;

export function looseOf(value: unknown): Loose | null {
  const read = typeof value === 'string' ? jsonIn(value) : value;
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Loose) : null;
}

/** Deeper than any field of an event. */
const DEEPEST = 8;

/** @param under what every name begins with, as `squashed`; names that do not are left out */
export function flatten(entries: readonly Entry[], shape: Shape, under = ''): Flat {
  const flattening = new Flattening(shape);
  for (const [name, value] of entries) {
    if (under === '') flattening.add(name, value, '', 0);
    else if (squashed(name).startsWith(under)) flattening.add(restOf(name, under.length), value, '', 0);
  }
  return flattening.flat();
}

class Flattening {
  readonly #values = new Map<string, unknown>();
  /** Paths whose name was written as one, with capitals or separators; such a name is never another field's. */
  readonly #spelled = new Set<string>();
  readonly #maps: ReadonlyMap<string, Entry[]>;
  readonly #rows: ReadonlyMap<string, Rows>;

  constructor(private readonly shape: Shape) {
    this.#maps = new Map(shape.maps.map((path) => [path, []]));
    this.#rows = new Map(shape.rows.map((path) => [path, new Rows()]));
  }

  flat(): Flat {
    const rows = new Map([...this.#rows].map(([path, of]) => [path, of.all()]));
    return { values: this.#values, maps: this.#maps, rows };
  }

  add(name: string, value: unknown, parent: string, depth: number): void {
    if (value === null || value === undefined || value === '') return;
    const path = parent + squashed(name);
    for (const of of this.shape.maps) {
      if (!path.startsWith(of)) continue;
      const rest = restOf(name, of.length - parent.length);
      this.#maps.get(of)?.push(...(rest === '' ? entriesOf(value) : [[rest, value] as const]));
      return;
    }
    for (const of of this.shape.rows) {
      if (!path.startsWith(of)) continue;
      this.#rows.get(of)?.add(restOf(name, of.length - parent.length), value);
      return;
    }
    const nested = typeof value === 'string' && !this.shape.texts.has(path) ? null : objectIn(value);
    if (nested === null) this.#set(path, name, value);
    else if (depth < DEEPEST) for (const [own, each] of nested) this.add(own, each, path, depth + 1);
  }

  #set(path: string, name: string, value: unknown): void {
    const isSpelled = squashed(name) !== name;
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

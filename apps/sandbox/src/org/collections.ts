import type { Collection, Wire } from './org';
import { IntervalSet } from './generate/interval-set';

/** A list that fits in memory. Ids that were removed keep their place, so that paging can go on behind them. */
export class ListCollection<T extends { readonly id: string }> implements Collection<T> {
  private readonly order = new Set<string>();
  private readonly byId = new Map<string, T>();
  private alive: T[] | null = null;

  constructor(items: Iterable<T> = []) {
    for (const item of items) this.put(item);
  }

  get size(): number {
    return this.byId.size;
  }

  at(index: number): T {
    const item = this.items()[index];
    if (item === undefined) throw new RangeError(`position ${index} of ${this.size}`);
    return item;
  }

  find(id: string): T | undefined {
    return this.byId.get(id);
  }

  range(from: number, to: number): T[] {
    return this.items().slice(Math.max(0, from), Math.max(0, to));
  }

  positionAfter(id: string): number {
    if (!this.order.has(id)) return -1;
    let position = 0;
    for (const other of this.order) {
      if (this.byId.has(other)) position++;
      if (other === id) break;
    }
    return position;
  }

  /** Adds, or replaces in place. */
  put(item: T): void {
    this.order.add(item.id);
    this.byId.set(item.id, item);
    this.alive = null;
  }

  remove(id: string): boolean {
    this.alive = null;
    return this.byId.delete(id);
  }

  items(): readonly T[] {
    this.alive ??= [...this.order].flatMap((id) => this.byId.get(id) ?? []);
    return this.alive;
  }
}

/** What a selection stands on: objects that are computed from an ordinal, and extra ones found by id. */
export interface ObjectSource<T> {
  atOrdinal(ordinal: number): T;
  find(id: string): T | undefined;
  ordinalOf(id: string): number | undefined;
}

/** Generated objects by ordinal, then extra ones by id; both computed when asked for. */
export class Selection<T> implements Collection<T> {
  readonly extras: readonly string[];
  private readonly known: ReadonlySet<string>;

  constructor(
    readonly ordinals: IntervalSet,
    extras: Iterable<string>,
    private readonly source: ObjectSource<T>,
    /** Ids that once were extras of this list. */
    private readonly former: (id: string) => boolean = () => false,
  ) {
    this.extras = [...extras].sort();
    this.known = new Set(this.extras);
  }

  get size(): number {
    return this.ordinals.size + this.extras.length;
  }

  at(index: number): T {
    if (index < this.ordinals.size) return this.source.atOrdinal(this.ordinals.at(index));
    const id = this.extras[index - this.ordinals.size];
    const item = id === undefined ? undefined : this.source.find(id);
    if (item === undefined) throw new RangeError(`position ${index} of ${this.size}`);
    return item;
  }

  has(id: string): boolean {
    const ordinal = this.source.ordinalOf(id);
    return ordinal === undefined ? this.known.has(id) : this.ordinals.has(ordinal);
  }

  find(id: string): T | undefined {
    return this.has(id) ? this.source.find(id) : undefined;
  }

  range(from: number, to: number): T[] {
    const out: T[] = [];
    for (let i = Math.max(0, from); i < Math.min(to, this.size); i++) out.push(this.at(i));
    return out;
  }

  positionAfter(id: string): number {
    const ordinal = this.source.ordinalOf(id);
    if (ordinal !== undefined) return this.ordinals.rank(ordinal + 1);
    if (!this.known.has(id) && !this.former(id)) return -1;
    return this.ordinals.size + this.extras.filter((extra) => extra <= id).length;
  }
}

/** The same list with each item seen otherwise. */
export class MappedCollection<S, T> implements Collection<T> {
  constructor(
    private readonly inner: Collection<S>,
    private readonly map: (item: S) => T,
  ) {}

  get size(): number {
    return this.inner.size;
  }

  at(index: number): T {
    return this.map(this.inner.at(index));
  }

  find(id: string): T | undefined {
    const item = this.inner.find(id);
    return item === undefined ? undefined : this.map(item);
  }

  range(from: number, to: number): T[] {
    return this.inner.range(from, to).map(this.map);
  }

  positionAfter(id: string): number {
    return this.inner.positionAfter(id);
  }
}

/** So many objects of a table are kept once they were generated: every list of members tells of the same users again. */
const KEPT = 20_000;

/** Objects generated from an ordinal, with what a scenario or a change at run time did to some of them. */
export class LazyTable<T extends Wire> implements ObjectSource<T> {
  readonly added = new Map<string, T>();
  /** Found by id, in no list. */
  readonly hidden = new Map<string, T>();
  readonly removed = new Set<number>();
  readonly patched = new Map<number, T>();
  private readonly everAdded = new Set<string>();
  private readonly kept = new Map<number, T>();

  constructor(
    readonly baseSize: number,
    private readonly build: (ordinal: number) => T,
    private readonly decode: (id: string) => number | undefined,
  ) {}

  atOrdinal(ordinal: number): T {
    return this.patched.get(ordinal) ?? this.generated(ordinal);
  }

  private generated(ordinal: number): T {
    let item = this.kept.get(ordinal);
    if (item === undefined) {
      if (this.kept.size >= KEPT) this.kept.clear();
      this.kept.set(ordinal, (item = this.build(ordinal)));
    }
    return item;
  }

  ordinalOf(id: string): number | undefined {
    const ordinal = this.decode(id);
    return ordinal !== undefined && ordinal < this.baseSize ? ordinal : undefined;
  }

  find(id: string): T | undefined {
    const ordinal = this.ordinalOf(id);
    if (ordinal !== undefined) return this.removed.has(ordinal) ? undefined : this.atOrdinal(ordinal);
    return this.added.get(id) ?? this.hidden.get(id);
  }

  /** Adds, or replaces what has that id. */
  put(item: T): void {
    const ordinal = this.ordinalOf(item.id);
    if (ordinal !== undefined) this.patched.set(ordinal, item);
    else if (this.hidden.has(item.id)) this.hidden.set(item.id, item);
    else {
      this.added.set(item.id, item);
      this.everAdded.add(item.id);
    }
  }

  remove(id: string): boolean {
    const ordinal = this.ordinalOf(id);
    if (ordinal === undefined) return this.added.delete(id);
    if (this.removed.has(ordinal)) return false;
    this.removed.add(ordinal);
    return true;
  }

  wasAdded = (id: string): boolean => this.everAdded.has(id);

  all(): Collection<T> {
    const ordinals = IntervalSet.of([0, this.baseSize]).without(this.removed);
    const selection = new Selection<T>(ordinals, this.added.keys(), this, this.wasAdded);
    // Finding by id also reaches what is in no list.
    return this.hidden.size === 0 ? selection : new FindThrough(selection, this);
  }
}

class FindThrough<T> extends MappedCollection<T, T> {
  constructor(
    inner: Collection<T>,
    private readonly source: ObjectSource<T>,
  ) {
    super(inner, (item) => item);
  }

  override find(id: string): T | undefined {
    return this.source.find(id);
  }
}

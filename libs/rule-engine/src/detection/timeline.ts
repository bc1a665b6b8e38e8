import { appended, inOrder } from './entry';
import type { CompiledDetection, CompiledPattern } from './compile-detection';
import type { Entry, Found, Said } from './entry';
import type { KeyOf } from './keying';

/** A pattern with the timelines it watches. */
export interface Watch {
  readonly detection: CompiledDetection;
  readonly pattern: CompiledPattern;
  readonly keeps: readonly string[];
  /** Those fields, to be filled. */
  readonly blank: Said;
  readonly keyOf: KeyOf;
  /** By key; of one with a single entry that may be all there is. */
  readonly timelines: Map<string, Timeline | Entry>;
  /** Rules whose findings it is made of. */
  readonly reads: ReadonlySet<CompiledDetection>;
}

/**
 * The events of one key, in order of time whichever way they came. `settled` is the fold over those the watermark has
 * passed, which nothing changes any more; `live` is the fold over all. An event that comes in order is one step of `live`;
 * one that comes late makes `live` stale, until it is folded anew from `settled`. Both are folds over the same order, so
 * that a stream that was shuffled, repeated or broken off ends with the same findings as one that came in order.
 *
 * Most timelines never see enough to find anything. Until the entries are as many as that takes, and one of them opens
 * what may be found, a timeline sleeps: it has nothing but its entries.
 */
export class Timeline {
  /** The minute it is noted for in the agenda; infinite: it is not. */
  notedFor = Number.POSITIVE_INFINITY;
  /** undefined: nothing is settled yet. */
  #settled: unknown;
  /** undefined: it sleeps, or nothing is pending. */
  #live: unknown;
  #pending: Entry[] = NONE;
  /** Of the pending entries, in order. */
  #found: Found[] = NONE;
  #lastAt = Number.NEGATIVE_INFINITY;
  #isStale = false;
  /** Whether one of the pending entries opens what may be found; they may have gone since. */
  #isOpened = false;

  constructor(
    readonly watch: Watch,
    readonly key: string,
  ) {}

  /** What was found at the entries that may still change. */
  get found(): readonly Found[] {
    return this.#found;
  }

  /** When it has to be looked at again: its first pending entry, or the end of a wait. Infinite: never. */
  get due(): number {
    const { operator } = this.watch.pattern;
    const next = this.#settled === undefined ? Number.POSITIVE_INFINITY : operator.nextPass(this.#settled);
    return this.#pending.length === 0 ? next : Math.min(this.#pending[0]!.at, next);
  }

  /** After that watermark no entry has anything left to be found with. */
  get forgottenAt(): number {
    return this.#lastAt + this.watch.pattern.operator.horizonMs;
  }

  /** @returns whether what was found before stays as it was: false when it has to be folded anew */
  add(entry: Entry): boolean {
    const { operator } = this.watch.pattern;
    if (entry.at > this.#lastAt) this.#lastAt = entry.at;
    if (opens(operator, entry)) this.#isOpened = true;
    const isLast = this.#pending.length === 0 || inOrder(this.#pending.at(-1)!, entry) < 0;
    if (isLast) this.#pending = appended(this.#pending, entry);
    else insert(this.#pending, entry);
    if (this.#isStale) return false;
    if (this.#sleeps) return true;
    if (!isLast) {
      this.#isStale = true;
      return false;
    }
    if (this.#live === undefined) this.refold();
    else this.#step(entry);
    return true;
  }

  /** Takes in an entry that the watermark has passed, before any other. */
  addSettled(entry: Entry): void {
    this.#lastAt = entry.at;
    this.#settle([entry]);
  }

  get isIdle(): boolean {
    return this.#pending.length === 0;
  }

  /** Whether anything of it is settled and matters to later events. */
  get hasState(): boolean {
    return this.#settled !== undefined && this.watch.pattern.operator.horizonMs > 0;
  }

  /** Takes back entries that stood for what is no longer found; it has to be folded anew. */
  remove(gone: ReadonlySet<Entry>): void {
    this.#pending = this.#pending.filter((entry) => !gone.has(entry));
    this.#isStale = true;
  }

  /** Finds anew what is found at the entries that may still change. */
  refold(): void {
    const { operator } = this.watch.pattern;
    this.#isStale = false;
    this.#found = NONE;
    this.#live = undefined;
    if (this.#pending.length === 0 || this.#sleeps) return;
    this.#live = this.#settled === undefined ? operator.fresh() : operator.copy(this.#settled);
    for (const entry of this.#pending) this.#step(entry);
  }

  /** Nothing of it matters any more, to whatever may come after the watermark. */
  isForgotten(watermark: number): boolean {
    const isOver = this.#settled === undefined || this.forgottenAt < watermark;
    return isOver && this.isIdle && this.due === Number.POSITIVE_INFINITY;
  }

  /** What is final now, in order, of one that is not stale; entries before the watermark are changed by nothing any more. */
  settle(watermark: number): { readonly found: readonly Found[]; readonly evicted: number } {
    const { operator } = this.watch.pattern;
    let count = 0;
    while (count < this.#pending.length && this.#pending[count]!.at < watermark) count += 1;
    if (count === this.#pending.length && this.#live !== undefined) this.#settled = this.#live;
    else this.#settle(this.#pending.slice(0, count));
    this.#pending = count === this.#pending.length ? NONE : this.#pending.slice(count);
    if (this.#pending.length === 0) this.#live = undefined;
    if (this.#settled === undefined) return { found: NONE, evicted: 0 };
    const waited = operator.pass(this.#settled, watermark);
    const found = [...this.#found.filter(({ entry }) => entry.at < watermark), ...waited];
    if (this.#found.length > 0) this.#found = this.#found.filter(({ entry }) => entry.at >= watermark);
    const evicted = operator.prune(this.#settled, watermark);
    if (waited.length > 0) this.refold();
    return { found, evicted };
  }

  /** The settled fold, for the database; null: nothing is settled. */
  save(): unknown {
    const { keeps, pattern } = this.watch;
    return this.hasState ? { last: this.#lastAt, state: pattern.operator.save(this.#settled, keeps) } : null;
  }

  static load(watch: Watch, key: string, saved: unknown): Timeline {
    const { last, state } = saved as { last: number; state: unknown };
    const timeline = new Timeline(watch, key);
    timeline.#settled = watch.pattern.operator.load(state, watch.keeps);
    timeline.#lastAt = last;
    return timeline;
  }

  /** Nothing is found at any of its entries, nor at one that is told by no more than these. */
  get #sleeps(): boolean {
    if (this.#settled !== undefined) return false;
    return !this.#isOpened || this.#pending.length < this.watch.pattern.operator.least;
  }

  #step(entry: Entry): void {
    const found = this.watch.pattern.operator.step(this.#live, entry);
    if (found !== null) this.#found = appended(this.#found, found);
  }

  /** An entry that opens nothing is of no use to those after it. */
  #settle(entries: readonly Entry[]): void {
    const { operator } = this.watch.pattern;
    for (const entry of entries) {
      if (this.#settled === undefined && !opens(operator, entry)) continue;
      if (this.#settled === undefined) this.#settled = operator.fresh();
      operator.step(this.#settled, entry);
    }
  }
}

/** Never changed: `appended` and `insert` make another of it. */
const NONE: never[] = [];

/** Whether something may be found because of that entry at a later one. */
export function opens({ opening }: { readonly opening: number }, { fits }: Entry): boolean {
  return opening === 0 || (fits & opening) !== 0;
}

/** @param entries not without any: the new one comes before the last */
function insert(entries: Entry[], entry: Entry): void {
  let at = entries.length - 1;
  while (at > 0 && inOrder(entries[at - 1]!, entry) > 0) at -= 1;
  entries.splice(at, 0, entry);
}

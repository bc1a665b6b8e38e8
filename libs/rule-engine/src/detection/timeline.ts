import { NONE, appended, inOrder, insert, without } from './entry';
import type { Entry, Found, Operator } from './entry';
import type { Watch } from './watch';

/** The settled fold of a timeline and nothing else: it sleeps. */
export interface Rest {
  readonly watch: Watch;
  state: unknown;
  /** When its last entry was. */
  lastAt: number;
}

/**
 * The events of one key that one pattern selects, in order of time whichever way they came. `settled` is the fold over
 * those the watermark has passed, which nothing changes any more; `live` is the fold over all. An event that comes in
 * order is one step of `live`; one that comes late makes `live` stale, until it is folded anew from `settled`. Both are
 * folds over the same order, so that a stream that was shuffled, repeated or broken off ends with the same findings as one
 * that came in order.
 */
export class Timeline {
  /** undefined: nothing is settled yet. */
  #settled: unknown;
  /** undefined: nothing is pending. */
  #live: unknown;
  #pending: Entry[] = NONE;
  /** Of the pending entries, in order. */
  #found: Found[] = NONE;
  #lastAt: number;
  #isStale = false;

  /** @param rest null: nothing is settled yet */
  constructor(
    readonly watch: Watch,
    readonly key: string,
    rest: Rest | null,
  ) {
    this.#settled = rest?.state;
    this.#lastAt = rest?.lastAt ?? Number.NEGATIVE_INFINITY;
  }

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

  /** @returns whether what was found before stays as it was: false when it has to be folded anew */
  add(entry: Entry): boolean {
    const isLast = this.#hold(entry);
    if (this.#isStale) return false;
    if (!isLast) {
      this.#isStale = true;
      return false;
    }
    if (this.#live === undefined) this.refold();
    else this.#step(entry);
    return true;
  }

  /** Takes in entries that came while it slept, before anything is found at them; `refold` finds it. */
  wake(settled: readonly Entry[], pending: readonly Entry[]): void {
    for (const entry of settled) this.addSettled(entry);
    for (const entry of pending) this.#hold(entry);
  }

  /** Takes in an entry that the watermark has passed, after those before it and before any that is pending. */
  addSettled(entry: Entry): void {
    if (entry.at > this.#lastAt) this.#lastAt = entry.at;
    this.#settled = folded(this.watch.pattern.operator, this.#settled, entry);
  }

  /** What was waited for until that watermark was told of before. */
  skipWaits(watermark: number): void {
    if (this.#settled !== undefined) this.watch.pattern.operator.pass(this.#settled, watermark);
  }

  /** Nothing is pending, and no wait. */
  get isIdle(): boolean {
    return this.#pending.length === 0 && this.due === Number.POSITIVE_INFINITY;
  }

  /** Takes back entries that stood for what is no longer found; it has to be folded anew. */
  remove(gone: ReadonlySet<Entry>): void {
    this.#pending = without(this.#pending, (entry) => gone.has(entry));
    this.#isStale = true;
  }

  /** Finds anew what is found at the entries that may still change. */
  refold(): void {
    const { operator } = this.watch.pattern;
    this.#isStale = false;
    this.#found = NONE;
    this.#live = undefined;
    if (this.#pending.length === 0) return;
    this.#live = this.#settled === undefined ? operator.fresh() : operator.copy(this.#settled);
    for (const entry of this.#pending) this.#step(entry);
  }

  /** What is final now, in order, of one that is not stale; entries before the watermark are changed by nothing any more. */
  settle(watermark: number): { readonly found: readonly Found[]; readonly evicted: number } {
    const { operator } = this.watch.pattern;
    const pending = this.#pending;
    let count = 0;
    while (count < pending.length && pending[count]!.at < watermark) count += 1;
    if (count > 0 && count === pending.length && this.#live !== undefined) this.#settled = this.#live;
    else
      for (let index = 0; index < count; index += 1) this.#settled = folded(operator, this.#settled, pending[index]!);
    this.#pending = count === pending.length ? NONE : pending.slice(count);
    if (this.#pending.length === 0) this.#live = undefined;
    if (this.#settled === undefined) return { found: NONE, evicted: 0 };
    const waited = operator.pass(this.#settled, watermark);
    const found = [...this.#found.filter(({ entry }) => entry.at < watermark), ...waited];
    if (this.#found.length > 0) this.#found = without(this.#found, ({ entry }) => entry.at < watermark);
    const evicted = operator.prune(this.#settled, watermark);
    if (waited.length > 0) this.refold();
    return { found, evicted };
  }

  /** What is settled of it; null: nothing that matters to later events. */
  get rest(): Rest | null {
    const { watch } = this;
    const isNothing = this.#settled === undefined || watch.pattern.operator.horizonMs === 0;
    return isNothing ? null : { watch, state: this.#settled, lastAt: this.#lastAt };
  }

  /** Whether what is settled changed since it was asked last. */
  takeChange(): boolean {
    const { rest } = this;
    return rest !== null && (this.watch.pattern.operator.isChanged?.(rest.state) ?? true);
  }

  /** @returns whether it comes last */
  #hold(entry: Entry): boolean {
    if (entry.at > this.#lastAt) this.#lastAt = entry.at;
    const isLast = this.#pending.length === 0 || inOrder(this.#pending.at(-1)!, entry) < 0;
    if (isLast) this.#pending = appended(this.#pending, entry);
    else insert(this.#pending, entry);
    return isLast;
  }

  #step(entry: Entry): void {
    const found = this.watch.pattern.operator.step(this.#live, entry);
    if (found !== null) this.#found = appended(this.#found, found);
  }
}

/**
 * A fold with one entry more; one that opens nothing is of no use to those after it.
 * @param state undefined: nothing was folded yet
 */
export function folded(operator: Operator<unknown>, state: unknown, entry: Entry): unknown {
  if (state === undefined) {
    if (operator.opening !== 0 && (entry.fits & operator.opening) === 0) return undefined;
    state = operator.fresh();
  }
  operator.step(state, entry);
  return state;
}

import { inOrder } from './entry';
import type { Entry, Found } from './entry';
import type { CompiledPattern } from './compile-detection';

/**
 * The events of one key, in order of time whichever way they came. `settled` is the fold over those the watermark has
 * passed, which nothing changes any more; `live` is the fold over all. An event that comes in order is one step of `live`;
 * one that comes late makes `live` stale, until it is folded anew from `settled`. Both are folds over the same order, so that a stream that was
 * shuffled, repeated or broken off ends with the same findings as one that came in order.
 */
export class Timeline {
  /** undefined: nothing is settled yet. */
  #settled: unknown;
  #live: unknown;
  #pending: Entry[] = [];
  /** Of the pending entries, in order. */
  #found: Found[] = [];
  #lastAt = Number.NEGATIVE_INFINITY;
  #isStale = false;
  /** Settled, and still with their events. */
  #passed: Entry[] = [];

  constructor(
    readonly pattern: CompiledPattern,
    readonly key: string,
    state?: unknown,
  ) {
    this.#settled = state;
    this.#live = state;
  }

  /** What was found at the entries that may still change. */
  get found(): readonly Found[] {
    return this.#found;
  }

  /** When it has to be looked at again: its first pending entry, or the end of a wait. Infinite: never. */
  get due(): number {
    return Math.min(this.#pending[0]?.at ?? Number.POSITIVE_INFINITY, this.#nextPass);
  }

  /** After that watermark no entry has anything left to be found with. */
  get forgottenAt(): number {
    return this.#lastAt + this.pattern.operator.horizonMs;
  }

  /** @returns whether what was found before stays as it was: false when it has to be folded anew */
  add(entry: Entry): boolean {
    const { operator } = this.pattern;
    if (entry.at > this.#lastAt) this.#lastAt = entry.at;
    const last = this.#pending.at(-1);
    if (last === undefined || inOrder(last, entry) < 0) {
      this.#pending.push(entry);
      if (this.#isStale) return false;
      if (last === undefined) this.#live = this.#copied();
      const found = operator.step(this.#live, entry);
      if (found !== null) this.#found.push(found);
      return true;
    }
    let at = this.#pending.length - 1;
    while (at > 0 && inOrder(this.#pending[at - 1]!, entry) > 0) at -= 1;
    this.#pending.splice(at, 0, entry);
    this.#isStale = true;
    return false;
  }

  get isIdle(): boolean {
    return this.#pending.length === 0;
  }

  /** Takes back entries that stood for what is no longer found; it has to be folded anew. */
  remove(gone: ReadonlySet<Entry>): void {
    this.#pending = this.#pending.filter((entry) => !gone.has(entry));
    this.#isStale = true;
  }

  /** Finds anew what is found at the entries that may still change. */
  refold(): void {
    const { operator } = this.pattern;
    this.#isStale = false;
    this.#live = this.#pending.length === 0 ? this.#settled : this.#copied();
    this.#found = [];
    for (const entry of this.#pending) {
      const found = operator.step(this.#live, entry);
      if (found !== null) this.#found.push(found);
    }
  }

  /** Nothing of it matters any more, to whatever may come after the watermark. */
  isForgotten(watermark: number): boolean {
    return this.isIdle && this.forgottenAt < watermark && this.due === Number.POSITIVE_INFINITY;
  }

  /** What is final now, in order, of one that is not stale; entries before the watermark are changed by nothing any more. */
  settle(watermark: number): { readonly found: readonly Found[]; readonly evicted: number } {
    const { operator } = this.pattern;
    let count = 0;
    while (count < this.#pending.length && this.#pending[count]!.at < watermark) count += 1;
    const passed = this.#pending.slice(0, count);
    if (this.#settled === undefined) this.#settled = operator.fresh();
    if (count === this.#pending.length && count > 0) this.#settled = this.#live;
    else for (const entry of passed) operator.step(this.#settled, entry);
    this.#pending = this.#pending.slice(count);
    const isPassed = (found: Found): boolean => found.entry.at < watermark;
    const waited = operator.pass(this.#settled, watermark);
    const found = [...this.#found.filter(isPassed), ...waited];
    this.#found = this.#found.filter((each) => !isPassed(each));
    const evicted = operator.prune(this.#settled, watermark);
    this.#passed.push(...passed);
    if (this.#pending.length === 0) this.#live = this.#settled;
    else if (waited.length > 0) this.refold();
    return { found, evicted };
  }

  /** Lets go of the events of what is settled: what was found at them was told. */
  release(): void {
    if (!this.pattern.keepsEvent) for (const entry of this.#passed) entry.event = null;
    this.#passed = [];
  }

  /** Whether anything of it matters to later events. */
  get hasState(): boolean {
    return this.pattern.operator.horizonMs > 0;
  }

  /** The settled fold, for the database. */
  save(): unknown {
    return { last: this.#lastAt, state: this.pattern.operator.save(this.#settled) };
  }

  static load(pattern: CompiledPattern, key: string, saved: unknown): Timeline {
    const { last, state } = saved as { last: number; state: unknown };
    const timeline = new Timeline(pattern, key, pattern.operator.load(state));
    timeline.#lastAt = last;
    return timeline;
  }

  get #nextPass(): number {
    return this.#settled === undefined ? Number.POSITIVE_INFINITY : this.pattern.operator.nextPass(this.#settled);
  }

  #copied(): unknown {
    const { operator } = this.pattern;
    return this.#settled === undefined ? operator.fresh() : operator.copy(this.#settled);
  }
}

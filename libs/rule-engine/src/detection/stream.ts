import { NEVER } from './agenda';
import { NONE, appended, firstSince, inOrder, insert, without } from './entry';
import type { Entry } from './entry';
import { viewOf } from './event-entry';
import type { EventEntry } from './event-entry';
import type { Place } from './place';
import { MINUTE } from './spans';
import { Timeline, folded } from './timeline';
import type { Rest } from './timeline';
import type { Watch } from './watch';

/** So many entries are looked through for whether something may be found; where there are more, all watches are awake. */
const MOST_ASLEEP = 16;
/** One of which nothing is folded is not looked at as soon as it is of no use: something else may come first, and keep it. */
const LINGER_MS = 15 * MINUTE;

/**
 * The events of one key, for all watches that name their timelines by it. Most timelines never see enough to find
 * anything: a watch sleeps until the entries may make it find something, and has no timeline of its own until then.
 */
export class Stream {
  /** The minute it is noted for in the agenda. */
  notedFor = NEVER;
  /** Which move of the watermark it was looked at for last. */
  passedIn = 0;
  /** In order: those that may still change, and before them those that watches asleep may still need. */
  #entries: EventEntry[] = NONE;
  #awake: Timeline[] = NONE;
  /** Of watches that are asleep and were not always, or that fold while they sleep. */
  #rests: Rest[] = NONE;
  /** None of them is forgotten before that: entries that come later put it off. */
  #restsUntil = Number.POSITIVE_INFINITY;

  constructor(
    readonly place: Place,
    readonly key: string,
  ) {}

  get awake(): readonly Timeline[] {
    return this.#awake;
  }

  /** It holds events for watches that sleep, and nothing else. */
  get isAsleep(): boolean {
    return !this.place.hasLong && this.#awake.length === 0 && this.#rests.length === 0;
  }

  /** Nothing of it may still change. */
  isIdle(watermark: number): boolean {
    return this.#awake.length === 0 && !((this.#entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= watermark);
  }

  hold(entry: EventEntry, watermark: number): void {
    // Of what only sleepers may need, what is too old is let go of as something comes: nobody looks at it for that alone.
    if (!this.place.hasLong) this.#forget(watermark);
    if (this.#entries.length === 0 || inOrder(this.#entries.at(-1)!, entry) < 0)
      this.#entries = appended(this.#entries, entry);
    else insert(this.#entries, entry);
  }

  /** null: the watch sleeps. */
  timelineOf(watch: Watch): Timeline | null {
    for (const timeline of this.#awake) if (timeline.watch === watch) return timeline;
    return null;
  }

  /** What is settled for a watch; null: nothing that matters to later events. */
  restOf(watch: Watch): Rest | null {
    return this.#restOf(watch) ?? this.timelineOf(watch)?.rest ?? null;
  }

  /** Puts back what was settled for a watch; one that waits for a time to come is awake. */
  restore(rest: Rest): void {
    const timeline = new Timeline(rest.watch, this.key, rest);
    if (timeline.isIdle) this.#keep(rest);
    else this.#awake = appended(this.#awake, timeline);
  }

  /**
   * Whether a watch that sleeps may find something at the entries that may still change.
   * @param added the one it was not asked about before
   */
  mayFind(watch: Watch, added: EventEntry, watermark: number): boolean {
    const entries = this.#entries;
    if (entries.length > MOST_ASLEEP) return true;
    const { operator } = watch.pattern;
    const rest = this.#restOf(watch);
    if (rest === null && entries.length < operator.least) return false;
    const from = rest !== null || watch.isLong ? firstSince(entries, watermark) : 0;
    let fitting = 0;
    let bits = 0;
    for (let index = from; index < entries.length; index += 1) {
      const fits = this.#fitsOf(entries[index]!, watch);
      if (fits !== 0) fitting += 1;
      bits |= fits;
    }
    if (operator.closing !== 0 && (bits & operator.closing) === 0) return false;
    if (rest === null) {
      if (fitting < operator.least) return false;
      for (const mask of operator.needs) if ((bits & mask) === 0) return false;
    }
    if (operator.isSilent === undefined) return true;
    const seen: EventEntry[] = [];
    for (let index = from; index < entries.length; index += 1)
      if (this.#fitsOf(entries[index]!, watch) !== 0) seen.push(entries[index]!);
    return !operator.isSilent(rest?.state, seen, added);
  }

  /** A watch that sleeps has a timeline from now on, to be folded. */
  wake(watch: Watch, watermark: number): Timeline {
    const rest = this.#restOf(watch);
    if (rest !== null) this.#rests = without(this.#rests, (each) => each === rest);
    const timeline = new Timeline(watch, this.key, rest);
    this.#awake = appended(this.#awake, timeline);
    const settled: Entry[] = [];
    const pending: Entry[] = [];
    for (const entry of this.#entries) {
      const fits = this.#fitsOf(entry, watch);
      if (fits === 0) continue;
      if (entry.at >= watermark) pending.push(viewOf(entry, watch, fits));
      else if (rest === null && !watch.isLong) settled.push(viewOf(entry, watch, fits));
    }
    timeline.wake(settled, pending);
    return timeline;
  }

  /**
   * Folds what the watermark has passed for watches that sleep and will not be given it again.
   * @param from what is before was folded
   * @returns watches it changed something for
   */
  fold(from: number, watermark: number): readonly Watch[] {
    let changed: Watch[] = NONE;
    for (let at = firstSince(this.#entries, from); at < this.#entries.length; at += 1) {
      const entry = this.#entries[at]!;
      if (entry.at >= watermark) break;
      const share = entry.placing.shareAt[this.place.index]!;
      if (!share.hasLong && this.#rests.length === 0) continue;
      for (let index = 0; index < share.watches.length; index += 1) {
        const watch = share.watches[index]!;
        if (this.timelineOf(watch) !== null) continue;
        if (this.#foldOne(watch, entry, share.fits[index]!) && !changed.includes(watch))
          changed = appended(changed, watch);
      }
    }
    return changed;
  }

  /** Of watches that slept while it was folded. @returns how many entries had to go although they mattered */
  prune(watches: readonly Watch[], watermark: number): number {
    let evicted = 0;
    for (const { watch, state } of this.#rests)
      if (watches.includes(watch)) evicted += watch.pattern.operator.prune(state, watermark);
    return evicted;
  }

  /**
   * Lets go of what matters no more, once all that was due is dealt with.
   * @returns watches of which nothing is left
   */
  tidy(watermark: number): readonly Watch[] {
    let forgotten: Watch[] = NONE;
    for (const timeline of this.#awake) {
      if (!timeline.isIdle) continue;
      this.#awake = without(this.#awake, (each) => each === timeline);
      const { rest } = timeline;
      if (rest !== null && !isHeld(rest)) this.#keep(rest);
    }
    if (this.#restsUntil < watermark) {
      for (const rest of this.#rests) if (forgottenAt(rest) < watermark) forgotten = appended(forgotten, rest.watch);
      this.#rests = without(this.#rests, (rest) => forgottenAt(rest) < watermark);
      this.#restsUntil = Math.min(Number.POSITIVE_INFINITY, ...this.#rests.map(forgottenAt));
    }
    this.#forget(watermark);
    return forgotten;
  }

  /** When it has to be looked at again; infinite: there is nothing left of it. */
  dueAt(watermark: number): number {
    let due = Number.POSITIVE_INFINITY;
    for (const timeline of this.#awake) due = Math.min(due, timeline.due);
    if (this.#rests.length > 0) due = Math.min(due, this.#restsUntil + MINUTE);
    if (this.#entries.length > 0) due = Math.min(due, this.#forgettableAt());
    // Nothing is to be folded for those that sleep.
    if (!this.place.hasLong && this.#rests.length === 0) return due;
    const pending = this.#entries[firstSince(this.#entries, watermark)];
    return pending === undefined ? due : Math.min(due, pending.at);
  }

  /** All that is kept of it in the database. */
  get kept(): readonly Watch[] {
    return this.#rests.map(({ watch }) => watch);
  }

  /** When there is something to let go of; where nothing is folded, all of it at once. */
  #forgettableAt(): number {
    if (this.place.hasLong) return this.#lastNeededAt(this.#entries[0]!) + MINUTE;
    let last = 0;
    for (const entry of this.#entries) last = Math.max(last, this.#lastNeededAt(entry));
    return last + LINGER_MS;
  }

  #forget(watermark: number): void {
    let gone = 0;
    while (gone < this.#entries.length && this.#lastNeededAt(this.#entries[gone]!) < watermark) gone += 1;
    if (gone > 0) this.#entries = gone === this.#entries.length ? NONE : this.#entries.slice(gone);
  }

  #keep(rest: Rest): void {
    this.#rests = appended(this.#rests, rest);
    this.#restsUntil = Math.min(this.#restsUntil, forgottenAt(rest));
  }

  #restOf(watch: Watch): Rest | null {
    for (const rest of this.#rests) if (rest.watch === watch) return rest;
    return null;
  }

  #foldOne(watch: Watch, held: EventEntry, fits: number): boolean {
    const { operator } = watch.pattern;
    const rest = this.#restOf(watch);
    if (rest === null && !watch.isLong) return false;
    const entry = viewOf(held, watch, fits);
    if (rest !== null) {
      rest.state = folded(operator, rest.state, entry);
      rest.lastAt = entry.at;
      return operator.isChanged?.(rest.state) ?? true;
    }
    const state = folded(operator, undefined, entry);
    if (state === undefined) return false;
    this.#keep({ watch, state, lastAt: entry.at });
    return operator.isChanged?.(state) ?? true;
  }

  #fitsOf({ placing }: EventEntry, watch: Watch): number {
    return placing.shareAt[this.place.index]!.fitsOf[watch.slot] ?? 0;
  }

  #lastNeededAt({ at, placing }: EventEntry): number {
    return at + placing.shareAt[this.place.index]!.memoryMs;
  }
}

/** The entries the stream holds say as much. */
function isHeld({ watch, state }: Rest): boolean {
  return !watch.isLong && watch.pattern.operator.isPlain?.(state) === true;
}

/** After that watermark nothing of it has anything left to be found with. */
function forgottenAt({ watch, lastAt }: Rest): number {
  return lastAt + watch.pattern.operator.horizonMs;
}

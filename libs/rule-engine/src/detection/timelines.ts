import { Agenda, minuteOf } from './agenda';
import { loadEntry, saveEntry } from './entry';
import type { Entry, SavedEntry } from './entry';
import { Timeline, opens } from './timeline';
import type { Watch } from './timeline';
import { MINUTE } from './spans';

/** A part of the settled state, to be kept together with the episodes it led to. */
export interface StateRow {
  readonly rule: string;
  readonly hash: string;
  readonly key: string;
  /** JSON; null: it is of no use any more. */
  readonly state: unknown;
}

const MOST = 2_000_000;
/** When many have to go, so many of a hundred stay: looking for them takes a look at all. */
const STAY = 95;

/**
 * All timelines of all patterns. Most keys see one event and no other before it is forgotten: while one is not enough to
 * find anything, the entry alone stands in the place of its timeline.
 */
export class Timelines {
  readonly #agenda = new Agenda<Watch, string>();
  readonly #changed = new Map<Watch, Set<string>>();
  #watermark = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** @param most of them in all; those of the longest standing go first */
  constructor(
    readonly watches: readonly Watch[],
    readonly most = MOST,
  ) {}

  get count(): number {
    return this.#count;
  }

  /** @returns where an entry of the log is to be added; null: it stands alone, and nothing is found */
  placeFor(watch: Watch, key: string, entry: Entry): Timeline | null {
    const known = watch.timelines.get(key);
    if (known !== undefined || watch.pattern.operator.least === 1) return this.timeline(watch, key, known);
    watch.timelines.set(key, entry);
    this.#count += 1;
    this.#agenda.note(watch, key, entry.at);
    return null;
  }

  timeline(watch: Watch, key: string, known = watch.timelines.get(key)): Timeline {
    if (known instanceof Timeline) return known;
    const timeline = new Timeline(watch, key);
    watch.timelines.set(key, timeline);
    if (known === undefined) {
      this.#count += 1;
      return timeline;
    }
    if (known.at < this.#watermark) {
      timeline.addSettled(known);
      timeline.notedFor = minuteOf(timeline.forgottenAt + MINUTE);
    } else {
      timeline.add(known);
      timeline.notedFor = minuteOf(known.at);
    }
    return timeline;
  }

  /** To be called when its state may have changed. */
  note(timeline: Timeline): void {
    const { due, watch, key } = timeline;
    const at = Number.isFinite(due) ? due : timeline.forgottenAt + MINUTE;
    if (!Number.isFinite(at) || minuteOf(at) >= timeline.notedFor) return;
    timeline.notedFor = minuteOf(at);
    this.#agenda.note(watch, key, at);
  }

  /** Takes those that have to be looked at. Entries that stand alone are settled by the way. */
  takeDue(watermark: number): Timeline[] {
    const due: Timeline[] = [];
    for (const [watch, keys] of this.#agenda.take(watermark)) {
      for (const key of keys) {
        const one = watch.timelines.get(key);
        if (one === undefined) continue;
        if (!(one instanceof Timeline)) this.#settleAlone(watch, key, one, watermark);
        else if (one.notedFor < minuteOf(watermark)) {
          one.notedFor = Number.POSITIVE_INFINITY;
          due.push(one);
        }
      }
    }
    return due;
  }

  /** Its state changed. */
  touch({ watch, key }: Timeline): void {
    this.#touch(watch, key);
  }

  forget(watch: Watch, key: string, isSaved: boolean): void {
    watch.timelines.delete(key);
    this.#count -= 1;
    if (isSaved) this.#touch(watch, key);
  }

  /** To be called once all that was due is dealt with. @returns how many had to be forgotten although they mattered */
  settle(watermark: number): number {
    this.#watermark = watermark;
    return this.#count > this.most ? this.#evict() : 0;
  }

  /** The settled state that changed since it was asked last. */
  changes(): StateRow[] {
    const rows: StateRow[] = [];
    for (const [watch, keys] of this.#changed) {
      const { detection, pattern, timelines } = watch;
      for (const key of keys) {
        const row = { rule: detection.id, hash: detection.hash, key: `${pattern.index}\u0001${key}` };
        rows.push({ ...row, state: this.#save(watch, timelines.get(key)) });
      }
    }
    this.#changed.clear();
    return rows;
  }

  restore(watch: Watch, key: string, saved: unknown): void {
    const { alone } = saved as { alone?: SavedEntry };
    if (alone === undefined) {
      const timeline = Timeline.load(watch, key, saved);
      watch.timelines.set(key, timeline);
      this.note(timeline);
    } else {
      const entry = loadEntry(alone, watch.keeps);
      watch.timelines.set(key, entry);
      this.#agenda.note(watch, key, entry.at + watch.pattern.operator.horizonMs + MINUTE);
    }
    this.#count += 1;
  }

  #touch(watch: Watch, key: string): void {
    const keys = this.#changed.get(watch);
    if (keys === undefined) this.#changed.set(watch, new Set([key]));
    else keys.add(key);
  }

  #settleAlone(watch: Watch, key: string, entry: Entry, watermark: number): void {
    const { operator } = watch.pattern;
    if (entry.at >= watermark) return;
    const wasSettled = entry.at < this.#watermark;
    const forgottenAt = entry.at + operator.horizonMs;
    if (forgottenAt < watermark || !opens(operator, entry)) this.forget(watch, key, wasSettled);
    else if (!wasSettled) {
      this.#touch(watch, key);
      this.#agenda.note(watch, key, forgottenAt + MINUTE);
    }
  }

  #save(watch: Watch, one: Timeline | Entry | undefined): unknown {
    if (one === undefined) return null;
    if (one instanceof Timeline) return one.save();
    return one.at < this.#watermark ? { alone: saveEntry(one, watch.keeps) } : null;
  }

  #evict(): number {
    let evicted = 0;
    for (const watch of this.watches) {
      for (const [key, one] of watch.timelines) {
        if (this.#count * 100 <= this.most * STAY) return evicted;
        const isTimeline = one instanceof Timeline;
        if (isTimeline ? !one.isIdle : one.at >= this.#watermark) continue;
        this.forget(watch, key, isTimeline ? one.hasState : true);
        evicted += 1;
      }
    }
    return evicted;
  }
}

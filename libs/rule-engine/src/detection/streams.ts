import { Agenda, NEVER, minuteOf } from './agenda';
import type { EventEntry } from './event-entry';
import type { Place } from './place';
import type { Share } from './placing';
import { MINUTE } from './spans';
import { Stream } from './stream';
import type { Timeline } from './timeline';
import type { Watch } from './watch';

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
 * All streams of all places. Most keys see one event and no other before it is forgotten: while one is not enough to find
 * anything, the entry alone stands in the place of its stream.
 */
export class Streams {
  /** By key, in order of the places. */
  readonly #byPlace: readonly Map<string, Stream | EventEntry>[];
  readonly #agenda = new Agenda<Place, string>();
  readonly #changed = new Map<Watch, Set<string>>();
  #watermark = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** @param most streams in all; those of the longest standing go first */
  constructor(
    places: number,
    private readonly most = MOST,
  ) {
    this.#byPlace = Array.from({ length: places }, () => new Map<string, Stream | EventEntry>());
  }

  get count(): number {
    return this.#count;
  }

  get watermark(): number {
    return this.#watermark;
  }

  /** @returns where an entry was put; null: it stands alone, and nothing is found */
  enter(entry: EventEntry, { place, isSilentAlone, hasLong, memoryMs }: Share, key: string): Stream | null {
    const known = this.#at(place).get(key);
    if (known === undefined && isSilentAlone) {
      this.#at(place).set(key, entry);
      this.#count += 1;
      this.#agenda.note(place, key, hasLong && entry.at >= this.#watermark ? entry.at : entry.at + memoryMs + MINUTE);
      return null;
    }
    const stream = this.streamOf(place, key, known);
    stream.hold(entry, this.#watermark);
    return stream;
  }

  streamOf(place: Place, key: string, known = this.#at(place).get(key)): Stream {
    if (known instanceof Stream) return known;
    const stream = new Stream(place, key);
    this.#at(place).set(key, stream);
    if (known === undefined) this.#count += 1;
    else {
      stream.hold(known, this.#watermark);
      this.note(stream, stream.dueAt(this.#watermark));
    }
    return stream;
  }

  /** @param at when it has to be looked at, at the latest */
  note(stream: Stream, at: number): void {
    if (!Number.isFinite(at) || minuteOf(at) >= stream.notedFor) return;
    stream.notedFor = minuteOf(at);
    this.#agenda.note(stream.place, stream.key, at);
  }

  /** Takes those that have to be looked at. Entries that stand alone are forgotten by the way. */
  takeDue(watermark: number): Stream[] {
    const due: Stream[] = [];
    for (const [place, keys] of this.#agenda.take(watermark)) {
      for (const key of keys) {
        const one = this.#at(place).get(key);
        if (one === undefined) continue;
        if (!(one instanceof Stream)) {
          const stream = this.#settleAlone(place, key, one, watermark);
          if (stream !== null) due.push(stream);
        } else if (one.notedFor < minuteOf(watermark)) {
          one.notedFor = NEVER;
          due.push(one);
        }
      }
    }
    return due;
  }

  /** What is settled of it changed. */
  touch({ watch, key }: Pick<Timeline, 'watch' | 'key'>): void {
    if (!watch.isLong) return;
    const keys = this.#changed.get(watch);
    if (keys === undefined) this.#changed.set(watch, new Set([key]));
    else keys.add(key);
  }

  /** Lets go of what matters no more; to be called of all that was due, once it is dealt with. */
  tidy(stream: Stream, watermark: number): void {
    const { place, key } = stream;
    for (const watch of stream.tidy(watermark)) this.touch({ watch, key });
    const due = stream.dueAt(watermark);
    if (Number.isFinite(due)) this.note(stream, due);
    else if (this.#at(place).delete(key)) this.#count -= 1;
  }

  /** To be called last. @returns how many had to be forgotten although they mattered */
  settle(watermark: number): number {
    this.#watermark = watermark;
    return this.#count > this.most ? this.#evict() : 0;
  }

  /** The settled state that changed since it was asked last: of what matters for long. The rest is in the log. */
  changes(): StateRow[] {
    const rows: StateRow[] = [];
    for (const [watch, keys] of this.#changed) {
      const { detection, pattern, keeps, place } = watch;
      for (const key of keys) {
        const stream = this.#at(place).get(key);
        const rest = stream instanceof Stream ? stream.restOf(watch) : null;
        const state = rest === null ? null : { last: rest.lastAt, state: pattern.operator.save(rest.state, keeps) };
        rows.push({ rule: detection.id, hash: detection.hash, key: `${pattern.index}\u0001${key}`, state });
      }
    }
    this.#changed.clear();
    return rows;
  }

  restore(watch: Watch, key: string, saved: unknown): void {
    const { last, state } = saved as { last: number; state: unknown };
    const stream = this.streamOf(watch.place, key);
    stream.restore({ watch, state: watch.pattern.operator.load(state, watch.keeps), lastAt: last });
    this.note(stream, stream.dueAt(this.#watermark));
  }

  #at({ index }: Place): Map<string, Stream | EventEntry> {
    return this.#byPlace[index]!;
  }

  #settleAlone(place: Place, key: string, entry: EventEntry, watermark: number): Stream | null {
    const { hasLong, memoryMs } = entry.placing.shareAt[place.index]!;
    if (entry.at >= watermark) return null;
    if (hasLong && entry.at >= this.#watermark) {
      const stream = this.streamOf(place, key, entry);
      stream.notedFor = NEVER;
      return stream;
    }
    const lastNeededAt = entry.at + memoryMs;
    if (lastNeededAt < watermark) {
      this.#at(place).delete(key);
      this.#count -= 1;
    } else this.#agenda.note(place, key, lastNeededAt + MINUTE);
    return null;
  }

  #evict(): number {
    let evicted = 0;
    for (const streams of this.#byPlace) {
      for (const [key, one] of streams) {
        if (this.#count * 100 <= this.most * STAY) return evicted;
        if (one instanceof Stream ? !one.isIdle(this.#watermark) : one.at >= this.#watermark) continue;
        streams.delete(key);
        this.#count -= 1;
        evicted += 1;
        if (one instanceof Stream) for (const watch of one.kept) this.touch({ watch, key });
      }
    }
    return evicted;
  }
}

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { LogEvent } from './log-event';

/** An event and its two times, in milliseconds. */
export interface LogRow {
  readonly event: LogEvent;
  readonly published: number;
  /** When it was written to the log: never before that of the row ahead of it. */
  readonly persisted: number;
}

/** A stretch of the log in order of persistence. What it holds is made when it is asked for. */
export interface Segment {
  readonly minPublished: number;
  readonly maxPublished: number;
  readonly firstPersisted: number;
  readonly lastPersisted: number;
  rows(): readonly LogRow[];
}

/** A place in the log: behind the first `offset` rows of a segment. */
export interface LogPlace {
  readonly segment: number;
  readonly offset: number;
}

const SEALED_AT = 500;
const UNPACKED = 5;

/**
 * The log in order of persistence. New events gather in an open segment; full ones are packed, 500 events to some tens
 * of kilobytes, and unpacked a few at a time, so that millions fit.
 */
export class LogStore {
  /** Segments that went with the retention: places keep their numbers. */
  private dropped = 0;
  private segments: Segment[] = [];
  private open = new OpenSegment();
  private readonly unpacked = new Map<Segment, readonly LogRow[]>();

  /** Number of segments there ever were, the open one included. */
  get end(): LogPlace {
    return { segment: this.dropped + this.segments.length, offset: this.open.rows().length };
  }

  get first(): number {
    return this.dropped;
  }

  get lastPersisted(): number {
    return this.open.isEmpty ? (this.segments.at(-1)?.lastPersisted ?? 0) : this.open.lastPersisted;
  }

  append(row: LogRow): void {
    this.open.add(row);
    if (this.open.rows().length >= SEALED_AT) this.seal();
  }

  /** Adds segments that are made when they are asked for. */
  attach(segments: readonly Segment[]): void {
    if (!this.open.isEmpty) this.seal();
    for (const segment of segments) this.segments.push(segment);
  }

  /** Drops what was written from `instant` on; places behind it are none any more. */
  forgetFrom(instant: number): void {
    const open = this.open.rows();
    const segments = this.segments;
    const whole = segments.filter(({ lastPersisted }) => lastPersisted < instant);
    const cut = [...segments.slice(whole.length).flatMap((segment) => this.rowsOf(segment)), ...open];
    this.segments = whole;
    this.open = new OpenSegment();
    this.unpacked.clear();
    for (const row of cut) if (row.persisted < instant) this.append(row);
  }

  /** Drops whole segments of which nothing was published after `instant`. */
  forgetBefore(instant: number): void {
    let old = 0;
    while (old < this.segments.length && (this.segments[old] as Segment).maxPublished < instant) old++;
    if (old === 0) return;
    for (const segment of this.segments.splice(0, old)) this.unpacked.delete(segment);
    this.dropped += old;
  }

  /** Every segment and its number. */
  *all(): Iterable<readonly [number: number, segment: Segment]> {
    for (let i = 0; i < this.segments.length; i++) yield [this.dropped + i, this.segments[i] as Segment];
    yield [this.dropped + this.segments.length, this.open];
  }

  at(number: number): Segment | undefined {
    const index = number - this.dropped;
    return index === this.segments.length ? this.open : this.segments[index];
  }

  rowsOf(segment: Segment): readonly LogRow[] {
    if (segment === this.open) return segment.rows();
    const known = this.unpacked.get(segment);
    if (known) return known;
    const rows = segment.rows();
    this.unpacked.set(segment, rows);
    for (const oldest of this.unpacked.keys()) {
      if (this.unpacked.size <= UNPACKED) break;
      this.unpacked.delete(oldest);
    }
    return rows;
  }

  private seal(): void {
    this.segments.push(packed(this.open));
    this.open = new OpenSegment();
  }
}

class OpenSegment implements Segment {
  minPublished = Infinity;
  maxPublished = -Infinity;
  private readonly held: LogRow[] = [];

  get isEmpty(): boolean {
    return this.held.length === 0;
  }

  get firstPersisted(): number {
    return this.held[0]?.persisted ?? Infinity;
  }

  get lastPersisted(): number {
    return this.held.at(-1)?.persisted ?? Infinity;
  }

  add(row: LogRow): void {
    this.held.push(row);
    this.minPublished = Math.min(this.minPublished, row.published);
    this.maxPublished = Math.max(this.maxPublished, row.published);
  }

  rows(): readonly LogRow[] {
    return this.held;
  }
}

function packed(segment: Segment): Segment {
  const rows = segment.rows();
  const persisted = Float64Array.from(rows, (row) => row.persisted);
  const bytes = deflateRawSync(JSON.stringify(rows.map(({ event }) => event)), { level: 1 });
  return {
    minPublished: segment.minPublished,
    maxPublished: segment.maxPublished,
    firstPersisted: segment.firstPersisted,
    lastPersisted: segment.lastPersisted,
    rows: () =>
      (JSON.parse(inflateRawSync(bytes).toString()) as LogEvent[]).map((event, n) => ({
        event,
        published: Date.parse(event.published),
        persisted: persisted[n] as number,
      })),
  };
}

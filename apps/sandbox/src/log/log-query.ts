import type { LogEvent } from './log-event';
import type { LogRow, LogStore, LogPlace, Segment } from './log-store';

export type Keep = (event: LogEvent) => boolean;

/** Rows of a page, and the place behind them. */
export interface PolledPage {
  readonly events: readonly LogEvent[];
  readonly place: LogPlace;
}

/** Where polling begins: before the first row persisted at `since` or later. */
export function placeSince(store: LogStore, since: number): LogPlace {
  for (const [number, segment] of store.all()) {
    if (segment.lastPersisted < since) continue;
    const rows = store.rowsOf(segment);
    const offset = rows.findIndex(({ persisted }) => persisted >= since);
    if (offset >= 0) return { segment: number, offset };
  }
  return store.end;
}

/** The next rows in order of persistence, up to `limit` that are wanted. */
export function poll(store: LogStore, from: LogPlace, limit: number, oldest: number, keep: Keep): PolledPage {
  const events: LogEvent[] = [];
  let place = from;
  for (;;) {
    const segment = store.at(place.segment);
    if (!segment) return { events, place: store.end };
    const rows = store.rowsOf(segment);
    for (let i = place.offset; i < rows.length; i++) {
      const { event, published } = rows[i] as LogRow;
      if (published < oldest || !keep(event)) continue;
      events.push(event);
      if (events.length === limit) return { events, place: { segment: place.segment, offset: i + 1 } };
    }
    const isLast = place.segment === store.end.segment;
    if (isLast) return { events, place: store.end };
    place = { segment: place.segment + 1, offset: 0 };
  }
}

/** A row's place in the order of `published`; rows of one instant stand in order of persistence. */
export interface Key extends LogPlace {
  readonly published: number;
}

export interface BoundedQuery {
  /** Included. */
  readonly since: number;
  /** Excluded. */
  readonly until: number;
  readonly descending: boolean;
  readonly after: Key | null;
  readonly limit: number;
  readonly keep: Keep;
}

export interface BoundedPage {
  readonly events: readonly LogEvent[];
  /** Of the last row; null when nothing follows. */
  readonly last: Key | null;
}

/** A page in order of `published`: of what has been persisted by now. */
export function bounded(store: LogStore, query: BoundedQuery): BoundedPage {
  const { since, until, descending, after, limit, keep } = query;
  const sign = descending ? -1 : 1;
  const order = (published: number, segment: number, offset: number, b: Key): number =>
    sign * (published - b.published || segment - b.segment || offset - b.offset);
  const compare = (a: Key, b: Key): number => order(a.published, a.segment, a.offset, b);
  const [low, high] = [
    after && !descending ? after.published : since,
    after && descending ? after.published : until - 1,
  ];
  const touching = [...store.all()].filter(([, { minPublished: min, maxPublished: max }]) => max >= low && min <= high);
  const nearEnd = (segment: Segment): number => (descending ? -segment.maxPublished : segment.minPublished);
  touching.sort(([, a], [, b]) => nearEnd(a) - nearEnd(b));
  let found: (Key & { readonly event: LogEvent })[] = [];
  for (const [number, segment] of touching) {
    const beyond = found[limit];
    if (beyond && nearEnd(segment) > sign * beyond.published) break;
    store.rowsOf(segment).forEach(({ event, published }, offset) => {
      if (published < since || published >= until) return;
      // Looked at without making anything: of the rows of an hour a page takes few.
      if (after && order(published, number, offset, after) <= 0) return;
      if (keep(event)) found.push({ segment: number, offset, published, event });
    });
    if (found.length > limit) found = found.sort(compare).slice(0, limit + 1);
  }
  found.sort(compare);
  const page = found.slice(0, limit);
  return { events: page.map(({ event }) => event), last: found.length > limit ? (page.at(-1) ?? null) : null };
}

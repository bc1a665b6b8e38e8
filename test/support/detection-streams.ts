import { ACTIVITY_FIELDS } from '@posture/domain';
import type { Episode, EventFacts, SubjectRef } from '@posture/domain';
import type { ResolvedRule } from '@posture/rule-engine';
import { compileDetection } from '../../libs/rule-engine/src/detection/compile-detection';
import { DetectionEngine, RECALLED_MS } from '../../libs/rule-engine/src/detection/detection-engine';
import type { StateRow } from '../../libs/rule-engine/src/detection/streams';

export const ORG: SubjectRef = { kind: 'Org', key: 'Org:org', externalId: 'org', name: 'Brightwater' };
const HOUR = 3_600_000;

/** An event that says what it is given and nothing else. */
export function eventOf(fields: Readonly<Record<string, unknown>>): EventFacts {
  const silent = Object.entries(ACTIVITY_FIELDS).map(([name, { type }]) => [name, type === 'list' ? [] : null]);
  const event = { ...Object.fromEntries(silent), targets: [], details: {}, isOwn: false, ...fields };
  return event as unknown as EventFacts;
}

/** How a stream reaches the engine: pages of its events, and whether another engine goes on after one of them. */
export interface Delivery {
  readonly pages: readonly (readonly EventFacts[])[];
  /** After how many pages the engine is thrown away and another made of what it kept; null: never. */
  readonly breakAfter: number | null;
}

/** What was told and still stands. */
export interface Standing {
  readonly episodes: readonly Omit<Episode, 'isSettled'>[];
  readonly watermark: number;
}

/** Who listens to an engine and keeps its state, as the product does. */
class Listener {
  readonly #settled: Episode[] = [];
  readonly #open = new Map<string, readonly Episode[]>();
  readonly #rows = new Map<string, StateRow>();

  hear(engine: DetectionEngine): void {
    for (const { rule, entity, open, settled } of engine.changes()) {
      this.#settled.push(...settled);
      this.#open.set(`${rule} ${entity.key}`, open);
    }
    for (const row of engine.stateChanges()) {
      const key = `${row.hash} ${row.key}`;
      if (row.state === null) this.#rows.delete(key);
      else this.#rows.set(key, row);
    }
  }

  /** What is not told again after a restart no longer stands. */
  restart(): StateRow[] {
    this.#open.clear();
    return JSON.parse(JSON.stringify([...this.#rows.values()])) as StateRow[];
  }

  get episodes(): Omit<Episode, 'isSettled'>[] {
    return [...this.#settled, ...[...this.#open.values()].flat()].map(({ isSettled: _, ...rest }) => rest);
  }
}

/** Gives an engine the pages. @param toTheEnd whether the log then goes on, empty, until every wait is over */
export function watched(rules: readonly ResolvedRule[], { pages, breakAfter }: Delivery, toTheEnd: boolean): Standing {
  const detections = rules.map(compileDetection);
  const listener = new Listener();
  let engine = new DetectionEngine(detections, { org: ORG });
  pages.forEach((page, index) => {
    engine.take(page);
    engine.advance();
    listener.hear(engine);
    if (index + 1 !== breakAfter) return;
    const { watermark } = engine.status();
    const rows = listener.restart();
    engine = new DetectionEngine(detections, { org: ORG });
    engine.restore(rows, watermark);
    const before = pages.slice(0, breakAfter).flat();
    engine.recall(before.filter(({ at }) => at >= watermark - RECALLED_MS && at < watermark));
    engine.take(before.filter(({ at }) => at >= watermark));
    listener.hear(engine);
  });
  const newest = Math.max(0, ...pages.flat().map(({ at }) => at));
  const waits = detections.map(({ quietMs, patterns }) =>
    Math.max(quietMs, ...patterns.map(({ operator }) => operator.horizonMs)),
  );
  if (toTheEnd) engine.advance(newest + 2 * Math.max(0, ...waits) + 3 * HOUR);
  listener.hear(engine);
  return { episodes: listener.episodes, watermark: engine.status().watermark };
}

/** In an order of their own, so that two lists can be compared. */
export function ordered(episodes: readonly Omit<Episode, 'isSettled'>[]): unknown {
  const keyOf = ({ rule, entity, to }: Omit<Episode, 'isSettled'>): string => `${rule} ${entity.key} ${to}`;
  const sorted = [...episodes].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return JSON.parse(JSON.stringify(sorted)) as unknown;
}

/** Each event as late as said, in minutes up to 60, and again as late as that. */
export function late(
  events: readonly EventFacts[],
  minutes: readonly number[],
  again: readonly number[],
): EventFacts[] {
  const arriving = (delays: readonly number[]) =>
    events.flatMap((event, index) => {
      const delay = delays[index % Math.max(1, delays.length)];
      return delay === undefined || delay < 0 ? [] : [{ event, at: event.at + delay * 60_000 }];
    });
  return [...arriving(minutes), ...arriving(again)].sort((a, b) => a.at - b.at).map(({ event }) => event);
}

/** Cuts a stream in pages of these sizes, over and over. */
export function paged(events: readonly EventFacts[], sizes: readonly number[]): EventFacts[][] {
  const pages: EventFacts[][] = [];
  for (let from = 0; from < events.length;) {
    const size = sizes[pages.length % sizes.length]!;
    pages.push(events.slice(from, from + size));
    from += size;
  }
  return pages;
}

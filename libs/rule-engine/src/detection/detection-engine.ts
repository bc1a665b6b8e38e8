import type { EpisodesOfEntity, EventFacts, FactNeed, SubjectRef } from '@posture/domain';
import { Agenda } from './agenda';
import type { CompiledDetection } from './compile-detection';
import { fieldOf } from './derived-facts';
import { entityOf } from './entity';
import { HOUR, MINUTE, keptOf } from './entry';
import type { Entry, Found } from './entry';
import { Router } from './router';
import type { Routed, Watch } from './router';
import { Sighting, Sightings } from './sightings';
import { sightOf, toldEvent } from './telling';
import { Timeline } from './timeline';

export interface DetectionOptions {
  /** Stands for the tenant. */
  readonly org: SubjectRef;
  /** How late an event may come and still be judged, in milliseconds; default an hour. */
  readonly latenessMs?: number;
  /** Timelines in all; default a million. Those of the longest standing go first, and are counted. */
  readonly mostTimelines?: number;
}

/** A part of the settled state, to be kept together with the episodes it led to. */
export interface StateRow {
  readonly rule: string;
  readonly hash: string;
  readonly key: string;
  /** JSON; null: it is of no use any more. */
  readonly state: unknown;
}

/** How the watching goes. */
export interface DetectionStatus {
  /** Nothing earlier changes any more, in milliseconds. */
  readonly watermark: number;
  /** Events that came after the watermark had passed them, which nobody judged. */
  readonly late: number;
  /** What bounded state had to forget too early. */
  readonly evicted: number;
  readonly timelines: number;
  /** Facts that could not be known and kept rules from judging events, by rule. */
  readonly unknown: ReadonlyMap<string, readonly FactNeed[]>;
}

/** An entry of another rule's timeline that stands for something found. */
interface Told {
  readonly because: Entry;
  readonly to: Timeline;
  readonly entry: Entry;
}

/** Something to be kept whose state changed. */
interface Changed extends Pick<StateRow, 'rule' | 'hash' | 'key'> {
  readonly of: Timeline | Sighting | null;
}

const MOST_TIMELINES = 1_000_000;
const EPISODE_KEY = 'episode';

/**
 * Watches the events of one tenant by many rules at once. No clock, no store: time is what the events say, and the same
 * events give the same episodes in whatever order, pieces and repetitions they come, as long as none comes later than
 * the lateness allows.
 */
export class DetectionEngine {
  readonly #org: SubjectRef;
  readonly #latenessMs: number;
  readonly #most: number;
  readonly #router: Router;
  readonly #sightings = new Sightings();
  readonly #agenda = new Agenda<Timeline | Sighting>();
  /** To be folded anew before anybody asks what they found. */
  readonly #stale = new Set<Timeline>();
  readonly #told = new Map<Timeline, Told[]>();
  readonly #idsByMinute = new Map<number, Set<string>>();
  readonly #seenTypes = new Set<string>();
  readonly #changed = new Map<string, Changed>();
  #newest = Number.NEGATIVE_INFINITY;
  #watermark = Number.NEGATIVE_INFINITY;
  #late = 0;
  #evicted = 0;
  #timelines = 0;

  /** Rules that lack what they need watch nothing. */
  constructor(detections: readonly CompiledDetection[], options: DetectionOptions) {
    this.#org = options.org;
    this.#latenessMs = options.latenessMs ?? HOUR;
    this.#most = options.mostTimelines ?? MOST_TIMELINES;
    this.#router = new Router(detections);
  }

  /** Events of a page, in whatever order. Those of our own requests are not judged. */
  take(events: readonly EventFacts[]): void {
    for (const event of [...events].sort(byTime)) {
      if (event.isOwn || !this.#admits(event)) continue;
      this.#seenTypes.add(event.type);
      for (const routed of this.#router.ofEvent(event)) this.#enter(routed, event, event.at, '');
    }
    this.#freshen();
  }

  /** What somebody else says was found: an event with the fields of `DETECTION_FACTS` beside its own. */
  takeDetection(event: EventFacts & { readonly detection: string }): void {
    if (!this.#admits(event)) return;
    for (const routed of this.#router.ofDetection(event, null)) this.#enter(routed, event, event.at, event.detection);
    this.#freshen();
  }

  /**
   * Lets time go on: what is older than the newest event by more than the lateness is settled.
   * @param completeTo the log is known to be read up to there, in milliseconds
   */
  advance(completeTo = Number.NEGATIVE_INFINITY): void {
    this.#settle(Math.floor((Math.max(this.#newest, completeTo) - this.#latenessMs) / MINUTE) * MINUTE);
  }

  /** Nothing will come any more: settles all there is, but for waits that end later than the newest event. */
  finish(): void {
    this.#settle(Math.floor(this.#newest / MINUTE) * MINUTE + MINUTE);
  }

  /** What has changed since it was asked last, in order of rule and entity. */
  changes(): readonly EpisodesOfEntity[] {
    return this.#sightings.changes();
  }

  /** The settled state that changed since it was asked last. Events at or after the watermark are not in it and come again. */
  stateChanges(): readonly StateRow[] {
    const rows = [...this.#changed.values()].map(({ of, ...row }) => ({
      ...row,
      state: of === null ? null : of.save(),
    }));
    this.#changed.clear();
    return rows;
  }

  /**
   * Goes on where another engine with the same rules was; the events at or after its watermark are to be taken again. The
   * changes after that tell all that is not settled: what was said before and is not among them is withdrawn.
   */
  restore(rows: readonly StateRow[], watermark: number): void {
    this.#watermark = watermark;
    this.#newest = watermark;
    const watches = new Map(
      this.#router.watches.map((watch) => [`${watch.detection.hash} ${watch.pattern.index}`, watch]),
    );
    for (const { hash, key, state } of rows) {
      const at = key.indexOf('\u0001');
      const place = key.slice(0, at);
      const watch = watches.get(`${hash} ${place === EPISODE_KEY ? 0 : place}`);
      if (watch === undefined || state === null) continue;
      if (place === EPISODE_KEY) {
        const sighting = Sighting.load(watch.detection, state);
        this.#sightings.restore(sighting);
        this.#agenda.note(sighting, sighting.closesAt + MINUTE);
      } else {
        const timeline = Timeline.load(watch.pattern, key.slice(at + 1), state);
        watch.timelines.set(timeline.key, timeline);
        this.#timelines += 1;
        this.#noteNext(timeline);
      }
    }
  }

  status(): DetectionStatus {
    return {
      watermark: this.#watermark,
      late: this.#late,
      evicted: this.#evicted,
      timelines: this.#timelines,
      unknown: this.#router.unknown(),
    };
  }

  /** Types of the events that were judged. */
  get seenTypes(): ReadonlySet<string> {
    return this.#seenTypes;
  }

  /** Neither too late nor known already. */
  #admits(event: EventFacts): boolean {
    if (event.at < this.#watermark) {
      this.#late += 1;
      return false;
    }
    const minute = Math.floor(event.at / MINUTE);
    const ids = this.#idsByMinute.get(minute);
    if (ids === undefined) this.#idsByMinute.set(minute, new Set([event.id]));
    else if (ids.has(event.id)) return false;
    else ids.add(event.id);
    if (event.at > this.#newest) this.#newest = event.at;
    return true;
  }

  /** @returns where the event was entered; null when it names no timeline of the watch */
  #enter({ watch, fits }: Routed, event: EventFacts, publishedAt: number, from: string): Omit<Told, 'because'> | null {
    const { pattern, detection, timelines } = watch;
    const fields = event as unknown as Readonly<Record<string, unknown>>;
    for (const field of pattern.demands) if (fieldOf(fields, field) === null) return null;
    const entity = entityOf(detection.spec.entity, event, this.#org);
    if (entity === null) return null;
    const key = pattern.by === null ? entity.key : keyBy(pattern.by, fields);
    if (key === null) return null;
    const kept = keptOf(event, watch.keeps);
    const entry: Entry = { at: event.at, id: event.id, publishedAt, from, fits, kept, event };
    let timeline = timelines.get(key);
    if (timeline === undefined) {
      timelines.set(key, (timeline = new Timeline(pattern, key)));
      this.#timelines += 1;
    }
    const before = timeline.found.length;
    const { due } = timeline;
    if (!timeline.add(entry)) this.#stale.add(timeline);
    else if (timeline.found.length > before) this.#see(watch, timeline, timeline.found.slice(before));
    if (timeline.due < due) this.#agenda.note(timeline, timeline.due);
    return { to: timeline, entry };
  }

  /** Those of rules that build on others come last: what the others find anew is news to them. */
  #freshen(): void {
    for (const isCorrelation of [false, true]) {
      for (const timeline of this.#stale) {
        const watch = this.#router.watchOf(timeline);
        if (watch.detection.isCorrelation !== isCorrelation) continue;
        this.#stale.delete(timeline);
        this.#withdraw(timeline);
        timeline.refold();
        this.#see(watch, timeline, timeline.found);
      }
    }
  }

  #see(watch: Watch, timeline: Timeline, found: readonly Found[]): void {
    for (const one of found) {
      const entity = this.#entityOf(watch, one);
      this.#sightings.see(this.#sightings.of(watch.detection, entity), timeline, sightOf(watch, one, entity));
      this.#tell(watch, timeline, one);
    }
  }

  /** What a timeline found at events that may still change is taken back, to be found anew. */
  #withdraw(timeline: Timeline): void {
    this.#sightings.takeBack(timeline);
    const gone = new Map<Timeline, Set<Entry>>();
    for (const { to, entry } of this.#told.get(timeline) ?? []) {
      const entries = gone.get(to);
      if (entries === undefined) gone.set(to, new Set([entry]));
      else entries.add(entry);
    }
    this.#told.delete(timeline);
    for (const [to, entries] of gone) {
      to.remove(entries);
      this.#stale.add(to);
    }
  }

  /** The entity was there when the event was entered. */
  #entityOf({ detection }: Watch, { entry }: Found): SubjectRef {
    return entityOf(detection.spec.entity, entry.kept, this.#org)!;
  }

  /** Rules that build on this one hear of each event that was newly proven. */
  #tell(watch: Watch, timeline: Timeline, found: Found): void {
    const { detection, pattern } = watch;
    if (!this.#router.isHeard(detection)) return;
    for (const proof of found.newly) {
      const event = toldEvent(detection, found, proof);
      for (const routed of this.#router.ofDetection(event, detection)) {
        const entered = this.#enter(routed, event, proof.publishedAt, `${detection.id} ${pattern.index}`);
        if (entered === null) continue;
        const told = this.#told.get(timeline);
        if (told === undefined) this.#told.set(timeline, [{ because: found.entry, ...entered }]);
        else told.push({ because: found.entry, ...entered });
      }
    }
  }

  #settle(watermark: number): void {
    if (!(watermark > this.#watermark)) return;
    this.#watermark = watermark;
    for (const minute of this.#idsByMinute.keys()) {
      if (minute * MINUTE < watermark) this.#idsByMinute.delete(minute);
    }
    const touched = new Set<Sighting>();
    const later = new Set<Timeline>();
    const sort = (item: Timeline | Sighting): void => {
      if (item instanceof Sighting) touched.add(item);
      else if (this.#router.watchOf(item).detection.isCorrelation) later.add(item);
      else this.#pass(item, touched);
    };
    for (const item of this.#agenda.take(watermark)) sort(item);
    // What was found by waiting is news to rules that build on it.
    this.#freshen();
    for (const item of this.#agenda.take(watermark)) sort(item);
    for (const timeline of later) this.#pass(timeline, touched);
    for (const sighting of touched) this.#join(sighting);
    this.#evict();
  }

  #pass(timeline: Timeline, touched: Set<Sighting>): void {
    const watch = this.#router.watchOf(timeline);
    if (watch.timelines.get(timeline.key) !== timeline) return;
    if (!timeline.isForgotten(this.#watermark)) {
      const { found, evicted } = timeline.settle(this.#watermark);
      this.#evicted += evicted;
      this.#resettle(watch, timeline, found, touched);
      timeline.release();
    }
    if (timeline.isForgotten(this.#watermark)) this.#forget(watch, timeline);
    else {
      this.#keep(watch.detection, stateKey(timeline), timeline);
      this.#noteNext(timeline);
    }
  }

  /** Moves what is final from the pending to the settled sights of its sightings. */
  #resettle(watch: Watch, timeline: Timeline, final: readonly Found[], touched: Set<Sighting>): void {
    for (const sighting of this.#sightings.takeBack(timeline)) touched.add(sighting);
    for (const one of final) {
      const entity = this.#entityOf(watch, one);
      const sighting = this.#sightings.of(watch.detection, entity);
      sighting.settle(sightOf(watch, one, entity));
      touched.add(sighting);
      // Found by waiting: nobody was told yet.
      if (one.at > one.entry.at) this.#tell(watch, timeline, one);
    }
    const told = this.#told.get(timeline)?.filter(({ because }) => because.at >= this.#watermark) ?? [];
    if (told.length > 0) this.#told.set(timeline, told);
    else this.#told.delete(timeline);
    for (const one of timeline.found) {
      const entity = this.#entityOf(watch, one);
      this.#sightings.see(this.#sightings.of(watch.detection, entity), timeline, sightOf(watch, one, entity));
    }
  }

  #join(sighting: Sighting): void {
    const isChanged = sighting.pass(this.#watermark);
    this.#sightings.touch(sighting);
    this.#agenda.note(sighting, sighting.closesAt + MINUTE);
    if (!isChanged) return;
    const { detection, entity, open } = sighting;
    this.#keep(detection, `${EPISODE_KEY}\u0001${entity.key}`, open === null ? null : sighting);
  }

  #keep({ id, hash }: CompiledDetection, key: string, of: Timeline | Sighting | null): void {
    this.#changed.set(`${hash}\u0001${key}`, { rule: id, hash, key, of });
  }

  #noteNext(timeline: Timeline): void {
    const { due } = timeline;
    this.#agenda.note(timeline, Number.isFinite(due) ? due : timeline.forgottenAt + MINUTE);
  }

  #forget({ detection, timelines }: Watch, timeline: Timeline): void {
    timelines.delete(timeline.key);
    this.#timelines -= 1;
    if (timeline.hasState) this.#keep(detection, stateKey(timeline), null);
  }

  #evict(): void {
    for (const watch of this.#router.watches) {
      for (const timeline of watch.timelines.values()) {
        if (this.#timelines <= this.#most) return;
        if (!timeline.isIdle) continue;
        this.#forget(watch, timeline);
        this.#evicted += 1;
      }
    }
  }
}

function byTime(a: EventFacts, b: EventFacts): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function stateKey({ pattern, key }: Timeline): string {
  return `${pattern.index}\u0001${key}`;
}

function keyBy(fields: readonly string[], of: Readonly<Record<string, unknown>>): string | null {
  let key = '';
  for (const field of fields) {
    const value = fieldOf(of, field);
    if (value === null) return null;
    key += `${String(value)}\u0001`;
  }
  return key;
}

import type { EpisodesOfEntity, EventFacts, SubjectRef } from '@posture/domain';
import { Agenda } from './agenda';
import { Arrivals, inOrderOfTime } from './arrivals';
import type { CompiledDetection } from './compile-detection';
import type { DetectionOptions, DetectionStatus } from './detection-options';
import { entityOf } from './entity';
import { keptOf, saidOf } from './entry';
import type { Entry, Found, Said } from './entry';
import { Router } from './router';
import type { Routed } from './router';
import { Sighting, Sightings } from './sightings';
import { sightOf, toldEvent } from './telling';
import type { Timeline, Watch } from './timeline';
import { Timelines } from './timelines';
import type { StateRow } from './timelines';
import { ToldEntries } from './told';
import type { Told } from './told';
import { HOUR, MINUTE } from './spans';

const EPISODE_KEY = 'episode';

/**
 * Watches the events of one tenant by many rules at once. No clock, no store: time is what the events say, and the same
 * events give the same episodes in whatever order, pieces and repetitions they come, as long as none comes later than
 * the lateness allows.
 */
export class DetectionEngine {
  readonly #org: SubjectRef;
  readonly #latenessMs: number;
  readonly #router: Router;
  readonly #timelines: Timelines;
  readonly #arrivals = new Arrivals();
  readonly #sightings = new Sightings();
  readonly #closing = new Agenda<CompiledDetection, Sighting>();
  readonly #changedSightings = new Set<Sighting>();
  /** To be folded anew before anybody asks what they found. */
  readonly #stale = new Set<Timeline>();
  readonly #told = new ToldEntries();
  readonly #seenTypes = new Set<string>();
  #newest = Number.NEGATIVE_INFINITY;
  #watermark = Number.NEGATIVE_INFINITY;
  #late = 0;
  #evicted = 0;

  /** Rules that lack what they need watch nothing. */
  constructor(detections: readonly CompiledDetection[], options: DetectionOptions) {
    this.#org = options.org;
    this.#latenessMs = options.latenessMs ?? HOUR;
    this.#router = new Router(detections, options.org);
    this.#timelines = new Timelines(this.#router.watches, options.mostTimelines);
  }

  /** Events of a page, in whatever order. Those of our own requests are not judged. */
  take(events: readonly EventFacts[]): void {
    for (const event of inOrderOfTime(events)) {
      if (event.isOwn || !this.#admits(event)) continue;
      this.#seenTypes.add(event.type);
      this.#enter(event);
    }
    this.#freshen();
  }

  /** What somebody else says was found: an event with the fields of `DETECTION_FACTS` beside its own. */
  takeDetection(event: EventFacts & { readonly detection: string }): void {
    if (!this.#admits(event)) return;
    for (const routed of this.#router.ofDetection(event, null))
      this.#enterTold(routed, event, event.at, event.detection);
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
    const rows = [...this.#changedSightings].map((sighting): StateRow => {
      const { id, hash } = sighting.detection;
      return { rule: id, hash, key: `${EPISODE_KEY}\u0001${sighting.entity.key}`, state: sighting.save() };
    });
    this.#changedSightings.clear();
    return [...this.#timelines.changes(), ...rows];
  }

  /**
   * Goes on where another engine with the same rules was; the events at or after its watermark are to be taken again. The
   * changes after that tell all that is not settled: what was said before and is not among them is withdrawn.
   */
  restore(rows: readonly Omit<StateRow, 'rule'>[], watermark: number): void {
    this.#watermark = watermark;
    this.#newest = watermark;
    this.#timelines.settle(watermark);
    for (const { hash, key, state } of rows) {
      const at = key.indexOf('\u0001');
      const place = key.slice(0, at);
      const watch = this.#router.watchOf(hash, place === EPISODE_KEY ? 0 : Number(place));
      if (watch === undefined || state === null) continue;
      if (place === EPISODE_KEY) {
        const sighting = Sighting.load(watch.detection, state);
        this.#sightings.restore(sighting);
        this.#closing.note(watch.detection, sighting, sighting.closesAt + MINUTE);
      } else this.#timelines.restore(watch, key.slice(at + 1), state);
    }
  }

  status(): DetectionStatus {
    return {
      watermark: this.#watermark,
      late: this.#late,
      evicted: this.#evicted,
      timelines: this.#timelines.count,
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
    if (!this.#arrivals.take(event)) return false;
    if (event.at > this.#newest) this.#newest = event.at;
    return true;
  }

  /** Timelines that an event fits alike share its entry: events are many, and each is in many timelines. */
  #enter(event: EventFacts): void {
    const routed = this.#router.ofEvent(event);
    if (routed.length === 0) return;
    const { keeps, shows } = this.#router.heldOf(event.type);
    const kept = keptOf(event, keeps);
    const said = saidOf(event, shows);
    const entries: Entry[] = [];
    for (const { watch, fits } of routed) {
      const key = watch.keyOf(event);
      if (key === null) continue;
      let entry = watch.pattern.isShownLater ? undefined : entries.find((each) => each.fits === fits);
      if (entry === undefined) {
        entry = { at: event.at, id: event.id, publishedAt: event.at, from: '', fits, kept, said };
        if (!watch.pattern.isShownLater) entries.push(entry);
      }
      const timeline = this.#timelines.placeFor(watch, key, entry);
      if (timeline !== null) this.#add(timeline, entry);
    }
    for (const entry of entries) this.#arrivals.hold(entry);
  }

  /** @returns where something found was entered; null when it names no timeline of the watch */
  #enterTold(
    { watch, fits }: Routed,
    event: EventFacts,
    publishedAt: number,
    from: string,
  ): Omit<Told, 'because'> | null {
    const key = watch.keyOf(event);
    if (key === null) return null;
    const kept = keptOf(event, watch.blank);
    const entry: Entry = { at: event.at, id: event.id, publishedAt, from, fits, kept, said: event as unknown as Said };
    if (!watch.pattern.isShownLater) this.#arrivals.hold(entry);
    const timeline = this.#timelines.timeline(watch, key);
    this.#add(timeline, entry);
    return { to: timeline, entry };
  }

  #add(timeline: Timeline, entry: Entry): void {
    const before = timeline.found.length;
    if (!timeline.add(entry)) this.#stale.add(timeline);
    else if (timeline.found.length > before) this.#see(timeline, timeline.found.slice(before));
    this.#timelines.note(timeline);
  }

  /** Those of rules that build on others come last: what the others find anew is news to them. */
  #freshen(): void {
    for (const isCorrelation of [false, true]) {
      for (const timeline of this.#stale) {
        if (timeline.watch.detection.isCorrelation !== isCorrelation) continue;
        this.#stale.delete(timeline);
        this.#withdraw(timeline);
        timeline.refold();
        this.#see(timeline, timeline.found);
      }
    }
  }

  #see(timeline: Timeline, found: readonly Found[]): void {
    for (const one of found) {
      this.#sight(timeline, one);
      this.#tell(timeline, one);
    }
  }

  /** Of something that may still change. */
  #sight(timeline: Timeline, found: Found): void {
    const { watch } = timeline;
    const entity = this.#entityOf(watch, found);
    this.#sightings.see(this.#sightings.of(watch.detection, entity), timeline, sightOf(watch, found, entity));
  }

  /** What a timeline found at events that may still change is taken back, to be found anew. */
  #withdraw(timeline: Timeline): void {
    this.#sightings.takeBack(timeline);
    for (const to of this.#told.takeBack(timeline)) this.#stale.add(to);
  }

  /** The entity was there when the event was entered. */
  #entityOf({ detection }: Watch, { entry }: Found): SubjectRef {
    return entityOf(detection.spec.entity, entry.kept, this.#org)!;
  }

  /** Rules that build on this one hear of each event that was newly proven. */
  #tell(timeline: Timeline, found: Found): void {
    const { detection, pattern } = timeline.watch;
    if (!this.#router.isHeard(detection)) return;
    for (const proof of found.newly) {
      const event = toldEvent(detection, found, proof);
      for (const routed of this.#router.ofDetection(event, detection)) {
        const entered = this.#enterTold(routed, event, proof.publishedAt, `${detection.id} ${pattern.index}`);
        if (entered !== null) this.#told.add(timeline, { because: found.entry, ...entered });
      }
    }
  }

  #settle(watermark: number): void {
    if (!(watermark > this.#watermark)) return;
    this.#watermark = watermark;
    const touched = new Set<Sighting>();
    const later = new Set<Timeline>();
    for (let due = this.#timelines.takeDue(watermark); due.length > 0; due = this.#timelines.takeDue(watermark)) {
      for (const timeline of due) {
        if (timeline.watch.detection.isCorrelation) later.add(timeline);
        else this.#pass(timeline, touched);
      }
      // What was found by waiting is news to rules that build on it.
      this.#freshen();
    }
    for (const timeline of later) this.#pass(timeline, touched);
    for (const [, closing] of this.#closing.take(watermark)) for (const sighting of closing) touched.add(sighting);
    for (const sighting of touched) this.#join(sighting);
    this.#arrivals.settle(watermark);
    this.#evicted += this.#timelines.settle(watermark);
  }

  #pass(timeline: Timeline, touched: Set<Sighting>): void {
    const { watch, key, hasState } = timeline;
    if (!timeline.isForgotten(this.#watermark)) {
      const { found, evicted } = timeline.settle(this.#watermark);
      this.#evicted += evicted;
      this.#resettle(timeline, found, touched);
    }
    if (timeline.isForgotten(this.#watermark)) this.#timelines.forget(watch, key, hasState);
    else {
      if (timeline.hasState) this.#timelines.touch(timeline);
      this.#timelines.note(timeline);
    }
  }

  /** Moves what is final from the pending to the settled sights of its sightings. */
  #resettle(timeline: Timeline, final: readonly Found[], touched: Set<Sighting>): void {
    const { watch } = timeline;
    for (const sighting of this.#sightings.takeBack(timeline)) touched.add(sighting);
    for (const one of final) {
      const entity = this.#entityOf(watch, one);
      const sighting = this.#sightings.of(watch.detection, entity);
      sighting.settle(sightOf(watch, one, entity));
      touched.add(sighting);
      // Found by waiting: nobody was told yet.
      if (one.at > one.entry.at) this.#tell(timeline, one);
    }
    this.#told.settle(timeline, this.#watermark);
    for (const one of timeline.found) this.#sight(timeline, one);
  }

  #join(sighting: Sighting): void {
    const isChanged = sighting.pass(this.#watermark);
    this.#sightings.touch(sighting);
    this.#closing.note(sighting.detection, sighting, sighting.closesAt + MINUTE);
    if (isChanged) this.#changedSightings.add(sighting);
  }
}

import type { EpisodesOfEntity, EventFacts } from '@posture/domain';
import { NEVER } from './agenda';
import { Arrivals, inOrderOfTime } from './arrivals';
import type { CompiledDetection } from './compile-detection';
import { Discoveries, EPISODE_KEY } from './discoveries';
import type { EnterTold } from './discoveries';
import type { DetectionOptions, DetectionStatus } from './detection-options';
import { NONE, allShown, keptOf, shownOf } from './entry';
import type { Entry, Said } from './entry';
import { viewOf } from './event-entry';
import type { EventEntry } from './event-entry';
import { SHORT_MS } from './placing';
import type { Share } from './placing';
import { Router } from './router';
import type { Routed } from './router';
import type { Stream } from './stream';
import { Streams } from './streams';
import type { StateRow } from './streams';
import type { Timeline } from './timeline';
import { Words } from './words';
import { HOUR, MINUTE } from './spans';

/** How long before the watermark what happened still matters and is not kept as state: what is found looks back, and so does what proved it. */
export const RECALLED_MS = 2 * SHORT_MS;

/**
 * Watches the events of one tenant by many rules at once. No clock, no store: time is what the events say, and the same
 * events give the same episodes in whatever order, pieces and repetitions they come, as long as none comes later than
 * the lateness allows.
 */
export class DetectionEngine {
  readonly #latenessMs: number;
  readonly #router: Router;
  readonly #streams: Streams;
  readonly #discoveries: Discoveries;
  readonly #arrivals = new Arrivals();
  /** To be folded anew before anybody asks what they found. */
  readonly #stale = new Set<Timeline>();
  readonly #words = new Words();
  /** Awake since what they are about was recalled. */
  readonly #recalled = new Set<Timeline>();
  readonly #seenTypes = new Set<string>();
  #newest = Number.NEGATIVE_INFINITY;
  #watermark = Number.NEGATIVE_INFINITY;
  /** Times the watermark moved. */
  #passes = 0;
  #late = 0;
  #evicted = 0;

  /** Rules that lack what they need watch nothing. */
  constructor(detections: readonly CompiledDetection[], options: DetectionOptions) {
    this.#latenessMs = options.latenessMs ?? HOUR;
    this.#router = new Router(detections, options.org);
    this.#streams = new Streams(this.#router.places.length, options.mostTimelines);
    const enterTold: EnterTold = (routed, event, publishedAt, from) =>
      this.#enterTold(routed, event, publishedAt, from);
    this.#discoveries = new Discoveries(options.org, this.#router, enterTold);
  }

  /** Events of a page, in whatever order. Those of our own requests are not judged. */
  take(events: readonly EventFacts[]): void {
    this.#endRecall();
    for (const event of inOrderOfTime(events)) {
      if (event.isOwn || !this.#admits(event)) continue;
      this.#seenTypes.add(event.type);
      this.#enter(event);
    }
    this.#freshen();
  }

  /** What somebody else says was found: an event with the fields of `DETECTION_FACTS` beside its own. */
  takeDetection(event: EventFacts & { readonly detection: string }): void {
    this.#endRecall();
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
    return this.#discoveries.changes();
  }

  /** The settled state that changed since it was asked last. Events at or after the watermark are not in it and come again. */
  stateChanges(): readonly StateRow[] {
    return [...this.#streams.changes(), ...this.#discoveries.stateChanges()];
  }

  /**
   * Goes on where another engine with the same rules was. The events of `RECALLED_MS` before its watermark are to be
   * recalled, then those at or after it taken again. The changes after that tell all that is not settled: what was said
   * before and is not among them is withdrawn.
   */
  restore(rows: readonly Omit<StateRow, 'rule'>[], watermark: number): void {
    this.#watermark = watermark;
    this.#newest = watermark;
    this.#streams.settle(watermark);
    for (const { hash, key, state } of rows) {
      const at = key.indexOf('\u0001');
      const place = key.slice(0, at);
      const watch = this.#router.watchOf(hash, place === EPISODE_KEY ? 0 : Number(place));
      if (watch === undefined || state === null) continue;
      if (place === EPISODE_KEY) this.#discoveries.restore(watch.detection, state);
      else this.#streams.restore(watch, key.slice(at + 1), state);
    }
  }

  /** Events before the watermark, in whatever pieces, one after the other in time: what they prove was told. */
  recall(events: readonly EventFacts[]): void {
    for (const event of inOrderOfTime(events)) if (!event.isOwn && this.#arrivals.take(event)) this.#enter(event);
  }

  status(): DetectionStatus {
    return {
      watermark: this.#watermark,
      late: this.#late,
      evicted: this.#evicted,
      timelines: this.#streams.count,
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

  #enter(event: EventFacts): void {
    const placing = this.#router.placingOf(event);
    if (placing === null) return;
    const { keeps, shows } = this.#router.heldOf(event.type);
    const { at, id } = event;
    const entry: EventEntry = {
      at,
      id,
      kept: keptOf(event, this.#router.blank, keeps, this.#words),
      said: shownOf(event, shows),
      placing,
      views: NONE,
    };
    for (const share of placing.shares) {
      const key = share.place.keyOf(event);
      const stream = key === null ? null : this.#streams.enter(entry, share, key);
      if (stream !== null) this.#offer(stream, share, entry);
    }
    this.#arrivals.hold(entry);
  }

  /** Gives an entry that its stream holds to the watches that are awake, and wakes those that may find something. */
  #offer(stream: Stream, { watches, fits }: Share, entry: EventEntry): void {
    const { watermark } = this.#streams;
    const isRecalled = entry.at < watermark;
    for (let index = 0; index < watches.length; index += 1) {
      const watch = watches[index]!;
      // Its state was kept.
      if (isRecalled && watch.isLong) continue;
      const timeline = stream.timelineOf(watch);
      if (timeline !== null) {
        const view = viewOf(entry, watch, fits[index]!);
        if (isRecalled) {
          timeline.addSettled(view);
          this.#recalled.add(timeline);
        } else this.#add(timeline, view);
      } else if (watch.detection.isCorrelation || stream.mayFind(watch, entry, watermark)) {
        const woken = stream.wake(watch, watermark);
        if (isRecalled) this.#recalled.add(woken);
        woken.refold();
        this.#discoveries.see(woken, woken.found);
      }
    }
    // What comes later only puts off when it is let go of, which is seen to by then.
    if (stream.isAsleep && stream.notedFor !== NEVER) return;
    this.#streams.note(stream, isRecalled || !stream.place.hasLong ? stream.dueAt(watermark) : entry.at);
  }

  #enterTold({ watch, fits }: Routed, event: EventFacts, publishedAt: number, from: string): ReturnType<EnterTold> {
    const key = watch.names(event) ? watch.place.keyOf(event) : null;
    if (key === null) return null;
    const kept = keptOf(event, this.#router.blank, watch.keeps, this.#words);
    const said = allShown(event as unknown as Said);
    const entry: Entry = { at: event.at, id: event.id, publishedAt, from, fits, kept, said };
    if (!watch.pattern.isShownLater) this.#arrivals.holdTold(entry);
    const stream = this.#streams.streamOf(watch.place, key);
    const timeline = stream.timelineOf(watch) ?? stream.wake(watch, this.#streams.watermark);
    this.#add(timeline, entry);
    this.#streams.note(stream, entry.at);
    return { to: timeline, entry };
  }

  #add(timeline: Timeline, entry: Entry): void {
    const before = timeline.found.length;
    if (!timeline.add(entry)) this.#stale.add(timeline);
    else if (timeline.found.length > before) this.#discoveries.see(timeline, timeline.found.slice(before));
  }

  /** Those of rules that build on others come last: what the others find anew is news to them. */
  #freshen(): void {
    for (const isCorrelation of [false, true]) {
      for (const timeline of this.#stale) {
        if (timeline.watch.detection.isCorrelation !== isCorrelation) continue;
        this.#stale.delete(timeline);
        for (const told of this.#discoveries.withdraw(timeline)) this.#stale.add(told);
        timeline.refold();
        this.#discoveries.see(timeline, timeline.found);
      }
    }
  }

  #endRecall(): void {
    for (const timeline of this.#recalled) timeline.skipWaits(this.#watermark);
    this.#recalled.clear();
  }

  #settle(watermark: number): void {
    this.#endRecall();
    if (!(watermark > this.#watermark)) return;
    this.#watermark = watermark;
    this.#passes += 1;
    const later = new Set<Timeline>();
    const streams: Stream[] = [];
    for (let due = this.#streams.takeDue(watermark); due.length > 0; due = this.#streams.takeDue(watermark)) {
      for (const stream of due) {
        if (stream.passedIn !== this.#passes) {
          stream.passedIn = this.#passes;
          this.#fold(stream);
          streams.push(stream);
        }
        for (const timeline of stream.awake) {
          if (timeline.due >= watermark) continue;
          if (timeline.watch.detection.isCorrelation) later.add(timeline);
          else this.#pass(timeline);
        }
      }
      // What was found by waiting is news to rules that build on it.
      this.#freshen();
    }
    for (const timeline of later) this.#pass(timeline);
    for (const stream of streams) this.#streams.tidy(stream, watermark);
    this.#discoveries.join(watermark);
    this.#arrivals.settle(watermark);
    this.#evicted += this.#streams.settle(watermark);
  }

  /** For watches that sleep. */
  #fold(stream: Stream): void {
    const changed = stream.fold(this.#streams.watermark, this.#watermark);
    if (changed.length === 0) return;
    this.#evicted += stream.prune(changed, this.#watermark);
    for (const watch of changed) this.#streams.touch({ watch, key: stream.key });
  }

  #pass(timeline: Timeline): void {
    const { found, evicted } = timeline.settle(this.#watermark);
    this.#evicted += evicted;
    this.#discoveries.settle(timeline, found, this.#watermark);
    if (timeline.takeChange()) this.#streams.touch(timeline);
  }
}

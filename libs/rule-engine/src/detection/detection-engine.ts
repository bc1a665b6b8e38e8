import type { EpisodesOfEntity, EventFacts, FactNeed, Facts, Severity, SubjectRef } from '@posture/domain';
import { FALSE, TRUE } from '../compile-condition';
import type { UnreadFact } from '../compile-condition';
import { Agenda } from './agenda';
import { fieldsForCorrelation, selects } from './compile-detection';
import type { CompiledDetection, CompiledPart, CompiledPattern } from './compile-detection';
import { derivedOf, fieldOf } from './derived-facts';
import { entityOf } from './entity';
import { HOUR, MINUTE } from './entry';
import type { Entry, Found } from './entry';
import type { OpenEpisode, Sight } from './episodes';
import { Sighting, sightingKey } from './sightings';
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

/** A pattern with the timelines it watches. */
interface Watch {
  readonly detection: CompiledDetection;
  readonly pattern: CompiledPattern;
  readonly keeps: readonly string[];
  readonly timelines: Map<string, Timeline>;
  /** Rules whose findings it is made of. */
  readonly reads: ReadonlySet<CompiledDetection>;
}

/** The parts of a watch that an event of one type may fit. */
interface Route {
  readonly watch: Watch;
  readonly parts: readonly CompiledPart[];
}

/** An entry of another rule's timeline that stands for something found. */
interface Told {
  readonly because: Entry;
  readonly to: Timeline;
  readonly entry: Entry;
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
  readonly #watches: readonly Watch[];
  readonly #watchOf = new Map<CompiledPattern, Watch>();
  readonly #readers: readonly Watch[];
  readonly #routes = new Map<string, readonly Route[]>();
  readonly #agenda = new Agenda<Timeline | Sighting>();
  readonly #sightings = new Map<string, Sighting>();
  readonly #sightingsOf = new Map<Timeline, Set<Sighting>>();
  readonly #told = new Map<Timeline, Told[]>();
  readonly #idsByMinute = new Map<number, Set<string>>();
  readonly #seenTypes = new Set<string>();
  readonly #unknown = new Map<string, Map<string, FactNeed>>();
  readonly #dirty = new Set<Sighting>();
  readonly #changed = new Map<string, StateRow>();
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
    const able = detections.filter(({ lacks }) => lacks === null);
    const plain = able.filter(({ isCorrelation }) => !isCorrelation);
    const shared = fieldsForCorrelation(able);
    const readBy = (pattern: CompiledPattern) => new Set(plain.filter((one) => isSelected(pattern, one)));
    const reads = new Map(able.flatMap(({ patterns }) => patterns.map((pattern) => [pattern, readBy(pattern)])));
    const isRead = (one: CompiledDetection): boolean => [...reads.values()].some((read) => read.has(one));
    this.#watches = able.flatMap((detection) =>
      detection.patterns.map((pattern) => ({
        detection,
        pattern,
        keeps: isRead(detection) ? [...new Set([...pattern.keeps, ...shared])] : pattern.keeps,
        timelines: new Map<string, Timeline>(),
        reads: reads.get(pattern)!,
      })),
    );
    for (const watch of this.#watches) this.#watchOf.set(watch.pattern, watch);
    this.#readers = this.#watches.filter(({ detection }) => detection.isCorrelation);
  }

  /** Events of a page, in whatever order. Those of our own requests are not judged. */
  take(events: readonly EventFacts[]): void {
    for (const event of events) this.#take(event);
  }

  /** What somebody else says was found: an event with the fields of `DETECTION_FACTS` beside its own. */
  takeDetection(event: EventFacts): void {
    if (!this.#admits(event)) return;
    const facts = factsOf(event);
    for (const watch of this.#readers) {
      const chosen = (part: CompiledPart): boolean =>
        part.detections?.rules?.includes(String(facts['detection'])) ?? part.detections !== null;
      this.#enter(watch, event, this.#fitsOf(watch, facts, chosen), String(facts['detection']));
    }
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
    const changes = [...this.#dirty].map((sighting) => {
      const episodes = sighting.episodes();
      if (sighting.isOver) this.#sightings.delete(sighting.key);
      return episodes;
    });
    this.#dirty.clear();
    return changes.sort((a, b) => order(a.rule, b.rule) || order(a.entity.key, b.entity.key));
  }

  /** The settled state that changed since it was asked last. Events at or after the watermark are not in it and come again. */
  stateChanges(): readonly StateRow[] {
    const rows = [...this.#changed.values()];
    this.#changed.clear();
    return rows;
  }

  /** Goes on where another engine with the same rules was; the events at or after its watermark are to be taken again. */
  restore(rows: readonly StateRow[], watermark: number): void {
    this.#watermark = watermark;
    this.#newest = watermark;
    const watches = new Map(this.#watches.map((watch) => [`${watch.detection.hash} ${watch.pattern.index}`, watch]));
    for (const { hash, key, state } of rows) {
      const at = key.indexOf('\u0001');
      const place = key.slice(0, at);
      const watch = watches.get(`${hash} ${place === EPISODE_KEY ? 0 : place}`);
      if (watch === undefined || state === null) continue;
      if (place === EPISODE_KEY) this.#restoreEpisode(watch.detection, state);
      else {
        const timeline = Timeline.load(watch.pattern, key.slice(at + 1), state);
        watch.timelines.set(timeline.key, timeline);
        this.#timelines += 1;
        this.#noteNext(timeline);
      }
    }
  }

  status(): DetectionStatus {
    const unknown = new Map([...this.#unknown].map(([rule, needs]) => [rule, [...needs.values()]]));
    return {
      watermark: this.#watermark,
      late: this.#late,
      evicted: this.#evicted,
      timelines: this.#timelines,
      unknown,
    };
  }

  /** Types of the events that were judged. */
  get seenTypes(): ReadonlySet<string> {
    return this.#seenTypes;
  }

  #take(event: EventFacts): void {
    if (event.isOwn || !this.#admits(event)) return;
    this.#seenTypes.add(event.type);
    const facts = factsOf(event);
    for (const { watch, parts } of this.#routesOf(event.type)) {
      const fits = this.#fitsOf(watch, facts, null, parts);
      if (fits !== 0) this.#enter(watch, event, fits, '');
    }
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

  /** @param parts those whose types fit */
  #fitsOf(
    { detection, pattern }: Watch,
    facts: Facts,
    chosen: ((part: CompiledPart) => boolean) | null,
    parts: readonly CompiledPart[] = pattern.parts,
  ): number {
    let fits = 0;
    for (const part of parts) {
      if (part.isNarrowing ? fits !== 0 : chosen === null || (part.detections !== null && chosen(part))) {
        const truth = part.when === null ? TRUE : part.when.judge(facts);
        if (truth === TRUE) fits |= part.bit;
        else if (truth !== FALSE) this.#blame(detection.id, part, facts);
      }
    }
    return fits;
  }

  #blame(rule: string, { when }: CompiledPart, facts: Facts): void {
    const culprits: UnreadFact[] = [];
    when!.blame(facts, culprits);
    let needs = this.#unknown.get(rule);
    if (needs === undefined) this.#unknown.set(rule, (needs = new Map()));
    for (const culprit of culprits) {
      for (const need of culprit.needs) needs.set(`${need.resource}\u0001${need.reason ?? ''}`, need);
    }
  }

  #routesOf(type: string): readonly Route[] {
    let routes = this.#routes.get(type);
    if (routes === undefined) {
      routes = this.#watches.flatMap((watch) => {
        const parts = watch.pattern.parts.filter((part) => part.isNarrowing || part.types?.(type) === true);
        return parts.some((part) => !part.isNarrowing) ? [{ watch, parts }] : [];
      });
      this.#routes.set(type, routes);
    }
    return routes;
  }

  /** @returns where the event was entered; null when it names no timeline of the watch */
  #enter(watch: Watch, event: EventFacts, fits: number, from: string): { to: Timeline; entry: Entry } | null {
    if (fits === 0) return null;
    const { pattern, detection, timelines } = watch;
    const fields = event as unknown as Readonly<Record<string, unknown>>;
    for (const field of pattern.demands) if (fieldOf(fields, field) === null) return null;
    const entity = entityOf(detection.spec.entity, event, this.#org);
    if (entity === null) return null;
    const key = pattern.by === null ? entity.key : keyBy(pattern.by, fields);
    if (key === null) return null;
    const kept: Record<string, unknown> = {};
    for (const field of watch.keeps) kept[field] = fieldOf(fields, field);
    const entry: Entry = { at: event.at, id: event.id, from, fits, kept, event };
    let timeline = timelines.get(key);
    if (timeline === undefined) {
      timelines.set(key, (timeline = new Timeline(pattern, key)));
      this.#timelines += 1;
    }
    const before = timeline.found.length;
    const wasIdle = timeline.isIdle;
    if (timeline.add(entry)) {
      if (timeline.found.length > before) this.#see(watch, timeline, timeline.found.slice(before));
      if (wasIdle) this.#agenda.note(timeline, timeline.due);
    } else {
      this.#withdraw(timeline);
      this.#see(watch, timeline, timeline.found);
      this.#agenda.note(timeline, timeline.due);
    }
    return { to: timeline, entry };
  }

  #see(watch: Watch, timeline: Timeline, found: readonly Found[]): void {
    for (const one of found) {
      const sighting = this.#sightingOf(watch, one);
      let sights = sighting.pending.get(timeline);
      if (sights === undefined) sighting.pending.set(timeline, (sights = []));
      sights.push(sightOf(watch, one, sighting.entity));
      let sightings = this.#sightingsOf.get(timeline);
      if (sightings === undefined) this.#sightingsOf.set(timeline, (sightings = new Set()));
      sightings.add(sighting);
      this.#dirty.add(sighting);
      this.#tell(watch, timeline, one);
    }
  }

  /** What a timeline found at events that may still change is taken back, to be found anew. */
  #withdraw(timeline: Timeline): void {
    for (const sighting of this.#sightingsOf.get(timeline) ?? []) {
      sighting.pending.delete(timeline);
      this.#dirty.add(sighting);
    }
    this.#sightingsOf.delete(timeline);
    const gone = new Map<Timeline, Set<Entry>>();
    for (const { to, entry } of this.#told.get(timeline) ?? []) {
      const entries = gone.get(to);
      if (entries === undefined) gone.set(to, new Set([entry]));
      else entries.add(entry);
    }
    this.#told.delete(timeline);
    for (const [to, entries] of gone) {
      this.#withdraw(to);
      to.remove(entries);
      this.#see(this.#watchOf.get(to.pattern)!, to, to.found);
    }
  }

  /** The entity was there when the event was entered. */
  #sightingOf({ detection }: Watch, { entry }: Found): Sighting {
    const entity = entityOf(detection.spec.entity, entry.event ?? entry.kept, this.#org)!;
    const key = sightingKey(detection, entity);
    let sighting = this.#sightings.get(key);
    if (sighting === undefined) this.#sightings.set(key, (sighting = new Sighting(detection, entity)));
    return sighting;
  }

  /** Rules that build on this one hear of each event that was newly proven. */
  #tell({ detection, pattern }: Watch, timeline: Timeline, found: Found): void {
    if (detection.isCorrelation) return;
    const { at, entry, newly } = found;
    const severity = detection.severityOf(factsOfFound(found));
    for (const reader of this.#readers) {
      if (!reader.reads.has(detection)) continue;
      for (const proof of newly) {
        const event = toldEvent(detection, severity, proof, at);
        const fits = this.#fitsOf(reader, factsOf(event), (part) => selects(part.detections!, detection));
        const entered = this.#enter(reader, event, fits, `${detection.id} ${pattern.index}`);
        if (entered === null) continue;
        const told = this.#told.get(timeline);
        if (told === undefined) this.#told.set(timeline, [{ because: entry, ...entered }]);
        else told.push({ because: entry, ...entered });
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
    // What the first find by waiting is news to the second.
    for (const isCorrelation of [false, true]) {
      for (const item of this.#agenda.take(watermark)) {
        if (item instanceof Sighting) touched.add(item);
        else if (this.#watchOf.get(item.pattern)!.detection.isCorrelation === isCorrelation) this.#pass(item, touched);
        else this.#later.add(item);
      }
      for (const item of isCorrelation ? this.#later : []) this.#pass(item, touched);
    }
    this.#later.clear();
    for (const sighting of touched) this.#join(sighting);
    this.#evict();
  }

  readonly #later = new Set<Timeline>();

  #pass(timeline: Timeline, touched: Set<Sighting>): void {
    const watch = this.#watchOf.get(timeline.pattern)!;
    if (watch.timelines.get(timeline.key) !== timeline) return;
    if (timeline.isIdle && timeline.forgottenAt < this.#watermark && timeline.due === Number.POSITIVE_INFINITY) {
      watch.timelines.delete(timeline.key);
      this.#timelines -= 1;
      this.#keep(watch.detection, stateKey(timeline), null);
      return;
    }
    const { found, evicted } = timeline.settle(this.#watermark);
    this.#evicted += evicted;
    this.#resettle(watch, timeline, found, touched);
    timeline.release();
    this.#keep(watch.detection, stateKey(timeline), timeline.save());
    this.#noteNext(timeline);
  }

  /** Moves what is final from the pending to the settled sights of its sightings. */
  #resettle(watch: Watch, timeline: Timeline, final: readonly Found[], touched: Set<Sighting>): void {
    for (const sighting of this.#sightingsOf.get(timeline) ?? []) {
      sighting.pending.delete(timeline);
      touched.add(sighting);
    }
    this.#sightingsOf.delete(timeline);
    for (const one of final) {
      const sighting = this.#sightingOf(watch, one);
      sighting.settle([sightOf(watch, one, sighting.entity)]);
      touched.add(sighting);
      // Found by waiting: nobody was told yet.
      if (one.at > one.entry.at) this.#tell(watch, timeline, one);
    }
    const told = this.#told.get(timeline)?.filter(({ because }) => because.at >= this.#watermark) ?? [];
    if (told.length > 0) this.#told.set(timeline, told);
    else this.#told.delete(timeline);
    for (const one of timeline.found) {
      const sighting = this.#sightingOf(watch, one);
      const sights = sighting.pending.get(timeline) ?? [];
      sights.push(sightOf(watch, one, sighting.entity));
      sighting.pending.set(timeline, sights);
      this.#sightingsOf.set(timeline, (this.#sightingsOf.get(timeline) ?? new Set()).add(sighting));
    }
  }

  #join(sighting: Sighting): void {
    const changed = sighting.pass(this.#watermark);
    this.#dirty.add(sighting);
    this.#agenda.note(sighting, sighting.closesAt + MINUTE);
    if (!changed) return;
    const { detection, entity, open } = sighting;
    this.#keep(detection, `${EPISODE_KEY}\u0001${entity.key}`, open === null ? null : { entity, open });
  }

  #restoreEpisode(detection: CompiledDetection, state: unknown): void {
    const { entity, open } = state as { entity: SubjectRef; open: OpenEpisode };
    const sighting = new Sighting(detection, entity);
    sighting.open = open;
    this.#sightings.set(sighting.key, sighting);
    this.#agenda.note(sighting, sighting.closesAt + MINUTE);
  }

  #keep({ id, hash }: CompiledDetection, key: string, state: unknown): void {
    this.#changed.set(`${hash}\u0001${key}`, { rule: id, hash, key, state });
  }

  #noteNext(timeline: Timeline): void {
    const { due } = timeline;
    this.#agenda.note(timeline, Number.isFinite(due) ? due : timeline.forgottenAt + MINUTE);
  }

  #evict(): void {
    for (const { detection, timelines } of this.#watches) {
      for (const [key, timeline] of timelines) {
        if (this.#timelines <= this.#most) return;
        if (!timeline.isIdle) continue;
        timelines.delete(key);
        this.#timelines -= 1;
        this.#evicted += 1;
        this.#keep(detection, stateKey(timeline), null);
      }
    }
  }
}

function isSelected({ parts }: CompiledPattern, one: CompiledDetection): boolean {
  return parts.some(({ detections }) => detections !== null && selects(detections, one));
}

/** The log's event, dated when it was found to prove something. */
function toldEvent(
  { id, rule, spec, points }: CompiledDetection,
  severity: Severity,
  { id: eventId, event, kept }: Entry,
  at: number,
): EventFacts {
  const detection = {
    detection: id,
    detectionSeverity: severity,
    detectionIsSignal: rule.file.report === 'signal',
    detectionFamily: spec.family,
    detectionPoints: points,
  };
  return { ...kept, ...event, id: eventId, at, ...detection } as unknown as EventFacts;
}

function sightOf({ detection, pattern }: Watch, found: Found, entity: SubjectRef): Sight {
  const { at, entry, newly, figures } = found;
  const facts = factsOfFound(found);
  return {
    at,
    eventId: entry.id,
    pattern: pattern.index,
    severity: detection.severityOf(facts),
    newly,
    words: () => ({ ...detection.words(entity, facts), shown: { ...shownOf(detection, facts), ...figures } }),
  };
}

/** What severity, words and evidence of something found may name. */
function factsOfFound({ entry, figures }: Found): Facts {
  const event = { at: entry.at, ...entry.kept, ...entry.event };
  return { ...derivedOf(event), ...event, ...figures } as unknown as Facts;
}

function shownOf({ rule }: CompiledDetection, facts: Facts): Record<string, unknown> {
  return Object.fromEntries(rule.file.finding.evidence.map((name) => [name, facts[name] ?? null]));
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

function factsOf(event: EventFacts): Facts {
  return event as unknown as Facts;
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

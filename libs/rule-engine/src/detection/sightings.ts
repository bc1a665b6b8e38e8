import type { Episode, EpisodesOfEntity, SubjectRef } from '@posture/domain';
import type { CompiledDetection } from './compile-detection';
import { bySight, joinSights, toEpisode } from './episodes';
import type { OpenEpisode, Sight } from './episodes';
import type { Timeline } from './timeline';

/** What one rule found about one entity. */
export class Sighting {
  /** Joined from settled sights; another may still follow within the quiet time. */
  open: OpenEpisode | null = null;
  closed: OpenEpisode[] = [];
  /** What may still change, by the timeline that found it. */
  readonly pending = new Map<Timeline, Sight[]>();
  /** Settled since the watermark moved last, not joined yet. */
  #settled: Sight[] = [];

  constructor(
    readonly detection: CompiledDetection,
    readonly entity: SubjectRef,
  ) {}

  /** Later than that nothing joins what is open. Infinite: nothing is open. */
  get closesAt(): number {
    return this.open === null ? Number.POSITIVE_INFINITY : this.open.to + this.detection.quietMs;
  }

  settle(sight: Sight): void {
    this.#settled.push(sight);
  }

  /** Every sight before the watermark was given to `settle`. @returns whether what is kept of it changed */
  pass(watermark: number): boolean {
    const { open } = this;
    if (this.#settled.length > 0) {
      const episodes = joinSights(this.open, this.#settled.sort(bySight), this.detection.quietMs);
      this.closed.push(...episodes.slice(0, -1));
      this.open = episodes.at(-1)!;
      this.#settled = [];
    }
    if (this.open !== null && this.closesAt < watermark) {
      this.closed.push(this.open);
      this.open = null;
    }
    return this.open !== open;
  }

  episodes(): EpisodesOfEntity {
    const { detection, entity } = this;
    const pending = [...this.pending.values()].flat().sort(bySight);
    const say =
      (isSettled: boolean) =>
      (one: OpenEpisode): Episode =>
        toEpisode(detection.id, one, isSettled);
    const open = joinSights(this.open, pending, detection.quietMs).map(say(false));
    const settled = this.closed.map(say(true));
    this.closed = [];
    return { rule: detection.id, entity, open, settled };
  }

  get isOver(): boolean {
    return this.open === null && this.closed.length === 0 && this.pending.size === 0 && this.#settled.length === 0;
  }

  /** What is open, for the database; null: nothing is. */
  save(): unknown {
    return this.open;
  }

  static load(detection: CompiledDetection, saved: unknown): Sighting {
    const open = saved as OpenEpisode;
    const sighting = new Sighting(detection, open.entity);
    sighting.open = open;
    return sighting;
  }
}

/** All sightings, and which of them changed. */
export class Sightings {
  readonly #all = new Map<string, Sighting>();
  readonly #pendingOf = new Map<Timeline, Set<Sighting>>();
  readonly #dirty = new Set<Sighting>();

  of(detection: CompiledDetection, entity: SubjectRef): Sighting {
    const key = keyOf(detection, entity);
    let sighting = this.#all.get(key);
    if (sighting === undefined) this.#all.set(key, (sighting = new Sighting(detection, entity)));
    return sighting;
  }

  restore(sighting: Sighting): void {
    this.#all.set(keyOf(sighting.detection, sighting.entity), sighting);
    this.#dirty.add(sighting);
  }

  /** Something was found that may still change. */
  see(sighting: Sighting, timeline: Timeline, sight: Sight): void {
    const sights = sighting.pending.get(timeline);
    if (sights === undefined) sighting.pending.set(timeline, [sight]);
    else sights.push(sight);
    const sightings = this.#pendingOf.get(timeline);
    if (sightings === undefined) this.#pendingOf.set(timeline, new Set([sighting]));
    else sightings.add(sighting);
    this.#dirty.add(sighting);
  }

  /** Takes back all that a timeline found and that may still change. @returns whose it was */
  takeBack(timeline: Timeline): ReadonlySet<Sighting> {
    const sightings = this.#pendingOf.get(timeline) ?? NONE;
    this.#pendingOf.delete(timeline);
    for (const sighting of sightings) {
      sighting.pending.delete(timeline);
      this.#dirty.add(sighting);
    }
    return sightings;
  }

  touch(sighting: Sighting): void {
    this.#dirty.add(sighting);
  }

  /** What has changed since it was asked last, in order of rule and entity. */
  changes(): readonly EpisodesOfEntity[] {
    const changes = [...this.#dirty].map((sighting) => {
      const episodes = sighting.episodes();
      if (sighting.isOver) this.#all.delete(keyOf(sighting.detection, sighting.entity));
      return episodes;
    });
    this.#dirty.clear();
    return changes.sort((a, b) => order(a.rule, b.rule) || order(a.entity.key, b.entity.key));
  }
}

const NONE: ReadonlySet<Sighting> = new Set();

function keyOf({ id }: CompiledDetection, { key }: SubjectRef): string {
  return `${id}\u0001${key}`;
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

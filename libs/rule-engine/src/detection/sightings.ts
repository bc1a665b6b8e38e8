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

  get key(): string {
    return sightingKey(this.detection, this.entity);
  }

  /** Later than that nothing joins what is open. Infinite: nothing is open. */
  get closesAt(): number {
    return this.open === null ? Number.POSITIVE_INFINITY : this.open.to + this.detection.quietMs;
  }

  settle(sights: readonly Sight[]): void {
    this.#settled.push(...sights);
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
        toEpisode(detection.id, entity, one, isSettled);
    const open = joinSights(this.open, pending, detection.quietMs).map(say(false));
    const settled = this.closed.map(say(true));
    this.closed = [];
    return { rule: detection.id, entity, open, settled };
  }

  get isOver(): boolean {
    return this.open === null && this.closed.length === 0 && this.pending.size === 0 && this.#settled.length === 0;
  }
}

export function sightingKey({ id }: CompiledDetection, { key }: SubjectRef): string {
  return `${id}\u0001${key}`;
}

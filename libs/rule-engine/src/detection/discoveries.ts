import type { EpisodesOfEntity, EventFacts, SubjectRef } from '@posture/domain';
import { Agenda } from './agenda';
import type { CompiledDetection } from './compile-detection';
import { entityOf } from './entity';
import type { Found } from './entry';
import type { Routed, Router } from './router';
import { Sighting, Sightings } from './sightings';
import { MINUTE } from './spans';
import type { StateRow } from './streams';
import { sightOf, toldEvent } from './telling';
import type { Timeline } from './timeline';
import { ToldEntries } from './told';
import type { Told } from './told';
import type { Watch } from './watch';

/** Marks rows of what is open of an episode, where others have the index of a pattern. */
export const EPISODE_KEY = 'episode';

/** Enters what a rule found in a timeline of one that builds on it; null when it names none. */
export type EnterTold = (
  routed: Routed,
  event: EventFacts,
  publishedAt: number,
  from: string,
) => Omit<Told, 'because'> | null;

/** What timelines found: joined to episodes, and told to rules that build on it. */
export class Discoveries {
  readonly #sightings = new Sightings();
  readonly #told = new ToldEntries();
  readonly #closing = new Agenda<CompiledDetection, Sighting>();
  readonly #changed = new Set<Sighting>();
  /** Since time moved on. */
  readonly #touched = new Set<Sighting>();

  /** @param org stands for the tenant */
  constructor(
    private readonly org: SubjectRef,
    private readonly router: Router,
    private readonly enterTold: EnterTold,
  ) {}

  /** Of something that may still change. */
  see(timeline: Timeline, found: readonly Found[]): void {
    for (const one of found) {
      this.#sight(timeline, one);
      this.#tell(timeline, one);
    }
  }

  /** What a timeline found at events that may still change is taken back, to be found anew. @returns whoever was told of it */
  withdraw(timeline: Timeline): readonly Timeline[] {
    this.#sightings.takeBack(timeline);
    return this.#told.takeBack(timeline);
  }

  /** What a timeline found is final, of what it found up to the watermark. */
  settle(timeline: Timeline, final: readonly Found[], watermark: number): void {
    const { watch } = timeline;
    for (const sighting of this.#sightings.takeBack(timeline)) this.#touched.add(sighting);
    for (const one of final) {
      const entity = this.#entityOf(watch, one);
      const sighting = this.#sightings.of(watch.detection, entity);
      sighting.settle(sightOf(watch, one, entity));
      this.#touched.add(sighting);
      // Found by waiting: nobody was told yet.
      if (one.at > one.entry.at) this.#tell(timeline, one);
    }
    this.#told.settle(timeline, watermark);
    for (const one of timeline.found) this.#sight(timeline, one);
  }

  /** To be called once all that was found before the watermark is settled. */
  join(watermark: number): void {
    for (const [, closing] of this.#closing.take(watermark))
      for (const sighting of closing) this.#touched.add(sighting);
    for (const sighting of this.#touched) {
      const isChanged = sighting.pass(watermark);
      this.#sightings.touch(sighting);
      this.#closing.note(sighting.detection, sighting, sighting.closesAt + MINUTE);
      if (isChanged) this.#changed.add(sighting);
    }
    this.#touched.clear();
  }

  /** What has changed since it was asked last, in order of rule and entity. */
  changes(): readonly EpisodesOfEntity[] {
    return this.#sightings.changes();
  }

  /** Of what is open, since it was asked last. */
  stateChanges(): readonly StateRow[] {
    const rows = [...this.#changed].map((sighting): StateRow => {
      const { id, hash } = sighting.detection;
      return { rule: id, hash, key: `${EPISODE_KEY}\u0001${sighting.entity.key}`, state: sighting.save() };
    });
    this.#changed.clear();
    return rows;
  }

  restore(detection: CompiledDetection, saved: unknown): void {
    const sighting = Sighting.load(detection, saved);
    this.#sightings.restore(sighting);
    this.#closing.note(detection, sighting, sighting.closesAt + MINUTE);
  }

  #sight(timeline: Timeline, found: Found): void {
    const { watch } = timeline;
    const entity = this.#entityOf(watch, found);
    this.#sightings.see(this.#sightings.of(watch.detection, entity), timeline, sightOf(watch, found, entity));
  }

  /** The entity was there when the event was entered. */
  #entityOf({ pattern }: Watch, { entry }: Found): SubjectRef {
    return entityOf(pattern.entity, entry.kept, this.org)!;
  }

  /** Rules that build on this one hear of each event that was newly proven. */
  #tell(timeline: Timeline, found: Found): void {
    const { detection, pattern } = timeline.watch;
    if (!this.router.isHeard(detection)) return;
    for (const proof of found.newly) {
      const event = toldEvent(detection, found, proof);
      for (const routed of this.router.ofDetection(event, detection)) {
        const entered = this.enterTold(routed, event, proof.publishedAt, `${detection.id} ${pattern.index}`);
        if (entered !== null) this.#told.add(timeline, { because: found.entry, ...entered });
      }
    }
  }
}

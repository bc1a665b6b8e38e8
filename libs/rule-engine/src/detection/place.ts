import type { EventFacts } from '@posture/domain';

/** Whether an event names a timeline of a pattern, its key apart. */
export type Names = (event: EventFacts) => boolean;

/** Where the timelines of all patterns that name them alike are, by key. */
export interface Place {
  readonly index: number;
  /** null: the event names no timeline here. */
  readonly keyOf: (event: EventFacts) => string | null;
  /** Some of the patterns fold what the watermark has passed, whether they sleep or not. */
  hasLong: boolean;
}

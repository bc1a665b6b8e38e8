import type { FactNeed, SubjectRef } from '@posture/domain';

export interface DetectionOptions {
  /** Stands for the tenant. */
  readonly org: SubjectRef;
  /** How late an event may come and still be judged, in milliseconds; default an hour. */
  readonly latenessMs?: number;
  /** Timelines in all; default two million. Those of the longest standing go first, and are counted. */
  readonly mostTimelines?: number;
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

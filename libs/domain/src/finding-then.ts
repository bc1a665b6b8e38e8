import type { JsonObject } from './records';
import type { FindingStatus, Severity, SubjectRef, Tier } from './verdicts';

/** A finding as an event of its life left it; as JSON it is the same. Times are ISO 8601. */
export interface FindingThen {
  readonly id: string;
  readonly connectionId: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly severity: Severity;
  readonly score: number;
  readonly tier: Tier;
  readonly status: FindingStatus;
  /** Still there at the last complete judgement. */
  readonly present: boolean;
  /** The finding that stood for it. */
  readonly supersededBy: string | null;
  readonly title: string;
  readonly why: string;
  readonly evidence: JsonObject;
  /** Members of a finding of grain `group`; 1 for grain `each`. */
  readonly count: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly resolution: string | null;
}

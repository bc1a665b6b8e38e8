import type { JsonObject } from './records';
import type { FindingStatus, Severity, SubjectRef } from './verdicts';

/** A finding as an event of its life left it; as JSON it is the same. Times are ISO 8601. */
export interface FindingThen {
  readonly id: string;
  readonly connectionId: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly severity: Severity;
  readonly score: number;
  readonly status: FindingStatus;
  readonly title: string;
  readonly why: string;
  readonly evidence: JsonObject;
  /** Members of a finding of grain `group`; 1 for grain `each`. */
  readonly count: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly resolution: string | null;
}

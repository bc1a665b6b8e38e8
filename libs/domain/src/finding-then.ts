import type { Actor } from './actor';
import type { JsonObject } from './records';
import type { FindingStatus, Severity, SubjectRef, Tier } from './verdicts';

/**
 * Why much is said at once that did not happen at once: nobody had judged the tenant before; a rule, its values or what
 * facts are made of changed; what could not be seen is seen again; the log's past was judged as a whole; the tenant is
 * connected no more.
 */
export const BULK_CAUSES = ['first_scan', 'rules_changed', 'recovered', 'log_judged', 'source_removed'] as const;
/** One of `BULK_CAUSES`, as an event carries it. */
export type BulkCause = (typeof BULK_CAUSES)[number];

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
  /** The finding that stood for it in whatever people are shown; null: none did. */
  readonly supersededBy: string | null;
  readonly title: string;
  readonly why: string;
  readonly evidence: JsonObject;
  /** Members of a finding of grain `group`; 1 for grain `each`. */
  readonly count: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly resolution: string | null;
  readonly statusChangedAt: string;
  readonly statusChangedBy: Actor;
  /** Id of a key or a person; null: nobody. */
  readonly assignee: string | null;
  readonly severitySource: SeveritySource;
  readonly ruleSeverity: Severity;
  /** null: never, for its severity. */
  readonly dueAt: string | null;
  readonly reopenCount: number;
  readonly reopenReason: string | null;
  /** The exception it is suppressed under; null: it is not. */
  readonly exceptionId: string | null;
  /** Suppressed while less was at stake than now, or on other evidence. */
  readonly needsReview: boolean;
  readonly externalRefs: readonly ExternalRef[];
}

/** Whose word a severity is: the rule's, or that of people, which scans leave alone. */
export type SeveritySource = 'rule' | 'manual';

/** Where people go on with a finding elsewhere, such as a ticket. */
export interface ExternalRef {
  readonly system: string;
  readonly key: string;
  /** https. */
  readonly url: string;
}

import type { FindingStatus, FindingThen, Severity, SubjectRef, Tier } from '@posture/domain';

/** How a term compares: `=` any of its values, the others one bound. */
export const OPERATORS = ['>=', '<=', '>', '<', '='] as const;
/** One of `OPERATORS`. */
export type Operator = (typeof OPERATORS)[number];

/** One condition as it was written, its values in the form its field keeps them. */
export interface Term {
  /** Name of a row of `FIELDS`. */
  readonly field: string;
  readonly not: boolean;
  readonly operator: Operator;
  /** At least one; any of them is enough. */
  readonly values: readonly string[];
}

/** Which findings are meant: all terms must hold, none means all findings. Plain data, and the same as JSON. */
export interface Filter {
  readonly terms: readonly Term[];
}

/** Every finding. */
export const EVERYTHING: Filter = { terms: [] };

/** What a filter looks at: a finding as it is, or as an event of its life left it. @public for the suites */
export interface Filterable {
  readonly connectionId: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly severity: Severity;
  readonly score: number;
  readonly tier: Tier;
  readonly status: FindingStatus;
  readonly present: boolean;
  readonly supersededBy: string | null;
  readonly needsReview: boolean;
  readonly assignee: string | null;
  readonly title: string;
  readonly firstSeenAt: Date | FindingThen['firstSeenAt'];
  readonly lastSeenAt: Date | FindingThen['lastSeenAt'];
  readonly dueAt: Date | FindingThen['dueAt'];
}

/** Takes a value of a statement and gives its placeholder, such as `$3`. */
export type Bind = (value: unknown) => string;

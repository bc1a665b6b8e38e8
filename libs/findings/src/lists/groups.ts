import type { Severity, SubjectRef } from '@posture/domain';

/** What findings are put together by. */
export const GROUPINGS = ['rule', 'subject'] as const;
/** One of `GROUPINGS`. */
export type Grouping = (typeof GROUPINGS)[number];

/** Findings that have a rule, or a subject of one connection, in common. */
export interface FindingGroup {
  /** Tells it from other groups of its kind. */
  readonly key: string;
  readonly count: number;
  /** Of its worst finding. */
  readonly severity: Severity;
  /** Of the finding with the highest. */
  readonly score: number;
  /** How many subjects they are about. */
  readonly subjects: number;
  /** How many rules found them. */
  readonly rules: number;
  /** null when grouped by rule. */
  readonly subject: SubjectRef | null;
  /** null when grouped by rule. */
  readonly connectionId: string | null;
}

/** Where the next page starts. */
export interface GroupPlace {
  readonly rank: number;
  readonly count: number;
  readonly key: string;
}

/** How a grouping is asked of the database. */
export const GROUP_SQL: Readonly<Record<Grouping, { key: string; subject: string; connectionId: string }>> = {
  rule: { key: 'rule', subject: 'null::jsonb', connectionId: 'null::uuid' },
  subject: {
    key: `connection_id::text || ' ' || (subject ->> 'key')`,
    subject: 'max(subject::text)::jsonb',
    connectionId: '(min(connection_id::text))::uuid',
  },
};

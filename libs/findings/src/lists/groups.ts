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

/** Findings that somebody else put together, under a key of his own. */
export interface NamedFindings {
  readonly key: string;
  readonly ids: readonly string[];
}

/** How groups are asked of the database. */
export interface GroupSql {
  readonly key: string;
  readonly subject: string;
  readonly connectionId: string;
  /** What `finding` is joined with. */
  readonly beside?: string;
}

/** Where the next page starts. */
export interface GroupPlace {
  readonly rank: number;
  readonly count: number;
  readonly key: string;
}

/** How a grouping is asked of the database. */
export const GROUP_SQL: Readonly<Record<Grouping, GroupSql>> = {
  rule: { key: 'rule', subject: 'null::jsonb', connectionId: 'null::uuid' },
  subject: {
    key: `connection_id::text || ' ' || (subject ->> 'key')`,
    subject: 'max(subject::text)::jsonb',
    connectionId: '(min(connection_id::text))::uuid',
  },
};

/** @param named place of `NamedFindings[]` as JSON */
export function namedSql(named: string): GroupSql {
  return {
    ...GROUP_SQL.rule,
    key: 'named.key',
    connectionId: GROUP_SQL.subject.connectionId,
    beside: `join (select n.key, id::uuid as finding_id from jsonb_to_recordset(${named}::jsonb) as n (key text, ids jsonb)
      cross join jsonb_array_elements_text(n.ids) as id) as named on named.finding_id = finding.id`,
  };
}

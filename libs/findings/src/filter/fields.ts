import { FINDING_STATUSES, NODE_KINDS, SEVERITIES, TIERS } from '@posture/domain';
import { isOverdue } from '../sla';
import { choice, distance, flags, ofConnection, partOf, pattern, somebody, wholeNumber } from './field-kinds';
import type { Field } from './field-kinds';

/** Everything a filter can ask, one row a field: how it is written, and where its value is kept. */
export const FIELDS: readonly Field[] = [
  choice('severity', SEVERITIES, { ordered: true, sql: 'severity', of: (f) => f.severity }),
  choice('status', FINDING_STATUSES, { sql: 'status', of: (f) => f.status }),
  flags('is', {
    present: { sql: () => 'present', of: (f) => f.present },
    superseded: { sql: () => 'superseded_by is not null', of: (f) => f.supersededBy !== null },
    overdue: {
      sql: (bind, at) => `(due_at <= ${bind(at)}::timestamptz and not status = any('{suppressed,resolved}'::text[]))`,
      of: ({ status, dueAt }, at) => isOverdue({ status, dueAt: dueAt === null ? null : new Date(dueAt) }, at),
    },
    review: { sql: () => 'needs_review', of: (f) => f.needsReview },
    suppressed: { sql: () => `status = 'suppressed'`, of: (f) => f.status === 'suppressed' },
  }),
  pattern('rule', 'okta-path-*', { sql: 'rule', of: (f) => f.rule }),
  pattern('subject', '"User:00u1"', { sql: `subject ->> 'key'`, of: (f) => f.subject.key }),
  choice('kind', Object.keys(NODE_KINDS), { sql: `subject ->> 'kind'`, of: (f) => f.subject.kind }),
  choice('tier', TIERS, { sql: 'tier', of: (f) => f.tier }),
  wholeNumber('score', 100, { sql: 'score', of: (f) => f.score }),
  somebody('assignee', { sql: 'assignee', of: (f) => f.assignee }),
  ofConnection('connection', { sql: 'connection_id', of: (f) => f.connectionId }),
  distance('opened', 'past', { sql: 'first_seen_at', of: (f) => f.firstSeenAt }),
  distance('seen', 'past', { sql: 'last_seen_at', of: (f) => f.lastSeenAt }),
  distance('due', 'future', { sql: 'due_at', of: (f) => f.dueAt }),
];

/** What a word by itself is looked for in; this field has no name to write. */
export const WORDS = partOf('words', {
  sql: ['title', `subject ->> 'name'`],
  of: (f) => [f.title, f.subject.name],
});

const BY_NAME = new Map([...FIELDS, WORDS].map((field) => [field.name, field]));

/** @param name of a term that was read */
export function fieldOf(name: string): Field {
  return BY_NAME.get(name)!;
}

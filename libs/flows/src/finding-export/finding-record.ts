import type { Finding } from '@posture/findings';

/** A finding as it is exported: one level deep, instants in ISO 8601. A field that is added comes last. */
export const RECORD = {
  id: (f: Finding) => f.id,
  connectionId: (f: Finding) => f.connectionId,
  connection: (_: Finding, connection: string) => connection,
  rule: (f: Finding) => f.rule,
  severity: (f: Finding) => f.severity,
  score: (f: Finding) => f.score,
  tier: (f: Finding) => f.tier,
  status: (f: Finding) => f.status,
  present: (f: Finding) => String(f.present),
  subjectKind: (f: Finding) => f.subject.kind,
  subjectId: (f: Finding) => f.subject.externalId,
  subjectName: (f: Finding) => f.subject.name,
  count: (f: Finding) => f.count,
  title: (f: Finding) => f.title,
  why: (f: Finding) => f.why,
  firstSeenAt: (f: Finding) => f.firstSeenAt.toISOString(),
  lastSeenAt: (f: Finding) => f.lastSeenAt.toISOString(),
  resolvedAt: (f: Finding) => f.resolvedAt?.toISOString() ?? null,
  resolution: (f: Finding) => f.resolution,
  supersededBy: (f: Finding) => f.supersededBy,
  assignee: (f: Finding) => f.assignee,
  dueAt: (f: Finding) => f.dueAt?.toISOString() ?? null,
  reopenCount: (f: Finding) => f.reopenCount,
  exceptionId: (f: Finding) => f.exceptionId,
} as const satisfies Record<string, (finding: Finding, connection: string) => string | number | null>;

/** @param connection its name */
export function recordOf(finding: Finding, connection: string): Record<string, string | number | null> {
  return Object.fromEntries(Object.entries(RECORD).map(([name, of]) => [name, of(finding, connection)]));
}

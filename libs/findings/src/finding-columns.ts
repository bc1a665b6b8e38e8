import type {
  Actor,
  Evidence,
  ExternalRef,
  FindingStatus,
  JsonObject,
  Missing,
  Severity,
  SeveritySource,
  SubjectRef,
  Tier,
} from '@posture/domain';
import type { Finding, ReopenReason, Resolution } from './finding';
import type { ScoreTerm } from './score';
import type { Sla } from './sla';

/** Each column of a finding with its type; what is read and what is written follow from here. */
const COLUMNS = {
  id: 'uuid',
  connection_id: 'uuid',
  fingerprint: 'text',
  rule: 'text',
  subject: 'jsonb',
  severity: 'text',
  severity_source: 'text',
  severity_reason: 'text',
  rule_severity: 'text',
  score: 'int',
  tier: 'text',
  score_terms: 'jsonb',
  status: 'text',
  status_changed_at: 'timestamptz',
  status_changed_by: 'jsonb',
  present: 'boolean',
  not_assessed: 'jsonb',
  title: 'text',
  why: 'text',
  evidence: 'jsonb',
  member_count: 'int',
  superseded_by: 'uuid',
  first_seen_at: 'timestamptz',
  last_seen_at: 'timestamptz',
  resolved_at: 'timestamptz',
  resolution: 'text',
  verified_at: 'timestamptz',
  reopen_count: 'int',
  last_reopened_at: 'timestamptz',
  reopen_reason: 'text',
  assignee: 'text',
  due_at: 'timestamptz',
  sla: 'jsonb',
  breach_told_at: 'timestamptz',
  exception_id: 'uuid',
  needs_review: 'boolean',
  reviewed_evidence: 'text',
  clear_in: 'uuid',
  expiry_told: 'boolean',
  external_refs: 'jsonb',
  judged_version: 'int',
  sequence: 'int',
} as const;

/** Never written again once a finding is there. */
const KEPT: readonly string[] = ['id', 'connection_id', 'fingerprint', 'rule', 'first_seen_at'];

const NAMES = Object.keys(COLUMNS);
/** For `select`. */
export const FINDING_COLUMNS = NAMES.join(', ');
/** For `jsonb_to_recordset`. */
export const FINDING_RECORD = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');
/** For `on conflict do update set`. */
export const FINDING_CHANGES = NAMES.filter((name) => !KEPT.includes(name))
  .map((name) => `${name} = excluded.${name}`)
  .join(', ');

/** What judgements say of a finding: nothing that people or time do to it changes that. */
const JUDGED: readonly string[] = ['subject', 'score_terms', 'title', 'why', 'evidence'];
/** For `update … from … as r`, of what people and time change. */
export const STEP_CHANGES = NAMES.filter((name) => !KEPT.includes(name) && !JUDGED.includes(name))
  .map((name) => `${name} = r.${name}`)
  .join(', ');

/** A finding as the database answers it. */
export interface FindingRow {
  readonly id: string;
  readonly connection_id: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly severity: Severity;
  readonly severity_source: SeveritySource;
  readonly severity_reason: string | null;
  readonly rule_severity: Severity;
  readonly score: number;
  readonly tier: Tier;
  readonly score_terms: readonly ScoreTerm[];
  readonly status: FindingStatus;
  readonly status_changed_at: Date;
  readonly status_changed_by: Actor;
  readonly present: boolean;
  readonly not_assessed: readonly Missing[];
  readonly title: string;
  readonly why: string;
  readonly evidence: Evidence;
  readonly member_count: number;
  readonly superseded_by: string | null;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly resolved_at: Date | null;
  readonly resolution: Resolution | null;
  readonly verified_at: Date | null;
  readonly reopen_count: number;
  readonly last_reopened_at: Date | null;
  readonly reopen_reason: ReopenReason | null;
  readonly assignee: string | null;
  readonly due_at: Date | null;
  readonly sla: Sla;
  readonly breach_told_at: Date | null;
  readonly exception_id: string | null;
  readonly needs_review: boolean;
  readonly reviewed_evidence: string | null;
  readonly clear_in: string | null;
  readonly expiry_told: boolean;
  readonly external_refs: readonly ExternalRef[];
  readonly judged_version: number;
  readonly sequence: number;
}

export function toFinding(row: FindingRow): Finding {
  return {
    id: row.id,
    connectionId: row.connection_id,
    fingerprint: row.fingerprint,
    rule: row.rule,
    subject: row.subject,
    severity: row.severity,
    severitySource: row.severity_source,
    severityReason: row.severity_reason,
    ruleSeverity: row.rule_severity,
    score: row.score,
    tier: row.tier,
    scoreTerms: row.score_terms,
    status: row.status,
    statusChangedAt: row.status_changed_at,
    statusChangedBy: row.status_changed_by,
    present: row.present,
    notAssessed: row.not_assessed,
    title: row.title,
    why: row.why,
    evidence: row.evidence,
    count: row.member_count,
    supersededBy: row.superseded_by,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    resolvedAt: row.resolved_at,
    resolution: row.resolution,
    verifiedAt: row.verified_at,
    reopenCount: row.reopen_count,
    lastReopenedAt: row.last_reopened_at,
    reopenReason: row.reopen_reason,
    assignee: row.assignee,
    dueAt: row.due_at,
    sla: row.sla,
    breachToldAt: row.breach_told_at,
    exceptionId: row.exception_id,
    needsReview: row.needs_review,
    reviewedEvidence: row.reviewed_evidence,
    clearIn: row.clear_in,
    expiryTold: row.expiry_told,
    externalRefs: row.external_refs,
    judgedVersion: row.judged_version,
    sequence: row.sequence,
  };
}

/** As it is written: JSON, by the names of columns. */
export function rowOf(finding: Finding): JsonObject {
  const row: Record<keyof FindingRow, unknown> = {
    id: finding.id,
    connection_id: finding.connectionId,
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    subject: finding.subject,
    severity: finding.severity,
    severity_source: finding.severitySource,
    severity_reason: finding.severityReason,
    rule_severity: finding.ruleSeverity,
    score: finding.score,
    tier: finding.tier,
    score_terms: finding.scoreTerms,
    status: finding.status,
    status_changed_at: finding.statusChangedAt.toISOString(),
    status_changed_by: finding.statusChangedBy,
    present: finding.present,
    not_assessed: finding.notAssessed,
    title: finding.title,
    why: finding.why,
    evidence: finding.evidence,
    member_count: finding.count,
    superseded_by: finding.supersededBy,
    first_seen_at: finding.firstSeenAt.toISOString(),
    last_seen_at: finding.lastSeenAt.toISOString(),
    resolved_at: isoOf(finding.resolvedAt),
    resolution: finding.resolution,
    verified_at: isoOf(finding.verifiedAt),
    reopen_count: finding.reopenCount,
    last_reopened_at: isoOf(finding.lastReopenedAt),
    reopen_reason: finding.reopenReason,
    assignee: finding.assignee,
    due_at: isoOf(finding.dueAt),
    sla: finding.sla,
    breach_told_at: isoOf(finding.breachToldAt),
    exception_id: finding.exceptionId,
    needs_review: finding.needsReview,
    reviewed_evidence: finding.reviewedEvidence,
    clear_in: finding.clearIn,
    expiry_told: finding.expiryTold,
    external_refs: finding.externalRefs,
    judged_version: finding.judgedVersion,
    sequence: finding.sequence,
  };
  return row as JsonObject;
}

/** Without what no step changes, which is most of it. */
export function stepRow(row: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !JUDGED.includes(name)));
}

function isoOf(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

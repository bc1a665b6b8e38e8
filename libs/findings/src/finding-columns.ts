import type { Evaluation, FindingStatus, Missing, Severity, SubjectRef, Tier } from '@posture/domain';
import type { Finding, Resolution } from './finding';
import type { ScoreTerm } from './score';

/** A row as the database gives it. */
export interface FindingRow {
  id: string;
  connection_id: string;
  fingerprint: string;
  rule: string;
  subject: SubjectRef;
  severity: Severity;
  score: number;
  tier: Tier;
  score_terms: ScoreTerm[];
  status: FindingStatus;
  present: boolean;
  not_assessed: Missing[];
  title: string;
  why: string;
  evidence: Evaluation['evidence'];
  member_count: number;
  superseded_by: string | null;
  first_seen_at: Date;
  last_seen_at: Date;
  resolved_at: Date | null;
  resolution: Resolution | null;
  judged_version: number;
  sequence: number;
}

/** What makes a `FindingRow`. */
export const FINDING_COLUMNS = `id, connection_id, fingerprint, rule, subject, severity, score, tier, score_terms, status, present,
  not_assessed, title, why, evidence, member_count, superseded_by, first_seen_at, last_seen_at, resolved_at, resolution,
  judged_version, sequence`;

export function toFinding(row: FindingRow): Finding {
  return {
    id: row.id,
    connectionId: row.connection_id,
    fingerprint: row.fingerprint,
    rule: row.rule,
    subject: row.subject,
    severity: row.severity,
    score: row.score,
    tier: row.tier,
    scoreTerms: row.score_terms,
    status: row.status,
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
    judgedVersion: row.judged_version,
    sequence: row.sequence,
  };
}

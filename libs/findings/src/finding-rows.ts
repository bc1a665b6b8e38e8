import type { BulkCause, JsonObject, SubjectRef } from '@posture/domain';
import type { Queryable } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import type { Change } from './decide';
import type { Finding } from './finding';
import type { PlannedChange } from './superseding';

/** What changes of findings come from. */
export interface ChangesOf {
  readonly connectionId: string;
  /** null: of what happened, judged by no scan. */
  readonly scanId: string | null;
  /** Of the inventory; 0 for what happened, which no version outdates. */
  readonly version: number;
}

/** @param supersededBy id of the finding that stands for it from now on */
export function toRow(
  { id, change, supersededBy }: PlannedChange,
  about: ChangesOf,
  now: Date,
  sequence: number,
): JsonObject {
  const at = now.toISOString();
  const base = {
    ...{ id, connection_id: about.connectionId, judged_version: about.version },
    ...{ sequence, superseded_by: supersededBy },
  };
  if ('candidate' in change) {
    const { candidate } = change;
    const before = 'finding' in change ? change.finding : null;
    return {
      ...base,
      fingerprint: candidate.fingerprint,
      rule: candidate.rule,
      subject: candidate.subject as unknown as JsonObject,
      severity: candidate.severity,
      score: candidate.score.score,
      tier: candidate.score.tier,
      score_terms: candidate.score.terms as unknown as JsonObject[],
      status: before === null || change.type === 'reopened' ? reopenedStatus(before) : before.status,
      present: true,
      not_assessed: [],
      title: candidate.title,
      why: candidate.why,
      evidence: candidate.evidence as unknown as JsonObject,
      member_count: candidate.members?.length ?? 1,
      first_seen_at: before?.firstSeenAt.toISOString() ?? at,
      last_seen_at: at,
      resolved_at: null,
      resolution: null,
    };
  }
  const { finding } = change;
  const resolved = change.type === 'resolved';
  return {
    ...base,
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    subject: finding.subject as unknown as JsonObject,
    severity: finding.severity,
    score: finding.score,
    tier: finding.tier,
    score_terms: finding.scoreTerms as unknown as JsonObject[],
    // A suppressed finding stays suppressed while absent, so that a flapping subject does not reopen it.
    status: resolved && finding.status !== 'suppressed' ? 'resolved' : finding.status,
    present: !resolved,
    not_assessed: (resolved ? [] : change.missing) as unknown as JsonObject[],
    title: finding.title,
    why: finding.why,
    evidence: finding.evidence as unknown as JsonObject,
    member_count: finding.count,
    first_seen_at: finding.firstSeenAt.toISOString(),
    last_seen_at: finding.lastSeenAt.toISOString(),
    resolved_at: resolved ? at : null,
    resolution: resolved ? change.resolution : null,
  };
}

/** A `FindingThen`. */
function asItWas(row: JsonObject): JsonObject {
  return {
    id: row['id']!,
    connectionId: row['connection_id']!,
    fingerprint: row['fingerprint']!,
    rule: row['rule']!,
    subject: row['subject']!,
    severity: row['severity']!,
    score: row['score']!,
    tier: row['tier']!,
    status: row['status']!,
    present: row['present']!,
    supersededBy: row['superseded_by']!,
    title: row['title']!,
    why: row['why']!,
    evidence: row['evidence']!,
    count: row['member_count']!,
    firstSeenAt: row['first_seen_at']!,
    lastSeenAt: row['last_seen_at']!,
    resolution: row['resolution']!,
  };
}

function reopenedStatus(before: Finding | null): string {
  return before?.status === 'suppressed' ? 'suppressed' : 'open';
}

/**
 * @param row the finding as the change leaves it: who is told of it later is told that
 * @param bulk why it is one of many
 */
export function toEvent(
  change: Change,
  row: JsonObject,
  about: ChangesOf,
  now: Date,
  bulk: BulkCause | null,
): JsonObject {
  const data: JsonObject =
    change.type === 'resolved'
      ? { resolution: change.resolution }
      : change.type === 'not_assessed'
        ? { missing: change.missing as unknown as JsonObject[] }
        : 'candidate' in change
          ? { severity: change.candidate.severity, score: change.candidate.score.score, ...severityBefore(change) }
          : {};
  return {
    id: uuidv7(),
    finding_id: row['id']!,
    sequence: row['sequence']!,
    at: now.toISOString(),
    type: change.type,
    scan_id: about.scanId,
    data: { ...data, version: about.version },
    bulk,
    finding_then: asItWas(row),
  };
}

function severityBefore(change: Change): JsonObject {
  if (change.type !== 'updated' || change.finding.severity === change.candidate.severity) return {};
  return { severityBefore: change.finding.severity };
}

export async function upsertFindings(tx: Queryable, rows: readonly JsonObject[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into finding (id, connection_id, fingerprint, rule, subject, severity, score, tier, score_terms, status,
       present, not_assessed, title, why, evidence, member_count, superseded_by, first_seen_at, last_seen_at,
       resolved_at, resolution, judged_version, sequence)
     select id, connection_id, fingerprint, rule, subject, severity, score, tier, score_terms, status, present,
       not_assessed, title, why, evidence, member_count, superseded_by, first_seen_at, last_seen_at, resolved_at,
       resolution, judged_version, sequence
     from jsonb_to_recordset($1::jsonb) as r(id uuid, connection_id uuid, fingerprint text, rule text, subject jsonb,
       severity text, score int, tier text, score_terms jsonb, status text, present boolean, not_assessed jsonb,
       title text, why text, evidence jsonb, member_count int, superseded_by uuid, first_seen_at timestamptz, last_seen_at timestamptz,
       resolved_at timestamptz, resolution text, judged_version int, sequence int)
     on conflict (id) do update set subject = excluded.subject, severity = excluded.severity, score = excluded.score,
       tier = excluded.tier, score_terms = excluded.score_terms, status = excluded.status, present = excluded.present,
       not_assessed = excluded.not_assessed, title = excluded.title, why = excluded.why, evidence = excluded.evidence,
       member_count = excluded.member_count, superseded_by = excluded.superseded_by, last_seen_at = excluded.last_seen_at, resolved_at = excluded.resolved_at,
       resolution = excluded.resolution, judged_version = excluded.judged_version, sequence = excluded.sequence`,
    [JSON.stringify(rows)],
  );
}

/**
 * Writes history, which is the outbox of whoever is told, too. To be called late in its transaction: from here on until it
 * commits no other writes any, so that positions are committed in their order.
 */
export async function insertEvents(tx: Queryable, rows: readonly JsonObject[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(`select pg_advisory_xact_lock(hashtext('finding_event'))`);
  await tx.query(
    `insert into finding_event (id, finding_id, sequence, at, type, scan_id, data, bulk, finding_then, position)
     select id, finding_id, sequence, at, type, scan_id, data, bulk, finding_then, nextval('finding_event_position')
     from jsonb_to_recordset($1::jsonb)
       as r(id uuid, finding_id uuid, sequence int, at timestamptz, type text, scan_id uuid, data jsonb,
         bulk text, finding_then jsonb)`,
    [JSON.stringify(rows)],
  );
}

export async function replaceMembers(tx: Queryable, findingId: string, members: readonly SubjectRef[]): Promise<void> {
  await tx.query(`delete from finding_member where finding_id = $1 and not (key = any($2::text[]))`, [
    findingId,
    members.map((member) => member.key),
  ]);
  await tx.query(
    `insert into finding_member (finding_id, key, kind, external_id, name)
     select $1, key, kind, external_id, name from unnest($2::text[], $3::text[], $4::text[], $5::text[])
       as m(key, kind, external_id, name)
     on conflict (finding_id, key) do update set name = excluded.name
       where finding_member.name is distinct from excluded.name`,
    [
      findingId,
      members.map((member) => member.key),
      members.map((member) => member.kind),
      members.map((member) => member.externalId),
      members.map((member) => member.name),
    ],
  );
}

import type { Actor, BulkCause, JsonObject, SubjectRef } from '@posture/domain';
import type { Queryable } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import type { Change } from './decide';
import type { Candidate, Finding } from './finding';
import { FINDING_CHANGES, FINDING_COLUMNS, FINDING_RECORD, STEP_CHANGES, rowOf, stepRow } from './finding-columns';
import { nextOf } from './next-finding';
import type { Decided } from './next-finding';
import type { PlannedChange } from './superseding';

/** What changes of findings come from. */
export interface ChangesOf {
  readonly connectionId: string;
  /** null: of what happened, judged by no scan. */
  readonly scanId: string | null;
  /** Of the inventory; 0 for what happened, which no version outdates. */
  readonly version: number;
}

/**
 * @param planned with the finding that stands for it from now on
 * @param decided what a finding falls under that opens or comes back
 */
export function toRow(
  { id, change, supersededBy }: PlannedChange,
  about: ChangesOf,
  now: Date,
  sequence: number,
  decided: Decided,
): JsonObject {
  const next = nextOf(id, change, about, now, decided);
  return rowOf({ ...next, supersededBy, judgedVersion: about.version, sequence });
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
    statusChangedAt: row['status_changed_at']!,
    statusChangedBy: row['status_changed_by']!,
    assignee: row['assignee']!,
    severitySource: row['severity_source']!,
    ruleSeverity: row['rule_severity']!,
    dueAt: row['due_at']!,
    reopenCount: row['reopen_count']!,
    reopenReason: row['reopen_reason']!,
    exceptionId: row['exception_id']!,
    needsReview: row['needs_review']!,
    externalRefs: row['external_refs']!,
  };
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
  return {
    id: uuidv7(),
    finding_id: row['id']!,
    sequence: row['sequence']!,
    at: now.toISOString(),
    type: change.type,
    scan_id: about.scanId,
    data: { ...dataOf(change), version: about.version },
    bulk,
    finding_then: asItWas(row),
    actor: null,
  };
}

function dataOf(change: Change): JsonObject {
  switch (change.type) {
    case 'resolved':
    case 'absent':
    case 'verified':
      return { resolution: change.resolution };
    case 'doubted':
      return {};
    case 'not_assessed':
      return { missing: change.missing as unknown as JsonObject[] };
    case 'reopened':
      return { ...matchOf(change.candidate), reason: change.reason };
    case 'opened':
      return matchOf(change.candidate);
    default:
      return { ...matchOf(change.candidate), ...severityBefore(change) };
  }
}

function matchOf({ severity, score }: Candidate): JsonObject {
  return { severity, score: score.score };
}

/** Where people said how severe it is, nothing that scans see changes that. */
function severityBefore({
  finding,
  candidate,
}: Extract<Change, { finding: Finding; candidate: Candidate }>): JsonObject {
  if (finding.severitySource === 'manual' || finding.severity === candidate.severity) return {};
  return { severityBefore: finding.severity };
}

/** One thing people, or time, did to a finding, and what it is from then on. */
export interface Step {
  readonly type: string;
  readonly data: JsonObject;
  readonly finding: Finding;
  /** Of its place in history; another unless it is given. */
  readonly id?: string;
}

/**
 * Writes findings with what was done to each, in order. They are locked, and nothing follows in the transaction.
 * @param steps of all findings; a step of none changes nothing
 */
export async function writeSteps(tx: Queryable, steps: readonly Step[], actor: Actor, now: Date): Promise<void> {
  const rows = new Map<string, JsonObject>();
  const events: JsonObject[] = [];
  for (const { type, data, finding, id = uuidv7() } of steps) {
    const sequence = ((rows.get(finding.id)?.['sequence'] as number | undefined) ?? finding.sequence) + 1;
    const row = rowOf({ ...finding, sequence });
    rows.set(finding.id, row);
    events.push({
      id,
      finding_id: finding.id,
      sequence,
      at: now.toISOString(),
      type,
      scan_id: null,
      data,
      bulk: null,
      finding_then: asItWas(row),
      actor: actor as unknown as JsonObject,
    });
  }
  await updateFindings(tx, [...rows.values()].map(stepRow));
  await insertEvents(tx, events);
}

async function updateFindings(tx: Queryable, rows: readonly JsonObject[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update finding f set ${STEP_CHANGES} from jsonb_to_recordset($1::jsonb) as r(${FINDING_RECORD}) where f.id = r.id`,
    [JSON.stringify(rows)],
  );
}

export async function upsertFindings(tx: Queryable, rows: readonly JsonObject[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into finding (${FINDING_COLUMNS})
     select ${FINDING_COLUMNS} from jsonb_to_recordset($1::jsonb) as r(${FINDING_RECORD})
     on conflict (id) do update set ${FINDING_CHANGES}`,
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
    `insert into finding_event (id, finding_id, sequence, at, type, scan_id, data, bulk, finding_then, actor, position)
     select id, finding_id, sequence, at, type, scan_id, data, bulk, finding_then, actor, nextval('finding_event_position')
     from jsonb_to_recordset($1::jsonb)
       as r(id uuid, finding_id uuid, sequence int, at timestamptz, type text, scan_id uuid, data jsonb, bulk text,
         finding_then jsonb, actor jsonb)`,
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

import type { Actor } from '@posture/domain';
import { toSql } from '../filter/apply-filter';
import type { Bind, Filter } from '../filter/filter';
import type { Queryable } from '@posture/platform';
import type { Decider, Exception, ExceptionKind, ExceptionScope, ExceptionState, ExceptionTerms } from './exception';

/** An exception as the database answers it. */
export interface ExceptionRow {
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly scope: ExceptionScope['type'];
  readonly connectionId: string;
  readonly findingId: string | null;
  readonly rule: string | null;
  readonly subject: string | null;
  readonly filter: Filter | null;
  readonly state: ExceptionState;
  readonly requestedBy: Actor;
  readonly approvedBy: Actor | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: Actor | null;
  readonly version: number;
  readonly findings: number;
}

/** For `select`. */
export const EXCEPTION_COLUMNS = `id, kind, reason, scope, connection_id as "connectionId", finding_id as "findingId", rule,
  subject_key as subject, filter, state, requested_by as "requestedBy", approved_by as "approvedBy", created_at as "createdAt",
  expires_at as "expiresAt", ended_at as "endedAt", ended_by as "endedBy", version,
  (select count(*)::int from finding where exception_id = finding_exception.id) as findings`;

export function toException({ findingId, rule, subject, filter, scope, ...row }: ExceptionRow): Exception {
  const { connectionId } = row;
  if (scope === 'finding') return { ...row, scope: { type: scope, findingId: findingId! } };
  if (scope === 'filter') return { ...row, scope: { type: scope, connectionId, filter: filter! } };
  return { ...row, scope: { type: scope, connectionId, rule: rule!, subject: subject! } };
}

/** An exception that is to be. */
interface MadeException extends ExceptionTerms {
  readonly id: string;
  readonly scope: ExceptionScope;
  readonly connectionId: string;
  /** Whether it covers already what it covers now. */
  readonly isApplied: boolean;
}

export async function insertExceptions(
  made: readonly MadeException[],
  { actor, approves }: Decider,
  now: Date,
  tx: Queryable,
): Promise<void> {
  if (made.length === 0) return;
  const rows = made.map(({ id, connectionId, kind, reason, expiresAt, scope, isApplied }) => ({
    ...{ id, connection_id: connectionId, kind, reason: reason.trim(), scope: scope.type, is_applied: isApplied },
    expires_at: expiresAt?.toISOString() ?? null,
    finding_id: scope.type === 'finding' ? scope.findingId : null,
    rule: scope.type === 'rule_subject' ? scope.rule : null,
    subject_key: scope.type === 'rule_subject' ? scope.subject : null,
    filter: scope.type === 'filter' ? scope.filter : null,
  }));
  const by = JSON.stringify(actor);
  await tx.query(
    `insert into finding_exception (id, kind, reason, scope, connection_id, finding_id, rule, subject_key, filter,
       state, requested_by, approved_by, created_at, expires_at, is_warned, is_applied, version)
     select id, kind, reason, scope, connection_id, finding_id, rule, subject_key, filter,
       'active', $2, $3, $4, expires_at, false, is_applied, 1
     from jsonb_to_recordset($1::jsonb) as r(id uuid, kind text, reason text, scope text, connection_id uuid,
       finding_id uuid, rule text, subject_key text, filter jsonb, expires_at timestamptz, is_applied boolean)`,
    [JSON.stringify(rows), by, approves ? by : null, now],
  );
}

/** A condition on findings that are in its scope. @param at what ages are reckoned from */
export function inScope(scope: ExceptionScope, bind: Bind, at: Date): string {
  if (scope.type === 'finding') return `id = ${bind(scope.findingId)}`;
  const ofConnection = `connection_id = ${bind(scope.connectionId)}`;
  if (scope.type === 'filter') return `${ofConnection} and (${toSql(scope.filter, bind, at)})`;
  return `${ofConnection} and rule = ${bind(scope.rule)} and subject ->> 'key' = ${bind(scope.subject)}`;
}

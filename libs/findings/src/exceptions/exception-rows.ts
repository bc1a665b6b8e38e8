import type { Actor } from '@posture/domain';
import { toSql } from '../filter/apply-filter';
import type { Bind, Filter } from '../filter/filter';
import type { Exception, ExceptionKind, ExceptionScope, ExceptionState } from './exception';

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

/** A condition on findings that are in its scope. @param at what ages are reckoned from */
export function inScope(scope: ExceptionScope, bind: Bind, at: Date): string {
  if (scope.type === 'finding') return `id = ${bind(scope.findingId)}`;
  const ofConnection = `connection_id = ${bind(scope.connectionId)}`;
  if (scope.type === 'filter') return `${ofConnection} and (${toSql(scope.filter, bind, at)})`;
  return `${ofConnection} and rule = ${bind(scope.rule)} and subject ->> 'key' = ${bind(scope.subject)}`;
}

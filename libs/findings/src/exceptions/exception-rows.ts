import type { Actor } from '@posture/domain';
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
  readonly state: ExceptionState;
  readonly requestedBy: Actor;
  readonly approvedBy: Actor | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: Actor | null;
  readonly version: number;
}

/** For `select`. */
export const EXCEPTION_COLUMNS = `id, kind, reason, scope, connection_id as "connectionId", finding_id as "findingId", rule,
  subject_key as subject, state, requested_by as "requestedBy", approved_by as "approvedBy", created_at as "createdAt",
  expires_at as "expiresAt", ended_at as "endedAt", ended_by as "endedBy", version`;

export function toException({ findingId, rule, subject, scope, ...row }: ExceptionRow): Exception {
  const { connectionId } = row;
  return {
    ...row,
    scope:
      scope === 'finding'
        ? { type: scope, findingId: findingId! }
        : { type: scope, connectionId, rule: rule!, subject: subject! },
  };
}

/** A condition on findings that are in its scope. @param bind keeps a value, and gives the parameter it is bound to */
export function inScope(scope: ExceptionScope, bind: (value: unknown) => string): string {
  if (scope.type === 'finding') return `id = ${bind(scope.findingId)}`;
  const { connectionId, rule, subject } = scope;
  return `connection_id = ${bind(connectionId)} and rule = ${bind(rule)} and subject ->> 'key' = ${bind(subject)}`;
}

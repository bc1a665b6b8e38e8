import { DomainError } from '@posture/domain';
import { parseFilter, printFilter } from '@posture/findings';
import type { Exception, ExceptionScope } from '@posture/findings';
import { actorView } from '../actor.body';
import type { ExceptionBody } from './exceptions.body';
import type { ExceptionScopeBody } from './exceptions.dto';

export function exceptionView(exception: Exception): ExceptionBody {
  const { id, kind, reason, scope, connectionId, state, findings, version } = exception;
  return {
    ...{ id, kind, reason, connectionId, state, findings, version },
    scope: scope.type,
    findingId: scope.type === 'finding' ? scope.findingId : null,
    rule: scope.type === 'rule_subject' ? scope.rule : null,
    subject: scope.type === 'rule_subject' ? scope.subject : null,
    filter: scope.type === 'filter' ? printFilter(scope.filter) : null,
    requestedBy: actorView(exception.requestedBy),
    approvedBy: exception.approvedBy === null ? null : actorView(exception.approvedBy),
    createdAt: exception.createdAt.toISOString(),
    expiresAt: exception.expiresAt?.toISOString() ?? null,
    endedAt: exception.endedAt?.toISOString() ?? null,
    endedBy: exception.endedBy === null ? null : actorView(exception.endedBy),
  };
}

/** @throws {DomainError} `exception.scope_incomplete`, and as `parseFilter` */
export function scopeOf({ scope, ...given }: ExceptionScopeBody): ExceptionScope {
  const named = (field: Exclude<keyof ExceptionScopeBody, 'scope'>): string => {
    const value = given[field];
    if (value !== undefined) return value;
    throw new DomainError('exception.scope_incomplete', 'invalid', `The scope ${scope} says no ${field}.`, {
      field,
      remedy: `Give ${field} with the scope ${scope}.`,
    });
  };
  if (scope === 'finding') return { type: scope, findingId: named('findingId') };
  const connectionId = named('connectionId');
  if (scope === 'rule_subject') return { type: scope, connectionId, rule: named('rule'), subject: named('subject') };
  return { type: scope, connectionId, filter: parseFilter(named('filter'), { input: 'filter' }) };
}

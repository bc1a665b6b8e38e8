import { DomainError } from '@posture/domain';
import type { BulkItem, BulkRequest } from '@posture/findings';
import type { BulkChange } from '@posture/flows';
import { actorView } from '../actor.body';
import { errorView } from '../runs/runs.view';
import type { BulkChangeBody, BulkItemBody } from './bulk-changes.body';
import type { StartBulkChangeBody } from './bulk-changes.dto';

/** @throws {DomainError} `bulk_change.incomplete` when the action needs more */
export function requestOf({ action, params = {} }: StartBulkChangeBody): BulkRequest {
  const { note, assignee, severity, dueAt, externalRefs } = params;
  if (action === 'claim') {
    if (note === undefined) throw incomplete('params.note', 'A claim takes a note.');
    return { action, note };
  }
  if (action !== 'change') return { action, note };
  if ([assignee, severity, dueAt, externalRefs].every((value) => value === undefined))
    throw incomplete('params', 'A change takes what is to be different.');
  return { action, assignee, severity, dueAt: dueAt instanceof Date ? dueAt.toISOString() : dueAt, externalRefs };
}

export function bulkChangeView({ run, request, actor, counts }: BulkChange): BulkChangeBody {
  const { succeeded, skipped, failed, pending } = counts;
  return {
    id: run.id,
    action: request.action,
    by: actorView(actor),
    state: run.state,
    counts: { succeeded, skipped, failed, pending },
    createdAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    error: errorView(run),
  };
}

export function bulkItemView({ findingId, outcome, code, message }: BulkItem): BulkItemBody {
  return { findingId, outcome, code, message };
}

export function incomplete(field: string, message: string): DomainError {
  return new DomainError('bulk_change.incomplete', 'invalid', message, {
    field,
    remedy: 'Give ids, or filter with expectedCount; an action with the params it takes.',
  });
}

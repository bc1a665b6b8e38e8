import { DomainError } from '@posture/domain';
import type { BulkItem, BulkRequest } from '@posture/findings';
import type { BulkChange } from '@posture/flows';
import { actorView } from '../actor.body';
import { errorView } from '../runs/runs.view';
import type { BulkChangeBody, BulkItemBody } from './bulk-changes.body';
import type { BulkParams, StartBulkChangeBody } from './bulk-changes.dto';

type BulkAction = BulkRequest['action'];

const SAID = ['note'] as const;
/** Which params say something of an action. */
const TAKEN: Readonly<Record<BulkAction, readonly (keyof BulkParams)[]>> = {
  acknowledge: SAID,
  start: SAID,
  reopen: SAID,
  claim: SAID,
  comment: SAID,
  except: ['kind', 'reason', 'expiresAt'],
  change: ['assignee', 'severity', 'dueAt', 'externalRefs', 'needsReview'],
};

/** @throws {DomainError} `bulk_change.incomplete` when the action needs more, `bulk_change.param_unused` when it takes less */
export function requestOf({ action, params = {} }: StartBulkChangeBody): BulkRequest {
  const given = Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const unused = given.find((name) => !(TAKEN[action] as readonly string[]).includes(name));
  if (unused !== undefined)
    throw new DomainError('bulk_change.param_unused', 'invalid', `The action ${action} takes no ${unused}.`, {
      field: `params.${unused}`,
      remedy: `Leave it out, or give it with its action; ${action} takes ${TAKEN[action].join(', ')}.`,
    });
  const { note, kind, reason, expiresAt, assignee, severity, dueAt, externalRefs, needsReview } = params;
  if (action === 'claim' || action === 'comment') {
    if (note === undefined) throw incomplete('params.note', `A ${action} takes a note.`);
    return { action, note };
  }
  if (action === 'except') {
    if (kind === undefined) throw incomplete('params.kind', 'An exception takes a kind.');
    if (reason === undefined) throw incomplete('params.reason', 'An exception takes a reason.');
    return { action, kind, reason, expiresAt: expiresAt?.toISOString() ?? null };
  }
  if (action !== 'change') return { action, note };
  if (given.length === 0) throw incomplete('params', 'A change takes what is to be different.');
  const due = dueAt instanceof Date ? dueAt.toISOString() : dueAt;
  return { action, assignee, severity, dueAt: due, externalRefs, needsReview };
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

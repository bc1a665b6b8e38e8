import { DomainError } from '@posture/domain';
import type { Finding } from '../finding';
import type { FindingAction } from '../workflow';

/** @throws {DomainError} `finding.stale` */
export function refuseStale({ id, sequence }: Finding, expectedVersion: number): void {
  if (sequence === expectedVersion) return;
  throw new DomainError('finding.stale', 'stale', `Finding ${id} has changed since: it is at version ${sequence}.`, {
    field: 'If-Match',
    remedy: 'Read it again, and decide on what it is now.',
    details: { version: sequence },
  });
}

export function notAllowed(
  { id, status }: Finding,
  action: FindingAction,
  allowed: readonly FindingAction[],
): DomainError {
  const ways =
    allowed.length === 0 ? 'nothing; it comes back by itself when a scan finds it again' : allowed.join(', ');
  return new DomainError(
    'finding.transition',
    'conflict',
    `Finding ${id} is ${status}: "${action}" cannot be done to it.`,
    {
      field: 'action',
      remedy: `What can be done: ${ways}.`,
      details: { allowed, status },
    },
  );
}

export function noFinding(id: string): DomainError {
  return new DomainError('finding.not_found', 'not_found', `There is no finding ${id}.`, {
    field: 'id',
    remedy: 'Take the id from the list of findings.',
  });
}

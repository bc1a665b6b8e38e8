import { DomainError } from '@posture/domain';

/** What cannot be undone is meant, or not done. @throws {DomainError} `request.confirmation_required` */
export function refuseUnconfirmed(confirm: boolean | undefined, what: string): void {
  if (confirm === true) return;
  throw new DomainError('request.confirmation_required', 'precondition_required', what, {
    field: 'confirm',
    remedy: 'Repeat the request with "confirm": true.',
  });
}

import { DomainError } from '@posture/domain';
import type { ConnectionScope } from '@posture/domain';
import { isAtLeast } from '../permission';
import type { OperatorRole } from '../principal';
import { KEY_LIFE, KEY_OVERLAP } from './api-key';
import type { ApiKey, KeyMaker } from './api-key';

/** Nobody gives, changes or ends what is more than he has himself. @throws {DomainError} `api_key.above_role` */
export function assertNotAbove({ actor, role }: KeyMaker, wanted: OperatorRole): void {
  if (isAtLeast(role, wanted)) return;
  throw new DomainError(
    'api_key.above_role',
    'forbidden',
    `"${actor.name}" has the role ${role} and can have no say in a key of the role ${wanted}.`,
    { field: 'role', remedy: `Choose a role up to ${role}, or ask with a key of the role ${wanted}.` },
  );
}

/** Whether all that one scope shows is shown by the other. */
export function isWithin(inner: ConnectionScope, outer: ConnectionScope): boolean {
  if (outer === null) return true;
  return inner !== null && inner.every((id) => outer.includes(id));
}

/** @throws {DomainError} `api_key.above_scope` */
export function assertSeesNoMore({ actor, connections }: KeyMaker, wanted: ConnectionScope): void {
  if (isWithin(wanted, connections)) return;
  throw new DomainError(
    'api_key.above_scope',
    'forbidden',
    `"${actor.name}" sees some connections and gives no key that sees others.`,
    { field: 'connectionIds', remedy: 'Name only connections you see, or leave it out for all of them.' },
  );
}

/** @throws {DomainError} `api_key.life_invalid` */
export function assertLife(days: number): void {
  if (Number.isInteger(days) && days >= 1 && days <= KEY_LIFE.mostDays) return;
  throw new DomainError('api_key.life_invalid', 'invalid', 'A key lives a whole number of days.', {
    field: 'expiresInDays',
    remedy: `Give 1 to ${KEY_LIFE.mostDays} days; ${KEY_LIFE.days} when left out.`,
  });
}

/** @throws {DomainError} `api_key.overlap_invalid` */
export function assertOverlap(hours: number): void {
  if (Number.isInteger(hours) && hours >= 0 && hours <= KEY_OVERLAP.mostHours) return;
  throw new DomainError('api_key.overlap_invalid', 'invalid', 'Two values of a key are taken for whole hours only.', {
    field: 'overlapHours',
    remedy: `Give 0 to ${KEY_OVERLAP.mostHours} hours; ${KEY_OVERLAP.hours} when left out.`,
  });
}

/** @throws {DomainError} `api_key.wrong_state` */
export function assertNotRevoked({ id, state }: ApiKey): void {
  if (state !== 'revoked') return;
  throw new DomainError('api_key.wrong_state', 'conflict', `The key ${id} is revoked, and stays so.`, {
    field: 'id',
    remedy: 'Make another key.',
  });
}

export function keyNotFound(id: string): DomainError {
  return new DomainError('api_key.not_found', 'not_found', `There is no key ${id}.`, {
    field: 'id',
    remedy: 'List the keys to see their ids.',
  });
}

export function lastOwner(id: string): DomainError {
  return new DomainError('api_key.last_owner', 'conflict', `The key ${id} is the last of the role owner.`, {
    field: 'id',
    remedy: 'Make another owner key first.',
  });
}

export function keyIsStale(id: string, version: number): DomainError {
  return new DomainError(
    'api_key.stale',
    'stale',
    `The key ${id} was changed meanwhile: it is at version ${version}.`,
    {
      field: 'If-Match',
      remedy: 'Read it again, look at what has changed, and send the change with its new ETag.',
      details: { version },
    },
  );
}

import { DomainError } from '@posture/domain';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What `--until` says: a day is over at its midnight in UTC. @throws {DomainError} `until.invalid` */
export function endOf(until: string): Date {
  const at = new Date(DAY.test(until) ? `${until}T24:00:00Z` : until);
  if (!Number.isNaN(at.getTime())) return at;
  throw new DomainError('until.invalid', 'invalid', `"${until}" is neither a day nor an instant.`, {
    field: '--until',
    remedy: 'Write a day as 2026-12-31, or an instant as 2026-12-31T18:00:00Z.',
  });
}

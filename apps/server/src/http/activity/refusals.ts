import type { StreamProgress } from '@posture/activity';
import { DomainError } from '@posture/domain';

/** @throws {DomainError} `activity.none`: a log nobody read must not look like one in which nothing happened */
export function assertRead(streams: readonly StreamProgress[]): void {
  if (streams.length > 0) return;
  throw new DomainError('activity.none', 'not_found', 'The log of this connection was not read yet.', {
    field: 'connectionId',
    remedy: 'Test the connection to see whether its credential may read the log.',
  });
}

/**
 * For times and for days.
 * @throws {DomainError} `activity.range_reversed`: an empty answer would look as if nothing had happened
 */
export function assertInOrder<T extends Date | string>({ from, to }: { readonly from?: T; readonly to?: T }): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new DomainError('activity.range_reversed', 'invalid', 'The time asked for ends before it begins.', {
    field: 'from',
    remedy: 'Give the earlier end as "from" and the later one as "to".',
  });
}

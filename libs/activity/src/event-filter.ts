import { DomainError } from '@posture/domain';
import { storableText } from '@posture/platform';
import type { ActivityFilter, ActivityPlace } from './activity';
import { term } from './event-columns';

/** Which events of a connection are chosen, as the condition of a query over `activity a`. */
export function chosen(
  connectionId: string,
  filter: ActivityFilter,
  before: ActivityPlace | null,
): { readonly where: string; readonly params: unknown[] } {
  const terms = [filter.entity, filter.type].flatMap((each) => (each === undefined ? [] : [term(each)]));
  const conditions: [string, unknown][] = [['a.connection_id = ?', connectionId]];
  if (terms.length > 0) conditions.push(['a.terms @> ?::text[]', terms]);
  if (filter.type !== undefined) conditions.push(['a.type = ?', storableText(filter.type)]);
  if (filter.outcome !== undefined) conditions.push(['a.outcome = ?', storableText(filter.outcome)]);
  if (filter.from !== undefined) conditions.push(['a.published >= ?', filter.from]);
  if (filter.to !== undefined) conditions.push(['a.published < ?', filter.to]);
  const params = conditions.map(([, value]) => value);
  const where = conditions.map(([text], n) => text.replace('?', `$${n + 1}`));
  if (before !== null) {
    params.push(new Date(before.at), storableText(before.id));
    const [at, id] = [`$${params.length - 1}`, `$${params.length}`];
    // The first half says no more than the second, but spares the days after it.
    where.push(`a.published <= ${at} and (a.published, a.uuid) < (${at}, ${id})`);
  }
  return { where: where.join(' and '), params };
}

export function eventNotFound(id: string): DomainError {
  return new DomainError('activity.not_found', 'not_found', `There is no event ${id} in what is kept of the log.`, {
    field: 'eventId',
    remedy: 'Take id and time from the list of events or from an episode; an event is kept for 90 days.',
  });
}

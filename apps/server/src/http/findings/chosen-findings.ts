import { parseFilter } from '@posture/findings';
import type { Filter, ListAsked } from '@posture/findings';
import type { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import type { FindingChoiceQuery } from './findings.query';

/**
 * Which findings a query means, sees what whoever asks may see.
 * @throws {DomainError} `connection.not_found`, and what `parseFilter` refuses
 */
export async function chosenFindings(
  query: FindingChoiceQuery,
  { id: me, connections: sees }: Principal,
  connections: ConnectionStore,
): Promise<ListAsked> {
  const { connectionId, rule, subject, leading, severity, status, updatedSince } = query;
  // A connection that is not there has no findings; that must not look like one that is clean.
  if (connectionId !== undefined) await connections.get(connectionId);
  const text = query.q ?? '';
  // They are asked for their names, and a list for every request costs more than most filters.
  const named = /connection:/i.test(text) ? await connections.list(sees) : [];
  const asked = parseFilter(text, { me, connections: named });
  const terms = [
    ...asked.terms,
    ...anyOf('connection', connectionId),
    ...anyOf('rule', rule),
    ...anyOf('subject', subject),
    ...anyOf('severity', ...(severity ?? [])),
    ...anyOf('status', ...(status ?? [])),
    ...anyOf('is', leading === true ? 'superseded' : undefined).map((term) => ({ ...term, not: true })),
  ];
  return {
    filter: { terms },
    sees,
    updatedSince,
  };
}

/** The order somebody wrote the values in is not part of the filter. */
function anyOf(field: string, ...values: readonly (string | undefined)[]): Filter['terms'] {
  const given = values.filter((value) => value !== undefined).sort();
  return given.length === 0 ? [] : [{ field, not: false, operator: '=', values: given }];
}

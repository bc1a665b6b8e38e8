import { parseFilter } from '@posture/findings';
import type { Filter, ListAsked, SavedView, SavedViews } from '@posture/findings';
import type { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { viewAskerOf } from '../views/view-asker';
import type { FindingChoiceQuery } from './findings.query';

/**
 * Which findings a query means, sees what whoever asks may see.
 * @throws {DomainError} `connection.not_found`, `view.not_found`, and what `parseFilter` refuses
 */
export async function chosenFindings(
  query: FindingChoiceQuery,
  asker: Principal,
  connections: ConnectionStore,
  views: SavedViews,
): Promise<ListAsked> {
  const { id: me, connections: sees } = asker;
  const { connectionId, rule, subject, leading, severity, status, updatedSince } = query;
  // A connection that is not there has no findings; that must not look like one that is clean.
  if (connectionId !== undefined) await connections.get(connectionId);
  const view = await viewOf(query, asker, views);
  const texts = [['view', view?.filter ?? ''] as const, ['q', query.q ?? ''] as const];
  // They are asked for their names, and a list for every request costs more than most filters.
  const named = texts.some(([, text]) => /connection:/i.test(text)) ? await connections.list(sees) : [];
  const asked = texts.map(([input, text]) => parseFilter(text, { me, connections: named, input }));
  const terms = [
    ...asked.flatMap((filter) => filter.terms),
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

/** The view a query names. @throws {DomainError} `view.not_found` */
export async function viewOf(
  { view }: FindingChoiceQuery,
  asker: Principal,
  views: SavedViews,
): Promise<SavedView | null> {
  return view === undefined ? null : views.get(view, viewAskerOf(asker));
}

/** The order somebody wrote the values in is not part of the filter. */
function anyOf(field: string, ...values: readonly (string | undefined)[]): Filter['terms'] {
  const given = values.filter((value) => value !== undefined).sort();
  return given.length === 0 ? [] : [{ field, not: false, operator: '=', values: given }];
}

import { NEEDS } from './access';
import type { Answer, Call, Endpoint } from './endpoint';
import { invalidSearch, OktaError } from './okta-error';
import { cursorAfter, cursorId, limitOf } from './paging';

const DAY_MS = 86_400_000;
const OLDEST_DAYS = 180;

/**
 * `GET /api/v1/logs` of an org in which nothing has happened yet. Without `until` and in ascending order it is a poll:
 * it always says where to go on, even after an empty page. A query with both ends ends.
 */
export const LOG_ENDPOINT: Endpoint = {
  path: '/api/v1/logs',
  scope: 'okta.logs.read',
  need: NEEDS.logs,
  answer: (call): Answer => {
    const { query } = call;
    limitOf(query, { normal: 100, max: 1000 });
    const since = instant(call, 'since');
    const until = instant(call, 'until');
    if (since !== null && call.org.now().getTime() - since > OLDEST_DAYS * DAY_MS) {
      throw new OktaError(400, 'E0000053', 'Invalid filter.', [`since: must be within the last ${OLDEST_DAYS} days`]);
    }
    if (since !== null && until !== null && since > until) {
      throw new OktaError(400, 'E0000053', 'Invalid filter.', ['since: must not be after until']);
    }
    if (/\bpublished\b/.test(query.filter ?? '')) throw invalidSearch('published is not filterable.');
    const polling = until === null && query.sortOrder !== 'DESCENDING';
    if (!polling) return { style: 'list', rows: [], after: null };
    const place = cursorPlace(call) ?? String(call.org.now().getTime());
    return { style: 'list', rows: [], after: cursorAfter(call.path, call.query, [{ id: place }]) };
  },
};

function cursorPlace({ path, query }: Call): string | null {
  try {
    return cursorId(path, query);
  } catch {
    throw invalidSearch('after: not a cursor of this query');
  }
}

function instant({ query }: Call, name: 'since' | 'until'): number | null {
  const text = query[name];
  if (text === undefined) return null;
  const value = Date.parse(text);
  if (Number.isNaN(value)) {
    throw new OktaError(400, 'E0000030', 'Bad request. Invalid date. Dates must be of the form yyyy-MM-dd.', [name]);
  }
  return value;
}

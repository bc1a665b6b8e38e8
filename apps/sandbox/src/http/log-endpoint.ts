import { createHash } from 'node:crypto';
import type { Key, Keep } from '../log/log-query';
import type { LogPlace } from '../log/log-store';
import type { SystemLog } from '../log/system-log';
import { NEEDS } from './access';
import type { Answer, Call, Endpoint } from './endpoint';
import { invalidSearch, OktaError } from './okta-error';
import { limitOf, type Query } from './paging';
import { matches, parseFilter, type Expression, type Grammar } from './scim-filter';

const DAY_MS = 86_400_000;
const OLDEST_DAYS = 180;
const DEFAULT_DAYS = 7;
const OPERATORS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sw', 'ew', 'co', 'pr'] as const;
const WITHOUT_CO = OPERATORS.filter((operator) => operator !== 'co');
const GRAMMAR: Grammar = {
  attributes: {
    '*': OPERATORS,
    'debugContext.debugData.url': WITHOUT_CO,
    'debugContext.debugData.requestUri': WITHOUT_CO,
  },
  caseSensitive: true,
};

/**
 * `GET /api/v1/logs`. Without `until` and in ascending order it is a poll: in order of persistence, and it always says
 * where to go on, even after an empty page. Any other query is in order of `published` and ends.
 */
export const LOG_ENDPOINT: Endpoint = {
  path: '/api/v1/logs',
  scope: 'okta.logs.read',
  need: NEEDS.logs,
  live: true,
  answer: (call): Answer => {
    const { query, log } = call;
    const limit = limitOf(query, { normal: 100, max: 1000 });
    const until = instant(call, 'until');
    const since = sinceOf(call, until);
    const keep = wanted(query);
    const polling = until === null && query.sortOrder !== 'DESCENDING';
    const cursor = cursorOf(log, query);
    const answered = (rows: readonly unknown[], place: LogPlace | Key | null, from: number, to: number): Answer => ({
      ...{ style: 'list', rows, without: ['since'] },
      after: place && cursorText(log, query, { from, to, place }),
    });
    if (polling) {
      const page = log.poll(cursor?.place ?? log.placeSince(since), limit, keep);
      if (!page) throw expired();
      return answered(page.events, page.place, since, 0);
    }
    const [from, to] = cursor ? [cursor.from, cursor.to] : [since, until ?? log.now() + 1];
    const after = cursor ? (cursor.place as Key) : null;
    const descending = query.sortOrder === 'DESCENDING';
    const page = log.bounded({ since: from, until: to, descending, after, limit, keep });
    return answered(page.events, page.last, from, to);
  },
};

function sinceOf(call: Call, until: number | null): number {
  const now = call.log.now();
  const since = instant(call, 'since');
  if (since === null) return (until ?? now) - DEFAULT_DAYS * DAY_MS;
  if (call.query.after !== undefined) throw invalid('after: cannot be given together with since');
  if (now - since > OLDEST_DAYS * DAY_MS) throw invalid(`since: must be within the last ${OLDEST_DAYS} days`);
  if (until !== null && since > until) throw invalid('since: must not be after until');
  return since;
}

function invalid(cause: string): OktaError {
  return new OktaError(400, 'E0000053', 'Invalid filter.', [cause]);
}

function expired(): OktaError {
  return invalidSearch('after: not a cursor of this query');
}

/** What a cursor carries: the span of a bounded query, and the place of the last row. */
interface Cursor {
  readonly from: number;
  readonly to: number;
  readonly place: LogPlace | Key;
}

function cursorText(log: SystemLog, query: Query, { from, to, place }: Cursor): string {
  const { segment, offset } = place;
  const published = 'published' in place ? place.published : 0;
  const text = [bindingOf(query), log.epoch, from, to, segment, offset, published].join('.');
  return Buffer.from(text).toString('base64url');
}

function cursorOf(log: SystemLog, query: Query): Cursor | null {
  if (query.after === undefined) return null;
  const [binding, ...rest] = Buffer.from(query.after, 'base64url').toString('utf8').split('.');
  const [epoch, from, to, segment, offset, published] = rest.map(Number);
  const numbers = [from, to, segment, offset, published];
  if (binding !== bindingOf(query) || epoch !== log.epoch || numbers.length !== 5 || !numbers.every(Number.isFinite)) {
    throw expired();
  }
  const place = { segment, offset, published } as Key;
  return { from: from as number, to: to as number, place };
}

/** `limit` may change between two pages of one query, and `since` is in the first request only. */
function bindingOf({ after: _after, limit: _limit, since: _since, ...bound }: Query): string {
  const parts = Object.entries(bound).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);
}

function wanted({ filter, q }: Query): Keep {
  const expression = filter === undefined || filter === '' ? null : filterOf(filter);
  const words = (q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  if (words.length > 10) throw invalidSearch('q: at most 10 keywords');
  if (words.some((word) => word.length > 40)) throw invalidSearch('q: a keyword has at most 40 characters');
  return (event) => {
    if (expression && !matches(expression, (path) => valuesAt(event, path.split('.')), true)) return false;
    if (words.length === 0) return true;
    const text = JSON.stringify(event).toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function filterOf(filter: string): Expression {
  if (/\bpublished\b/.test(filter)) throw invalidSearch('published is not filterable.');
  return parseFilter(filter, GRAMMAR);
}

/** Every value a path leads to; lists on the way are gone through. */
function valuesAt(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return path.length === 0 ? value : undefined;
  return valuesAt((value as Record<string, unknown>)[step], rest);
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

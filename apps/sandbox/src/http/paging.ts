import { createHash } from 'node:crypto';
import type { Collection } from '../org/org';
import { invalidPaging } from './okta-error';

export type Query = Readonly<Record<string, string | undefined>>;

export interface PageSize {
  readonly normal: number;
  readonly max: number;
  readonly min?: number;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  /** The cursor of the next page; null at the end of the list. */
  readonly after: string | null;
}

/** Okta clamps a limit above the maximum silently; what is no number is a validation error. */
export function limitOf(query: Query, size: PageSize): number {
  if (query.limit === undefined || query.limit === '') return size.normal;
  const limit = Number(query.limit);
  if (!Number.isInteger(limit)) throw invalidPaging();
  if (limit < 1) return size.normal;
  return Math.min(size.max, Math.max(size.min ?? 1, limit));
}

/**
 * One page of a list. Lists are paged by the id of the last row seen, so a row that vanishes between two pages neither
 * repeats nor hides another.
 *
 * @param keep rows that belong to the answer; absent = all
 * @throws OktaError 400 E0000029 for a cursor that this query did not hand out
 */
export function pageOf<T extends { readonly id: string }>(
  path: string,
  query: Query,
  collection: Collection<T>,
  size: PageSize,
  keep?: (item: T) => boolean,
): PageOf<T> {
  const limit = limitOf(query, size);
  const start = startOf(path, query, collection);
  const items: T[] = [];
  if (!keep) {
    const rows = collection.range(start, start + limit);
    const more = start + limit < collection.size;
    return { items: rows, after: more ? cursorAfter(path, query, rows) : null };
  }
  const total = collection.size;
  for (let from = start; from < total; from += 500) {
    for (const row of collection.range(from, Math.min(total, from + 500))) {
      if (!keep(row)) continue;
      if (items.length === limit) return { items, after: cursorAfter(path, query, items) };
      items.push(row);
    }
  }
  return { items, after: null };
}

/** Okta's cursors are opaque, and refuse a query other than the one they were issued for. */
export function cursorAfter(path: string, query: Query, rows: readonly { readonly id: string }[]): string | null {
  const last = rows[rows.length - 1];
  return last ? Buffer.from(`${bindingOf(path, query)}.${last.id}`).toString('base64url') : null;
}

/** The id a cursor stands after; null without a cursor. */
export function cursorId(path: string, query: Query): string | null {
  if (query.after === undefined) return null;
  const text = Buffer.from(query.after, 'base64url').toString('utf8');
  const dot = text.indexOf('.');
  if (dot < 0 || text.slice(0, dot) !== bindingOf(path, query)) throw invalidPaging();
  return text.slice(dot + 1);
}

/** The URL of the same query at another cursor. */
export function urlAt(origin: string, path: string, query: Query, after: string | null): string {
  const search = new URLSearchParams();
  if (after !== null) search.set('after', after);
  for (const [name, value] of Object.entries(query))
    if (name !== 'after' && value !== undefined) search.set(name, value);
  const text = search.toString();
  return `${origin}${encodeURI(path)}${text === '' ? '' : `?${text}`}`;
}

function startOf<T>(path: string, query: Query, collection: Collection<T>): number {
  const id = cursorId(path, query);
  if (id === null) return 0;
  const start = collection.positionAfter(id);
  if (start < 0) throw invalidPaging();
  return start;
}

/** `limit` may change between two pages of one query: clients halve it when Okta times out. */
function bindingOf(path: string, query: Query): string {
  const bound = Object.entries(query).filter(([name]) => name !== 'after' && name !== 'limit');
  bound.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([path, bound]))
    .digest('base64url')
    .slice(0, 12);
}

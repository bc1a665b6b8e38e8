import type { Answer } from './endpoint';
import type { Fault } from './faults';
import type { Origins } from './origins';
import { urlAt, type Query } from './paging';

export interface Rendered {
  readonly body: unknown;
  /** Values of repeated `Link` headers. */
  readonly links: readonly string[];
}

const FOREIGN_ORIGIN = 'https://okta.attacker.example';

/** Turns an endpoint's answer into body and links in the style it pages in, bent by the faults that strike it. */
export function render(
  answer: Answer,
  path: string,
  query: Query,
  origins: Origins,
  faults: readonly Fault[],
): Rendered {
  if (answer.style === 'object') return { body: answer.body, links: [] };
  const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind);
  const origin = answer.style === 'envelope' ? origins.admin : origins.org;
  const self = urlAt(origin, path, query, query.after ?? null);
  let rows = answer.rows;
  const onward = answer.style === 'list' ? lessThan(query, answer.without ?? []) : query;
  let next = typeof answer.after === 'string' ? urlAt(origin, path, onward, answer.after) : null;
  if (has('empty-list')) [rows, next] = [[], null];
  const lost = faults.find(({ kind }) => kind === 'role-lost');
  if (lost !== undefined) [rows, next] = [rows.filter(isOrdinary).slice(0, lost.visible ?? 0), null];
  if (has('empty-page')) [rows, next] = [[], self];
  if (has('loop-next')) next = self;
  if (has('foreign-next'))
    next = urlAt(FOREIGN_ORIGIN, path, query, typeof answer.after === 'string' ? answer.after : null);
  if (answer.style === 'envelope') {
    const links = { ...answer.links, ...(next === null ? {} : { next: { href: next } }) };
    const linked = Object.keys(links).length > 0 ? { _links: links } : {};
    return { body: { [answer.name]: rows, ...linked }, links: [] };
  }
  const unpaged = answer.after === undefined && next === null;
  const links = unpaged ? [] : [`<${self}>; rel="self"`, ...(next === null ? [] : [`<${next}>; rel="next"`])];
  return { body: rows, links };
}

function lessThan(query: Query, without: readonly string[]): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !without.includes(name)));
}

function isOrdinary(row: unknown): boolean {
  return (row as { readonly type?: unknown } | null)?.type !== 'BUILT_IN';
}

import { DomainError } from '@posture/domain';
import type { Finding } from '../finding';
import { RANK, severityRank } from '../finding-store';
import type { Bind } from '../filter/filter';

/** What findings are sorted by: where it is kept, and the value that a cursor remembers. */
const SORTS = {
  severity: { sql: RANK, type: 'int', of: (f: Finding) => severityRank(f.severity) },
  score: { sql: 'score', type: 'int', of: (f: Finding) => f.score },
  firstSeenAt: { sql: 'first_seen_at', type: 'timestamptz', of: (f: Finding) => f.firstSeenAt.toISOString() },
  lastSeenAt: { sql: 'last_seen_at', type: 'timestamptz', of: (f: Finding) => f.lastSeenAt.toISOString() },
} as const;

/** One thing findings are sorted by. */
export type SortKey = keyof typeof SORTS;

/** In order of weight; the id decides among equals, in the direction of the last. */
export type ListOrder = readonly { readonly by: SortKey; readonly descending: boolean }[];

/** Where the next page starts: the values the last finding shown is sorted by, and its id. */
export interface ListPlace {
  readonly values: readonly (number | string)[];
  readonly id: string;
}

/** How findings are listed unless somebody asks otherwise: by severity, then score, then newest id. */
export const WORST_FIRST: ListOrder = [
  { by: 'severity', descending: true },
  { by: 'score', descending: true },
];

/**
 * An order as it is asked for, such as `-severity,lastSeenAt`: what comes first weighs most, `-` turns it round.
 * @throws {DomainError} `sort.unknown`
 */
export function parseOrder(text: string): ListOrder {
  const order = text.split(',').map((part) => {
    const descending = part.startsWith('-');
    return { by: (descending ? part.slice(1) : part) as SortKey, descending };
  });
  const names = order.map(({ by }) => by);
  const unknown = names.find((name) => !Object.hasOwn(SORTS, name));
  if (unknown !== undefined) throw unknownSort(`Findings are not sorted by "${unknown.slice(0, 40)}".`);
  if (new Set(names).size < names.length) throw unknownSort('Findings are sorted by each thing once.');
  return order;
}

/** Where a finding stands in a list of that order: what the next page begins after. */
export function placeIn(order: ListOrder, finding: Finding): ListPlace {
  return { values: order.map(({ by }) => SORTS[by].of(finding)), id: finding.id };
}

export function orderSql(order: ListOrder): string {
  return columnsOf(order)
    .map(({ sql, descending }) => `${sql} ${descending ? 'desc' : 'asc'}`)
    .join(', ');
}

/** The condition that leaves what comes after a place; one comparison of rows where one direction allows an index to answer it. */
export function afterSql(order: ListOrder, { values, id }: ListPlace, bind: Bind): string {
  const columns = columnsOf(order).map((column, at) => ({
    ...column,
    place: `${bind(values[at] ?? id)}::${column.type}`,
  }));
  const isOneWay = columns.every(({ descending }) => descending === columns[0]!.descending);
  if (isOneWay) {
    const sign = columns[0]!.descending ? '<' : '>';
    return `(${columns.map(({ sql }) => sql).join(', ')}) ${sign} (${columns.map(({ place }) => place).join(', ')})`;
  }
  const alternatives = columns.map(({ sql, place, descending }, at) =>
    [
      ...columns.slice(0, at).map((before) => `${before.sql} = ${before.place}`),
      `${sql} ${descending ? '<' : '>'} ${place}`,
    ].join(' and '),
  );
  return `(${alternatives.join(' or ')})`;
}

function columnsOf(order: ListOrder): { sql: string; type: string; descending: boolean }[] {
  const descending = order.at(-1)?.descending ?? true;
  return [
    ...order.map(({ by, ...direction }) => ({ sql: SORTS[by].sql, type: SORTS[by].type, ...direction })),
    { sql: 'id', type: 'uuid', descending },
  ];
}

function unknownSort(message: string): DomainError {
  return new DomainError('sort.unknown', 'invalid', message, {
    field: 'sort',
    remedy: `Write any of ${Object.keys(SORTS).join(', ')} with commas, the weightiest first; - before one turns it round.`,
  });
}

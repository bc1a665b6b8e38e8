import { toSql, without } from '../filter/apply-filter';
import { NOBODY } from '../filter/field-kinds';
import type { Bind, Filter } from '../filter/filter';

/** Fields counted by value, each with the name a filter has for it. @public for the suites */
export const FACETS = ['severity', 'status', 'rule', 'connection', 'tier', 'assignee'] as const;
/** One of `FACETS`. */
export type Facet = (typeof FACETS)[number];

/** How many findings have a value, most first. */
export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** How many findings have each value, most first; a facet is counted without its own term of the filter. */
export type FacetCounts = Readonly<Record<Facet, readonly FacetCount[]>>;

/** One count as the database answers it. */
export interface FacetRow extends FacetCount {
  readonly facet: Facet;
}

const COLUMNS = 'severity, status, rule, connection_id, tier, assignee';
const VALUE: Readonly<Record<Facet, string>> = {
  severity: 'severity',
  status: 'status',
  rule: 'rule',
  connection: 'connection_id::text',
  tier: 'tier',
  assignee: `coalesce(assignee, '${NOBODY}')`,
};

/** What a filter says of other fields than these. */
export function besideFacets(filter: Filter): Filter {
  return FACETS.reduce<Filter>(without, filter);
}

/**
 * Each field's values counted among what the rest of the filter leaves: choosing one severity does not hide the others.
 * What is counted is looked through once, and put together by all fields for it.
 * @param counted rows with a `count`, as `besideFacets(filter)` leaves them: after `from`
 */
export function facetsSql(counted: string, filter: Filter, bind: Bind, at: Date): string {
  const ofFacets = { terms: filter.terms.filter(({ field }) => (FACETS as readonly string[]).includes(field)) };
  const counts = FACETS.map(
    (facet) => `select '${facet}' as facet, ${VALUE[facet]} as value, sum(count)::int as count from cells
      where ${toSql(without(ofFacets, facet), bind, at)} group by 2 having sum(count) > 0`,
  );
  return `with cells as materialized (
      select ${COLUMNS}, sum(count) as count from ${counted} group by ${COLUMNS})
    ${counts.join(' union all ')}`;
}

export function facetsOf(rows: readonly FacetRow[]): FacetCounts {
  const counted = FACETS.map((facet) => [
    facet,
    rows
      .filter((row) => row.facet === facet)
      .map(({ value, count }) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  ]);
  return Object.fromEntries(counted) as FacetCounts;
}

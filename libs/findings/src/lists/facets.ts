import type { FindingStatus, Severity, Tier } from '@posture/domain';
import { matches, without } from '../filter/apply-filter';
import { NOBODY } from '../filter/field-kinds';
import type { Filter, Filterable } from '../filter/filter';

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

/** Findings that have all of these in common. */
export interface FacetCell {
  readonly severity: Severity;
  readonly status: FindingStatus;
  readonly rule: string;
  readonly connection: string;
  readonly tier: Tier;
  /** `NOBODY` where there is none. */
  readonly assignee: string;
  readonly count: number;
}

/** What a filter says of other fields than these: the cells to count are of findings it admits. */
export function besideFacets(filter: Filter): Filter {
  return FACETS.reduce<Filter>(without, filter);
}

/**
 * Each field's values counted among what the rest of the filter leaves: choosing one severity does not hide the others.
 * @param cells of findings that `besideFacets(filter)` means
 */
export function facetsOf(cells: readonly FacetCell[], filter: Filter, at: Date): FacetCounts {
  const counted = FACETS.map(
    (facet) => [facet, countsOf(cells, facet, onlyFacets(without(filter, facet)), at)] as const,
  );
  return Object.fromEntries(counted) as unknown as FacetCounts;
}

function countsOf(cells: readonly FacetCell[], facet: Facet, filter: Filter, at: Date): FacetCount[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (!matches(filter, asFilterable(cell, at), at)) continue;
    counts.set(cell[facet], (counts.get(cell[facet]) ?? 0) + cell.count);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function onlyFacets({ terms }: Filter): Filter {
  return { terms: terms.filter(({ field }) => (FACETS as readonly string[]).includes(field)) };
}

/** Only what facets are of is asked of it. */
function asFilterable({ connection: connectionId, assignee, ...cell }: FacetCell, at: Date): Filterable {
  const subject = { kind: 'Org', key: 'Org:', externalId: '', name: null } as const;
  return {
    ...cell,
    connectionId,
    assignee: assignee === NOBODY ? null : assignee,
    dueAt: null,
    subject,
    score: 0,
    present: true,
    supersededBy: null,
    needsReview: false,
    title: '',
    firstSeenAt: at,
    lastSeenAt: at,
  };
}

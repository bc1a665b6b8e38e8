import type { Clock, Database } from '@posture/platform';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import type { Bind, Filter } from '../filter/filter';
import { severitiesOf } from '../filter/apply-filter';
import type { Finding } from '../finding';
import { FINDING_COLUMNS, toFinding } from '../finding-columns';
import type { FindingRow } from '../finding-columns';
import { RANK, severityRank } from '../finding-store';
import { besideFacets, facetsOf, facetsSql } from './facets';
import type { FacetCounts, FacetRow } from './facets';
import { countedSql, isTallied } from './finding-tally';
import { GROUP_SQL } from './groups';
import type { FindingGroup, GroupPlace, Grouping } from './groups';
import { askedSql } from './list-asked';
import type { ListAsked } from './list-asked';
import { WORST_FIRST, afterSql, orderSql } from './list-order';
import type { ListOrder, ListPlace } from './list-order';

/** Nobody pages that far, and counting further costs more than it says. */
const COUNTED = 10_000;

/** `gte`: there are more. */
export interface Total {
  readonly value: number;
  readonly relation: 'eq' | 'gte';
}

/** Findings as people look through them: pages in an order, totals, counts by value, groups. */
export class FindingLists {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async page(
    asked: ListAsked,
    limit: number,
    order: ListOrder = WORST_FIRST,
    after: ListPlace | null = null,
  ): Promise<Finding[]> {
    const { where, params, bind } = this.#where(asked);
    if (order[0]?.by === 'severity') where.push(...rankBounds(asked.filter, bind));
    if (after !== null) where.push(afterSql(order, after, bind));
    const rows = await this.database.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where ${where.join(' and ')}
       order by ${orderSql(order)} limit ${bind(limit)}`,
      params,
    );
    return rows.map(toFinding);
  }

  /** Up to 10,000 exactly. */
  async count(asked: ListAsked): Promise<Total> {
    const { where, params, bind } = this.#where(asked);
    const [row] = await this.database.query<{ found: number }>(
      `select coalesce(sum(count), 0)::int as found from (
         select count from ${countedSql(asked, bind, this.clock.now())} where ${where.join(' and ')}
         ${isTallied(asked) ? '' : `limit ${bind(COUNTED + 1)}`}) found`,
      params,
    );
    const found = row!.found;
    return found > COUNTED ? { value: COUNTED, relation: 'gte' } : { value: found, relation: 'eq' };
  }

  async facets(asked: ListAsked): Promise<FacetCounts> {
    const at = this.clock.now();
    const beside = { ...asked, filter: besideFacets(asked.filter) };
    const { where, params, bind } = this.#where(beside);
    const counted = `${countedSql(beside, bind, at)} where ${where.join(' and ')}`;
    const rows = await this.database.query<FacetRow>(facetsSql(counted, asked.filter, bind, at), params);
    return facetsOf(rows);
  }

  /** Those with the worst finding first, then the largest. */
  async groups(
    asked: ListAsked,
    by: Grouping,
    limit: number,
    after: GroupPlace | null = null,
  ): Promise<FindingGroup[]> {
    const { where, params, bind } = this.#where(asked);
    const { key, subject, connectionId } = GROUP_SQL[by];
    const next =
      after === null
        ? ''
        : `where (rank, count, key) < (${bind(after.rank)}::int, ${bind(after.count)}::int, ${bind(after.key)}::text)`;
    const rows = await this.database.query<Omit<FindingGroup, 'severity'> & { rank: number }>(
      `select * from (
         select ${key} as key, count(*)::int as count, max(${RANK}) as rank, max(score) as score,
           count(distinct connection_id::text || (subject ->> 'key'))::int as subjects,
           count(distinct rule)::int as rules, ${subject} as subject, ${connectionId} as "connectionId"
         from finding where ${where.join(' and ')} group by 1) as grouped
       ${next} order by rank desc, count desc, key desc limit ${bind(limit)}`,
      params,
    );
    return rows.map(({ rank, ...group }) => ({ ...group, severity: SEVERITIES[rank - 1] as Severity }));
  }

  #where(asked: ListAsked): { where: string[]; params: unknown[]; bind: Bind } {
    const params: unknown[] = [];
    const bind: Bind = (value) => `$${params.push(value)}`;
    return { where: [askedSql(asked, bind, this.clock.now())], params, bind };
  }
}

/** Where in the order of severities the findings of a filter are: a list of mild ones need not begin with the worst. */
function rankBounds(filter: Filter, bind: Bind): string[] {
  const ranks = severitiesOf(filter).map(severityRank);
  if (ranks.length === SEVERITIES.length || ranks.length === 0) return [];
  return [`${RANK} >= ${bind(Math.min(...ranks))}::int and ${RANK} <= ${bind(Math.max(...ranks))}::int`];
}

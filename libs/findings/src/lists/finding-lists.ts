import type { Clock, Database } from '@posture/platform';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import type { Bind, Filter } from '../filter/filter';
import { severitiesOf } from '../filter/apply-filter';
import { isOneOf } from '../filter/field-kinds';
import type { Finding } from '../finding';
import { FINDING_COLUMNS, toFinding } from '../finding-columns';
import type { FindingRow } from '../finding-columns';
import { RANK, severityRank } from '../finding-store';
import { besideFacets, facetsOf, facetsSql } from './facets';
import type { FacetCounts, FacetRow } from './facets';
import { countedSql, isTallied } from './finding-tally';
import { GROUP_SQL, namedSql } from './groups';
import type { FindingGroup, GroupPlace, GroupSql, Grouping, NamedFindings } from './groups';
import { askedSql } from './list-asked';
import type { ListAsked } from './list-asked';
import { WORST_FIRST, afterSql, orderSql } from './list-order';
import type { ListOrder, ListPlace } from './list-order';

/** Nobody pages that far, and counting further costs more than it says. */
const COUNTED = 10_000;
/** Fields that go together with severity: what is of some values may be far down the order. */
const UNEVEN: readonly string[] = ['rule', 'connection', 'assignee', 'kind'];

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
    const { ranks, rules } = await this.#narrowed(asked);
    if (ranks.length === 0) return [];
    if (order[0]?.by === 'severity') where.push(...rankBounds(ranks, bind));
    if (rules !== null) where.push(isOneOf('rule', rules, 'text', bind));
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
  groups(asked: ListAsked, by: Grouping, limit: number, after: GroupPlace | null = null): Promise<FindingGroup[]> {
    return this.#groups(asked, () => GROUP_SQL[by], limit, after);
  }

  /** As `groups`, of findings that were put together before; what no finding is left of is no group. */
  groupsOf(
    asked: ListAsked,
    named: readonly NamedFindings[],
    limit: number,
    after: GroupPlace | null = null,
  ): Promise<FindingGroup[]> {
    return this.#groups(asked, (bind) => namedSql(bind(JSON.stringify(named))), limit, after);
  }

  async #groups(
    asked: ListAsked,
    by: (bind: Bind) => GroupSql,
    limit: number,
    after: GroupPlace | null,
  ): Promise<FindingGroup[]> {
    const { where, params, bind } = this.#where(asked);
    const { key, subject, connectionId, beside = '' } = by(bind);
    const next =
      after === null
        ? ''
        : `where (rank, count, key) < (${bind(after.rank)}::int, ${bind(after.count)}::int, ${bind(after.key)}::text)`;
    const rows = await this.database.query<Omit<FindingGroup, 'severity'> & { rank: number }>(
      `select * from (
         select ${key} as key, count(*)::int as count, max(${RANK}) as rank, max(score) as score,
           count(distinct connection_id::text || (subject ->> 'key'))::int as subjects,
           count(distinct rule)::int as rules, ${subject} as subject, ${connectionId} as "connectionId"
         from finding ${beside} where ${where.join(' and ')} group by 1) as grouped
       ${next} order by rank desc, count desc, key desc limit ${bind(limit)}`,
      params,
    );
    return rows.map(({ rank, ...group }) => ({ ...group, severity: SEVERITIES[rank - 1] as Severity }));
  }

  /** Which severities and rules what is meant can have at most; null: of any rule. The tally says so without looking for it. */
  async #narrowed(asked: ListAsked): Promise<{ ranks: readonly number[]; rules: readonly string[] | null }> {
    if (!isTallied(asked) || !asksSeveral(asked.filter))
      return { ranks: severitiesOf(asked.filter).map(severityRank), rules: null };
    const { where, params, bind } = this.#where(asked);
    const rows = await this.database.query<{ rule: string; rank: number }>(
      `select rule, ${RANK} as rank from ${countedSql(asked, bind, this.clock.now())} where ${where.join(' and ')}
       group by 1, 2 having sum(count) > 0`,
      params,
    );
    return {
      ranks: [...new Set(rows.map(({ rank }) => rank))],
      rules: [...new Set(rows.map(({ rule }) => rule))],
    };
  }

  #where(asked: ListAsked): { where: string[]; params: unknown[]; bind: Bind } {
    const params: unknown[] = [];
    const bind: Bind = (value) => `$${params.push(value)}`;
    return { where: [askedSql(asked, bind, this.clock.now())], params, bind };
  }
}

/** An index gives what has one value in order; several have no order in common, and may all be milder than the rest. */
function asksSeveral({ terms }: Filter): boolean {
  return terms.some(
    ({ field, not, values }) =>
      !not && UNEVEN.includes(field) && (values.length > 1 || values.some((value) => value.includes('*'))),
  );
}

/** A list of mild findings need not begin with the worst. */
function rankBounds(ranks: readonly number[], bind: Bind): string[] {
  if (ranks.length === SEVERITIES.length) return [];
  return [`${RANK} >= ${bind(Math.min(...ranks))}::int and ${RANK} <= ${bind(Math.max(...ranks))}::int`];
}

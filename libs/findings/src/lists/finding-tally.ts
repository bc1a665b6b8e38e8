import type { Bind } from '../filter/filter';
import { UNTOLD_DUE } from '../finding-store';
import type { ListAsked } from './list-asked';

/** Fields whose values the tally keeps apart. */
const KEPT: readonly string[] = ['severity', 'status', 'is', 'rule', 'kind', 'tier', 'assignee', 'connection'];

const COLUMNS = 'connection_id, rule, severity, status, tier, assignee, present';
const STANDING = `status in ('open', 'acknowledged', 'in_progress')`;
const OVERDUE = `'-infinity'::timestamptz`;

/** Whether the tally keeps apart all that is asked. */
export function isTallied({ filter, updatedSince }: ListAsked): boolean {
  if (updatedSince !== undefined) return false;
  return filter.terms.every(({ field, values }) => KEPT.includes(field) && !asksReview(field, values));
}

/** Few wait for that, so that it is no cell of its own. */
function asksReview(field: string, values: readonly string[]): boolean {
  return field === 'is' && values.includes('review');
}

/**
 * Where findings are counted from: rows with the columns that filters ask, and the `count` of findings each is for, which
 * may be negative. What the tally
 * does not keep apart is counted row by row.
 * @param at what due dates are reckoned from
 */
export function countedSql(asked: ListAsked, bind: Bind, at: Date): string {
  if (!isTallied(asked)) return '(select *, 1 as count from finding) as finding';
  const asksDue = asked.filter.terms.some(({ field, values }) => field === 'is' && values.includes('overdue'));
  return `(${[CELLS, ...(asksDue ? corrections(bind(at)) : [])].join(' union all ')}) as finding`;
}

/** Due where that was told already. */
const CELLS = `select ${COLUMNS}, case when is_superseded then connection_id end as superseded_by,
    jsonb_build_object('kind', kind) as subject, case when is_breach_told then ${OVERDUE} end as due_at, count
  from finding_tally`;

/** Findings whose due date has passed and was not told yet, and those whose due date was told and lies ahead. */
function corrections(at: string): string[] {
  const moved = (where: string, by: 1 | -1) =>
    `select ${COLUMNS}, superseded_by, subject, due.at, due.count from finding
       cross join lateral (values (${OVERDUE}, ${by}), (null, ${-by})) as due (at, count)
     where ${where}`;
  return [
    moved(`${UNTOLD_DUE} <= ${at}::timestamptz`, 1),
    moved(`breach_told_at is not null and due_at > ${at}::timestamptz and ${STANDING}`, -1),
  ];
}

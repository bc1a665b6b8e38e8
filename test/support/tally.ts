import type { Database } from '@posture/platform';

const CELL = 'connection_id, rule, severity, status, tier, assignee, kind, present, is_superseded, is_breach_told';

/** Cells of the tally that say another number than the findings themselves, counted one by one. */
export async function wrongCells(database: Database): Promise<object[]> {
  return database.query<object>(
    `with counted as (
       select ${CELL}, count(*)::int as count from (
         select *, subject ->> 'kind' as kind, superseded_by is not null as is_superseded,
           breach_told_at is not null and due_at is not null as is_breach_told from finding) as f
       group by ${CELL}),
     kept as (select ${CELL}, count from finding_tally)
     (select 'kept' as which, * from (select * from kept except all select * from counted) as a)
     union all (select 'counted', * from (select * from counted except all select * from kept) as b)`,
  );
}

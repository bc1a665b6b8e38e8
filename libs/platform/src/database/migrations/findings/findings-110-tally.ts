import type { Migration } from '../../migration';

const KEY = 'connection_id, rule, severity, status, tier, assignee, kind, present, is_superseded, is_breach_told';

/** What a row of `finding` counts for. */
const cellsOf = (rows: string, sign: 1 | -1) =>
  `select connection_id, rule, severity, status, tier, assignee, subject ->> 'kind' as kind, present,
     superseded_by is not null as is_superseded,
     breach_told_at is not null and due_at is not null as is_breach_told, ${sign} as sign from ${rows}`;

/**
 * Adds what a statement did to the cells, in one order for all who add to several. What is not different locks nothing.
 * A cell that nothing is left of goes with the statement that took the last.
 */
const add = (cells: string) =>
  `with moved as (
     insert into finding_tally as t (${KEY}, count)
     select ${KEY}, sum(sign) from (${cells}) as c group by ${KEY} having sum(sign) <> 0 order by ${KEY}
     on conflict (${KEY}) do update set count = t.count + excluded.count
     returning t.ctid as place, t.count)
   select array_agg(place) filter (where count = 0) into emptied from moved;
   if emptied is not null then delete from finding_tally where ctid = any(emptied) and count = 0; end if;`;

const trigger = (name: string, event: string, tables: string) =>
  `create trigger ${name} after ${event} on finding referencing ${tables}
     for each statement execute function finding_tally_keep()`;

/**
 * How many findings there are of each kind, kept by the database with every statement that changes findings, whoever wrote
 * it: counts of a million are read from some thousand rows. Cells are of one connection, so that writers of two never wait
 * for each other.
 */
export const findings110Tally: Migration = {
  name: 'findings-110-tally',
  up: [
    `create table finding_tally (
       connection_id uuid not null,
       rule text not null,
       severity text not null,
       status text not null,
       tier text not null,
       assignee text,
       kind text,
       present boolean not null,
       is_superseded boolean not null,
       is_breach_told boolean not null,
       count int not null
     ) with (fillfactor = 50)`,
    `create unique index finding_tally_cell on finding_tally (${KEY}) nulls not distinct`,
    `create function finding_tally_keep() returns trigger language plpgsql as $$
     declare emptied tid[];
     begin
       case tg_op
         when 'INSERT' then ${add(cellsOf('rows_after', 1))}
         when 'DELETE' then ${add(cellsOf('rows_before', -1))}
         when 'UPDATE' then ${add(`${cellsOf('rows_before', -1)} union all ${cellsOf('rows_after', 1)}`)}
         else delete from finding_tally;
       end case;
       return null;
     end $$`,
    // These wait for whoever is writing and keep others from it, so that nothing is missing from the first count.
    trigger('finding_tally_added', 'insert', 'new table as rows_after'),
    trigger('finding_tally_changed', 'update', 'old table as rows_before new table as rows_after'),
    trigger('finding_tally_removed', 'delete', 'old table as rows_before'),
    `create trigger finding_tally_emptied after truncate on finding for each statement execute function finding_tally_keep()`,
    `insert into finding_tally (${KEY}, count)
     select ${KEY}, count(*) from (${cellsOf('finding', 1)}) as c group by ${KEY}`,
    `create index finding_told_due on finding (due_at)
       where breach_told_at is not null and status in ('open', 'acknowledged', 'in_progress')`,
  ],
  down: [
    'drop index finding_told_due',
    ...['emptied', 'removed', 'changed', 'added'].map((each) => `drop trigger finding_tally_${each} on finding`),
    'drop function finding_tally_keep()',
    'drop table finding_tally',
  ],
};

import type { Migration } from '../../migration';

/** Which findings a change of many is of, and what became of each. It goes with its run. */
export const findings012BulkChanges: Migration = {
  name: 'findings-012-bulk-changes',
  up: [
    `create table finding_bulk_item (
       run_id uuid not null references run (id) on delete cascade,
       ordinal int not null,
       finding_id uuid not null,
       outcome text,
       code text,
       message text,
       primary key (run_id, ordinal)
     )`,
    `create index finding_bulk_pending on finding_bulk_item (run_id, ordinal) where outcome is null`,
  ],
  down: ['drop table finding_bulk_item'],
};

import type { Migration } from '../../migration';

/** What each process that read an unfinished sync has asked of the provider: whoever takes it over adds to it. */
export const inventory005SyncCost: Migration = {
  name: 'inventory-005-sync-cost',
  up: [
    `create table sync_cost (
       sync_id uuid not null references sync (id) on delete cascade,
       fence bigint not null,
       requests int not null,
       requests_by_bucket jsonb not null,
       throttled_ms bigint not null,
       primary key (sync_id, fence)
     )`,
  ],
  down: ['drop table sync_cost'],
};

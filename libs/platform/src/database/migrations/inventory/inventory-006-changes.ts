import type { Migration } from '../../migration';

/** What a tenant's log says has changed: reads of single objects, what waits to be read again, and what went stale. */
export const inventory006Changes: Migration = {
  name: 'inventory-006-changes',
  up: [
    `alter table sync_read add column keys text[]`,
    `alter table coverage add column stale text`,
    `create table pending_change (
       connection_id uuid not null references connection (id) on delete cascade,
       position bigint generated always as identity,
       resource text collate "C" not null,
       parent text collate "C" not null,
       key text collate "C" not null,
       gone boolean not null,
       stale boolean not null,
       queued_at timestamptz not null,
       primary key (connection_id, position)
     )`,
  ],
  down: [
    'drop table pending_change',
    'alter table coverage drop column stale',
    'alter table sync_read drop column keys',
  ],
};

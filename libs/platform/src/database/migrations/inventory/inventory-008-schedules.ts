import type { Migration } from '../../migration';

export const inventory008Schedules: Migration = {
  name: 'inventory-008-schedules',
  up: [
    `create table schedule (
       connection_id uuid primary key references connection (id) on delete cascade,
       rhythm jsonb not null,
       input jsonb not null,
       next_at timestamptz not null,
       paused boolean not null default false,
       paused_until timestamptz,
       last_at timestamptz,
       last_run_id uuid,
       updated_at timestamptz not null
     )`,
  ],
  down: ['drop table schedule'],
};

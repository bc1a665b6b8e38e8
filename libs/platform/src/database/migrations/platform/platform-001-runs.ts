import type { Migration } from '../../migration';

/** Work that belongs to no process. Each claim takes a fence that is higher than every fence before it, of any run. */
export const platform001Runs: Migration = {
  name: 'platform-001-runs',
  up: [
    `create sequence run_fence`,
    `create table run (
       id uuid primary key,
       kind text not null,
       connection_id uuid,
       exclusive text,
       state text not null check (state in ('queued', 'running', 'waiting', 'completed', 'failed', 'cancelled')),
       trigger text not null,
       input jsonb not null default '{}',
       attempt int not null default 0,
       max_attempts int not null check (max_attempts > 0),
       due_at timestamptz not null,
       waiting_why text,
       holder text,
       lease_until timestamptz,
       fence bigint not null default 0,
       step text,
       progress jsonb,
       progress_at timestamptz,
       result jsonb,
       error jsonb,
       created_at timestamptz not null,
       started_at timestamptz,
       finished_at timestamptz,
       check ((state = 'running') = (holder is not null and lease_until is not null)),
       check ((state = 'waiting') = (waiting_why is not null)),
       check ((state in ('completed', 'failed', 'cancelled')) = (finished_at is not null))
     )`,
    `create unique index run_exclusive on run (exclusive) where state in ('queued', 'running', 'waiting')`,
    `create index run_due on run (due_at) where state in ('queued', 'waiting')`,
    `create index run_held on run (lease_until) where state = 'running'`,
    `create index run_history on run (connection_id, id desc)`,
  ],
  down: ['drop table run', 'drop sequence run_fence'],
};

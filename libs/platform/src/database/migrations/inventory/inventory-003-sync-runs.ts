import type { Migration } from '../../migration';

/**
 * A sync is held by the run that reads it: whoever claims a run holds the sync by the run's fence. An unfinished sync
 * from before is taken over by the next run.
 */
export const inventory003SyncRuns: Migration = {
  name: 'inventory-003-sync-runs',
  up: [
    `alter table sync add column run_id uuid`,
    `alter table sync drop column holder`,
    `alter table sync drop column lease_until`,
    `update sync set fence = 0`,
  ],
  down: [
    `alter table sync add column lease_until timestamptz not null default now()`,
    `alter table sync add column holder text not null default ''`,
    `alter table sync drop column run_id`,
  ],
};

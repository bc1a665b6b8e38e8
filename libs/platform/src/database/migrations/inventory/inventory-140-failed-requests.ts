import type { Migration } from '../../migration';

/** Requests of an unfinished sync that went wrong: whoever takes it over adds to them. */
export const inventory140FailedRequests: Migration = {
  name: 'inventory-140-failed-requests',
  up: [
    `alter table sync_cost add column failed int not null default 0, add column failures jsonb not null default '[]'`,
  ],
  down: [`alter table sync_cost drop column failed, drop column failures`],
};

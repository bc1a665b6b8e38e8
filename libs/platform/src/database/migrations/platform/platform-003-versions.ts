import type { Migration } from '../../migration';

/** What people change one at a time says at which version it is: a change made of an older one is refused. */
export const platform003Versions: Migration = {
  name: 'platform-003-versions',
  up: [
    'alter table alert_channel add column version int not null default 1',
    'alter table schedule add column version int not null default 1',
  ],
  down: ['alter table schedule drop column version', 'alter table alert_channel drop column version'],
};

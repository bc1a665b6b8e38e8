import type { Migration } from '../../migration';

/** How often somebody was told that there is something to see; a number that grows says that it happened again. */
export const platform002Nudges: Migration = {
  name: 'platform-002-nudges',
  up: ['create table nudge (topic text primary key, number bigint not null)'],
  down: ['drop table nudge'],
};

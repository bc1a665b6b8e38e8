import type { Migration } from '../../migration';

/**
 * Lets old parts of the inventory go. Observations get a partition per connection, which is dropped with it, and the
 * version that wrote each, so that what a version observed can be asked without the rest of its day. A version whose
 * closed rows were purged is `purged`: it still dates rows that began in it, and can no longer be asked.
 */
export const inventory004Retention: Migration = {
  name: 'inventory-004-retention',
  up: [
    `alter table inventory_version drop constraint inventory_version_state_check, add constraint
       inventory_version_state_check check (state in ('pending', 'published', 'abandoned', 'purged'))`,
    'alter table observation rename to observation_whole',
    `create table observation (
       connection_id uuid not null,
       key text collate "C" not null,
       day date not null,
       version int not null,
       props jsonb not null
     ) partition by list (connection_id)`,
    `do $$
     declare
       connected record;
       part text;
     begin
       for connected in select id from connection loop
         part := 'observation_' || replace(connected.id::text, '-', '');
         execute format('create table %I partition of observation for values in (%L)', part, connected.id);
         execute format('insert into %I (connection_id, key, day, version, props)
           select connection_id, key, day, 0, props from observation_whole where connection_id = %L',
           part, connected.id);
         execute format('create unique index %I on %I (key, day)', part || '_day', part);
         execute format('create index %I on %I (version, key)', part || '_written', part);
       end loop;
     end $$`,
    'drop table observation_whole',
  ],
  down: [
    `update inventory_version set state = 'abandoned' where state = 'purged'`,
    `alter table inventory_version drop constraint inventory_version_state_check, add constraint
       inventory_version_state_check check (state in ('pending', 'published', 'abandoned'))`,
    'alter table observation rename to observation_parts',
    `create table observation (
       connection_id uuid not null,
       key text collate "C" not null,
       day date not null,
       props jsonb not null,
       primary key (connection_id, key, day)
     )`,
    'insert into observation select connection_id, key, day, props from observation_parts',
    'drop table observation_parts',
    'create index observation_day on observation using brin (day)',
  ],
};

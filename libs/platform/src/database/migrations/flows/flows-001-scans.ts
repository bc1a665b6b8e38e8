import type { Migration } from '../../migration';

export const flows001Scans: Migration = {
  name: 'flows-001-scans',
  up: [
    `create table scan (
       id uuid primary key,
       connection_id uuid not null,
       sync_id uuid,
       profile text not null,
       version int,
       state text not null,
       reason text,
       started_at timestamptz not null,
       finished_at timestamptz,
       summary jsonb
     )`,
    `create index scan_by_connection on scan (connection_id, started_at desc)`,
    `create table rule_result (
       scan_id uuid not null references scan (id) on delete cascade,
       rule text not null,
       match int not null,
       clear int not null,
       not_assessed int not null,
       not_applicable int not null,
       missing jsonb not null,
       primary key (scan_id, rule)
     )`,
  ],
  down: ['drop table rule_result', 'drop table scan'],
};

import type { Migration } from '../../migration';

/** How rules are tuned for a connection; each change is a row. */
export const rules010Tuning: Migration = {
  name: 'rules-010-tuning',
  up: [
    `create table rule_tuning (
       connection_id uuid not null,
       version int not null,
       tuning jsonb not null,
       changed_at timestamptz not null,
       changed_by jsonb not null,
       reason text,
       primary key (connection_id, version)
     )`,
  ],
  down: ['drop table rule_tuning'],
};

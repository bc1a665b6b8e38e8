import type { Migration } from '../../migration';

/** What is told together, until it is due; and how much each channel was told singly within the hour. */
export const alerts010Digests: Migration = {
  name: 'alerts-010-digests',
  up: [
    `create table alert_digest (
       id uuid primary key,
       channel_id uuid not null references alert_channel (id) on delete cascade,
       connection_id uuid not null,
       gathers text not null,
       scan_id uuid,
       content jsonb not null,
       due_at timestamptz not null,
       unique (channel_id, connection_id, gathers)
     )`,
    `create index alert_digest_due on alert_digest (due_at)`,
    `create table alert_rate (
       channel_id uuid primary key references alert_channel (id) on delete cascade,
       since timestamptz not null,
       told int not null
     )`,
  ],
  down: ['drop table alert_rate', 'drop table alert_digest'],
};

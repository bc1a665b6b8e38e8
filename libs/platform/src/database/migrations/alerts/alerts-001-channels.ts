import type { Migration } from '../../migration';

export const alerts001Channels: Migration = {
  name: 'alerts-001-channels',
  up: [
    `create table alert_channel (
       id uuid primary key,
       name text not null,
       url text not null,
       filter jsonb not null,
       includes_evidence boolean not null,
       state text not null,
       state_why text,
       failing_since timestamptz,
       secret_sealed text not null,
       former_sealed text,
       former_until timestamptz,
       created_at timestamptz not null,
       updated_at timestamptz not null
     )`,
    `create table alert_delivery (
       id uuid primary key,
       channel_id uuid not null references alert_channel (id) on delete cascade,
       message_id text not null,
       type text not null,
       finding_id uuid,
       connection_id uuid,
       body text not null,
       state text not null,
       attempts int not null default 0,
       due_at timestamptz not null,
       lease_until timestamptz,
       holder text,
       created_at timestamptz not null,
       ended_at timestamptz,
       unique (channel_id, message_id)
     )`,
    `create index alert_delivery_due on alert_delivery (due_at) where state = 'pending'`,
    `create index alert_delivery_by_channel on alert_delivery (channel_id, id)`,
    `create index alert_delivery_by_connection on alert_delivery (connection_id)`,
    `create table alert_attempt (
       delivery_id uuid not null references alert_delivery (id) on delete cascade,
       number int not null,
       at timestamptz not null,
       ms int not null,
       status int,
       error text,
       answer text not null,
       address text,
       primary key (delivery_id, number)
     )`,
    `create table alert_cursor (one boolean primary key default true check (one), position bigint not null)`,
    `insert into alert_cursor (position) values (0)`,
  ],
  down: [
    'drop table alert_cursor',
    'drop table alert_attempt',
    'drop table alert_delivery',
    'drop table alert_channel',
  ],
};

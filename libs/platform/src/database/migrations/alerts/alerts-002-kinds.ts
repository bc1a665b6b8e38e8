import type { Migration } from '../../migration';

/** Receivers of other kinds than signed webhooks, and what is known of whether one works. */
export const alerts002Kinds: Migration = {
  name: 'alerts-002-kinds',
  up: [
    `alter table alert_channel
       add column kind text not null default 'webhook',
       add column format text not null default 'native',
       add column settings jsonb not null default '{}',
       add column credential_sealed text,
       add column failures int not null default 0,
       add column refusals int not null default 0,
       alter column secret_sealed drop not null`,
    `alter table alert_delivery add column is_replay boolean not null default false`,
    `create index alert_delivery_ended on alert_delivery (channel_id, created_at) where state in ('failed', 'skipped')`,
  ],
  down: [
    'drop index alert_delivery_ended',
    'alter table alert_delivery drop column is_replay',
    `delete from alert_channel where kind <> 'webhook'`,
    `update alert_channel set state = 'disabled' where state = 'misconfigured'`,
    `alter table alert_channel
       drop column kind, drop column format, drop column settings, drop column credential_sealed,
       drop column failures, drop column refusals, alter column secret_sealed set not null`,
  ],
};

import type { Migration } from '../../migration';

/** What the product tells the people who run it, and what of it went out by mail. */
export const alerts020Notices: Migration = {
  name: 'alerts-020-notices',
  up: [
    `create table notice (
       id uuid primary key,
       key text unique,
       type text not null,
       connection_id uuid,
       run_id uuid,
       title text not null,
       text text not null,
       next_step text,
       data jsonb not null,
       count int not null default 1,
       created_at timestamptz not null,
       last_at timestamptz not null,
       recovered_at timestamptz,
       acknowledged_at timestamptz,
       acknowledged_by jsonb
     )`,
    `create index notice_of_connection on notice (connection_id, id desc)`,
    `create table notice_mail (
       id uuid primary key,
       notice_id uuid not null references notice (id) on delete cascade,
       recipient text not null,
       state text not null check (state in ('pending', 'sent', 'failed')),
       attempts int not null default 0,
       next_at timestamptz not null,
       sent_at timestamptz,
       error text,
       unique (notice_id, recipient)
     )`,
    `create index notice_mail_due on notice_mail (next_at) where state = 'pending'`,
    `alter table schedule add column last_due_at timestamptz`,
  ],
  down: ['alter table schedule drop column last_due_at', 'drop table notice_mail', 'drop table notice'],
};

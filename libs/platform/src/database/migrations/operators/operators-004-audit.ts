import type { Migration } from '../../migration';

/**
 * What people changed, as a chain of hashes. A row is added and never altered: what it says is `content`, and what is
 * filtered by is computed from it, so that it cannot be altered apart. The chain ends where `audit_chain` says, which is
 * sealed with the master key; its one row is the lock everybody adds under. Rows leave at the old end only, by retention.
 */
export const operators004Audit: Migration = {
  name: 'operators-004-audit',
  up: [
    `create table audit_event (
       seq bigint primary key,
       at timestamptz not null,
       content jsonb not null,
       salt text not null,
       digest text not null,
       prev_hash text not null,
       hash text not null,
       about bigint generated always as ((content ->> 'about')::bigint) stored,
       actor text generated always as (content -> 'actor' ->> 'id') stored,
       action text generated always as (content ->> 'action') stored,
       target text generated always as (content -> 'target' ->> 'id') stored,
       connection text generated always as (content ->> 'connectionId') stored,
       outcome text generated always as (content ->> 'outcome') stored
     )`,
    'create index audit_event_about on audit_event (about) where about is not null',
    'create index audit_event_at on audit_event (at)',
    'create index audit_event_actor on audit_event (actor, seq)',
    'create index audit_event_target on audit_event (target, seq)',
    `create table audit_chain (
       only_row boolean primary key default true check (only_row),
       seq bigint not null,
       hash text not null,
       first_seq bigint not null,
       first_prev_hash text not null,
       sealed text
     )`,
    `insert into audit_chain (seq, hash, first_seq, first_prev_hash) values (0, repeat('0', 64), 1, repeat('0', 64))`,
    `create function audit_event_stays() returns trigger language plpgsql as $$
       begin
         if tg_op = 'DELETE' and current_setting('posture.audit_retention', true) = 'on' then return old; end if;
         raise exception 'audit_event is only added to';
       end $$`,
    `create trigger audit_event_stays before update or delete on audit_event
       for each row execute function audit_event_stays()`,
    `create trigger audit_event_stays_whole before truncate on audit_event
       for each statement execute function audit_event_stays()`,
  ],
  down: ['drop table audit_event', 'drop table audit_chain', 'drop function audit_event_stays()'],
};

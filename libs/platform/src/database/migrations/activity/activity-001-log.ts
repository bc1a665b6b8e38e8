import type { Migration } from '../../migration';

/**
 * What happens in tenants. `activity` has one partition per day of `published`, made when its first event comes and
 * dropped whole. Documents are `json`: nothing asks what is inside them, and unlike `jsonb` it keeps every character a
 * provider sent. What an event can be found by is in `terms`, so that one index serves every question.
 */
export const activity001Log: Migration = {
  name: 'activity-001-log',
  up: [
    `create table activity_log (
       connection_id uuid primary key,
       position bigint not null
     )`,
    `create table activity (
       connection_id uuid not null,
       published timestamptz not null,
       uuid text collate "C" not null,
       position bigint not null,
       type text collate "C" not null,
       outcome text collate "C",
       is_own boolean not null,
       terms text[] collate "C" not null,
       doc json not null,
       raw json not null,
       joined json not null,
       primary key (connection_id, published, uuid)
     ) partition by range (published)`,
    'create index activity_position on activity (connection_id, position)',
    'create index activity_terms on activity using gin (terms)',
    `create table activity_cursor (
       connection_id uuid not null,
       stream text not null check (stream in ('backfill', 'follow')),
       since timestamptz not null,
       until timestamptz,
       cursor text,
       state text not null check (state in ('reading', 'completed', 'failed')),
       reached timestamptz,
       oldest timestamptz,
       newest timestamptz,
       error json,
       updated_at timestamptz not null,
       completed_at timestamptz,
       primary key (connection_id, stream),
       check ((stream = 'backfill') = (until is not null)),
       check ((state = 'completed') = (completed_at is not null)),
       check ((state = 'failed') = (error is not null))
     )`,
    `create table activity_coverage (
       connection_id uuid not null,
       since timestamptz not null,
       until timestamptz not null check (until > since),
       primary key (connection_id, since)
     )`,
    `create table activity_quarantine (
       connection_id uuid not null,
       digest uuid not null,
       serial bigint generated always as identity,
       uuid text,
       reason text not null,
       why text not null,
       excerpt text not null,
       received_at timestamptz not null,
       primary key (connection_id, digest)
     )`,
    'create index activity_quarantine_latest on activity_quarantine (connection_id, serial)',
    `create table activity_quarantine_count (
       connection_id uuid not null,
       reason text not null,
       day date not null,
       events bigint not null,
       primary key (connection_id, reason, day)
     )`,
    `create table activity_usage (
       connection_id uuid not null,
       kind text collate "C" not null check (kind in
         ('user', 'app', 'client', 'credential', 'user_app', 'client_scope', 'type')),
       key text collate "C" not null,
       day date not null,
       events bigint not null,
       successes bigint not null,
       failures bigint not null,
       first_at timestamptz not null,
       last_at timestamptz not null,
       last_use_at timestamptz,
       primary key (connection_id, kind, key, day)
     )`,
    'create index activity_usage_day on activity_usage using brin (day)',
  ],
  down: [
    'drop table activity_usage',
    'drop table activity_quarantine_count',
    'drop table activity_quarantine',
    'drop table activity_coverage',
    'drop table activity_cursor',
    'drop table activity',
    'drop table activity_log',
  ],
};

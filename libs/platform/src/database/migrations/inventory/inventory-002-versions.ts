import type { Migration } from '../../migration';

/**
 * The versioned inventory and its staging area. `node` and `edge` have one partition per connection, `stage_node` and
 * `stage_edge` one per sync; the inventory creates and drops them, and puts their indexes on them.
 */
export const inventory002Versions: Migration = {
  name: 'inventory-002-versions',
  up: [
    `create table inventory_version (
       connection_id uuid not null references connection (id) on delete cascade,
       version int not null,
       state text not null check (state in ('pending', 'published', 'abandoned')),
       instant timestamptz not null,
       sync_id uuid not null,
       wave int not null,
       mapper_schema int not null,
       rebased boolean not null,
       changes jsonb not null,
       counts jsonb not null,
       coverage jsonb not null default '[]',
       published_at timestamptz,
       primary key (connection_id, version)
     )`,
    `create unique index inventory_version_one_pending on inventory_version (connection_id) where state = 'pending'`,
    `create table node (
       connection_id uuid not null,
       key text collate "C" not null,
       kind text collate "C" not null,
       external_id text collate "C" not null,
       name text,
       resource text collate "C" not null,
       parent text collate "C" not null,
       props jsonb not null,
       content_hash uuid not null,
       from_version int not null,
       to_version int
     ) partition by list (connection_id)`,
    `create table edge (
       connection_id uuid not null,
       kind text collate "C" not null,
       src_key text collate "C" not null,
       dst_key text collate "C" not null,
       resource text collate "C" not null,
       parent text collate "C" not null,
       derived boolean not null,
       props jsonb,
       content_hash uuid,
       from_version int not null,
       to_version int
     ) partition by list (connection_id)`,
    `create table stage_node (
       sync_id uuid not null,
       read_id bigint not null,
       key text collate "C" not null,
       kind text collate "C" not null,
       external_id text collate "C" not null,
       name text,
       props jsonb not null,
       observed jsonb,
       content_hash uuid not null
     ) partition by list (sync_id)`,
    `create table stage_edge (
       sync_id uuid not null,
       read_id bigint not null,
       kind text collate "C" not null,
       src_key text collate "C" not null,
       dst_key text collate "C" not null,
       props jsonb,
       content_hash uuid
     ) partition by list (sync_id)`,
    `create table coverage (
       connection_id uuid not null references connection (id) on delete cascade,
       resource text collate "C" not null,
       parent text collate "C" not null,
       version int not null,
       state text not null,
       reason text,
       missing text,
       records bigint not null,
       braked boolean not null default false,
       read_started_at timestamptz not null,
       read_at timestamptz not null,
       sync_id uuid not null,
       primary key (connection_id, resource, parent, version)
     )`,
    `create table observation (
       connection_id uuid not null,
       key text collate "C" not null,
       day date not null,
       props jsonb not null,
       primary key (connection_id, key, day)
     )`,
    `create index observation_day on observation using brin (day)`,
  ],
  down: [
    'drop table observation',
    'drop table coverage',
    'drop table stage_edge',
    'drop table stage_node',
    'drop table edge',
    'drop table node',
    'drop table inventory_version',
  ],
};

import type { Migration } from '../../migration';

/** Our links to tenants and the runs that read them. */
export const inventory001Connections: Migration = {
  name: 'inventory-001-connections',
  up: [
    `create table connection (
       id uuid primary key,
       provider text not null,
       org_url text not null,
       tenant_id text,
       name text not null,
       credential_kind text not null,
       credential_sealed text not null,
       settings jsonb not null default '{}',
       created_at timestamptz not null,
       updated_at timestamptz not null,
       unique (provider, org_url)
     )`,
    `create unique index connection_tenant on connection (provider, tenant_id) where tenant_id is not null`,
    `create table sync (
       id uuid primary key,
       connection_id uuid not null references connection (id) on delete cascade,
       scope text not null check (scope in ('full', 'targeted')),
       state text not null check (state in ('running', 'completed', 'failed', 'aborted')),
       mapper_schema int not null,
       fence bigint not null,
       holder text not null,
       lease_until timestamptz not null,
       options jsonb not null default '{}',
       started_at timestamptz not null,
       finished_at timestamptz,
       error jsonb,
       report jsonb
     )`,
    `create unique index sync_one_running on sync (connection_id, scope) where state = 'running'`,
    `create index sync_history on sync (connection_id, started_at desc)`,
    `create table sync_read (
       sync_id uuid not null references sync (id) on delete cascade,
       resource text collate "C" not null,
       parent text collate "C" not null,
       read_id bigint generated always as identity,
       base_version int not null,
       read_started_at timestamptz not null,
       cursor text,
       cursor_at timestamptz,
       pages int not null default 0,
       nodes int not null default 0,
       edges int not null default 0,
       finished boolean not null default false,
       state text,
       reason text,
       missing text,
       records bigint not null default 0,
       quarantined int not null default 0,
       read_at timestamptz,
       merged_in int,
       primary key (sync_id, resource, parent)
     )`,
    `create table sync_quarantine (
       sync_id uuid not null references sync (id) on delete cascade,
       resource text not null,
       parent text not null,
       external_id text,
       reason text not null,
       at timestamptz not null
     )`,
    `create index sync_quarantine_sync on sync_quarantine (sync_id)`,
  ],
  down: ['drop table sync_quarantine', 'drop table sync_read', 'drop table sync', 'drop table connection'],
};

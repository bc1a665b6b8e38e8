import type { Migration } from '../../migration';

/** Filters that operators keep under a name, each for himself or for all. */
export const findings112Views: Migration = {
  name: 'findings-112-views',
  up: [
    `create table finding_view (
       id uuid primary key,
       name text not null,
       filter text not null,
       sort text,
       is_shared boolean not null,
       owner jsonb not null,
       version int not null,
       created_at timestamptz not null,
       updated_at timestamptz not null
     )`,
    `create unique index finding_view_name on finding_view ((owner ->> 'id'), lower(name))`,
  ],
  down: ['drop table finding_view'],
};

import type { Migration } from '../../migration';

export const operators001ApiKeys: Migration = {
  name: 'operators-001-api-keys',
  up: [
    `create table api_key (
       id uuid primary key,
       name text not null,
       hash text not null unique,
       created_at timestamptz not null,
       revoked_at timestamptz
     )`,
  ],
  down: ['drop table api_key'],
};

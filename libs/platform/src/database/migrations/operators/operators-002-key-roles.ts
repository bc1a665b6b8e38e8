import type { Migration } from '../../migration';

/** Whom a key stands for, until when, and when it was last used; keys made before are the owner's. */
export const operators002KeyRoles: Migration = {
  name: 'operators-002-key-roles',
  up: [
    `alter table api_key
       add column role text not null default 'owner',
       add column expires_at timestamptz,
       add column last_used_on date`,
    'alter table api_key alter column role drop default',
  ],
  down: ['alter table api_key drop column role, drop column expires_at, drop column last_used_on'],
};

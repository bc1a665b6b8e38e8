import type { Migration } from '../../migration';

/** Keys with a maker, a scope, a value before the present one, and the address they were last used from. */
export const operators003NamedKeys: Migration = {
  name: 'operators-003-named-keys',
  up: [
    `alter table api_key
       add column connections uuid[],
       add column created_by jsonb not null default '{"kind": "system", "id": "posture", "name": "first start"}',
       add column former_hash text unique,
       add column former_until timestamptz,
       add column last_used_from text,
       add column version integer not null default 1`,
    'alter table api_key alter column created_by drop default',
  ],
  down: [
    `alter table api_key drop column connections, drop column created_by, drop column former_hash,
       drop column former_until, drop column last_used_from, drop column version`,
  ],
};

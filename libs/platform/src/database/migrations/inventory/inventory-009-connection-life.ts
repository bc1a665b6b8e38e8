import type { Migration } from '../../migration';

/** Who connected a tenant, by what, for whom, what we may do there, and what is left once it is removed. */
export const inventory009ConnectionLife: Migration = {
  name: 'inventory-009-connection-life',
  up: [
    `alter table connection
       add column mode text not null default 'read' check (mode in ('read', 'read_and_act')),
       add column credential_hint text,
       add column credential_changed_at timestamptz,
       add column credential_expires_at timestamptz,
       add column created_by jsonb,
       add column owner text,
       add column contacts jsonb not null default '[]',
       add column labels jsonb not null default '[]',
       add column overdue_after int check (overdue_after > 0),
       add column version int not null default 1,
       add column removed_at timestamptz,
       alter column credential_sealed drop not null`,
    `update connection set credential_changed_at = created_at`,
    `alter table connection alter column credential_changed_at set not null`,
    // Names were free until now: of equal ones all but the first get a number.
    `update connection c set name = left(c.name, 90) || ' ' || n.number
     from (select id, row_number() over (partition by lower(name) order by created_at, id) as number from connection) n
     where n.id = c.id and n.number > 1`,
    `create unique index connection_name on connection (lower(name)) where removed_at is null`,
  ],
  down: [
    `drop index connection_name`,
    `delete from connection where credential_sealed is null`,
    `alter table connection alter column credential_sealed set not null, drop column mode, drop column credential_hint,
       drop column credential_changed_at, drop column credential_expires_at, drop column created_by, drop column owner,
       drop column contacts, drop column labels, drop column overdue_after, drop column version, drop column removed_at`,
  ],
};

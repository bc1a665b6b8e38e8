import type { Migration } from '../../migration';

/** How long findings of a connection may stand; `is_applied` until what was open when it was chosen is due by it, too. */
export const findings141DuePolicy: Migration = {
  name: 'findings-141-due-policy',
  up: [
    `create table finding_due_policy (
       connection_id uuid primary key,
       days jsonb not null,
       chosen_by jsonb not null,
       chosen_at timestamptz not null,
       version int not null,
       is_applied boolean not null
     )`,
  ],
  down: ['drop table finding_due_policy'],
};

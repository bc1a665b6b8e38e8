import type { Migration } from '../../migration';

export const findings002Episodes: Migration = {
  name: 'findings-002-episodes',
  up: [
    `create table finding_episode (
       finding_id uuid not null references finding (id) on delete cascade,
       "from" timestamptz not null,
       "to" timestamptz not null,
       occurrences int not null,
       severity text not null,
       title text not null,
       why text not null,
       shown jsonb not null,
       event_count int not null,
       events jsonb not null,
       settled boolean not null,
       withdrawn_at timestamptz,
       primary key (finding_id, "from")
     )`,
  ],
  down: ['drop table finding_episode'],
};

import type { Migration } from '../../migration';

export const findings001Findings: Migration = {
  name: 'findings-001-findings',
  up: [
    `create table finding (
       id uuid primary key,
       connection_id uuid not null,
       fingerprint text not null,
       rule text not null,
       subject jsonb not null,
       severity text not null,
       score int not null,
       tier text not null,
       score_terms jsonb not null,
       status text not null,
       present boolean not null,
       not_assessed jsonb not null default '[]',
       title text not null,
       why text not null,
       evidence jsonb not null,
       member_count int not null,
       superseded_by uuid,
       first_seen_at timestamptz not null,
       last_seen_at timestamptz not null,
       resolved_at timestamptz,
       resolution text,
       judged_version int not null,
       sequence int not null,
       unique (connection_id, fingerprint)
     )`,
    `create index finding_by_rule on finding (connection_id, rule)`,
    `create index finding_by_subject on finding ((subject ->> 'key'))`,
    `create table finding_member (
       finding_id uuid not null references finding (id) on delete cascade,
       key text not null,
       kind text not null,
       external_id text not null,
       name text,
       primary key (finding_id, key)
     )`,
    `create table finding_event (
       id uuid primary key,
       finding_id uuid not null references finding (id) on delete cascade,
       sequence int not null,
       at timestamptz not null,
       type text not null,
       scan_id uuid,
       data jsonb not null,
       unique (finding_id, sequence)
     )`,
  ],
  down: ['drop table finding_event', 'drop table finding_member', 'drop table finding'],
};

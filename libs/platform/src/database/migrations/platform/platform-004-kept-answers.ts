import type { Migration } from '../../migration';

/** Requests that must not be done twice, and what they were answered. */
export const platform004KeptAnswers: Migration = {
  name: 'platform-004-kept-answers',
  up: [
    `create table kept_answer (
       principal text not null,
       route text not null,
       key text not null,
       request_hash text not null,
       new_id uuid not null,
       claim uuid,
       claimed_until timestamptz,
       status int,
       headers jsonb,
       body_sealed text,
       expires_at timestamptz not null,
       primary key (principal, route, key)
     )`,
    'create index kept_answer_by_expiry on kept_answer (expires_at)',
  ],
  down: ['drop table kept_answer'],
};

import type { Migration } from '../../migration';

/** Which process claimed a request: one that is gone is waited for no longer. */
export const platform150AnswerHolder: Migration = {
  name: 'platform-150-answer-holder',
  up: ['alter table kept_answer add column holder text'],
  down: ['alter table kept_answer drop column holder'],
};

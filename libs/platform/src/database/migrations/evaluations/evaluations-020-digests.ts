import type { Migration } from '../../migration';

/** What decided what a rule said. Of scans made before, nobody wrote it down. */
export const evaluations020Digests: Migration = {
  name: 'evaluations-020-digests',
  up: ['alter table rule_result add column digest text'],
  down: ['alter table rule_result drop column digest'],
};

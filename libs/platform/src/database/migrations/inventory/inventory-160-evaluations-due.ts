import type { Migration } from '../../migration';

export const inventory160EvaluationsDue: Migration = {
  name: 'inventory-160-evaluations-due',
  up: ['alter table schedule add column evaluate_every integer, add column evaluate_at timestamptz'],
  down: ['alter table schedule drop column evaluate_every, drop column evaluate_at'],
};

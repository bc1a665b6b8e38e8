import type { Migration } from '../../migration';

/** The same words as whoever asks for them has. */
const UNTOLD_DUE = `case when breach_told_at is null and status in ('open', 'acknowledged', 'in_progress') then due_at end`;

/**
 * Due dates that passed and were not told are few, of many that passed. Whoever plans a query knows that only of an expression
 * that has statistics of its own; by those of the columns he goes through all findings, every few seconds.
 */
export const findings113Due: Migration = {
  name: 'findings-113-due',
  up: [`create index finding_untold_due on finding ((${UNTOLD_DUE}))`, `drop index finding_due`, `analyze finding`],
  down: [
    `create index finding_due on finding (due_at)
       where breach_told_at is null and status in ('open', 'acknowledged', 'in_progress')`,
    'drop index finding_untold_due',
  ],
};

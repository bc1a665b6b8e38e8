import type { Migration } from '../../migration';

/** What of the log a scan judged; scans made before judged none. */
export const evaluations002Activity: Migration = {
  name: 'evaluations-002-activity',
  up: ['alter table scan add column activity json'],
  down: ['alter table scan drop column activity'],
};

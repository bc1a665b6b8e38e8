import type { Migration } from '../../migration';

/** Why a step is one of many: nobody wrote it down before. Steps of one scan are asked for together. */
export const findings020Bulk: Migration = {
  name: 'findings-020-bulk',
  up: [
    `alter table finding_event add column bulk text`,
    `create index finding_event_by_scan on finding_event (scan_id) where scan_id is not null`,
  ],
  down: [`drop index finding_event_by_scan`, `alter table finding_event drop column bulk`],
};

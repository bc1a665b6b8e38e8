import type { Migration } from '../../migration';

const RANK = `array_position(array['informational', 'low', 'medium', 'high', 'critical'], severity)`;

/**
 * The usual order within a connection, a status, or what somebody is to do: one of them may have all its findings where the
 * order of all comes to last. Counts are kept, and need no index any more.
 */
export const findings111ListIndexes: Migration = {
  name: 'findings-111-list-indexes',
  up: [
    `create index finding_by_connection_rank on finding (connection_id, (${RANK}), score, id)`,
    `create index finding_by_status_rank on finding (status, (${RANK}), score, id)`,
    `create index finding_by_assignee_rank on finding (assignee, (${RANK}), score, id) where assignee is not null`,
    `drop index finding_facets`,
  ],
  down: [
    `create index finding_facets on finding (rule, connection_id, severity, status, tier, assignee, present, superseded_by)`,
    'drop index finding_by_assignee_rank',
    'drop index finding_by_status_rank',
    'drop index finding_by_connection_rank',
  ],
};

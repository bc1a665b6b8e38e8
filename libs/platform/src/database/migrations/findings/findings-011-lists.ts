import type { Migration } from '../../migration';

const RANK = `array_position(array['informational', 'low', 'medium', 'high', 'critical'], severity)`;

/** What pages in the usual order, counts by value and what happened lately are answered from, also of a million findings. */
export const findings011Lists: Migration = {
  name: 'findings-011-lists',
  up: [
    `create index finding_by_rank on finding ((${RANK}), score, id)`,
    `create index finding_by_rule_rank on finding (rule, (${RANK}), score, id)`,
    `create index finding_facets on finding (rule, connection_id, severity, status, tier, assignee, present, superseded_by)`,
    `create index finding_event_by_time on finding_event (at)`,
  ],
  down: [
    'drop index finding_event_by_time',
    'drop index finding_facets',
    'drop index finding_by_rule_rank',
    'drop index finding_by_rank',
  ],
};

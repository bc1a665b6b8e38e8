import type { Migration } from '../../migration';

/**
 * What happened before is not told any more: it has no position. Writers take turns, so that positions are committed in
 * their order and a reader who knows one has seen all before it.
 */
export const findings003Outbox: Migration = {
  name: 'findings-003-outbox',
  up: [
    `create sequence finding_event_position`,
    `alter table finding_event add column position bigint, add column finding_then jsonb`,
    `create unique index finding_event_by_position on finding_event (position) where position is not null`,
  ],
  down: [
    `alter table finding_event drop column position, drop column finding_then`,
    `drop sequence finding_event_position`,
  ],
};

import type { Migration } from '../../migration';

/**
 * How far detections have judged the log of a connection, by which rules, and what their timelines remember. It is stale
 * once something older was read than what it began with. A key may be made of what
 * somebody typed: it is kept as JSON, which holds every character, and found by its digest, which has a length.
 */
export const activity002DetectionState: Migration = {
  name: 'activity-002-detection-state',
  up: [
    `create table detection_position (
       connection_id uuid primary key,
       position bigint not null,
       watermark timestamptz,
       rules text not null,
       status json not null,
       turn bigint not null,
       is_stale boolean not null default false,
       updated_at timestamptz not null
     )`,
    `create table detection_state (
       connection_id uuid not null,
       rule_hash text collate "C" not null,
       timeline_digest uuid not null,
       timeline_key text not null,
       state json not null,
       primary key (connection_id, rule_hash, timeline_digest)
     )`,
  ],
  down: ['drop table detection_state', 'drop table detection_position'],
};

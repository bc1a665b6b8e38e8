import type { Migration } from '../../migration';

const BEFORE = ['user', 'app', 'client', 'credential', 'idp', 'user_app', 'client_scope', 'type'];
const ADDED = ['admin', 'user_app_given', 'credential_asn', 'credential_agent'];

function allow(kinds: readonly string[]): string[] {
  return [
    'alter table activity_usage drop constraint activity_usage_kind_check',
    `alter table activity_usage add constraint activity_usage_kind_check
       check (kind in (${list(kinds)}))`,
  ];
}

function list(kinds: readonly string[]): string {
  return kinds.map((kind) => `'${kind}'`).join(', ');
}

/**
 * Who administered, who was given what, and where credentials were used from. Of events that are kept already none of it
 * was counted, and reading them again counts nothing: use is known only since the newest of them, lest a role seem unused.
 */
export const activity004MoreUsage: Migration = {
  name: 'activity-004-more-usage',
  up: [
    ...allow([...BEFORE, ...ADDED]),
    'alter table activity_log add column counted_since timestamptz',
    `update activity_log l set counted_since =
       (select max(published) from activity a where a.connection_id = l.connection_id)`,
  ],
  down: [
    'alter table activity_log drop column counted_since',
    `delete from activity_usage where kind in (${list(ADDED)})`,
    ...allow(BEFORE),
  ],
};

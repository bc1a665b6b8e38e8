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
 * Who administered, who was given what, and where credentials were used from. Of what was read before none of it was
 * counted: it is known no more, lest a role seem unused or an assignment older than it is.
 */
export const activity004MoreUsage: Migration = {
  name: 'activity-004-more-usage',
  up: [...allow([...BEFORE, ...ADDED]), 'delete from activity_coverage'],
  down: [`delete from activity_usage where kind in (${list(ADDED)})`, ...allow(BEFORE)],
};

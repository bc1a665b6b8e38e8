import type { Migration } from '../../migration';

const KINDS = ['user', 'app', 'client', 'credential', 'user_app', 'client_scope', 'type'];

function allow(kinds: readonly string[]): string[] {
  return [
    'alter table activity_usage drop constraint activity_usage_kind_check',
    `alter table activity_usage add constraint activity_usage_kind_check
       check (kind in (${kinds.map((kind) => `'${kind}'`).join(', ')}))`,
  ];
}

/** Sign-ins by identity provider. Of what was read before they were not counted: it is known no more, lest they seem unused. */
export const activity003IdpUsage: Migration = {
  name: 'activity-003-idp-usage',
  up: [...allow([...KINDS, 'idp']), 'delete from activity_coverage'],
  down: [`delete from activity_usage where kind = 'idp'`, ...allow(KINDS)],
};

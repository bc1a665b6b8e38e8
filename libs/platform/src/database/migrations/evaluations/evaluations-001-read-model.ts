import type { Migration } from '../../migration';

/**
 * Scans keep all they said. Scans made before have no figures, coverage, fixes or findings, and their rules no
 * severity: nobody wrote them down. The documents are `json`, which unlike `jsonb` keeps the order of their keys.
 */
export const evaluations001ReadModel: Migration = {
  name: 'evaluations-001-read-model',
  up: [
    `alter table scan add column trigger text not null default 'operator', add column as_of timestamptz,
       add column read json, add column coverage json, add column fixes json, add column findings uuid[],
       alter column summary type json using summary::json`,
    `update scan set as_of = coalesce((select v.instant from inventory_version v
       where v.connection_id = scan.connection_id and v.version = scan.version), started_at)`,
    `alter table scan alter column as_of set not null, alter column version set not null,
       alter column trigger drop default`,
    'drop index scan_by_connection',
    'create index scan_by_connection on scan (connection_id, id desc)',
    'create index scan_by_sync on scan (sync_id)',
    'alter table rule_result rename column missing to reasons',
    `alter table rule_result add column title text, add column severity text,
       add column measure boolean not null default false, add column verdict text`,
    `update rule_result set title = rule, verdict = case when match > 0 then 'match'
       when not_assessed > 0 or jsonb_array_length(reasons) > 0 then 'not_assessed'
       when clear > 0 then 'clear' else 'not_applicable' end`,
    `alter table rule_result alter column title set not null, alter column verdict set not null,
       alter column measure drop default`,
    'create index rule_result_history on rule_result (rule, scan_id desc)',
  ],
  down: [
    'drop index rule_result_history',
    `alter table rule_result drop column title, drop column severity, drop column measure, drop column verdict`,
    'alter table rule_result rename column reasons to missing',
    'drop index scan_by_sync',
    'drop index scan_by_connection',
    'create index scan_by_connection on scan (connection_id, started_at desc)',
    `alter table scan drop column trigger, drop column as_of, drop column read, drop column coverage,
       drop column fixes, drop column findings, alter column version drop not null,
       alter column summary type jsonb using summary::jsonb`,
  ],
};

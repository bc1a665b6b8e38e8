import type { Migration } from '../../migration';

const DUE = `first_seen_at + case severity when 'critical' then interval '3 days' when 'high' then interval '14 days'
  when 'medium' then interval '45 days' when 'low' then interval '90 days' end`;

/**
 * What people say of a finding beside what scans do. Due dates are reckoned for what is there already; those that have
 * passed are not told on the day of the change.
 */
export const findings004Life: Migration = {
  name: 'findings-004-life',
  up: [
    `create table finding_exception (
       id uuid primary key,
       kind text not null,
       reason text not null,
       scope text not null,
       connection_id uuid not null,
       finding_id uuid,
       rule text,
       subject_key text,
       filter jsonb,
       state text not null,
       requested_by jsonb not null,
       approved_by jsonb,
       created_at timestamptz not null,
       expires_at timestamptz,
       ended_at timestamptz,
       ended_by jsonb,
       is_warned boolean not null,
       is_applied boolean not null,
       applied_to uuid,
       version int not null
     )`,
    `create index finding_exception_active on finding_exception (connection_id, rule) where state = 'active'`,
    `alter table finding
       add column severity_source text not null default 'rule',
       add column severity_reason text,
       add column rule_severity text,
       add column status_changed_at timestamptz,
       add column status_changed_by jsonb not null default '{"kind": "system", "id": "engine", "name": "engine"}',
       add column verified_at timestamptz,
       add column reopen_count int not null default 0,
       add column last_reopened_at timestamptz,
       add column reopen_reason text,
       add column assignee text,
       add column due_at timestamptz,
       add column sla jsonb,
       add column breach_told_at timestamptz,
       add column exception_id uuid references finding_exception (id),
       add column needs_review boolean not null default false,
       add column expiry_told boolean not null default false,
       add column external_refs jsonb not null default '[]'`,
    `update finding set rule_severity = severity, status_changed_at = coalesce(resolved_at, first_seen_at), due_at = ${DUE},
       breach_told_at = case when ${DUE} < now() then now() end,
       sla = jsonb_build_object('startedAt', (extract(epoch from first_seen_at) * 1000)::bigint, 'pausedSince', null,
         'pausedMs', 0, 'isByHand', false)`,
    `alter table finding alter column rule_severity set not null, alter column status_changed_at set not null,
       alter column sla set not null`,
    `create index finding_due on finding (due_at)
       where breach_told_at is null and status in ('open', 'acknowledged', 'in_progress')`,
    `create index finding_by_exception on finding (exception_id, id) where exception_id is not null`,
    `alter table finding_event add column actor jsonb`,
    `update finding_event e set finding_then = e.finding_then || jsonb_build_object('statusChangedAt',
       f.status_changed_at, 'statusChangedBy', f.status_changed_by, 'assignee', null, 'severitySource', 'rule',
       'ruleSeverity', e.finding_then -> 'severity', 'dueAt', f.due_at, 'reopenCount', 0, 'reopenReason', null,
       'exceptionId', null, 'needsReview', false, 'externalRefs', '[]'::jsonb)
     from finding f where f.id = e.finding_id and e.finding_then is not null`,
  ],
  down: [
    `update finding_event set finding_then = finding_then - '{statusChangedAt,statusChangedBy,assignee,severitySource,
       ruleSeverity,dueAt,reopenCount,reopenReason,exceptionId,needsReview,externalRefs}'::text[] where finding_then is not null`,
    `alter table finding_event drop column actor`,
    `alter table finding drop column severity_source, drop column severity_reason, drop column rule_severity,
       drop column status_changed_at, drop column status_changed_by, drop column verified_at, drop column reopen_count,
       drop column last_reopened_at, drop column reopen_reason, drop column assignee, drop column due_at, drop column sla,
       drop column breach_told_at, drop column exception_id, drop column needs_review, drop column expiry_told,
       drop column external_refs`,
    `drop table finding_exception`,
  ],
};

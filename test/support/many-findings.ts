import type { Database } from '@posture/platform';

/** How many findings, and about how many subjects of how many connections by how many rules. */
export interface ManyFindings {
  readonly count: number;
  readonly connections: readonly string[];
  readonly rules: number;
  readonly subjects: number;
}

/** Findings of every severity, status and tier, made by the database itself: the same each time. */
export async function writeManyFindings(
  database: Database,
  { count, connections, rules, subjects }: ManyFindings,
): Promise<void> {
  await database.query(
    `insert into finding (id, connection_id, fingerprint, rule, subject, severity, score, tier, score_terms, status, present,
       title, why, evidence, member_count, superseded_by, first_seen_at, last_seen_at, resolved_at, resolution,
       judged_version, sequence, rule_severity, status_changed_at, sla, due_at, breach_told_at, assignee)
     select id, connection_id, md5(n::text), rule,
       jsonb_build_object('kind', 'User', 'key', 'User:' || who, 'externalId', who, 'name', who || '@brightwater.example'),
       severity, (n * 37) % 101, 'T' || (n / 11) % 4, '[]', status, status <> 'resolved',
       'Finding ' || n || ' of ' || rule, 'because ' || repeat('it is so ', 20),
       jsonb_build_object('facts', '[]'::jsonb, 'path', '[]'::jsonb, 'note', repeat('evidence ', 60)),
       1, case when (n / 17) % 10 = 0 then id end, opened, opened + interval '1 day',
       case when status = 'resolved' then opened + interval '1 day' end,
       case when status = 'resolved' then 'remediated' end, 1, 1, severity, opened,
       jsonb_build_object('startedAt', 0, 'pausedSince', null, 'pausedMs', 0, 'isByHand', false),
       due, case when due < now() and status in ('open', 'acknowledged', 'in_progress') then due end,
       case when (n / 13) % 5 = 0 then 'key-' || n % 3 end
     from (
       select *, case when severity <> 'informational' then opened + interval '14 days' end as due from (
       select n, ('0195e000-' || lpad(to_hex(n % 65536), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id,
         ($2::uuid[])[1 + (n / 7) % $3] as connection_id, 'rule-' || (n * 7) % $4 as rule, 'u' || (n * 13) % $5 as who,
         (array['informational', 'low', 'medium', 'high', 'critical'])[1 + (n * 11) % 5] as severity,
         (array['open', 'open', 'open', 'acknowledged', 'in_progress', 'suppressed', 'resolved'])[1 + (n / 3) % 7] as status,
         timestamptz '2026-01-01T00:00:00Z' + (n % 9000) * interval '10 minutes' as opened
       from generate_series(1, $1::int) as n) as drawn) as made`,
    [count, connections, connections.length, rules, subjects],
  );
  await database.query('analyze finding');
}

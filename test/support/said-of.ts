import type { ScanReport } from '@posture/flows';
import type { Database } from '@posture/platform';
import { stateOf } from './store-state';

/** What the inventory holds and a scan said of it, a sorted text a line: without ids, instants and what people did. */
export interface SaidOf {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly coverage: readonly string[];
  readonly verdicts: readonly string[];
  readonly findings: readonly string[];
}

export async function saidOf(database: Database, report: ScanReport): Promise<SaidOf> {
  const { nodes, edges } = await stateOf(database);
  const coverage = await database.query<{ text: string }>(
    `select concat_ws(' ', resource, parent, state, reason, missing, records) as text from (
       select distinct on (resource, parent) * from coverage order by resource, parent, version desc) c order by 1`,
  );
  const unread = await database.query<{ id: string; missing: unknown }>(
    `select id, not_assessed as missing from finding where present and not_assessed <> '[]'`,
  );
  const unreadOf = new Map(unread.map(({ id, missing }) => [id, missing]));
  return {
    nodes,
    edges,
    coverage: coverage.map(({ text }) => text),
    verdicts: report.rules.map((counts) => JSON.stringify(counts)),
    findings: report.findings.map(({ id, rule, severity, score, subject, count, members, title, evidence }) =>
      JSON.stringify({
        ...{
          rule,
          severity,
          score,
          subject: subject.externalId,
          count,
          title,
          members: members.map(({ externalId }) => externalId),
        },
        unread: unreadOf.get(id),
        path: evidence.path.map(({ kind, from, to }) => [kind, from.key, to.key]),
      }),
    ),
  };
}

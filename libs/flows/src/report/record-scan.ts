import type { Coverage } from '@posture/domain';
import { coverageLines, summaryOf } from '@posture/evaluations';
import type { ReadFigures, RuleOutcome, ScanRecord } from '@posture/evaluations';
import type { Finding } from '@posture/findings';
import type { ResolvedRule } from '@posture/rule-engine';
import type { SaidActivity } from '../activity/said-activity';
import { digestOf } from '../bulk';
import { fixLines } from '../fixes/fix-lines';
import { rankFixes } from '../fixes/rank-fixes';
import { worldOf } from '../fixes/simulate';
import type { VersionView } from '../graphs';
import type { JudgedRule } from '../judge';
import type { Provider } from '../providers';

/** What a scan ends with. */
export interface SaidScan {
  readonly rules: readonly ResolvedRule[];
  readonly context: VersionView;
  readonly judged: readonly JudgedRule[];
  /** Present ones of those rules, worst first. */
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly read: ReadFigures;
  /** What was judged of the log; null: nothing of it. */
  readonly detected: SaidActivity | null;
  /** Of the tenant: where its console is. */
  readonly orgUrl: string;
}

/** The last judgement, the findings as they now stand and what was read, as it is kept. */
export async function recordOf(said: SaidScan): Promise<ScanRecord> {
  const { rules, context, judged, findings, coverage, read, detected, orgUrl } = said;
  const open = findings.filter(({ status }) => status !== 'suppressed');
  const fixes = await rankFixes(worldOf(context, judged), rules, open);
  return {
    read,
    coverage: [
      ...coverageLines(coverage, context.provider.catalogue.resources),
      ...(detected === null ? [] : [detected.coverage]),
    ],
    activity: detected?.judged ?? null,
    fixes: fixLines(fixes, open, context, orgUrl),
    findings: findings.map(({ id }) => id),
    summary: summaryOf(
      [...judged, ...(detected?.outcomes ?? [])],
      open.map(({ severity }) => severity),
    ),
  };
}

export function outcomeOf(
  { rule: resolved, counts, reasons }: JudgedRule,
  { mapperSchema }: Pick<Provider, 'mapperSchema'>,
): RuleOutcome {
  const { id: rule, title, severity, report } = resolved.file;
  const digest = digestOf(resolved, mapperSchema);
  return { rule, title, severity, measure: report === 'measure', counts, reasons, digest };
}

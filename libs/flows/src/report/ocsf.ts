import { ocsfFinding } from '@posture/alerts';
import type { RuleFile } from '@posture/domain';
import type { FindingReport, ScanReport } from './scan-report';

/** One finding of a scan as the OCSF event that says it is there. */
export function toOcsf(finding: FindingReport, report: ScanReport, rule: RuleFile): object {
  const { rule: ruleId, supersededBy, count, ...told } = finding;
  return ocsfFinding({
    ...told,
    activity: 'Create',
    at: new Date(report.asOf),
    ruleId,
    rule,
    tenant: report.connection.domain,
    unmapped: { connection_uid: report.connection.id, subjects: count, supersededBy },
  });
}

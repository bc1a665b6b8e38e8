import type { RuleFile, Severity } from '@posture/domain';
import type { FindingReport, ScanReport } from './scan-report';

/** OCSF release the events follow. */
const OCSF_VERSION = '1.8.0';
const SEVERITY_ID: Readonly<Record<Severity, number>> = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 };
const STATUS_ID = { open: 1, acknowledged: 2, in_progress: 2, suppressed: 3, resolved: 4 } as const;
const CATEGORY_FINDINGS = 2;

/**
 * One finding of a scan as an OCSF event: Compliance Finding (2003) when the rule maps to a control, else Detection
 * Finding (2004), which every parser knows. Times are epoch milliseconds. Source: OCSF schema 1.8.0, `events/findings`.
 */
export function toOcsf(finding: FindingReport, report: ScanReport, rule: RuleFile): Record<string, unknown> {
  const controls = [...(rule.mappings.stig ?? []), ...(rule.mappings.nist ?? []), ...(rule.mappings.cis ?? [])];
  const classUid = controls.length > 0 ? 2003 : 2004;
  const activityId = 1;
  return {
    activity_id: activityId,
    category_uid: CATEGORY_FINDINGS,
    class_uid: classUid,
    type_uid: classUid * 100 + activityId,
    time: Date.parse(report.asOf),
    severity_id: SEVERITY_ID[finding.severity],
    status_id: STATUS_ID[finding.status],
    message: finding.title,
    metadata: {
      version: OCSF_VERSION,
      tenant_uid: report.connection.domain,
      product: { name: 'Posture engine', vendor_name: 'Posture engine' },
    },
    finding_info: {
      uid: finding.id,
      title: finding.title,
      desc: finding.why,
      analytic: { uid: rule.id, name: rule.title, version: String(rule.version), type_id: 1 },
      ...(rule.mappings.attack === undefined
        ? {}
        : { attacks: rule.mappings.attack.map((uid) => ({ technique: { uid }, version: '17.1' })) }),
    },
    ...(classUid === 2003
      ? {
          compliance: {
            control: controls[0],
            requirements: controls,
            standards: standardsOf(rule),
            status_id: 3,
          },
        }
      : { is_alert: true }),
    remediation: { desc: rule.remediation.text, references: rule.references.map(({ url }) => url) },
    resources: [finding.subject, ...finding.members].map((subject) => ({
      uid: subject.externalId,
      name: subject.name ?? subject.externalId,
      type: subject.kind,
    })),
    unmapped: { score: finding.score, supersededBy: finding.supersededBy, evidence: finding.evidence },
  };
}

function standardsOf(rule: RuleFile): string[] {
  const { stig, nist, cis } = rule.mappings;
  return [
    ...(stig === undefined ? [] : ['DISA STIG']),
    ...(nist === undefined ? [] : ['NIST SP 800-53 Rev. 5']),
    ...(cis === undefined ? [] : ['CIS Controls v8']),
  ];
}

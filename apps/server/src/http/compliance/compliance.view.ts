import type { ComplianceReport } from '@posture/flows';
import type { ComplianceBody } from './compliance.body';

export function complianceView(report: ComplianceReport): ComplianceBody {
  const { framework, connection } = report;
  return {
    schema: report.schema,
    framework: { id: framework.id, title: framework.title, url: framework.url },
    connection: {
      id: connection.id,
      name: connection.name,
      provider: connection.provider,
      domain: connection.domain,
    },
    scanId: report.scanId,
    profile: report.profile,
    asOf: report.asOf,
    summary: report.summary,
    controls: report.controls.map(({ control, title, state, rules }) => ({
      control,
      title,
      state,
      rules: rules.map(({ rule, title: of, severity, state: said, open, accepted, reasons }) => ({
        rule,
        title: of,
        severity,
        state: said,
        open,
        accepted,
        reasons,
      })),
    })),
  };
}

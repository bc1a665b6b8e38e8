import { atLeastAsSevere } from '@posture/domain';
import type { Severity } from '@posture/domain';
import type { ScanReport } from './scan-report';

/** What a pipeline learns from a scan: 0 clean, 1 findings, 2 nothing found but not all could be assessed. 3 is an error. */
export type ScanExitCode = 0 | 1 | 2;

/**
 * Findings that people suppressed or that are resolved count for nothing, and neither do rules that a licence or a list
 * would unlock. @param bar the least severity that counts
 */
export function exitCodeOf(report: Pick<ScanReport, 'findings' | 'notAssessed'>, bar: Severity): ScanExitCode {
  const counts = report.findings.some(
    (finding) =>
      finding.status !== 'suppressed' && finding.status !== 'resolved' && atLeastAsSevere(finding.severity, bar),
  );
  if (counts) return 1;
  return report.notAssessed.some(({ isOptional, severity }) => !isOptional && atLeastAsSevere(severity, bar)) ? 2 : 0;
}

import type { Evidence, FindingStatus, Severity } from '@posture/domain';
import type {
  CoverageLine,
  FixLine,
  JudgedActivity,
  FixSubject,
  Measure,
  NotAssessedLine,
  ReadFigures,
  RuleCounts,
  ScanSummary,
} from '@posture/evaluations';

/** Raised when a field of the document changes its meaning or goes; new fields do not raise it. */
export const SCAN_REPORT_SCHEMA = 'posture.scan/1';

/** The result of one scan as `posture scan --format json` and `GET /scans/{id}` give it. Instants are ISO 8601 in UTC. */
export interface ScanReport {
  readonly schema: typeof SCAN_REPORT_SCHEMA;
  readonly connection: {
    readonly id: string;
    readonly name: string;
    readonly provider: string;
    readonly domain: string;
  };
  readonly profile: string;
  readonly asOf: string;
  readonly sync: SyncReport;
  readonly activity: JudgedActivity | null;
  readonly summary: ScanSummary;
  /** By rule id; what a count of matches is out of. */
  readonly rules: readonly RuleCounts[];
  readonly findings: readonly FindingReport[];
  readonly fixes: readonly FixLine[];
  readonly measures: readonly Measure[];
  readonly notAssessed: readonly NotAssessedLine[];
}

/** How the tenant was read for the scan. */
export interface SyncReport extends Omit<ReadFigures, 'resources' | 'failed' | 'failures'> {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly version: number;
  readonly coverage: readonly CoverageLine[];
}

/** A finding as programs read it, without the dates and versions of its life. `score` is 0 to 100. */
export interface FindingReport {
  readonly id: string;
  /** The same in every data directory: of the rule and its subject. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly score: number;
  readonly status: FindingStatus;
  readonly supersededBy: string | null;
  readonly subject: FixSubject;
  readonly count: number;
  /** Members of a finding of grain `group`: the first hundred unless all are asked for. */
  readonly members: readonly FixSubject[];
  readonly title: string;
  readonly why: string;
  readonly evidence: Evidence;
}

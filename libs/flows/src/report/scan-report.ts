import type {
  ChangeCounts,
  CoverageState,
  Evidence,
  FindingStatus,
  NodeKind,
  Severity,
  Verdict,
} from '@posture/domain';

/** Raised when a field of the document changes its meaning or goes; new fields do not raise it. */
export const SCAN_REPORT_SCHEMA = 'posture.scan/1';

/** The result of one scan as `posture scan --format json` prints it. Instants are ISO 8601 in UTC. */
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
  readonly summary: SummaryReport;
  readonly findings: readonly FindingReport[];
  readonly fixes: readonly FixReport[];
  readonly measures: readonly MeasureReport[];
  readonly notAssessed: readonly NotAssessedReport[];
}

export interface SyncReport {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly requests: number;
  readonly requestsByBucket: Readonly<Record<string, number>>;
  /** Time spent waiting for the provider's rate limits, in milliseconds. */
  readonly throttledMs: number;
  readonly version: number;
  readonly changes: { readonly nodes: ChangeCounts; readonly edges: ChangeCounts };
  readonly coverage: readonly CoverageReport[];
}

/** One resource of the tenant; for a resource read per object, all its lists together. */
export interface CoverageReport {
  readonly resource: string;
  readonly state: CoverageState;
  readonly reason: string | null;
  readonly missing: string | null;
  readonly records: number;
}

export interface SummaryReport {
  /** Verdicts over all (rule, subject) pairs. */
  readonly match: number;
  readonly clear: number;
  readonly notAssessed: number;
  readonly notApplicable: number;
  readonly rules: Readonly<Record<Verdict, number>>;
  /** Present, unsuppressed findings. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export interface FindingReport {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly score: number;
  readonly status: FindingStatus;
  readonly supersededBy: string | null;
  readonly subject: ReportedSubject;
  readonly count: number;
  /** Members of a finding of grain `group`: the first hundred unless all are asked for. */
  readonly members: readonly ReportedSubject[];
  readonly title: string;
  readonly why: string;
  readonly evidence: Evidence;
}

export interface ReportedSubject {
  readonly kind: NodeKind;
  readonly externalId: string;
  readonly name: string | null;
}

export interface FixReport {
  readonly title: string;
  readonly root:
    ReportedSubject | { readonly edge: string; readonly from: ReportedSubject; readonly to: ReportedSubject };
  /** Ids of the findings it closes, worst first. */
  readonly closes: readonly string[];
  readonly worst: { readonly rule: string; readonly severity: Severity; readonly path: readonly string[] };
  readonly subjects: readonly ReportedSubject[];
}

/** A figure to bring down over time: what a rule of grain `measure` counts instead of making findings. */
export interface MeasureReport {
  readonly rule: string;
  readonly title: string;
  /** Subjects that matched. */
  readonly count: number;
  /** Subjects that could be assessed. */
  readonly of: number;
  readonly notAssessed: number;
}

/** One reason why a rule could not judge all of its subjects. */
export interface NotAssessedReport {
  readonly rule: string;
  readonly severity: Severity;
  /** Known ones; 0 when the reason may hide subjects that nobody saw. */
  readonly subjects: number;
  readonly reason: string;
  /** What to grant; null when granting would not help. */
  readonly missing: string | null;
}

import type { ChangeCounts, CoverageState, FailedRequest, NodeKind, Severity, Verdict } from '@posture/domain';

export type ScanState = 'running' | 'completed' | 'failed';

/** One judgement of one connection, newest version last. What it said in detail is its `ScanRecord`. */
export interface Scan {
  /** That of its run. */
  readonly id: string;
  readonly connectionId: string;
  /** The run that read the tenant for it; null when an inventory at hand was judged. */
  readonly syncId: string | null;
  /** Who or what asked for it, such as `operator`. */
  readonly trigger: string;
  readonly profile: string;
  /** Inventory version judged last. */
  readonly version: number;
  /** Instant of that version; all ages are counted to it. */
  readonly asOf: Date;
  readonly state: ScanState;
  /** Why it failed; null otherwise. */
  readonly reason: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** null until it is completed. */
  readonly summary: ScanSummary | null;
}

export type ScanStart = Pick<
  Scan,
  'id' | 'connectionId' | 'syncId' | 'trigger' | 'profile' | 'version' | 'asOf' | 'startedAt'
>;

/** What a rule said of all its subjects in one scan. */
export interface RuleOutcome {
  readonly rule: string;
  /** Title and severity as the rule had them then; a finding's own severity may differ from its rule's. */
  readonly title: string;
  readonly severity: Severity;
  /** True of a rule that gives a figure instead of findings. */
  readonly measure: boolean;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Of subjects that could not be assessed, and of those that nobody saw. */
  readonly reasons: readonly UnassessedReason[];
  /** Changes with whatever decides what the rule says; absent of rules about what happens. */
  readonly digest?: string;
}

/** How a rule was judged last. */
export interface SaidBefore extends Pick<RuleOutcome, 'rule' | 'reasons'> {
  /** null: nobody wrote it down. */
  readonly digest: string | null;
}

export interface UnassessedReason {
  /** The resource that was not fully read. */
  readonly resource: string;
  readonly reason: string;
  /** What to grant; null when granting would not help. */
  readonly missing: string | null;
  /** Known subjects it kept from being assessed; 0 when it may hide subjects that nobody saw. */
  readonly subjects: number;
  /** All that was to be read was; a licence, or a list only the operator has, would unlock the rule. */
  readonly isOptional?: true;
}

/** A rule's outcome as it is kept. */
export interface RuleResult extends Omit<RuleOutcome, 'severity'> {
  /** null of scans made before it was kept. */
  readonly severity: Severity | null;
  readonly verdict: Verdict;
}

/** One rule's result with the scan it is of. */
export interface RuleHistoryEntry extends RuleResult {
  readonly scan: Pick<Scan, 'id' | 'connectionId' | 'profile' | 'version' | 'asOf' | 'state'>;
}

/** Everything else a completed scan said. */
export interface ScanRecord {
  readonly read: ReadFigures;
  readonly coverage: readonly CoverageLine[];
  /** null: none. */
  readonly activity: JudgedActivity | null;
  readonly fixes: readonly FixLine[];
  /** Ids of the findings it showed, worst first. */
  readonly findings: readonly string[];
  readonly summary: ScanSummary;
}

/** What of a log was judged. Instants are ISO 8601. */
export interface JudgedActivity {
  readonly from: string | null;
  readonly to: string | null;
  readonly events: number;
  readonly duplicates: number;
  /** Of our own requests, which are not judged. */
  readonly own: number;
  /** Set aside, by reason. */
  readonly unusable: Readonly<Record<string, number>>;
}

/** Of objects, and of what holds between them. */
export interface RowChanges {
  readonly nodes: ChangeCounts;
  readonly edges: ChangeCounts;
}

/** What reading the tenant took; zeros when nothing was read. */
export interface ReadFigures {
  readonly requests: number;
  /** By the provider's rate-limit bucket. */
  readonly requestsByBucket: Readonly<Record<string, number>>;
  /** Time spent waiting for the provider's rate limits, in milliseconds. */
  readonly throttledMs: number;
  /** Rows the inventory wrote and closed. */
  readonly changes: RowChanges;
  /** Those of each resource that differs; absent of what was read before they were counted. */
  readonly resources?: Readonly<Record<string, RowChanges>>;
  /** Requests that went wrong, and the first of them; absent of what was read before they were kept. */
  readonly failed?: number;
  readonly failures?: readonly FailedRequest[];
}

/** One resource of the tenant; for a resource read per object, all its lists together. */
export interface CoverageLine {
  readonly resource: string;
  readonly state: CoverageState;
  readonly reason: string | null;
  /** What to grant; null when granting would not help. */
  readonly missing: string | null;
  readonly records: number;
}

/** An object by the provider's id, for readers that know no node keys. `name` is null when the provider gives none. */
export interface FixSubject {
  readonly kind: NodeKind;
  readonly externalId: string;
  readonly name: string | null;
}

/** What to do about one root cause, as the scan ranked it; the first takes most risk away. */
export interface FixLine {
  readonly title: string;
  readonly root: FixSubject;
  /** Ids of the findings it concerns, worst first. That its remedy ends them all has not been tried. */
  readonly concerns: readonly string[];
  readonly worst: { readonly rule: string; readonly severity: Severity; readonly path: readonly string[] };
  readonly subjects: readonly FixSubject[];
}

/** The counts of a completed scan, kept so that trends need not judge again. */
export interface ScanSummary {
  /** Verdicts over all (rule, subject) pairs. */
  readonly match: number;
  readonly clear: number;
  readonly notAssessed: number;
  readonly notApplicable: number;
  /** Rules by their verdict. */
  readonly rules: Readonly<Record<Verdict, number>>;
  /** Present, unsuppressed findings. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

/** A figure to bring down over time: what a rule of grain `measure` counts instead of making findings. */
export interface Measure {
  readonly rule: string;
  readonly title: string;
  /** Subjects that matched. */
  readonly count: number;
  /** Subjects that could be assessed. */
  readonly of: number;
  readonly notAssessed: number;
}

/** Of how many subjects a rule said what: of all known ones of its kind, of a path rule those its path may start at. */
export interface RuleCounts {
  readonly rule: string;
  readonly match: number;
  readonly clear: number;
  readonly notAssessed: number;
  readonly notApplicable: number;
}

/** One reason why a rule could not judge all of its subjects. */
export interface NotAssessedLine {
  readonly rule: string;
  readonly severity: Severity;
  /** Known ones; 0 when the reason may hide subjects that nobody saw. */
  readonly subjects: number;
  readonly reason: string;
  /** What to grant; null when granting would not help. */
  readonly missing: string | null;
  /** All that was to be read was; a licence, or a list only the operator has, would unlock the rule. */
  readonly isOptional: boolean;
}

/** A day's last completed scan of one profile. */
export interface TrendPoint {
  /** In UTC, such as `2026-03-02`. */
  readonly day: string;
  readonly scanId: string;
  readonly version: number;
  readonly asOf: Date;
  readonly summary: ScanSummary;
}

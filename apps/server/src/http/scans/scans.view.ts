import type {
  CoverageLine,
  FixLine,
  FixSubject,
  RuleHistoryEntry,
  Scan,
  ScanSummary,
  TrendPoint,
} from '@posture/evaluations';
import type { CoverageBody } from '../syncs/syncs.body';
import type { FixBody, RuleResultBody, ScanBody, TrendPointBody } from './scans.body';

export function scanView(scan: Scan): ScanBody {
  return {
    id: scan.id,
    connectionId: scan.connectionId,
    syncId: scan.syncId,
    trigger: scan.trigger,
    profile: scan.profile,
    version: scan.version,
    asOf: scan.asOf.toISOString(),
    state: scan.state,
    reason: scan.reason,
    startedAt: scan.startedAt.toISOString(),
    finishedAt: scan.finishedAt?.toISOString() ?? null,
    summary: scan.summary === null ? null : summaryView(scan.summary),
  };
}

export function ruleResultView(entry: RuleHistoryEntry): RuleResultBody {
  const { rule, title, severity, measure, verdict, counts, reasons, scan } = entry;
  const { id, connectionId, profile, version, asOf, state } = scan;
  return {
    rule,
    title,
    severity,
    measure,
    verdict,
    counts: verdictCountsView(counts),
    reasons: reasons.map(({ resource, reason, missing, subjects, isOptional = false }) => ({
      resource,
      reason,
      missing,
      subjects,
      isOptional,
    })),
    scan: { id, connectionId, profile, version, asOf: asOf.toISOString(), state },
  };
}

export function trendView({ day, scanId, version, asOf, summary }: TrendPoint): TrendPointBody {
  return { day, scanId, version, asOf: asOf.toISOString(), summary: summaryView(summary) };
}

/** A fix with its place in what a scan said. */
export interface RankedFix {
  readonly scanId: string;
  readonly rank: number;
  readonly fix: FixLine;
}

export function rankedFixes(scanId: string, fixes: readonly FixLine[]): RankedFix[] {
  return fixes.map((fix, at) => ({ scanId, rank: at + 1, fix }));
}

export function fixView({ scanId, rank, fix }: RankedFix): FixBody {
  const { title, root, concerns, worst, subjects } = fix;
  const { rule, severity, path } = worst;
  return {
    scanId,
    rank,
    title,
    root: fixSubjectView(root),
    concerns,
    worst: { rule, severity, path },
    subjects: subjects.map(fixSubjectView),
  };
}

export function coverageView({ resource, state, reason, missing, records }: CoverageLine): CoverageBody {
  return { resource, state, reason, missing, records };
}

function fixSubjectView({ kind, externalId, name }: FixSubject): FixBody['root'] {
  return { kind, externalId, name };
}

function summaryView(summary: ScanSummary): TrendPointBody['summary'] {
  const { match, clear, notAssessed, notApplicable, rules, bySeverity } = summary;
  const { informational, low, medium, high, critical } = bySeverity;
  return {
    match,
    clear,
    notAssessed,
    notApplicable,
    rules: verdictCountsView(rules),
    bySeverity: { informational, low, medium, high, critical },
  };
}

function verdictCountsView(counts: RuleHistoryEntry['counts']): RuleResultBody['counts'] {
  const { match, clear, not_assessed, not_applicable } = counts;
  return { match, clear, not_assessed, not_applicable };
}

import type { RuleHistoryEntry, Scan, TrendPoint } from '@posture/evaluations';
import type { RuleResultBody, ScanBody, TrendPointBody } from './scans.body';

export function scanView(scan: Scan): ScanBody {
  return {
    ...scan,
    asOf: scan.asOf.toISOString(),
    startedAt: scan.startedAt.toISOString(),
    finishedAt: scan.finishedAt?.toISOString() ?? null,
  };
}

export function ruleResultView({ scan, ...result }: RuleHistoryEntry): RuleResultBody {
  return { ...result, scan: { ...scan, asOf: scan.asOf.toISOString() } };
}

export function trendView(point: TrendPoint): TrendPointBody {
  return { ...point, asOf: point.asOf.toISOString() };
}

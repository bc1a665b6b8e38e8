export { coverageLines } from './coverage-lines';
export type { ListedResources } from './coverage-lines';
export { EvaluationStore } from './evaluation.store';
export type {
  CoverageLine,
  FixLine,
  FixSubject,
  Measure,
  NotAssessedLine,
  ReadFigures,
  RuleHistoryEntry,
  RuleOutcome,
  RuleResult,
  Scan,
  ScanRecord,
  ScanStart,
  ScanState,
  ScanSummary,
  TrendPoint,
  UnassessedReason,
} from './evaluation';
export { EvaluationsModule } from './evaluations.module';
export { EVALUATION_RETENTION, purgeEvaluations } from './purge';
export type { EvaluationPurgeOptions, PurgedEvaluations } from './purge';
export { measuresOf, notAssessedOf, summaryOf } from './verdict-lines';

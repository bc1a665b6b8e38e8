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
export { measuresOf, notAssessedOf, summaryOf, verdictOfRule } from './verdict-lines';
export { EvaluationsModule } from './evaluations.module';

export { coverageLines } from './coverage-lines';
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
  Scan,
  ScanRecord,
  ScanSummary,
  TrendPoint,
} from './evaluation';
export { EvaluationsModule } from './evaluations.module';
export { measuresOf, notAssessedOf, summaryOf } from './verdict-lines';

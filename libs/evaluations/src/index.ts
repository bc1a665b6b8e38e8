export { EvaluationsModule } from './evaluations.module';

/** What each evaluation said. */
export { coverageFigures } from './coverage-figures';
export { EvaluationStore } from './evaluation.store';
export type {
  CoverageLine,
  FixLine,
  JudgedActivity,
  FixSubject,
  Measure,
  NotAssessedLine,
  ReadFigures,
  RuleCounts,
  RuleHistoryEntry,
  RuleOutcome,
  RuleResult,
  SaidBefore,
  Scan,
  ScanRecord,
  ScanSummary,
  TrendPoint,
} from './evaluation';

/** How what was judged and read becomes lines of it. */
export { coverageLines } from './coverage-lines';
export { countsOf, measuresOf, notAssessedOf, summaryOf, verdictOfRule } from './verdict-lines';

/** One figure for a tenant. */
export { postureScore } from './posture-score';
export type { PostureScore } from './posture-score';

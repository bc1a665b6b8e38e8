/** Reading rules: every file checked, every case judged. */
export { checkRules, loadRules } from './check-rules';
export type { RuleCheck } from './check-rules';
export type { RunPathCase } from './check-cases';
export { formatProblem, ruleMalformed } from './rule-problem';
export type { RuleProblem } from './rule-problem';

/** Which rules run, with which values. */
export { isOn, profileValues, resolveRule } from './resolve-rules';
/** @public for the suites */
export { resolveRules } from './resolve-rules';
export type { Parameters, ResolvedRule } from './resolve-rules';

/** Tuned for one connection. */
export { RuleEngineModule } from './rule-engine.module';
export { TuningStore } from './tuning/tuning.store';
export type { VersionedTuning } from './tuning/tuning.store';
export { tunedRule, tunedRules } from './tuning/tuned-rules';
export { parseTuning, refuseProblems, tuningProblems } from './tuning/parse-tuning';
export type { TuningProblem } from './tuning/parse-tuning';
export { readTuningFile, tuningFile } from './tuning/tuning-file';
export { mergeTuning } from './tuning/merge-tuning';

/** Judging. */
export { evaluatePosture } from './evaluate-posture';
export type { NotAssessedReason, PostureContext, PostureSubject } from './evaluate-posture';
export { evaluationFromPath } from './path-evaluation';
export type { PathOutcome } from './path-evaluation';
export { renderGroup } from './render-finding';

/** Telling about rules. */
export { explainRule, listRules, resourcesOf } from './describe-rules';
export type { RuleBook, RuleExplanation } from './describe-rules';
export { renderRuleCatalogue } from './rule-catalogue';

/** Watching what happens. */
export { compileDetection } from './detection/compile-detection';
export type { CompiledDetection } from './detection/compile-detection';
export { DetectionEngine, RECALLED_MS } from './detection/detection-engine';
export { lackOf } from './detection/lacking';
export type { DetectionStatus } from './detection/detection-options';

/** Why it says what it says of one subject. */
export { explainConditions } from './explain/explain-subject';
export type { ExplainedCondition, ExplainedConditions } from './explain/explain-subject';

/** Reading rules: every file checked, every case judged. */
export { checkRules, loadRules } from './check-rules';
export type { RuleCheck, RuleCheckOptions } from './check-rules';
export type { CaseGraph, RunPathCase } from './check-cases';
export { formatProblem } from './rule-problem';
export type { RuleProblem } from './rule-problem';

/** Which rules run, with which values. */
export { resolveRule, resolveRules } from './resolve-rules';
export type { ResolvedRule, RuleOverride } from './resolve-rules';

/** Judging. */
export { evaluatePosture } from './evaluate-posture';
export { verdictOf } from './rule-judge';
export type { NotAssessedReason, PostureContext, PostureSubject, RuleEvaluation } from './evaluate-posture';
export { evaluationFromPath } from './path-evaluation';
export type { PathOutcome } from './path-evaluation';
export { renderGroup } from './render-finding';
export type { FindingWords } from './render-finding';
export { oracleVerdict } from './oracle';

/** Telling about rules. */
export { conditionLines, explainRule, factsReadBy, listRules, resourcesOf } from './describe-rules';
export type { ExplainedFact, ExplainedParameter, RuleBook, RuleExplanation, RuleListing } from './describe-rules';
export { renderRuleCatalogue } from './rule-catalogue';

import type { Evaluation, EvidenceEdge, FactNeed, Facts, Missing, SubjectRef, Tier, Verdict } from '@posture/domain';
import { compileSeverity } from './evaluate-posture';
import type { PostureContext } from './evaluate-posture';
import { EvidenceSource } from './evidence';
import { compileWords } from './render-finding';
import type { ResolvedRule } from './resolve-rules';

/** What the traversal of a path rule found from one start node. */
export interface PathOutcome {
  readonly subject: SubjectRef;
  readonly tier: Tier;
  readonly verdict: Verdict;
  /** The path that proves a match, in order; empty otherwise. */
  readonly path: readonly EvidenceEdge[];
  /** The reads that keep an outcome from being assessed; empty otherwise. */
  readonly needs: readonly FactNeed[];
  /** Facts of the subject, when the rule's evidence names any. */
  readonly facts?: Facts;
}

/** Words a traversal's outcome as every other evaluation is worded: `{target}` is the last node, `{steps}` the length. */
export function evaluationFromPath(rule: ResolvedRule, outcome: PathOutcome, context: PostureContext): Evaluation {
  const { file } = rule;
  const { subject, path, tier } = outcome;
  const facts = outcome.facts ?? {};
  const evidence = new EvidenceSource(context.coverage, context.vocabulary);
  const target = endOf(path, subject);
  const parent = typeof file.report === 'object' ? (context.parentOf(subject, file.report.group) ?? subject) : null;
  const extra = { target: target.name ?? target.externalId, steps: path.length, count: 1 };
  return {
    rule: file.id,
    subject,
    verdict: outcome.verdict,
    severity: compileSeverity(rule)(tier, facts),
    identity: [],
    evidence: { facts: evidence.facts(file.finding.evidence, subject, facts), path },
    missing:
      outcome.verdict === 'not_assessed' ? distinct(outcome.needs.map((need) => evidence.whyUnread(need).missing)) : [],
    parent,
    ...compileWords(rule)(parent ?? subject, facts, extra),
  };
}

/** A path may walk an edge against its arrow; its end is where the walk arrives. */
function endOf(path: readonly EvidenceEdge[], start: SubjectRef): SubjectRef {
  return path.reduce((at, { from, to }) => (to.key === at.key ? from : to), start);
}

function distinct(missing: readonly Missing[]): Missing[] {
  const seen = new Map<string, Missing>();
  for (const one of missing) seen.set(JSON.stringify(one), one);
  return [...seen.values()];
}

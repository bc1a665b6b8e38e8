import type {
  Condition,
  ConditionLeaf,
  EvidenceFact,
  Facts,
  Missing,
  ParameterValue,
  SubjectRef,
} from '@posture/domain';
import { factNamed, isUnread } from '../compile-condition';
import { parameterNameOf, resolveValue } from '../condition';
import type { PostureContext } from '../evaluate-posture';
import { EvidenceSource } from '../evidence';
import type { ResolvedRule } from '../resolve-rules';
import { outcomesOf } from './run-engine';
import type { Outcome, OutcomeTree } from './run-engine';

/** One condition of a rule, as it came out for one subject. */
export interface ExplainedCondition {
  /** all, any, not of its `parts`, or one comparison of a fact. */
  readonly type: 'all' | 'any' | 'not' | 'comparison';
  readonly outcome: Outcome;
  readonly parts: readonly ExplainedCondition[];
  /** null unless it is one. */
  readonly comparison: ExplainedComparison | null;
}

/** One comparison of a rule with the value it met, where that came from, and how it turned out. */
export interface ExplainedComparison {
  readonly fact: EvidenceFact;
  /** As the rule's file writes it. */
  readonly operator: ConditionLeaf['operator'];
  readonly expected: ParameterValue | null;
  /** The parameter that says what is expected; null where the rule writes it out. */
  readonly parameter: string | null;
  /** What was not read although the fact stands on it, and why; empty where the fact is known. */
  readonly missing: readonly Missing[];
}

/** How a posture rule came to what it says of a subject, by json-rules-engine itself. */
export interface ExplainedConditions {
  /** null: it has business with every subject of its kind. */
  readonly appliesTo: ExplainedCondition | null;
  readonly when: ExplainedCondition;
}

/**
 * How a rule comes to what it says of one subject: json-rules-engine is run twice, with all that is unknown in favour of a
 * match and against one.
 * @throws {RangeError} for a rule that is no posture rule
 */
export async function explainConditions(
  { file, parameters }: ResolvedRule,
  subject: SubjectRef,
  facts: Facts,
  { coverage, vocabulary }: Pick<PostureContext, 'coverage' | 'vocabulary'>,
): Promise<ExplainedConditions> {
  if (file.when === undefined) throw new RangeError(`${file.id} is no posture rule`);
  const evidence = new EvidenceSource(coverage, vocabulary);
  const compare = (leaf: ConditionLeaf): ExplainedComparison => {
    const value = factNamed(facts, leaf.fact);
    const needs =
      value === undefined ? [{ resource: `fact:${leaf.fact}`, parent: '' }] : isUnread(value) ? value.needs : [];
    return {
      fact: evidence.facts([leaf.fact], subject, facts)[0]!,
      operator: leaf.operator,
      expected: resolveValue(leaf.value, parameters),
      parameter: parameterNameOf(leaf.value),
      missing: needs.map((need) => evidence.whyUnread(need).missing),
    };
  };
  const explain = async (condition: Condition) =>
    withComparisons(condition, await outcomesOf(condition, facts, parameters), compare);
  return {
    appliesTo: file.appliesTo === undefined ? null : await explain(file.appliesTo),
    when: await explain(file.when),
  };
}

function withComparisons(
  condition: Condition,
  { outcome, parts }: OutcomeTree,
  compare: (leaf: ConditionLeaf) => ExplainedComparison,
): ExplainedCondition {
  const inner = (list: readonly Condition[]) =>
    list.map((part, index) => withComparisons(part, parts[index]!, compare));
  if ('all' in condition) return { type: 'all', outcome, parts: inner(condition.all), comparison: null };
  if ('any' in condition) return { type: 'any', outcome, parts: inner(condition.any), comparison: null };
  if ('not' in condition) return { type: 'not', outcome, parts: inner([condition.not]), comparison: null };
  return { type: 'comparison', outcome, parts: [], comparison: compare(condition) };
}

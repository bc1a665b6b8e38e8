import type { RuleProperties } from 'json-rules-engine';
import type { Condition, ConditionLeaf, ConditionOperator, FactPlain, Facts } from '@posture/domain';
import { FALSE, KNOWN, TRUE, UNKNOWN, compileCondition, factNamed, isUnread } from '../compile-condition';
import { resolveValue } from '../condition';
import type { Parameters } from '../resolve-rules';

/** Whether a condition holds, does not, or cannot be told as long as something is not known. */
export type Outcome = 'holds' | 'fails' | 'unknown';

/** The outcome of a condition, with those of its parts in their order. */
export interface OutcomeTree {
  readonly outcome: Outcome;
  readonly parts: readonly OutcomeTree[];
}

type Stance = 'favour' | 'oppose';

/** Those json-rules-engine brings along; the others are ours, and are added to it. */
const OWN_TO_ENGINE: readonly ConditionOperator[] = [
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
];

/**
 * What json-rules-engine itself says of a condition. It knows two answers, so it is run twice: with everything that is not
 * known taken as it would favour a match, and as it would oppose one. Where both say the same, that is so whatever is
 * hidden; where they differ, nobody can tell.
 */
export async function outcomesOf(condition: Condition, facts: Facts, parameters: Parameters): Promise<OutcomeTree> {
  const favour = await run(condition, facts, parameters, 'favour');
  const oppose = await run(condition, facts, parameters, 'oppose');
  return together(favour, oppose);
}

async function run(condition: Condition, facts: Facts, parameters: Parameters, stance: Stance): Promise<Ran> {
  // Loaded by those who ask why: judging does without it.
  const { Engine } = await import('json-rules-engine');
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const [operator, test] of Object.entries(KNOWN))
    if (!OWN_TO_ENGINE.includes(operator as ConditionOperator))
      engine.addOperator(operator, (value, wanted) => test(wanted as FactPlain)(value as FactPlain));
  engine.addFact('settled', true);
  const given = new Set<string>();
  const tree = toEngine(condition, facts, parameters, stance, given);
  for (const name of given) engine.addFact(name, (factNamed(facts, name) ?? null) as FactPlain);
  engine.addRule({ conditions: { all: [tree] }, event: { type: 'match' } } as unknown as RuleProperties);
  const { results, failureResults } = await engine.run();
  const { all } = (results[0] ?? failureResults[0])!.conditions as unknown as { readonly all: readonly Ran[] };
  return all[0]!;
}

/** A condition as the engine leaves it behind. */
interface Ran {
  readonly result: boolean;
  readonly all?: readonly Ran[];
  readonly any?: readonly Ran[];
  readonly not?: Ran;
}

/** @param given takes the names of the facts that the engine is to be told */
function toEngine(
  condition: Condition,
  facts: Facts,
  parameters: Parameters,
  stance: Stance,
  given: Set<string>,
): unknown {
  const part = (inner: Condition) => toEngine(inner, facts, parameters, stance, given);
  if ('all' in condition) return { all: condition.all.map(part) };
  if ('any' in condition) return { any: condition.any.map(part) };
  if ('not' in condition) {
    const other = stance === 'favour' ? 'oppose' : 'favour';
    return { not: toEngine(condition.not, facts, parameters, other, given) };
  }
  const value = factNamed(facts, condition.fact);
  if (value === undefined || isUnread(value)) return settled(condition, facts, parameters, stance);
  given.add(condition.fact);
  return { ...condition, value: resolveValue(condition.value, parameters) };
}

/** A lower bound may settle a comparison by itself; what it leaves open is taken as the stance would have it. */
function settled(leaf: ConditionLeaf, facts: Facts, parameters: Parameters, stance: Stance): unknown {
  const truth = compileCondition(leaf, parameters).judge(facts);
  const isTrue = truth === TRUE || (truth === UNKNOWN && stance === 'favour');
  return { fact: 'settled', operator: 'equal', value: truth === FALSE ? false : isTrue };
}

function together(favour: Ran, oppose: Ran): OutcomeTree {
  const [left, right] = [partsOf(favour), partsOf(oppose)];
  return {
    outcome: favour.result !== oppose.result ? 'unknown' : favour.result ? 'holds' : 'fails',
    parts: left.map((part, index) => together(part, right[index]!)),
  };
}

function partsOf({ all, any, not }: Ran): readonly Ran[] {
  return all ?? any ?? (not === undefined ? [] : [not]);
}

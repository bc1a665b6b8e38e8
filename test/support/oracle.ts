import { AtLeast, Unknown } from '@posture/domain';
import type { Condition, ConditionLeaf, FactPlain, Facts, ParameterValue, RuleFile, Verdict } from '@posture/domain';
import { Engine, Operator } from 'json-rules-engine';
import type { RuleProperties } from 'json-rules-engine';

type Parameters = Readonly<Record<string, ParameterValue>>;
type Stance = 'favour' | 'oppose';

/**
 * The verdict as json-rules-engine itself gives it, slowly: the conditions run twice, once with every leaf that is not
 * settled set to favour a match and once to oppose it (the other way round under `not`). Runs that differ mean
 * `not_assessed`. Shares no code with the compiler; the differential test compares the two.
 */
export async function oracleVerdict(rule: RuleFile, facts: Facts, parameters: Parameters): Promise<Verdict> {
  if (rule.when === undefined) throw new RangeError(`${rule.id} is no posture rule`);
  if (rule.appliesTo !== undefined) {
    const applies = await runBoth(rule.appliesTo, facts, parameters);
    if (applies.favour !== applies.oppose) return 'not_assessed';
    if (!applies.favour) return 'not_applicable';
  }
  const matches = await runBoth(rule.when, facts, parameters);
  if (matches.favour !== matches.oppose) return 'not_assessed';
  if (!matches.favour) return 'clear';
  const isIdentityKnown = rule.identity.every((name) => isPlain(facts[name]));
  return isIdentityKnown ? 'match' : 'not_assessed';
}

async function runBoth(condition: Condition, facts: Facts, parameters: Parameters): Promise<Record<Stance, boolean>> {
  return {
    favour: await run(condition, facts, parameters, 'favour'),
    oppose: await run(condition, facts, parameters, 'oppose'),
  };
}

const ALWAYS = { fact: 'settled', operator: 'equal', value: true };
const NEVER = { fact: 'settled', operator: 'equal', value: false };

async function run(condition: Condition, facts: Facts, parameters: Parameters, stance: Stance): Promise<boolean> {
  const engine = newEngine();
  engine.addFact('params', parameters);
  engine.addFact('settled', true);
  for (const [name, value] of Object.entries(facts)) if (isPlain(value)) engine.addFact(name, value);
  const settled = settle(condition, facts, parameters, stance);
  engine.addRule({ conditions: { all: [settled] }, event: { type: 'match' } } as unknown as RuleProperties);
  const { events } = await engine.run();
  return events.length > 0;
}

/** The condition with every leaf over a fact that is not plainly known replaced by a constant. */
function settle(condition: Condition, facts: Facts, parameters: Parameters, stance: Stance): unknown {
  if ('all' in condition) return { all: condition.all.map((part) => settle(part, facts, parameters, stance)) };
  if ('any' in condition) return { any: condition.any.map((part) => settle(part, facts, parameters, stance)) };
  if ('not' in condition) {
    return { not: settle(condition.not, facts, parameters, stance === 'favour' ? 'oppose' : 'favour') };
  }
  const value = facts[condition.fact];
  if (isPlain(value)) return condition;
  const outcomes = value instanceof AtLeast ? outcomesOf(condition, value, parameters) : [true, false];
  return outcomes.includes(stance === 'favour') === (stance === 'favour') ? ALWAYS : NEVER;
}

/** What the leaf may come out as over true values that a lower bound allows: the bound, and beyond it near the operand. */
function outcomesOf(
  leaf: ConditionLeaf,
  bound: AtLeast<number | readonly string[]>,
  parameters: Parameters,
): readonly boolean[] {
  const operand = operandOf(leaf, parameters);
  const operands = (Array.isArray(operand) ? operand : [operand]) as unknown[];
  const operator = operators.find(({ name }) => name === leaf.operator);
  if (operator === undefined) throw new RangeError(`Unknown operator ${leaf.operator}`);
  const candidates: FactPlain[] =
    typeof bound.value === 'number'
      ? countsFrom(bound.value, operands)
      : listsFrom(
          bound.value,
          operands.filter((item) => typeof item === 'string'),
        );
  return candidates.map((candidate) => operator.evaluate(candidate, operand));
}

function countsFrom(bound: number, operands: readonly unknown[]): number[] {
  const near = operands.flatMap((item) => (typeof item === 'number' ? [item - 1, item, item + 1] : []));
  return [bound, bound + 0.5, bound + 1_000_000, ...near.filter((count) => count >= bound)];
}

function listsFrom(bound: readonly string[], operands: readonly string[]): string[][] {
  const beyond = [...bound, 'something no rule names'];
  return [[...bound], beyond, ...operands.map((item) => [...bound, item]), [...beyond, ...operands]];
}

function operandOf(leaf: ConditionLeaf, parameters: Parameters): unknown {
  const { value } = leaf;
  if (typeof value === 'object' && value !== null && 'fact' in value) return parameters[value.path.replace('$.', '')];
  return value;
}

function isPlain(value: unknown): value is FactPlain {
  return value !== undefined && !(value instanceof Unknown) && !(value instanceof AtLeast);
}

const isArray = (value: unknown): boolean => Array.isArray(value);

function newEngine(): Engine {
  const engine = new Engine();
  engine.addOperator(
    new Operator<string[], string[]>('containsAny', (a, b) => b.some((item) => a.includes(item)), isArray),
  );
  engine.addOperator(
    new Operator<string[], string[]>('containsAll', (a, b) => b.every((item) => a.includes(item)), isArray),
  );
  return engine;
}

interface EngineOperator {
  readonly name: string;
  evaluate(factValue: unknown, operand: unknown): boolean;
}

/** The engine's own operators, so that what a partly read fact may come out as is the engine's answer too. */
const operators: readonly EngineOperator[] = [
  ...(newEngine() as unknown as { operators: { operators: Map<string, EngineOperator> } }).operators.operators.values(),
];

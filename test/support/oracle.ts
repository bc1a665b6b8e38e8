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
  engine.addFact('nothing', null);
  for (const [name, value] of Object.entries(knownFacts(facts))) engine.addFact(name, value);
  const settled = settle(condition, facts, parameters, stance);
  engine.addRule({ conditions: { all: [settled] }, event: { type: 'match' } } as unknown as RuleProperties);
  const { events } = await engine.run();
  return events.length > 0;
}

/** What is plainly known, with what a provider put beside an event by name. */
export function knownFacts(facts: Facts): Record<string, FactPlain> {
  const { details, ...rest } = facts as Facts & { readonly details?: unknown };
  const named = Object.entries((details ?? {}) as Record<string, string>).map(([name, text]) => [
    `details.${name}`,
    text,
  ]);
  const known = Object.entries(rest).filter(([, value]) => isPlain(value));
  return Object.fromEntries([...known, ...named]) as Record<string, FactPlain>;
}

/** Each rule has parameters of its own, so they are put where they are read. */
export function withParameters(condition: unknown, parameters: Parameters): unknown {
  if (Array.isArray(condition)) return condition.map((part) => withParameters(part, parameters));
  if (typeof condition !== 'object' || condition === null) return condition;
  if ('path' in condition && 'fact' in condition && condition.fact === 'params') {
    return parameters[String(condition.path).replace('$.', '')];
  }
  return Object.fromEntries(Object.entries(condition).map(([name, part]) => [name, withParameters(part, parameters)]));
}

/** Whether a condition holds, does not, or cannot be known to, by the engine itself. */
export async function oracleTruth(condition: Condition, facts: Facts, parameters: Parameters): Promise<boolean | null> {
  const { favour, oppose } = await runBoth(condition, facts, parameters);
  return favour === oppose ? favour : null;
}

/** The condition with every leaf over a fact that is not plainly known replaced by a constant. */
function settle(condition: Condition, facts: Facts, parameters: Parameters, stance: Stance): unknown {
  if ('all' in condition) return { all: condition.all.map((part) => settle(part, facts, parameters, stance)) };
  if ('any' in condition) return { any: condition.any.map((part) => settle(part, facts, parameters, stance)) };
  if ('not' in condition) {
    return { not: settle(condition.not, facts, parameters, stance === 'favour' ? 'oppose' : 'favour') };
  }
  const value = facts[condition.fact];
  // What the provider did not put beside an event it did not say.
  if (condition.fact.startsWith('details.')) {
    const { details } = facts as { readonly details?: Readonly<Record<string, string>> };
    return details?.[condition.fact.slice('details.'.length)] === undefined
      ? { ...condition, fact: 'nothing' }
      : condition;
  }
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
  const inOne = [...bound, operands.join(' ')];
  return [[...bound], beyond, ...operands.map((item) => [...bound, item]), [...beyond, ...operands], inOne];
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

/** Whatever the case; of a list, one text is enough. */
function inText(value: unknown, wanted: unknown, fits: (text: string, part: string) => boolean): boolean {
  const texts = [value].flat().filter((one) => typeof one === 'string');
  return texts.some((one) => [wanted].flat().some((part) => fits(one.toLowerCase(), String(part).toLowerCase())));
}

function has(text: string, part: unknown): boolean {
  return inText(text, part, (own, wanted) => own.includes(wanted));
}

function hasWord(text: string, word: string): boolean {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return word !== '' && new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u').test(text);
}

/** json-rules-engine with the operators that rules have beyond its own. */
export function newEngine(): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const [name, fits] of [
    ['textContains', (text: string, part: string) => text.includes(part)],
    ['startsWith', (text: string, part: string) => text.startsWith(part)],
    ['hasWord', hasWord],
  ] as const) {
    engine.addOperator(name, (value: unknown, wanted: unknown) => inText(value, wanted, fits));
    engine.addOperator(`${name}Any`, (value: unknown, wanted: unknown) => inText(value, wanted, fits));
  }
  engine.addOperator('textContainsAll', (value: unknown, wanted: unknown) => {
    const parts = [wanted].flat();
    return [value].flat().some((text) => typeof text === 'string' && parts.every((part) => has(text, part)));
  });
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

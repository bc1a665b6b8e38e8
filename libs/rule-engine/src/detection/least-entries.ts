import { EVENT_FACTS } from '@posture/domain';
import type { Condition, ConditionLeaf, FactSpec, ParameterValue } from '@posture/domain';
import { resolveValue } from '../condition';
import type { CompiledMeasure } from './operators/window';

type Parameters = Readonly<Record<string, ParameterValue>>;

/** How many entries a window has to hold at least for a condition over its measures to be true; never less than one. */
export function leastEntries(
  condition: Condition,
  measures: readonly CompiledMeasure[],
  parameters: Parameters,
): number {
  const of = (part: Condition): number => leastEntries(part, measures, parameters);
  if ('all' in condition) return Math.max(1, ...condition.all.map(of));
  if ('any' in condition) return condition.any.length === 0 ? 1 : Math.min(...condition.any.map(of));
  if ('not' in condition) return 1;
  const measure = measures.find(({ name }) => name === condition.fact);
  return measure !== undefined && isAtMostTheEntries(measure) ? Math.max(1, leastValue(condition, parameters)) : 1;
}

/** Of a list each member counts: one entry may bring many. */
function isAtMostTheEntries({ measure, field }: CompiledMeasure): boolean {
  if (measure === 'count') return true;
  if (measure !== 'distinct' && measure !== 'maxPer' && measure !== 'meanPer') return false;
  const facts: Readonly<Record<string, FactSpec>> = EVENT_FACTS;
  return facts[field] !== undefined && facts[field].type !== 'list';
}

function leastValue({ operator, value }: ConditionLeaf, parameters: Parameters): number {
  const operand = resolveValue(value, parameters);
  if (typeof operand !== 'number') return 1;
  switch (operator) {
    case 'equal':
    case 'greaterThanInclusive':
      return Math.ceil(operand);
    case 'greaterThan':
      return Math.floor(operand) + 1;
    default:
      return 1;
  }
}

import { EVENT_FACTS } from '@posture/domain';
import type { Condition, ConditionLeaf, FactSpec, ParameterValue } from '@posture/domain';
import { resolveValue } from '../condition';
import type { CompiledMeasure, WindowDemands } from './operators/window';

type Parameters = Readonly<Record<string, ParameterValue>>;

const NO_DEMANDS: WindowDemands = { least: 1, needs: [], differing: [] };

export function windowDemands(
  condition: Condition,
  measures: readonly CompiledMeasure[],
  parameters: Parameters,
): WindowDemands {
  const of = (part: Condition): WindowDemands => windowDemands(part, measures, parameters);
  if ('all' in condition) return condition.all.map(of).reduce(both, NO_DEMANDS);
  if ('any' in condition) return condition.any.length === 0 ? NO_DEMANDS : condition.any.map(of).reduce(either);
  if ('not' in condition) return NO_DEMANDS;
  const measure = measures.find(({ name }) => name === condition.fact);
  const value = leastValue(condition, parameters);
  if (measure === undefined || value < 1) return NO_DEMANDS;
  return {
    least: isAtMostTheEntries(measure) ? Math.max(1, value) : 1,
    needs: measure.fit === 0 ? [] : [measure.fit],
    differing: measure.measure === 'distinct' && value > 1 && isOneValue(measure) ? [measure.field] : [],
  };
}

function both(a: WindowDemands, b: WindowDemands): WindowDemands {
  return {
    least: Math.max(a.least, b.least),
    needs: [...a.needs, ...b.needs],
    differing: [...new Set([...a.differing, ...b.differing])],
  };
}

function either(a: WindowDemands, b: WindowDemands): WindowDemands {
  const bits = ({ needs }: WindowDemands): number => needs.reduce((sum, mask) => sum | mask, 0);
  return {
    least: Math.min(a.least, b.least),
    needs: a.needs.length === 0 || b.needs.length === 0 ? [] : [bits(a) | bits(b)],
    differing: a.differing.filter((field) => b.differing.includes(field)),
  };
}

function isAtMostTheEntries(measure: CompiledMeasure): boolean {
  if (measure.measure === 'count') return true;
  return ['distinct', 'maxPer', 'meanPer'].includes(measure.measure) && isOneValue(measure);
}

/** Of a list each member counts: one entry may bring many. */
function isOneValue({ field }: CompiledMeasure): boolean {
  const facts: Readonly<Record<string, FactSpec>> = EVENT_FACTS;
  return facts[field] !== undefined && facts[field].type !== 'list';
}

/** 0: any figure will do. */
function leastValue({ operator, value }: ConditionLeaf, parameters: Parameters): number {
  const operand = resolveValue(value, parameters);
  if (typeof operand !== 'number') return 0;
  switch (operator) {
    case 'equal':
    case 'greaterThanInclusive':
      return Math.ceil(operand);
    case 'greaterThan':
      return Math.floor(operand) + 1;
    default:
      return 0;
  }
}

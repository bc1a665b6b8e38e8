import type { Condition, ConditionLeaf, ConditionValue, ParameterValue } from '@posture/domain';

/** One leaf with the way to it, for problems and explanations. */
export interface PlacedLeaf {
  readonly leaf: ConditionLeaf;
  readonly path: readonly (string | number)[];
  /** Inside an odd number of `not`. */
  readonly negated: boolean;
}

export function leavesOf(
  condition: Condition,
  path: readonly (string | number)[] = [],
  negated = false,
): readonly PlacedLeaf[] {
  if ('all' in condition) {
    return condition.all.flatMap((part, index) => leavesOf(part, [...path, 'all', index], negated));
  }
  if ('any' in condition) {
    return condition.any.flatMap((part, index) => leavesOf(part, [...path, 'any', index], negated));
  }
  if ('not' in condition) return leavesOf(condition.not, [...path, 'not'], !negated);
  return [{ leaf: condition, path, negated }];
}

/** The parameter a value refers to; null when the value is written out. */
export function parameterNameOf(value: ConditionValue): string | null {
  return typeof value === 'object' && value !== null && 'fact' in value ? value.path.slice('$.'.length) : null;
}

/** @throws {RangeError} when the parameter has no value; the loader has checked that it is declared */
export function resolveValue(
  value: ConditionValue,
  parameters: Readonly<Record<string, ParameterValue>>,
): ParameterValue | null {
  if (typeof value !== 'object' || value === null || !('fact' in value)) return value;
  const resolved = parameters[value.path.slice('$.'.length)];
  if (resolved === undefined) throw new RangeError(`Parameter ${value.path} has no value`);
  return resolved;
}

/** The condition with the values of its parameters written out. @throws {RangeError} as `resolveValue` does */
export function writtenOut(condition: Condition, parameters: Readonly<Record<string, ParameterValue>>): unknown {
  const of = (part: Condition): unknown => writtenOut(part, parameters);
  if ('all' in condition) return { all: condition.all.map(of) };
  if ('any' in condition) return { any: condition.any.map(of) };
  if ('not' in condition) return { not: of(condition.not) };
  return { ...condition, value: resolveValue(condition.value, parameters) };
}

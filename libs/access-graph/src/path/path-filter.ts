import { DomainError } from '@posture/domain';
import type { GraphView, NodeIndex, ParameterValue, PathEnd, PathFilter, Tier } from '@posture/domain';

export type PathParams = Readonly<Record<string, ParameterValue>>;
/** Tiers a node has: the one that was seen, or all it may have. */
export type TiersOf = (node: NodeIndex) => readonly Tier[];
/** @param startTier tier of the node the path starts at; decides `lowerTierThanStart` */
export type NodeTest = (node: NodeIndex, startTier: Tier) => boolean;

export interface CompiledEnd {
  readonly test: NodeTest;
  /** `test` of a node that is known to be of one of the kinds. */
  readonly passes: NodeTest;
  /** Whether the answer depends on where the path starts. */
  readonly relative: boolean;
}

/**
 * Turns a path's end into one test.
 *
 * `tier` is the node's tier. `lowerTierThanStart` is true when the node's tier number is lower than the start's, that
 * is when the node is more privileged. Either passes when one of the node's tiers does. Any other name is a prop of the
 * node; an absent prop equals null.
 * @throws {DomainError} `path.parameter_unknown` when a filter names a parameter that was not given
 */
export function compileEnd(view: GraphView, tiersOf: TiersOf, end: PathEnd, params: PathParams): CompiledEnd {
  const kinds = new Set<string>(end.kinds);
  const filters = (end.when ?? []).map((filter) => compileFilter(view, tiersOf, filter, params));
  const passes: NodeTest = (node, startTier) => filters.every((filter) => filter(node, startTier));
  return {
    test: (node, startTier) => kinds.has(view.kind(node)) && passes(node, startTier),
    passes,
    relative: (end.when ?? []).some((filter) => filter.prop === 'lowerTierThanStart'),
  };
}

function compileFilter(view: GraphView, tiersOf: TiersOf, filter: PathFilter, params: PathParams): NodeTest {
  const expected = valueOf(filter, params);
  const { prop } = filter;
  const compare = comparison(filter.operator, expected);
  if (prop === 'tier') return (node) => tiersOf(node).some(compare);
  if (prop === 'lowerTierThanStart') {
    return (node, startTier) => tiersOf(node).some((tier) => compare(tier < startTier));
  }
  const steps = prop.split('.');
  return (node) => compare(descend(view.props(node), steps));
}

function comparison(operator: PathFilter['operator'], expected: ParameterValue | null): (actual: unknown) => boolean {
  const list: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
  switch (operator) {
    case 'equal':
      return (actual) => actual === expected;
    case 'notEqual':
      return (actual) => actual !== expected;
    case 'in':
      return (actual) => list.includes(actual);
    case 'notIn':
      return (actual) => !list.includes(actual);
    case 'containsAny':
      return (actual) => Array.isArray(actual) && actual.some((item) => list.includes(item));
  }
}

function descend(value: unknown, steps: readonly string[]): unknown {
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<string, unknown>)[step];
  }
  return value ?? null;
}

function valueOf(filter: PathFilter, params: PathParams): ParameterValue | null {
  const { value } = filter;
  if (typeof value !== 'object' || value === null || !('fact' in value)) return value;
  const name = value.path.slice('$.'.length);
  const given = params[name];
  if (given === undefined) {
    throw new DomainError(
      'path.parameter_unknown',
      'invalid',
      `The path filter on ${filter.prop} needs parameter ${name}.`,
      {
        field: `path.${filter.prop}`,
        remedy: `Declare ${name} among the rule's parameters.`,
      },
    );
  }
  return given;
}

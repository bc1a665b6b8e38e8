import type {
  Condition,
  ConditionLeaf,
  FactSchema,
  FactSpec,
  NodeKind,
  ParameterValue,
  ProfileName,
  RuleFile,
} from '@posture/domain';
import { leavesOf, parameterNameOf } from './condition';
import { placeholdersOf } from './render-finding';
import type { Reporter } from './reporter';
import { isOn, parameterFault, profileValues } from './resolve-rules';
import type { FieldPath } from './rule-text';

const PROFILES: readonly ProfileName[] = ['default', 'strict-gov', 'everything'];

/** @param named parameters that something of the rule uses */
export function checkParameters(rule: RuleFile, named: readonly string[], report: Reporter): void {
  const used = new Set(named);
  for (const [name, spec] of Object.entries(rule.parameters)) {
    const field = ['parameters', name];
    if (!used.has(name)) report(field, 'no condition, path or text uses the parameter', `Use $.${name} or remove it`);
    if (typeof spec.default === 'number' && (spec.min === undefined || spec.max === undefined)) {
      report(field, 'a number needs limits', 'Add `min` and `max`');
    }
    if (spec.min !== undefined && spec.max !== undefined && spec.min > spec.max) {
      report([...field, 'min'], 'the minimum is above the maximum', 'Swap `min` and `max`');
    }
    const fault = parameterFault(rule.parameters, name, spec.default);
    if (fault !== null) report([...field, 'default'], `the default ${fault.message}`, fault.remedy);
  }
  for (const profile of PROFILES) {
    for (const [name, value] of Object.entries(profileValues(rule, profile))) {
      const fault = parameterFault(rule.parameters, name, value);
      if (fault !== null) report(['profiles', profile, name], fault.message, fault.remedy);
    }
  }
}

export function usedInWords(rule: RuleFile): string[] {
  return placeholdersOf(`${rule.finding.title} ${rule.finding.why}`)
    .filter((name) => name.startsWith('params.'))
    .map((name) => name.slice('params.'.length));
}

/** @param schema what the condition may name */
export function checkCondition(
  rule: RuleFile,
  schema: FactSchema,
  field: FieldPath,
  condition: Condition,
  report: Reporter,
): void {
  for (const { leaf, path } of leavesOf(condition, field)) {
    const spec = factSpec(schema, leaf.fact);
    if (spec === null) {
      report([...path, 'fact'], noSuchFact(leaf.fact, rule.subject), nearestFacts(leaf.fact, schema));
      continue;
    }
    for (const value of valuesOf(leaf, rule, path, report)) {
      const fault = leafFault(leaf, spec, value);
      if (fault !== null) report([...path, fault.field], fault.message, fault.remedy);
    }
  }
}

/** Every value the leaf may be compared with: the one written, or the parameter's under each profile that has the rule. */
function valuesOf(leaf: ConditionLeaf, rule: RuleFile, path: FieldPath, report: Reporter): (ParameterValue | null)[] {
  const name = parameterNameOf(leaf.value);
  if (name === null) return [leaf.value as ParameterValue | null];
  const spec = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
  if (spec === undefined) {
    report([...path, 'value'], `the rule has no parameter "${name}"`, 'Declare it under `parameters`');
    return [];
  }
  const values = PROFILES.filter((profile) => isOn(rule, profile)).map(
    (profile) => profileValues(rule, profile)[name] ?? spec.default,
  );
  return [...new Set(values)];
}

const COMPARISONS = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];

const TEXTS = [
  ...['textContains', 'textContainsAny', 'textContainsAll', 'startsWith', 'startsWithAny'],
  ...['hasWord', 'hasWordAny'],
];

const OPERATORS: Readonly<Record<FactSpec['type'], readonly string[]>> = {
  boolean: ['equal', 'notEqual'],
  number: ['equal', 'notEqual', 'in', 'notIn', ...COMPARISONS],
  string: ['equal', 'notEqual', 'in', 'notIn', ...TEXTS],
  list: ['contains', 'doesNotContain', 'containsAny', 'containsAll', ...TEXTS],
};

const TAKES_LIST = [
  ...['in', 'notIn', 'containsAny', 'containsAll'],
  ...['textContainsAny', 'textContainsAll', 'startsWithAny', 'hasWordAny'],
];

function leafFault(
  leaf: ConditionLeaf,
  spec: FactSpec,
  value: ParameterValue | null,
): { field: string; message: string; remedy: string } | null {
  const allowed = OPERATORS[spec.type];
  if (!allowed.includes(leaf.operator)) {
    const message = `${leaf.operator} does not fit ${leaf.fact}, which is a ${spec.type}`;
    return { field: 'operator', message, remedy: `Use one of ${allowed.join(', ')}` };
  }
  const element = spec.type === 'list' ? 'string' : spec.type;
  if (TAKES_LIST.includes(leaf.operator)) {
    if (Array.isArray(value) && value.every((item) => typeof item === element)) return null;
    return {
      field: 'value',
      message: `${leaf.operator} compares ${leaf.fact} with a list of ${element}s`,
      remedy: `Give a list of ${element}s`,
    };
  }
  if (value === null) {
    if (spec.nullable === true && (leaf.operator === 'equal' || leaf.operator === 'notEqual')) return null;
    const message = `${leaf.fact} ${spec.nullable === true ? `cannot be compared with null by ${leaf.operator}` : 'is never null'}`;
    return { field: 'value', message, remedy: `Give a ${element}` };
  }
  return typeof value === element
    ? null
    : {
        field: 'value',
        message: `${leaf.fact} is compared with ${JSON.stringify(value)}, no ${element}`,
        remedy: `Give a ${element}`,
      };
}

export function factSpec(schema: FactSchema, name: string): FactSpec | null {
  return Object.hasOwn(schema, name) ? (schema[name] ?? null) : null;
}

export function noSuchFact(name: string, subject: NodeKind): string {
  return `"${name}" is no fact of ${subject}`;
}

const NEAREST = 5;

export function nearestFacts(name: string, schema: FactSchema): string {
  const names = Object.keys(schema);
  if (names.length === 0) return 'The kind has no facts yet; declare them in a fact set of the provider';
  const near = names
    .map((known) => ({ known, shared: sharedPieces(name, known) }))
    .sort((a, b) => b.shared - a.shared || (a.known < b.known ? -1 : 1))
    .slice(0, NEAREST)
    .map(({ known }) => known);
  return `Use a fact of the kind, such as ${near.join(', ')}`;
}

/** Pairs of neighbouring letters both names have; enough to rank typing errors. */
function sharedPieces(a: string, b: string): number {
  const text = b.toLowerCase();
  let shared = 0;
  for (let at = 0; at + 2 <= a.length; at += 1) if (text.includes(a.slice(at, at + 2).toLowerCase())) shared += 1;
  return shared / (a.length + b.length);
}

import { NODE_KINDS } from '@posture/domain';
import type {
  Condition,
  ConditionLeaf,
  FactSchema,
  FactSpec,
  NodeKind,
  ParameterValue,
  ProfileName,
  RuleFile,
  RuleVocabulary,
} from '@posture/domain';
import { checkPath } from './check-path';
import { leavesOf, parameterNameOf } from './condition';
import { checkDetection } from './detection/check-detection';
import { placeholdersOf } from './render-finding';
import type { Reporter } from './reporter';
import { isOn, parameterFault, profileValues } from './resolve-rules';
import type { FieldPath } from './rule-text';

const PROFILES: readonly ProfileName[] = ['default', 'strict-gov', 'everything'];

/** All that a schema cannot say about one file. Its cases are checked apart, and only when this reports nothing. */
export function checkRule(rule: RuleFile, vocabulary: RuleVocabulary, fileName: string, report: Reporter): void {
  if (`${rule.id}.yaml` !== fileName) {
    report(['id'], `the file is named ${fileName}`, `Name it ${rule.id}.yaml or correct the id`);
  }
  if (!Object.hasOwn(NODE_KINDS, rule.subject)) {
    report(
      ['subject'],
      `"${String(rule.subject)}" is no kind of node`,
      'Use a kind of libs/domain/src/graph-schema.ts',
    );
    return;
  }
  if (rule.kind === 'detection') {
    checkDetection(rule, report);
    return;
  }
  const schema: FactSchema = vocabulary.facts[rule.subject] ?? {};
  const used = [...usedInConditions(rule), ...usedInWords(rule), ...usedInPath(rule)];
  checkParameters(rule, used, report);
  for (const [field, condition] of conditionsOf(rule)) checkCondition(rule, schema, field, condition, report);
  checkFactLists(rule, schema, report);
  checkWords(rule, schema, report);
  if (rule.path !== undefined) checkPath(rule, rule.path, report);
  if (rule.kind === 'path') checkPathRule(rule, report);
  if (rule.supersedes?.includes(rule.id) === true) {
    report(['supersedes'], 'a rule cannot supersede itself', 'Remove its own id');
  }
}

function conditionsOf(rule: RuleFile): (readonly [FieldPath, Condition])[] {
  const conditions: (readonly [FieldPath, Condition])[] = [];
  if (rule.appliesTo !== undefined) conditions.push([['appliesTo'], rule.appliesTo]);
  if (rule.when !== undefined) conditions.push([['when'], rule.when]);
  rule.severityWhen?.forEach(({ when }, index) => {
    if (when !== undefined) conditions.push([['severityWhen', index, 'when'], when]);
  });
  return conditions;
}

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

function usedInConditions(rule: RuleFile): string[] {
  return conditionsOf(rule).flatMap(([, condition]) =>
    leavesOf(condition).flatMap(({ leaf }) => parameterNameOf(leaf.value) ?? []),
  );
}

export function usedInWords(rule: RuleFile): string[] {
  return placeholdersOf(`${rule.finding.title} ${rule.finding.why}`)
    .filter((name) => name.startsWith('params.'))
    .map((name) => name.slice('params.'.length));
}

function usedInPath(rule: RuleFile): string[] {
  const ends = rule.path === undefined ? [] : [rule.path.from, ...rule.path.steps.map((step) => step.to)];
  return ends.flatMap((end) => (end.when ?? []).flatMap((filter) => parameterNameOf(filter.value) ?? []));
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

const TEXTS = ['textContains', 'textContainsAny', 'startsWith', 'startsWithAny'];

const OPERATORS: Readonly<Record<FactSpec['type'], readonly string[]>> = {
  boolean: ['equal', 'notEqual'],
  number: ['equal', 'notEqual', 'in', 'notIn', ...COMPARISONS],
  string: ['equal', 'notEqual', 'in', 'notIn', ...TEXTS],
  list: ['contains', 'doesNotContain', 'containsAny', 'containsAll', ...TEXTS],
};

const TAKES_LIST = ['in', 'notIn', 'containsAny', 'containsAll', 'textContainsAny', 'startsWithAny'];

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

function checkFactLists(rule: RuleFile, schema: FactSchema, report: Reporter): void {
  const lists: (readonly [FieldPath, readonly string[]])[] = [
    [['requires'], rule.requires],
    [['identity'], rule.identity],
    [['finding', 'evidence'], rule.finding.evidence],
  ];
  for (const [field, names] of lists) {
    names.forEach((name, index) => {
      if (factSpec(schema, name) !== null) return;
      report([...field, index], noSuchFact(name, rule.subject), nearestFacts(name, schema));
    });
  }
  const decide = new Set([
    ...conditionsOf(rule).flatMap(([, condition]) => leavesOf(condition).map(({ leaf }) => leaf.fact)),
    ...rule.identity,
  ]);
  for (const name of decide) {
    if (!rule.requires.includes(name))
      report(['requires'], `the rule reads ${name}, which is not listed`, `Add ${name}`);
  }
  const mentioned = new Set([
    ...decide,
    ...rule.finding.evidence,
    ...placeholdersOf(rule.finding.title + rule.finding.why),
  ]);
  rule.requires.forEach((name, index) => {
    if (!mentioned.has(name)) report(['requires', index], `the rule does not use ${name}`, 'Remove it');
  });
  if (rule.kind === 'posture' && rule.finding.evidence.length === 0) {
    report(['finding', 'evidence'], 'a finding without evidence convinces nobody', 'Name the facts that show the risk');
  }
}

function checkWords(rule: RuleFile, schema: FactSchema, report: Reporter): void {
  const isGroup = typeof rule.report === 'object';
  for (const part of ['title', 'why'] as const) {
    for (const name of placeholdersOf(rule.finding[part])) {
      const field = ['finding', part];
      if (name === 'name') continue;
      if (isGroup && name === 'count') continue;
      if (rule.kind === 'path' && (name === 'target' || name === 'steps')) continue;
      if (name.startsWith('params.')) {
        if (Object.hasOwn(rule.parameters, name.slice('params.'.length))) continue;
        report(field, `{${name}} names no parameter`, 'Declare it under `parameters`');
      } else if (isGroup) {
        report(
          field,
          `{${name}} differs from member to member`,
          'Use {name}, {count} or {params.…} in a group finding',
        );
      } else if (factSpec(schema, name) === null) {
        report(field, `{${name}} is neither a fact of ${rule.subject} nor {name}`, nearestFacts(name, schema));
      }
    }
  }
  if (
    !isGroup &&
    rule.report === 'each' &&
    !rule.finding.title.includes('{') &&
    rule.subject !== 'Org' &&
    rule.subject !== 'Setting'
  ) {
    report(['finding', 'title'], 'all findings of the rule would have the same title', 'Name the subject with {name}');
  }
}

function checkPathRule(rule: RuleFile, report: Reporter): void {
  if (rule.identity.length > 0) report(['identity'], 'a path rule has no identity facts', 'Write `identity: []`');
  rule.severityWhen?.forEach(({ when }, index) => {
    if (when === undefined) return;
    report(['severityWhen', index, 'when'], 'a path rule reads no facts', 'Use `tiers`');
  });
}

export function factSpec(schema: FactSchema, name: string): FactSpec | null {
  return Object.hasOwn(schema, name) ? (schema[name] ?? null) : null;
}

function noSuchFact(name: string, subject: NodeKind): string {
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

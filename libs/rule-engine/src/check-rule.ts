import { NODE_KINDS } from '@posture/domain';
import type { Condition, FactSchema, RuleFile, RuleVocabulary } from '@posture/domain';
import { checkCondition, checkParameters, factSpec, nearestFacts, noSuchFact, usedInWords } from './check-condition';
import { checkPath } from './check-path';
import { leavesOf, parameterNameOf } from './condition';
import { checkDetection } from './detection/check-detection';
import { placeholdersOf } from './render-finding';
import type { Reporter } from './reporter';
import type { FieldPath } from './rule-text';

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

function usedInConditions(rule: RuleFile): string[] {
  return conditionsOf(rule).flatMap(([, condition]) =>
    leavesOf(condition).flatMap(({ leaf }) => parameterNameOf(leaf.value) ?? []),
  );
}

function usedInPath(rule: RuleFile): string[] {
  const ends = rule.path === undefined ? [] : [rule.path.from, ...rule.path.steps.map((step) => step.to)];
  return ends.flatMap((end) => (end.when ?? []).flatMap((filter) => parameterNameOf(filter.value) ?? []));
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

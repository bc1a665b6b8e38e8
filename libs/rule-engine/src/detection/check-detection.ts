import { DETECTION_ENTITIES, DETECTION_FACTS, EVENT_FACTS, JOINED_FACTS, PAIR_FACTS } from '@posture/domain';
import type { Condition, DetectionPattern, FactSchema, FactSpec, RuleFile } from '@posture/domain';
import { DETAILS } from '../compile-condition';
import { leavesOf, parameterNameOf } from '../condition';
import { checkCondition, checkParameters, factSpec, nearestFacts, usedInWords } from '../check-condition';
import { placeholdersOf } from '../render-finding';
import type { Reporter } from '../reporter';
import type { FieldPath } from '../rule-text';
import { selectorsOf } from './compile-detection';

/** Selections and narrower ones a pattern can tell apart. */
const MOST_PARTS = 30;
const OPERATORS = ['window', 'sequence', 'firstSeen', 'rate', 'pair'] as const;

/** All that a schema cannot say about a detection. */
export function checkDetection(rule: RuleFile, report: Reporter): void {
  const { detect } = rule;
  if (detect === undefined) return;
  const conditions = conditionsOf(rule);
  for (const { field, condition, schema } of conditions) checkCondition(rule, schema, field, condition, report);
  checkParameters(rule, [...usedInWords(rule), ...parametersIn(detect), ...parametersIn(rule.severityWhen)], report);
  detect.patterns.forEach((pattern, index) => checkPattern(pattern, ['detect', 'patterns', index], report));
  checkSubject(rule, report);
  checkNeed(rule, report);
  checkRequires(rule, conditions, report);
  checkShown(rule, report);
  if (rule.identity.length > 0) report(['identity'], 'a detection is told apart by its entity', 'Write `identity: []`');
  rule.severityWhen?.forEach(({ tiers, when }, index) => {
    if (tiers === undefined && when !== undefined) return;
    report(['severityWhen', index], 'a detection has no tier of its own', 'Use `when` with actorTier or targetTier');
  });
  if (rule.report !== 'each' && rule.report !== 'signal') {
    report(['report'], 'a detection reports each entity, or a signal', 'Write `report: each` or `report: signal`');
  }
  if (rule.supersedes?.includes(rule.id) === true) {
    report(['supersedes'], 'a rule cannot supersede itself', 'Remove its own id');
  }
}

/** What a rule's conditions, texts and evidence may name: its events, and the figures of its patterns. */
export function schemaOfDetection({ detect }: RuleFile): FactSchema {
  const patterns = detect?.patterns ?? [];
  const isCorrelation = patterns.some((pattern) =>
    selectorsOf(pattern).some(({ detections }) => detections !== undefined),
  );
  return {
    ...EVENT_FACTS,
    ...(isCorrelation ? DETECTION_FACTS : {}),
    ...Object.assign({}, ...patterns.map(figuresOf)),
  } as FactSchema;
}

/** Whether what is found, and not only how severe it is, depends on the inventory. */
export function isFoundByInventory(rule: RuleFile): boolean {
  return conditionsOf(rule).some(
    ({ field, condition }) =>
      field[0] === 'detect' && leavesOf(condition).some(({ leaf }) => Object.hasOwn(JOINED_FACTS, leaf.fact)),
  );
}

interface PlacedCondition {
  readonly field: FieldPath;
  readonly condition: Condition;
  readonly schema: FactSchema;
}

function conditionsOf(rule: RuleFile): PlacedCondition[] {
  const conditions: PlacedCondition[] = [];
  const add = (field: FieldPath, condition: Condition | undefined, schema: FactSchema): void => {
    if (condition !== undefined) conditions.push({ field, condition, schema: withDetails(schema, condition) });
  };
  rule.detect?.patterns.forEach((pattern, index) => {
    const field: FieldPath = ['detect', 'patterns', index];
    const events = selectorsOf(pattern).some(({ detections }) => detections !== undefined)
      ? { ...EVENT_FACTS, ...DETECTION_FACTS }
      : EVENT_FACTS;
    add([...field, 'when'], pattern.when, events);
    add([...field, 'window', 'when'], pattern.window?.when, figuresOf(pattern));
    add([...field, 'window', 'of'], pattern.window?.of, events);
    for (const [name, { of }] of Object.entries(pattern.window?.measures ?? {})) {
      add([...field, 'window', 'measures', name, 'of'], of, events);
    }
    pattern.sequence?.steps.forEach(({ when }, step) =>
      add([...field, 'sequence', 'steps', step, 'when'], when, events),
    );
    add([...field, 'firstSeen', 'of'], pattern.firstSeen?.of, events);
    add([...field, 'rate', 'of'], pattern.rate?.of, events);
    add([...field, 'pair', 'of'], pattern.pair?.of, events);
    add([...field, 'pair', 'when'], pattern.pair?.when, PAIR_FACTS);
  });
  rule.severityWhen?.forEach(({ when }, index) => add(['severityWhen', index, 'when'], when, schemaOfDetection(rule)));
  return conditions;
}

/** `details.<name>` may be anything the provider writes. */
function withDetails(schema: FactSchema, condition: Condition): FactSchema {
  const named = leavesOf(condition)
    .map(({ leaf }) => leaf.fact)
    .filter((fact) => fact.startsWith(DETAILS));
  return named.length === 0 ? schema : { ...schema, ...Object.fromEntries(named.map((fact) => [fact, DETAIL])) };
}

const DETAIL: FactSpec = { type: 'string', nullable: true, means: '', source: 'activity log', needs: [] };
const FIGURE: FactSpec = { type: 'number', nullable: true, means: '', source: 'activity log', needs: [] };

function figuresOf({ window, sequence, firstSeen, rate, pair }: DetectionPattern): FactSchema {
  const named = (names: readonly string[]): FactSchema => Object.fromEntries(names.map((name) => [name, FIGURE]));
  if (window !== undefined) return named(Object.keys(window.measures));
  if (sequence !== undefined) return named(['minutes', 'steps']);
  if (firstSeen !== undefined) return named(['knownDays', 'knownValues']);
  if (rate !== undefined) return named(['count', 'usual', 'deviation', 'z']);
  return pair === undefined ? {} : { ...PAIR_FACTS, earlierIp: DETAIL, earlierCity: DETAIL, earlierCountry: DETAIL };
}

/** Names of every `{ fact: params }` below. */
function parametersIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parametersIn);
  if (typeof value !== 'object' || value === null) return [];
  const name = 'fact' in value && 'path' in value ? parameterNameOf(value as never) : null;
  const own = 'parameter' in value && typeof value.parameter === 'string' ? [value.parameter] : [];
  return name !== null ? [name] : [...own, ...Object.values(value).flatMap(parametersIn)];
}

function checkPattern(pattern: DetectionPattern, field: FieldPath, report: Reporter): void {
  const operators = OPERATORS.filter((name) => pattern[name] !== undefined);
  if (operators.length > 1) {
    report([...field, operators[1]!], `the pattern has ${operators.join(' and ')}`, 'Give each a pattern of its own');
  }
  selectorsOf(pattern).forEach(({ events, detections }, index) => {
    const place = pattern.sequence === undefined ? field : [...field, 'sequence', 'steps', index];
    if (events === undefined && detections === undefined)
      report(place, 'it selects nothing', 'Give `events` or `detections`');
    if (events !== undefined && detections !== undefined)
      report([...place, 'detections'], 'it selects events and detections', 'Give one of them');
  });
  const { window } = pattern;
  const narrowed = window === undefined ? [] : [window, ...Object.values(window.measures)];
  const parts = pattern.sequence?.steps.length ?? 1 + narrowed.filter(({ of }) => of !== undefined).length;
  if (parts > MOST_PARTS) report(field, `it has ${parts} selections`, `Keep it below ${MOST_PARTS}`);
  const steps = pattern.sequence?.steps ?? [];
  if (pattern.sequence !== undefined && steps.every(({ absent }) => absent === true)) {
    report([...field, 'sequence', 'steps'], 'every step is absent', 'Give a step that happens');
  }
  steps.forEach(({ absent }, index) => {
    if (absent === true && steps[index + 1]?.absent === true)
      report([...field, 'sequence', 'steps', index + 1], 'two absences follow each other', 'Join them');
  });
  for (const [place, names] of fieldsOf(pattern, field)) {
    for (const name of names) {
      if (factSpec(EVENT_FACTS, name) !== null) continue;
      if (factSpec(DETECTION_FACTS, name) !== null) continue;
      report(place, `"${name}" is no field of an event`, nearestFacts(name, EVENT_FACTS));
    }
  }
}

function fieldsOf(
  { window, sequence, firstSeen, rate, pair }: DetectionPattern,
  field: FieldPath,
): (readonly [FieldPath, readonly string[]])[] {
  const measured = Object.entries(window?.measures ?? {}).flatMap(([name, spec]) =>
    'field' in spec ? [[[...field, 'window', 'measures', name, 'field'], [spec.field]] as const] : [],
  );
  const steps = (sequence?.steps ?? []).flatMap(({ differs, same, sameAs }, index) => [
    [[...field, 'sequence', 'steps', index, 'differs'], differs ?? []] as const,
    [[...field, 'sequence', 'steps', index, 'same'], same ?? []] as const,
    [[...field, 'sequence', 'steps', index, 'sameAs'], Object.entries(sameAs ?? {}).flat()] as const,
  ]);
  return [
    [[...field, 'window', 'by'], window?.by ?? []],
    [[...field, 'sequence', 'by'], sequence?.by ?? []],
    [[...field, 'firstSeen', 'by'], firstSeen?.by ?? []],
    [[...field, 'firstSeen', 'fields'], firstSeen?.fields ?? []],
    [[...field, 'rate', 'by'], rate?.by ?? []],
    [[...field, 'rate', 'distinct'], rate?.distinct === undefined ? [] : [rate.distinct]],
    [[...field, 'rate', 'spread', 'fields'], rate?.spread?.fields ?? []],
    [[...field, 'pair', 'by'], pair?.by ?? []],
    ...measured,
    ...steps,
  ];
}

function checkSubject({ subject, detect }: RuleFile, report: Reporter): void {
  const { entity, patterns } = detect!;
  const { kind } = DETECTION_ENTITIES[entity];
  if (kind !== null && kind !== subject)
    report(['subject'], `the entity ${entity} is a ${kind}`, `Write ${kind}, or another entity`);
  patterns.forEach(({ entity: own = entity }, index) => {
    if (DETECTION_ENTITIES[own].kind === kind) return;
    const field = ['detect', 'patterns', index, 'entity'];
    report(field, `${own} is not of the kind of ${entity}`, 'Name one of that kind, or write a rule of its own');
  });
}

function checkNeed({ detect, parameters }: RuleFile, report: Reporter): void {
  const need = detect?.unlockedBy;
  if (need === undefined || !('parameter' in need)) return;
  const field = ['detect', 'unlockedBy', 'parameter'];
  const value = parameters[need.parameter]?.default;
  if (value === undefined)
    report(field, `the rule has no parameter "${need.parameter}"`, 'Declare it under `parameters`');
  else if (value !== '' && !(Array.isArray(value) && value.length === 0)) {
    report(field, `${need.parameter} has a value already`, 'Begin with an empty one, or remove `unlockedBy`');
  }
}

function checkRequires({ requires }: RuleFile, conditions: readonly PlacedCondition[], report: Reporter): void {
  const read = new Set(
    conditions
      .flatMap(({ condition }) => leavesOf(condition).map(({ leaf }) => leaf.fact))
      .filter((name) => Object.hasOwn(JOINED_FACTS, name)),
  );
  for (const name of read) {
    if (!requires.includes(name)) report(['requires'], `the rule reads ${name}, which is not listed`, `Add ${name}`);
  }
  requires.forEach((name, index) => {
    if (!read.has(name))
      report(
        ['requires', index],
        `no condition reads ${name} of the inventory`,
        'Remove it: fields of the event are not listed',
      );
  });
}

function checkShown(rule: RuleFile, report: Reporter): void {
  const schema = schemaOfDetection(rule);
  const isKnown = (name: string): boolean => name.startsWith(DETAILS) || factSpec(schema, name) !== null;
  rule.finding.evidence.forEach((name, index) => {
    if (!isKnown(name))
      report(['finding', 'evidence', index], `"${name}" is no field of an event`, nearestFacts(name, schema));
  });
  if (rule.finding.evidence.length === 0) {
    report(
      ['finding', 'evidence'],
      'a finding without evidence convinces nobody',
      'Name the fields that show the risk',
    );
  }
  for (const part of ['title', 'why'] as const) {
    for (const name of placeholdersOf(rule.finding[part])) {
      if (name === 'name' || isKnown(name)) continue;
      if (name.startsWith('params.') && Object.hasOwn(rule.parameters, name.slice('params.'.length))) continue;
      report(
        ['finding', part],
        `{${name}} is neither a field of an event, a figure nor a parameter`,
        nearestFacts(name, schema),
      );
    }
  }
  if (!rule.finding.title.includes('{') && rule.subject !== 'Org') {
    report(['finding', 'title'], 'all findings of the rule would have the same title', 'Name the entity with {name}');
  }
}

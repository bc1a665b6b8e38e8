import { createHash } from 'node:crypto';
import { DERIVED_FACTS, DETECTION_ENTITIES, EVENT_FACTS, SEVERITIES } from '@posture/domain';
import type {
  Condition,
  DetectSpec,
  DetectionEntity,
  DetectionNeed,
  DetectionPattern,
  DetectionSelector,
  EventSelector,
  Facts,
  NumberOrParameter,
  Severity,
} from '@posture/domain';
import { DETAILS, TRUE, compileCondition } from '../compile-condition';
import { writtenOut } from '../condition';
import { compileWords, placeholdersOf } from '../render-finding';
import type { FindingWords } from '../render-finding';
import type { ResolvedRule } from '../resolve-rules';
import { fieldsOfEntity } from './entity';
import { operatorOf } from './compile-operator';
import type { Making } from './compile-operator';
import { typeMatcher } from './event-type';
import type { Operator } from './entry';
import type { SelectingCondition } from './question';
import { MINUTE } from './spans';

/** A rule ready to watch. */
export interface CompiledDetection {
  readonly rule: ResolvedRule;
  readonly id: string;
  /** Changes with whatever decides what is found; state made under another hash says nothing. */
  readonly hash: string;
  readonly spec: DetectSpec;
  readonly points: number;
  readonly quietMs: number;
  readonly patterns: readonly CompiledPattern[];
  /** Builds on what other rules found; of those only rules that do not are chosen. */
  readonly isCorrelation: boolean;
  /** Why it cannot judge with the values it has; null when it can. */
  readonly lacks: Extract<DetectionNeed, { parameter: string }> | null;
  /** Fields of an event that are shown where it is found, or that the severity depends on. */
  readonly shows: readonly string[];
  /** @param facts worked out only where the severity depends on them */
  severityOf(facts: () => Facts): Severity;
  readonly words: (subject: Parameters<ReturnType<typeof compileWords>>[0], facts: Facts) => FindingWords;
}

export interface CompiledPattern {
  readonly detection: string;
  readonly index: number;
  readonly entity: DetectionEntity;
  readonly operator: Operator<unknown>;
  /** Fields that name a timeline; null: the entity does. */
  readonly by: readonly string[] | null;
  /** What an entry keeps. */
  readonly keeps: readonly string[];
  /** An event has to fit one of them. */
  readonly parts: readonly CompiledPart[];
  /** Whether all of a timeline is about one entity. */
  readonly isOneEntity: boolean;
  /** Whether something may be found at an entry after the watermark has passed it. */
  readonly isShownLater: boolean;
}

/** One selection; entries that fit it have its bit. */
export interface CompiledPart {
  readonly bit: number;
  /** Narrows the first part instead of standing beside it. */
  readonly isNarrowing: boolean;
  readonly types: ((type: string) => boolean) | null;
  readonly detections: DetectionSelector | null;
  readonly when: SelectingCondition | null;
}

/** The form of what operators keep; raised with every change that cannot read what was kept before. */
const STATE_FORM = 1;
const DEFAULT_QUIET_MINUTES = 60;
/** A weak signal twice a day for a week is not yet an attack; three kinds of them within a day are. */
const POINTS: Readonly<Record<Severity, number>> = { informational: 5, low: 10, medium: 25, high: 50, critical: 80 };

/** A rule with its parameters' values in, ready to watch. @throws {RangeError} without `detect`; the loader has checked the rest */
export function compileDetection(rule: ResolvedRule): CompiledDetection {
  const { file, parameters } = rule;
  const spec = file.detect;
  if (spec === undefined) throw new RangeError(`Rule ${file.id} is no detection`);
  const number = (value: NumberOrParameter): number =>
    typeof value === 'number' ? value : (parameters[value.path.slice('$.'.length)] as number);
  const condition = (when: Condition): SelectingCondition => ({
    ...compileCondition(when, parameters),
    text: JSON.stringify(writtenOut(when, parameters)),
  });
  const patterns = spec.patterns.map((pattern, index) =>
    compilePattern(pattern, index, { rule, spec, number, condition }),
  );
  const rises = (file.severityWhen ?? []).map(({ severity, when }) => ({ severity, when: condition(when!) }));
  const quiet = spec.quietMinutes === undefined ? DEFAULT_QUIET_MINUTES : number(spec.quietMinutes);
  const need = spec.unlockedBy;
  return {
    rule,
    id: file.id,
    hash: createHash('sha256')
      .update(JSON.stringify([STATE_FORM, file.subject, spec, file.severityWhen, file.severity, parameters]))
      .digest('hex')
      .slice(0, 16),
    spec,
    points: spec.points ?? POINTS[file.severity],
    // Never shorter than what one occurrence looks back on: what proved one episode does not prove the next.
    quietMs: Math.max(quiet * MINUTE, ...patterns.map(({ operator }) => operator.reachMs)),
    patterns,
    isCorrelation: spec.patterns.some((pattern) =>
      selectorsOf(pattern).some(({ detections }) => detections !== undefined),
    ),
    lacks: need !== undefined && 'parameter' in need && isEmpty(parameters[need.parameter]) ? need : null,
    severityOf: (facts) => {
      if (rises.length === 0) return file.severity;
      const known = facts();
      return rises.find(({ when }) => when.judge(known) === TRUE)?.severity ?? file.severity;
    },
    shows: eventFieldsOf(factsShownBy(rule)),
    words: compileWords(rule),
  };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Every selection of a pattern: its own, and its steps'. */
export function selectorsOf(pattern: DetectionPattern): readonly EventSelector[] {
  return pattern.sequence === undefined ? [pattern] : pattern.sequence.steps.map((step) => inherit(step, pattern));
}

/** A step selects among what its pattern does, unless it says otherwise. */
function inherit<Selector extends EventSelector>(step: Selector, pattern: EventSelector): Selector {
  const events = step.events ?? (step.detections === undefined ? pattern.events : undefined);
  const both = [pattern.when, step.when].filter((when) => when !== undefined);
  return { ...step, events, when: both.length > 1 ? { all: both } : both[0] };
}

function compilePattern(pattern: DetectionPattern, index: number, making: Making): CompiledPattern {
  const { rule, spec, condition } = making;
  const by = byOf(pattern);
  const entity = pattern.entity ?? spec.entity;
  const isOneEntity = isOfOneEntity(entity, by);
  const made = operatorOf(pattern, isOneEntity, making);
  const selectors = selectorsOf(pattern);
  const parts: CompiledPart[] = selectors.map((selector, at) => ({
    bit: 1 << at,
    isNarrowing: false,
    types: selector.events === undefined ? null : typeMatcher(selector.events),
    detections: selector.detections ?? null,
    when: selector.when === undefined ? null : condition(selector.when),
  }));
  made.narrowing.forEach((when, at) => {
    parts.push({ bit: 1 << (at + 1), isNarrowing: true, types: null, detections: null, when: condition(when) });
  });
  return {
    detection: rule.file.id,
    index,
    entity,
    operator: made.operator,
    by,
    keeps: [...new Set([...made.keeps, ...fieldsOfEntity(entity)])],
    parts,
    isOneEntity,
    isShownLater: pattern.sequence?.steps.at(-1)?.absent === true,
  };
}

function byOf({ window, sequence, firstSeen, rate, pair }: DetectionPattern): readonly string[] | null {
  return (window ?? sequence ?? firstSeen ?? rate ?? pair)?.by ?? null;
}

function isOfOneEntity(entity: DetectionEntity, by: readonly string[] | null): boolean {
  const { id, name } = DETECTION_ENTITIES[entity];
  if (by === null || id === null) return true;
  // Somebody without an id is known by name.
  return by.includes(id) && (by.includes(name) || (entity !== 'user' && entity !== 'actor'));
}

/** Whether what one rule finds is selected. */
export function selects(selector: DetectionSelector, of: CompiledDetection): boolean {
  const { rules, families, atLeast, signals } = selector;
  if (of.rule.file.report === 'signal' && signals !== true && rules === undefined) return false;
  if (rules !== undefined) return rules.includes(of.id);
  if (families !== undefined && !families.includes(of.spec.family)) return false;
  return atLeast === undefined || SEVERITIES.indexOf(of.rule.file.severity) >= SEVERITIES.indexOf(atLeast);
}

/**
 * All that rules in need of another's findings read of the events that proved them, to judge and to show: those events
 * may be let go of before they prove anything.
 */
export function fieldsForCorrelation(detections: readonly CompiledDetection[]): readonly string[] {
  const fields = detections
    .filter(({ isCorrelation }) => isCorrelation)
    .flatMap(({ spec, rule, patterns }) => [
      ...patterns.flatMap(({ keeps, by }) => [...keeps, ...(by ?? [])]),
      ...factsNamedIn(spec),
      ...factsShownBy(rule),
    ]);
  return eventFieldsOf(fields);
}

function factsShownBy({ file: { finding, severityWhen } }: ResolvedRule): string[] {
  return [...factsNamedIn(severityWhen), ...finding.evidence, ...placeholdersOf(`${finding.title} ${finding.why}`)];
}

/** The fields of an event it takes to know some facts, each once. */
function eventFieldsOf(facts: readonly string[]): string[] {
  const fields = facts.map((name) =>
    name.startsWith(DETAILS) ? DETAILS.slice(0, -1) : name === 'actorDomain' ? 'actorLogin' : name,
  );
  return [...new Set(fields)].filter((name) => name === 'targets' || name === 'details' || isEventFact(name));
}

function isEventFact(name: string): boolean {
  return Object.hasOwn(EVENT_FACTS, name) && !Object.hasOwn(DERIVED_FACTS, name) && name !== 'id' && name !== 'at';
}

/** Of every condition below. */
function factsNamedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(factsNamedIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'fact' in value && typeof value.fact === 'string' ? [value.fact] : [];
  return [...own, ...Object.values(value).flatMap(factsNamedIn)];
}

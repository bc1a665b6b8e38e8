import { ACTIVITY_FIELDS, DETECTION_FACTS, EVENT_FACTS } from '@posture/domain';
import type { Activity, Episode, EventFacts, RuleCase, RuleFile, SubjectRef } from '@posture/domain';
import { DETAILS } from '../compile-condition';
import { factSpec, nearestFacts } from '../check-condition';
import type { Reporter } from '../reporter';
import { parameterFault, resolveRule } from '../resolve-rules';
import type { FieldPath } from '../rule-text';
import { isFoundByInventory } from './check-detection';
import { compileDetection } from './compile-detection';
import { DetectionEngine } from './detection-engine';
import { DAY, HOUR, MINUTE } from './spans';

type CaseEvent = Readonly<Record<string, unknown>>;

/** The day a case begins on; any would do. */
const BEGIN = Date.UTC(2026, 0, 5);
const ORG: SubjectRef = { kind: 'Org', key: 'Org:org', externalId: 'org', name: 'Brightwater' };
const CASE_WORDS = ['at', 'times', 'every', 'vary', 'details', 'targets'];

/** Judges every case of a detection: as its events come, and as they come late and twice. @returns how many were judged */
export function checkDetectionCases(rule: RuleFile, report: Reporter): number {
  const names = new Set<string>();
  rule.cases.forEach((one, index) => {
    const field = ['cases', index];
    if (names.has(one.name)) report([...field, 'name'], 'another case has the same name', 'Say how they differ');
    names.add(one.name);
    if (checkInput(rule, one, field, report)) checkCase(rule, one, field, report);
  });
  for (const verdict of ['match', 'clear'] as const) {
    if (!rule.cases.some(({ expect }) => expect === verdict))
      report(['cases'], `no case expects ${verdict}`, 'Add one');
  }
  const unlocks = rule.detect?.unlockedBy !== undefined && 'parameter' in rule.detect.unlockedBy;
  if ((isFoundByInventory(rule) || unlocks) && !rule.cases.some(({ expect }) => expect === 'not_assessed')) {
    report(['cases'], 'no case expects not_assessed, and the rule needs more than the event', 'Add one without it');
  }
  return rule.cases.length;
}

function checkInput(rule: RuleFile, one: RuleCase, field: FieldPath, report: Reporter): boolean {
  let isSound = true;
  const fault: Reporter = (path, message, remedy) => {
    isSound = false;
    report(path, message, remedy);
  };
  for (const [name, value] of Object.entries(one.params ?? {})) {
    const problem = parameterFault(rule.parameters, name, value);
    if (problem !== null) fault([...field, 'params', name], problem.message, problem.remedy);
  }
  if (one.events === undefined) {
    fault([...field, 'facts'], 'a detection is judged on events', 'Give `events`');
    return false;
  }
  const check = (event: CaseEvent, place: FieldPath): void => {
    for (const name of Object.keys(event)) {
      if (CASE_WORDS.includes(name) || name.startsWith(DETAILS)) continue;
      if (factSpec(EVENT_FACTS, name) !== null || factSpec(DETECTION_FACTS, name) !== null) continue;
      fault([...place, name], `"${name}" is no field of an event`, nearestFacts(name, EVENT_FACTS));
    }
  };
  check(one.base ?? {}, [...field, 'base']);
  one.events.forEach((event, index) => {
    check(event, [...field, 'events', index]);
    if (Number.isNaN(instantOf(event['at']))) {
      fault(
        [...field, 'events', index, 'at'],
        `${JSON.stringify(event['at'])} is no time`,
        'Write 2d08:30, 08:30:15 or minutes',
      );
    }
  });
  return isSound;
}

function checkCase(rule: RuleFile, one: RuleCase, field: FieldPath, report: Reporter): void {
  const events = eventsOf(one);
  const told = judged(
    rule,
    one,
    [...events].sort((a, b) => a.at - b.at),
  );
  const { verdict, episodes } = told;
  if (verdict !== one.expect) {
    report(field, `"${one.name}" gives ${verdict}, not ${one.expect}`, 'Correct the case or the rule');
    return;
  }
  const entities = [...new Set(episodes.map(({ entity }) => entity.externalId))].sort();
  if (one.entities !== undefined && String(entities) !== String([...one.entities].sort())) {
    report([...field, 'entities'], `"${one.name}" finds ${entities.join(', ')}`, 'Correct the case or the rule');
  }
  if (one.severity !== undefined && !episodes.some(({ severity }) => severity === one.severity)) {
    const found = episodes.map(({ severity }) => severity).join(', ');
    report([...field, 'severity'], `"${one.name}" is ${found}`, 'Correct the case or the rule');
  }
  const shuffled = judged(rule, one, disordered(events));
  if (JSON.stringify(shuffled) !== JSON.stringify(told)) {
    report(
      field,
      `"${one.name}" ends otherwise when its events come late and twice`,
      'This is a fault of the engine: report it',
    );
  }
}

/** Each event up to an hour late, in an order of its own, some of them twice. */
function disordered(events: readonly EventFacts[]): EventFacts[] {
  const late = (index: number): number => ((index * 7919) % 3539) * 1000;
  const arrivals = events.flatMap((event, index) => [
    { event, at: event.at + late(index + 1) },
    ...(index % 3 === 0 ? [{ event, at: event.at + late(index + 5) }] : []),
  ]);
  return arrivals.sort((a, b) => a.at - b.at).map(({ event }) => event);
}

interface Told {
  readonly verdict: 'match' | 'clear' | 'not_assessed';
  readonly episodes: readonly Episode[];
}

function judged(rule: RuleFile, one: RuleCase, events: readonly EventFacts[]): Told {
  const detection = compileDetection(resolveRule(rule, one.params));
  const engine = new DetectionEngine([detection], { org: ORG });
  for (const event of events) {
    if (isDetection(event)) engine.takeDetection(event);
    else engine.take([event]);
    engine.advance();
  }
  // As when the log goes on for as long as the rule waits, and nothing comes.
  const end = Math.max(...events.map(({ at }) => at));
  engine.advance(
    end + Math.max(...detection.patterns.map(({ operator }) => operator.reachMs)) + detection.quietMs + 3 * HOUR,
  );
  const episodes = engine.changes().flatMap(({ open, settled }) => [...settled, ...open]);
  const isUnknown = detection.lacks !== null || (engine.status().unknown.get(rule.id)?.length ?? 0) > 0;
  const verdict = episodes.length > 0 ? 'match' : isUnknown ? 'not_assessed' : 'clear';
  return { verdict, episodes };
}

function isDetection(event: EventFacts): event is EventFacts & { readonly detection: string } {
  return 'detection' in event;
}

function eventsOf({ base = {}, events = [] }: RuleCase): EventFacts[] {
  let number = 0;
  return events.flatMap((event) => {
    const {
      at,
      times = 1,
      every = 1,
      vary,
      ...fields
    } = { ...base, ...event } as CaseEvent & {
      readonly times?: number;
      readonly every?: number;
      /** A field whose value is numbered, so that each repetition has another. */
      readonly vary?: string | readonly string[];
    };
    return Array.from({ length: times }, (_, turn) => {
      number += 1;
      const varied = [vary ?? []].flat().map((name) => [name, variant((fields as CaseEvent)[name], turn)]);
      return eventOf(
        { ...fields, ...Object.fromEntries(varied) },
        instantOf(at) + turn * every * MINUTE,
        `event-${String(number).padStart(5, '0')}`,
      );
    });
  });
}

function variant(value: unknown, turn: number): unknown {
  return typeof value === 'number' ? value + turn : `${String(value ?? 'value')}-${turn + 1}`;
}

/** What a case does not say the provider did not say, and the inventory does not know. */
function eventOf(fields: CaseEvent, at: number, id: string): EventFacts {
  const event: Record<string, unknown> = { targets: [], details: {} };
  for (const [name, { type }] of Object.entries(ACTIVITY_FIELDS)) {
    event[name] = type === 'list' ? [] : null;
  }
  Object.assign(event, { actorKind: 'User', actorType: 'User', outcome: 'SUCCESS', isOwn: false, id, at });
  const details: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(DETAILS)) details[name.slice(DETAILS.length)] = value;
    else event[name] = value;
  }
  return { ...event, details: { ...(event['details'] as object), ...details } } as unknown as EventFacts & Activity;
}

/** `2d08:30`, `08:30:15` or minutes, in milliseconds since 1970 UTC; NaN for anything else. */
function instantOf(value: unknown): number {
  if (typeof value === 'number') return BEGIN + value * MINUTE;
  const match = /^(?:(\d{1,3})d)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(String(value));
  if (match === null) return Number.NaN;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return BEGIN + Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000;
}

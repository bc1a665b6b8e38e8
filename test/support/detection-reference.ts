import { SEVERITIES } from '@posture/domain';
import type {
  Condition,
  DetectionEntity,
  DetectionPattern,
  DetectionSelector,
  Episode,
  EventFacts,
  EventSelector,
  Facts,
  SubjectRef,
} from '@posture/domain';
import { TRUE, compileCondition } from '../../libs/rule-engine/src/compile-condition';
import { compileDetection } from '../../libs/rule-engine/src/detection/compile-detection';
import type { ResolvedRule } from '@posture/rule-engine';
import { occurrencesOf } from './detection-reference.operators';

/** An event where a pattern sees it. */
export interface Item {
  readonly at: number;
  readonly id: string;
  /** The rule that told of it; '' for an event of the log. */
  readonly from: string;
  readonly publishedAt: number;
  readonly facts: Facts;
  readonly entity: SubjectRef;
  /** Which selections it fits: the pattern's own, or one for each step. */
  readonly fits: readonly boolean[];
}

/** What one pattern found in one timeline. */
export interface ReferenceOccurrence {
  readonly at: number;
  readonly last: Item;
  readonly proof: readonly Item[];
  readonly figures: Readonly<Record<string, unknown>>;
}

type Compiled = ReturnType<typeof compileDetection>;
type Sighted = ReferenceOccurrence & { readonly pattern: number; readonly newly: readonly Item[] };

/**
 * What detections find, straight from what `libs/domain/src/detection.ts` and `rules/README.md` say they mean: all events
 * at once, in order, each occurrence worked out from nothing. Slow, and shares nothing with the engine but conditions,
 * words and severities.
 * @param until the watermark: waits that end before it are over
 */
export function referenceEpisodes(
  rules: readonly ResolvedRule[],
  events: readonly EventFacts[],
  { org, until }: { readonly org: SubjectRef; readonly until: number },
): Omit<Episode, 'isSettled'>[] {
  const once = [...new Map(events.map((event) => [event.id, event])).values()];
  const log = once.filter(({ isOwn }) => !isOwn).map((event) => withDerived(event as unknown as Facts, event.at));
  const able = rules.map(compileDetection).filter(({ lacks }) => lacks === null);
  const told: { readonly by: Compiled; readonly item: Omit<Item, 'entity' | 'fits'> }[] = [];
  const episodes: Omit<Episode, 'isSettled'>[] = [];
  for (const isCorrelation of [false, true]) {
    for (const rule of able.filter((one) => one.isCorrelation === isCorrelation)) {
      const sighted = rule.spec.patterns.flatMap((pattern, index) => {
        const given = [...log.map((facts) => ({ by: null, item: itemOf(facts) })), ...(isCorrelation ? told : [])];
        return sightedBy(rule, pattern, given, org, until).map((one) => ({ ...one, pattern: index }));
      });
      if (!isCorrelation) told.push(...sighted.flatMap((one) => toldOf(rule, one)));
      episodes.push(...episodesOf(rule, sighted));
    }
  }
  return episodes;
}

function itemOf(facts: Facts): Omit<Item, 'entity' | 'fits'> {
  const at = facts['at'] as number;
  return { at, id: facts['id'] as string, from: '', publishedAt: at, facts };
}

function withDerived(facts: Facts, at: number): Facts {
  const day = new Date(at);
  const domain = /@([^@]*)$/.exec(String(facts['actorLogin'] ?? ''))?.[1]?.toLowerCase();
  const hourOfDay = day.getUTCHours();
  const partOfDay = hourOfDay < 6 ? 'night' : hourOfDay < 12 ? 'morning' : hourOfDay < 18 ? 'afternoon' : 'evening';
  const derived = { hourOfDay, partOfDay, dayOfWeek: day.getUTCDay() || 7, actorDomain: domain || null };
  return { ...facts, at, ...derived };
}

/** Each event newly proven, dated when it was. */
function toldOf(
  rule: Compiled,
  { at, last, newly, figures, pattern }: Sighted,
): { by: Compiled; item: Omit<Item, 'entity' | 'fits'> }[] {
  const detection = {
    detection: rule.id,
    detectionSeverity: rule.severityOf(() => ({ ...last.facts, ...figures }) as Facts),
    detectionIsSignal: rule.rule.file.report === 'signal',
    detectionFamily: rule.spec.family,
    detectionPoints: rule.points,
  };
  return newly.map(({ id, publishedAt, facts }) => ({
    by: rule,
    item: { at, id, from: `${rule.id} ${pattern}`, publishedAt, facts: { ...withDerived(facts, at), ...detection } },
  }));
}

function sightedBy(
  { rule, spec }: Compiled,
  pattern: DetectionPattern,
  given: readonly { readonly by: Compiled | null; readonly item: Omit<Item, 'entity' | 'fits'> }[],
  org: SubjectRef,
  until: number,
): Omit<Sighted, 'pattern'>[] {
  const timelines = new Map<string, Item[]>();
  const holds = (when: Condition, facts: Facts): boolean =>
    compileCondition(when, rule.parameters).judge(facts) === TRUE;
  const spelt = operatorOf(pattern);
  const selectors = pattern.sequence?.steps.map((step) => inherited(step, pattern)) ?? [pattern];
  for (const { by, item } of given) {
    const fits = selectors.map(
      (selector) =>
        isSelected(selector, item.facts, by) && (selector.when === undefined || holds(selector.when, item.facts)),
    );
    const entity = entityOf(pattern.entity ?? spec.entity, item.facts, org);
    if (!fits.includes(true) || entity === null) continue;
    const named = spelt.by ?? [];
    if (named.some((field) => (item.facts[field] ?? null) === null)) continue;
    const key = spelt.by === undefined ? entity.key : JSON.stringify(named.map((field) => item.facts[field]));
    timelines.set(key, [...(timelines.get(key) ?? []), { ...item, entity, fits }]);
  }
  return [...timelines.values()].flatMap((items) => {
    const proven = new Set<string>();
    const found = occurrencesOf(pattern, [...items].sort(inOrder), { parameters: rule.parameters, holds, until });
    return found.map((one) => {
      const newly = one.proof.filter(({ id, from }) => !proven.has(`${id} ${from}`));
      for (const { id, from } of newly) proven.add(`${id} ${from}`);
      return { ...one, newly };
    });
  });
}

function operatorOf({ window, sequence, firstSeen, rate, pair }: DetectionPattern): {
  readonly by?: readonly string[];
} {
  return window ?? sequence ?? firstSeen ?? rate ?? pair ?? {};
}

function inherited(step: EventSelector, pattern: DetectionPattern): EventSelector {
  const when = [pattern.when, step.when].filter((one) => one !== undefined);
  const selects = step.events !== undefined || step.detections !== undefined ? step : { events: pattern.events };
  return { ...selects, when: when.length === 0 ? undefined : { all: when } } as EventSelector;
}

function isSelected({ events, detections }: EventSelector, facts: Facts, by: Compiled | null): boolean {
  if (by !== null) return detections !== undefined && isChosen(detections, by);
  return events?.some((glob) => matches(glob, String(facts['type']))) ?? false;
}

function matches(glob: string, type: string): boolean {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(type);
}

function isChosen(
  { rules, families, atLeast, signals }: DetectionSelector,
  { id, spec, rule: { file } }: Compiled,
): boolean {
  if (rules !== undefined) return rules.includes(id);
  return (
    (file.report !== 'signal' || signals === true) &&
    (families === undefined || families.includes(spec.family)) &&
    (atLeast === undefined || SEVERITIES.indexOf(file.severity) >= SEVERITIES.indexOf(atLeast))
  );
}

type Subject = readonly [kind: string, id: unknown, name: unknown];

function entityOf(entity: DetectionEntity, facts: Facts, org: SubjectRef): SubjectRef | null {
  const { actorKind, actorId, actorLogin, srcIp, sessionId, deviceToken, clientId, apiTokenId, issuerId } = facts;
  const said = (value: unknown): unknown => (value === '' || value === 'unknown' ? null : (value ?? null));
  const actor: Subject = [String(actorKind), said(actorId) ?? actorLogin, actorLogin];
  const acted: Subject = ['User', facts['targetUserId'], facts['targetUserLogin']];
  const [target] =
    (facts['targets'] as unknown as { kind: string | null; id: string; login: string; name: string }[]) ?? [];
  const subjects: Readonly<Record<DetectionEntity, Subject | null | 'org'>> = {
    org: 'org',
    user: actorKind === 'User' ? actor : null,
    actor: (actorKind ?? null) === null ? 'org' : actor,
    target: (target?.kind ?? null) === null ? 'org' : [target!.kind!, target!.id, target!.name ?? target!.login],
    targetUser: acted,
    affectedUser: said(acted[1]) !== null ? acted : actorKind === 'User' ? actor : null,
    targetGroup: ['Group', facts['targetGroupId'], facts['targetGroupName']],
    targetApp: ['App', facts['targetAppId'], facts['targetAppName']],
    client: ['App', clientId, clientId],
    apiToken: ['ApiToken', apiTokenId, apiTokenId],
    issuer: ['IdP', issuerId, issuerId],
    ip: ['IpAddress', srcIp, srcIp],
    session: ['Session', sessionId, actorLogin],
    deviceToken: ['DeviceToken', deviceToken, deviceToken],
  };
  const subject = subjects[entity];
  if (subject === 'org') return org;
  if (subject === null || said(subject[1]) === null) return null;
  const [kind, id, name] = subject;
  return { kind, key: `${kind}:${String(id)}`, externalId: id, name: said(name) } as SubjectRef;
}

function inOrder(a: Item, b: Item): number {
  return a.at - b.at || compare(a.id, b.id) || compare(a.from, b.from);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function episodesOf(rule: Compiled, sighted: readonly Sighted[]): Omit<Episode, 'isSettled'>[] {
  const byEntity = new Map<string, Sighted[]>();
  for (const one of sighted) {
    const { key } = one.last.entity;
    byEntity.set(key, [...(byEntity.get(key) ?? []), one]);
  }
  return [...byEntity.values()].flatMap((all) => {
    const sorted = [...all].sort(
      (a, b) =>
        a.at - b.at || compare(a.last.id, b.last.id) || compare(a.last.from, b.last.from) || a.pattern - b.pattern,
    );
    const groups: Sighted[][] = [];
    for (const one of sorted) {
      const before = groups.at(-1)?.at(-1);
      if (before !== undefined && one.at - before.at <= rule.quietMs) groups.at(-1)!.push(one);
      else groups.push([one]);
    }
    return groups.map((group) => episodeOf(rule, group));
  });
}

function episodeOf(rule: Compiled, group: readonly Sighted[]): Omit<Episode, 'isSettled'> {
  const factsOf = ({ last, figures }: Sighted): Facts => ({ ...last.facts, ...figures }) as Facts;
  const severities = group.map((one) => rule.severityOf(() => factsOf(one)));
  const severity = SEVERITIES[Math.max(...severities.map((one) => SEVERITIES.indexOf(one)))]!;
  const worst = group[severities.indexOf(severity)]!;
  const facts = factsOf(worst);
  const proof = new Map(group.flatMap((one) => one.proof).map(({ id, publishedAt }) => [id, { id, at: publishedAt }]));
  const events = [...proof.values()].sort((a, b) => a.at - b.at || compare(a.id, b.id));
  const shown = rule.rule.file.finding.evidence.map((name): [string, unknown] => [name, shownValue(facts, name)]);
  return {
    rule: rule.id,
    entity: worst.last.entity,
    from: events[0]!.at,
    to: group.at(-1)!.at,
    occurrences: group.length,
    severity,
    ...rule.words(worst.last.entity, facts),
    shown: { ...Object.fromEntries(shown), ...worst.figures },
    eventCount: events.length,
    events: events.length <= 25 ? events : [...events.slice(0, 20), ...events.slice(-5)],
  };
}

function shownValue(facts: Facts, name: string): unknown {
  if (!name.startsWith('details.')) return facts[name] ?? null;
  return (facts['details'] as unknown as Record<string, string>)[name.slice('details.'.length)] ?? null;
}

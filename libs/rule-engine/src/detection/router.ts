import type { EventFacts, FactNeed, Facts, SubjectRef } from '@posture/domain';
import { FALSE, TRUE } from '../compile-condition';
import type { UnreadFact } from '../compile-condition';
import { fieldsForCorrelation, selects } from './compile-detection';
import type { CompiledDetection, CompiledPart, CompiledPattern } from './compile-detection';
import { blankOf } from './entry';
import type { Said } from './entry';
import { Keyings } from './keying';
import type { Place } from './place';
import { Placings, isLong } from './placing';
import type { Placing } from './placing';
import { Questions, answerToAll } from './question';
import type { Question } from './question';
import type { Watch } from './watch';

/** A watch an event is for, and which of its selections the event fits. */
export interface Routed {
  readonly watch: Watch;
  readonly fits: number;
}

/** The parts of a watch that an event of one type may fit. */
interface Route {
  readonly watch: Watch;
  readonly parts: readonly AskedPart[];
}

interface AskedPart {
  readonly part: CompiledPart;
  /** All of them have to be true; none: any event will do. What is asked most comes first: it is answered already. */
  readonly questions: readonly Question[];
}

/** Where events of one type may go, and what is held of them for all that may want it. */
interface RoutesOfType {
  readonly routes: readonly Route[];
  /** What their entries keep. */
  readonly keeps: readonly string[];
  /** What they say besides. */
  readonly shows: readonly string[];
}

/** Knows which events and findings are for which patterns. Rules that lack what they need watch nothing. */
export class Router {
  readonly watches: readonly Watch[];
  readonly #watchOf: ReadonlyMap<string, Watch>;
  readonly #readers: readonly Watch[];
  readonly #routes = new Map<string, RoutesOfType>();
  readonly #questions = new Questions();
  readonly #placings = new Placings();
  /** Used anew for each event. */
  readonly #chosen: (Watch | number)[] = [];
  readonly #unknown = new Map<string, Map<string, FactNeed>>();
  readonly places: readonly Place[];
  /** With all fields that are kept of any event. */
  readonly blank: Said;

  /** @param org stands for the tenant */
  constructor(detections: readonly CompiledDetection[], org: SubjectRef) {
    const keyings = new Keyings(org);
    const able = detections.filter(({ lacks }) => lacks === null);
    const plain = able.filter(({ isCorrelation }) => !isCorrelation);
    const shared = fieldsForCorrelation(able);
    const readBy = (pattern: CompiledPattern) => new Set(plain.filter((one) => isSelected(pattern, one)));
    const reads = new Map(able.flatMap(({ patterns }) => patterns.map((pattern) => [pattern, readBy(pattern)])));
    const isRead = (one: CompiledDetection): boolean => [...reads.values()].some((read) => read.has(one));
    const all = able.flatMap((detection) => detection.patterns.map((pattern) => ({ detection, pattern })));
    this.watches = all.map(({ detection, pattern }, slot) => ({
      detection,
      pattern,
      keeps: isRead(detection) ? [...new Set([...pattern.keeps, ...shared])] : pattern.keeps,
      place: keyings.placeOf(pattern),
      slot,
      names: keyings.namesOf(pattern.entity),
      isLong: isLong({ detection, pattern }),
      reads: reads.get(pattern)!,
    }));
    this.places = keyings.places;
    this.blank = blankOf(this.watches.flatMap(({ keeps }) => keeps));
    for (const watch of this.watches) if (watch.isLong) watch.place.hasLong = true;
    this.#watchOf = new Map(this.watches.map((watch) => [`${watch.detection.hash} ${watch.pattern.index}`, watch]));
    this.#readers = this.watches.filter(({ detection }) => detection.isCorrelation);
  }

  /** undefined: no such pattern of that hash is watched. */
  watchOf(hash: string, index: number): Watch | undefined {
    return this.#watchOf.get(`${hash} ${index}`);
  }

  /** Where an event of the log goes; null: nowhere. */
  placingOf(event: EventFacts): Placing | null {
    const chosen = this.#chosen;
    chosen.length = 0;
    const facts = factsOf(event);
    const { routes } = this.#routesOf(event.type);
    for (let index = 0; index < routes.length; index += 1) {
      const { watch, parts } = routes[index]!;
      if (!watch.names(event)) continue;
      const fits = this.#fitsOf(watch, facts, parts);
      if (fits !== 0) chosen.push(watch, fits);
    }
    return chosen.length === 0 ? null : this.#placings.of(chosen);
  }

  /** Where something found goes, told as an event. @param by the rule that found it; null: one that does not run here */
  ofDetection(event: EventFacts, by: CompiledDetection | null): Routed[] {
    const routed: Routed[] = [];
    const facts = factsOf(event);
    for (const watch of this.#readers) {
      if (by !== null && !watch.reads.has(by)) continue;
      const parts = this.#asked(watch, (part) => isChosen(part, facts, by));
      const fits = this.#fitsOf(watch, facts, parts);
      if (fits !== 0) routed.push({ watch, fits });
    }
    return routed;
  }

  /** Whether anybody wants to know what the rule finds. */
  isHeard(by: CompiledDetection): boolean {
    return !by.isCorrelation && this.#readers.some(({ reads }) => reads.has(by));
  }

  /** Facts that could not be known and kept rules from judging events, by rule. */
  unknown(): ReadonlyMap<string, readonly FactNeed[]> {
    return new Map([...this.#unknown].map(([rule, needs]) => [rule, [...needs.values()]]));
  }

  /** What entries of events of a type keep and show, for whichever pattern they are. */
  heldOf(type: string): Pick<RoutesOfType, 'keeps' | 'shows'> {
    return this.#routesOf(type);
  }

  #routesOf(type: string): RoutesOfType {
    let known = this.#routes.get(type);
    if (known === undefined) {
      const routes = byMostAsked(
        this.watches.flatMap((watch) => {
          const parts = this.#asked(watch, ({ types }) => types?.(type) === true);
          return parts.some(({ part }) => !part.isNarrowing) ? [{ watch, parts }] : [];
        }),
      );
      const keeps = new Set(routes.flatMap(({ watch }) => watch.keeps));
      const shows = new Set(routes.flatMap(({ watch }) => watch.detection.shows.filter((field) => !keeps.has(field))));
      known = { routes, keeps: [...keeps], shows: [...shows] };
      this.#routes.set(type, known);
    }
    return known;
  }

  #asked({ pattern }: Watch, isWanted: (part: CompiledPart) => boolean): readonly AskedPart[] {
    return pattern.parts
      .filter((part) => part.isNarrowing || isWanted(part))
      .map((part) => ({ part, questions: part.when === null ? [] : this.#questions.of(part.when) }));
  }

  #fitsOf({ detection }: Watch, facts: Facts, parts: readonly AskedPart[]): number {
    let fits = 0;
    for (let index = 0; index < parts.length; index += 1) {
      const { part, questions } = parts[index]!;
      if (part.isNarrowing && fits === 0) continue;
      const truth = answerToAll(questions, facts);
      if (truth === TRUE) fits |= part.bit;
      else if (truth !== FALSE) this.#blame(detection.id, part, facts);
    }
    return fits;
  }

  #blame(rule: string, { when }: CompiledPart, facts: Facts): void {
    const culprits: UnreadFact[] = [];
    when!.blame(facts, culprits);
    let needs = this.#unknown.get(rule);
    if (needs === undefined) this.#unknown.set(rule, (needs = new Map()));
    for (const culprit of culprits) {
      for (const need of culprit.needs) needs.set(`${need.resource}\u0001${need.reason ?? ''}`, need);
    }
  }
}

/** The same routes, and of each part the questions first that most parts ask. */
function byMostAsked(routes: readonly Route[]): readonly Route[] {
  const asked = new Map<Question, number>();
  for (const { parts } of routes)
    for (const { questions } of parts)
      for (const question of questions) asked.set(question, (asked.get(question) ?? 0) + 1);
  const sorted = (questions: readonly Question[]): readonly Question[] =>
    [...questions].sort((a, b) => asked.get(b)! - asked.get(a)!);
  return routes.map(({ watch, parts }) => ({
    watch,
    parts: parts.map(({ part, questions }) => ({ part, questions: sorted(questions) })),
  }));
}

function isSelected({ parts }: CompiledPattern, one: CompiledDetection): boolean {
  return parts.some(({ detections }) => detections !== null && selects(detections, one));
}

/** Of a rule that does not run here no more is known than the event says. */
function isChosen({ detections }: CompiledPart, facts: Facts, by: CompiledDetection | null): boolean {
  if (detections === null) return false;
  return by === null ? (detections.rules?.includes(String(facts['detection'])) ?? true) : selects(detections, by);
}

function factsOf(event: EventFacts): Facts {
  return event as unknown as Facts;
}

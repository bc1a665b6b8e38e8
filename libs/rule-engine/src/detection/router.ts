import type { EventFacts, FactNeed, Facts } from '@posture/domain';
import { FALSE, TRUE } from '../compile-condition';
import type { UnreadFact } from '../compile-condition';
import { fieldsForCorrelation, selects } from './compile-detection';
import type { CompiledDetection, CompiledPart, CompiledPattern } from './compile-detection';
import type { Timeline } from './timeline';

/** A pattern with the timelines it watches. */
export interface Watch {
  readonly detection: CompiledDetection;
  readonly pattern: CompiledPattern;
  readonly keeps: readonly string[];
  readonly timelines: Map<string, Timeline>;
  /** Rules whose findings it is made of. */
  readonly reads: ReadonlySet<CompiledDetection>;
}

/** A watch an event is for, and which of its selections the event fits. */
export interface Routed {
  readonly watch: Watch;
  readonly fits: number;
}

/** The parts of a watch that an event of one type may fit. */
interface Route {
  readonly watch: Watch;
  readonly parts: readonly CompiledPart[];
}

/** Knows which events and findings are for which patterns. Rules that lack what they need watch nothing. */
export class Router {
  readonly watches: readonly Watch[];
  readonly #watchOf: ReadonlyMap<CompiledPattern, Watch>;
  readonly #readers: readonly Watch[];
  readonly #routes = new Map<string, readonly Route[]>();
  readonly #unknown = new Map<string, Map<string, FactNeed>>();

  constructor(detections: readonly CompiledDetection[]) {
    const able = detections.filter(({ lacks }) => lacks === null);
    const plain = able.filter(({ isCorrelation }) => !isCorrelation);
    const shared = fieldsForCorrelation(able);
    const readBy = (pattern: CompiledPattern) => new Set(plain.filter((one) => isSelected(pattern, one)));
    const reads = new Map(able.flatMap(({ patterns }) => patterns.map((pattern) => [pattern, readBy(pattern)])));
    const isRead = (one: CompiledDetection): boolean => [...reads.values()].some((read) => read.has(one));
    this.watches = able.flatMap((detection) =>
      detection.patterns.map((pattern) => ({
        detection,
        pattern,
        keeps: isRead(detection) ? [...new Set([...pattern.keeps, ...shared])] : pattern.keeps,
        timelines: new Map<string, Timeline>(),
        reads: reads.get(pattern)!,
      })),
    );
    this.#watchOf = new Map(this.watches.map((watch) => [watch.pattern, watch]));
    this.#readers = this.watches.filter(({ detection }) => detection.isCorrelation);
  }

  watchOf({ pattern }: Timeline): Watch {
    return this.#watchOf.get(pattern)!;
  }

  /** Where an event of the log goes. */
  ofEvent(event: EventFacts): Routed[] {
    const routed: Routed[] = [];
    const facts = factsOf(event);
    for (const { watch, parts } of this.#routesOf(event.type)) {
      const fits = this.#fitsOf(watch, facts, parts);
      if (fits !== 0) routed.push({ watch, fits });
    }
    return routed;
  }

  /** Where something found goes, told as an event. @param by the rule that found it; null: one that does not run here */
  ofDetection(event: EventFacts, by: CompiledDetection | null): Routed[] {
    const routed: Routed[] = [];
    const facts = factsOf(event);
    for (const watch of this.#readers) {
      if (by !== null && !watch.reads.has(by)) continue;
      const parts = watch.pattern.parts.filter((part) => part.isNarrowing || isChosen(part, facts, by));
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

  #routesOf(type: string): readonly Route[] {
    let routes = this.#routes.get(type);
    if (routes === undefined) {
      routes = this.watches.flatMap((watch) => {
        const parts = watch.pattern.parts.filter((part) => part.isNarrowing || part.types?.(type) === true);
        return parts.some((part) => !part.isNarrowing) ? [{ watch, parts }] : [];
      });
      this.#routes.set(type, routes);
    }
    return routes;
  }

  #fitsOf({ detection }: Watch, facts: Facts, parts: readonly CompiledPart[]): number {
    let fits = 0;
    for (const part of parts) {
      if (part.isNarrowing && fits === 0) continue;
      const truth = part.when === null ? TRUE : part.when.judge(facts);
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

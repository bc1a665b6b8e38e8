import type { EventFacts, Facts, SubjectRef } from '@posture/domain';
import { factNamed, isUnread } from '../compile-condition';
import type { CompiledDetection } from './compile-detection';
import { derivedOf } from './derived-facts';
import { recordOf } from './entry';
import type { Entry, Found, Said } from './entry';
import type { Sight, SightWords } from './episodes';
import type { Watch } from './watch';

/** What was found, ready to be joined to an episode. */
export function sightOf({ detection, pattern }: Watch, found: Found, entity: SubjectRef): Sight {
  const { at, entry, proof, figures } = found;
  let words: SightWords | null = null;
  const wordsOf = (): SightWords => {
    const facts = factsOf(found);
    return { entity, ...detection.words(entity, facts), shown: { ...shownOf(detection, facts), ...figures } };
  };
  return {
    at,
    eventId: entry.id,
    from: entry.from,
    pattern: pattern.index,
    severity: detection.severityOf(() => factsOf(found)),
    proof,
    // Asked for with each change of its episode, and saying the same each time.
    words: () => (words ??= wordsOf()),
  };
}

/**
 * An event that proved something, as rules that build on detections see it: dated when it proved it. It says what was kept
 * of it, no more, so that it is the same whether the event was let go of by then or not.
 */
export function toldEvent(detection: CompiledDetection, found: Found, { id, kept }: Entry): EventFacts {
  const { rule, spec, points } = detection;
  const told = {
    detection: detection.id,
    detectionSeverity: detection.severityOf(() => factsOf(found)),
    detectionIsSignal: rule.file.report === 'signal',
    detectionFamily: spec.family,
    detectionPoints: points,
  };
  const event = { ...kept, id, at: found.at, ...told };
  return { ...event, ...derivedOf(event) } as unknown as EventFacts;
}

function factsOf({ entry: { at, id, said, kept }, figures }: Found): Facts {
  const facts: Said = { ...kept, ...(said === null ? null : recordOf(said)), at, id };
  return { ...derivedOf(facts), ...facts, ...figures } as unknown as Facts;
}

function shownOf({ rule }: CompiledDetection, facts: Facts): Record<string, unknown> {
  const shown = rule.file.finding.evidence.map((name): [string, unknown] => {
    const value = factNamed(facts, name);
    return [name, value === undefined || isUnread(value) ? null : value];
  });
  return Object.fromEntries(shown);
}

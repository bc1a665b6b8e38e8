import { SEVERITIES } from '@posture/domain';
import type { Episode, EvidenceEvent, Severity, SubjectRef } from '@posture/domain';
import type { Entry } from './entry';

/** One time something was found, with what it takes to show it. */
export interface Sight {
  readonly at: number;
  readonly eventId: string;
  /** The rule that told of the event; '' for one of the log. */
  readonly from: string;
  /** Tells apart what several patterns found at one event. */
  readonly pattern: number;
  readonly severity: Severity;
  /** What proves it, each dated as it was published. */
  readonly proof: readonly Pick<Entry, 'id' | 'publishedAt'>[];
  /** Rendered only where it is shown. */
  readonly words: () => SightWords;
}

export interface SightWords {
  /** By the name it had then. */
  readonly entity: SubjectRef;
  readonly title: string;
  readonly why: string;
  readonly shown: Readonly<Record<string, unknown>>;
}

/** An episode that may still grow. */
export interface OpenEpisode extends SightWords {
  readonly from: number;
  readonly to: number;
  readonly occurrences: number;
  readonly severity: Severity;
  readonly eventCount: number;
  /** In order of time, each once; of more than the most, those in the middle are left out. */
  readonly events: readonly EvidenceEvent[];
}

const MOST_EVENTS = 400;
const SHOWN_FIRST = 20;
const SHOWN_LAST = 5;

/** The order sights are joined in, whichever way they were found. */
export function bySight(a: Sight, b: Sight): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.eventId !== b.eventId) return a.eventId < b.eventId ? -1 : 1;
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return a.pattern - b.pattern;
}

/**
 * Joins sights to episodes: those not more than the quiet time apart are one.
 * @param open what settled sights before these left open
 * @param sights in order
 * @returns in order; the last may still grow
 */
export function joinSights(
  open: OpenEpisode | null,
  sights: readonly Sight[],
  quietMs: number,
): readonly OpenEpisode[] {
  const episodes: OpenEpisode[] = [];
  let current: Growing | null = open === null ? null : grow(open);
  for (const sight of sights) {
    if (current !== null && sight.at - current.to <= quietMs) {
      join(current, sight);
      continue;
    }
    if (current !== null) episodes.push(closed(current));
    current = begin(sight);
  }
  if (current !== null) episodes.push(closed(current));
  return episodes;
}

export function toEpisode(rule: string, open: OpenEpisode, isSettled: boolean): Episode {
  const { events, ...rest } = open;
  const shown =
    events.length <= SHOWN_FIRST + SHOWN_LAST
      ? events
      : [...events.slice(0, SHOWN_FIRST), ...events.slice(-SHOWN_LAST)];
  return { rule, ...rest, events: shown, isSettled };
}

interface Growing {
  to: number;
  occurrences: number;
  severity: Severity;
  words: () => SightWords;
  eventCount: number;
  events: EvidenceEvent[];
  readonly ids: Set<string>;
}

function grow(open: OpenEpisode): Growing {
  const { to, occurrences, severity, eventCount, events } = open;
  const ids = new Set(events.map(({ id }) => id));
  return { to, occurrences, severity, words: () => open, eventCount, events: [...events], ids };
}

function begin(sight: Sight): Growing {
  const growing: Growing = {
    to: sight.at,
    occurrences: 0,
    severity: sight.severity,
    words: sight.words,
    eventCount: 0,
    events: [],
    ids: new Set(),
  };
  join(growing, sight);
  return growing;
}

function join(growing: Growing, sight: Sight): void {
  growing.to = Math.max(growing.to, sight.at);
  growing.occurrences += 1;
  if (SEVERITIES.indexOf(sight.severity) > SEVERITIES.indexOf(growing.severity)) {
    growing.severity = sight.severity;
    growing.words = sight.words;
  }
  for (const { id, publishedAt } of sight.proof) {
    if (growing.ids.has(id)) continue;
    growing.ids.add(id);
    growing.eventCount += 1;
    insert(growing.events, { id, at: publishedAt });
    // Forgotten in the same way wherever the sights were broken off.
    if (growing.events.length > MOST_EVENTS) growing.ids.delete(growing.events.splice(MOST_EVENTS / 2, 1)[0]!.id);
  }
}

/** Almost always at the end. */
function insert(events: EvidenceEvent[], event: EvidenceEvent): void {
  let at = events.length;
  while (at > 0 && isAfter(events[at - 1]!, event)) at -= 1;
  events.splice(at, 0, event);
}

function isAfter(a: EvidenceEvent, b: EvidenceEvent): boolean {
  return a.at > b.at || (a.at === b.at && a.id > b.id);
}

function closed({ to, occurrences, severity, words, eventCount, events }: Growing): OpenEpisode {
  const { entity, title, why, shown } = words();
  return { from: events[0]?.at ?? to, to, occurrences, severity, entity, title, why, shown, eventCount, events };
}

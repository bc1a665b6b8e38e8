import { looseOf, squashed } from './loose-shape';
import type { Loose } from './loose-shape';

/** One event of Okta's log inside of whatever an export put around it. */
export interface FoundEvent {
  readonly event: Loose;
  /** What every name of the event begins with, as `squashed`. */
  readonly under: string;
  /** When the export dated it, for exports that take the event's own date away. */
  readonly exportedAt: unknown;
}

/** Where exports put an event, as `squashed`. */
const ENVELOPES = ['event', 'okta', 'source', 'raw', 'result', 'json', 'original', 'message', 'log', 'data', 'body'];
const DEEPEST = 4;

/** @returns null when nothing in it looks like an event of Okta's log */
export function eventIn(raw: unknown): FoundEvent | null {
  return search(raw, null, 0);
}

function search(raw: unknown, outerDate: unknown, depth: number): FoundEvent | null {
  const object = looseOf(raw);
  if (object === null) return null;
  const names = new Map<string, string>();
  for (const name of Object.keys(object)) {
    const short = squashed(name);
    if (!names.has(short)) names.set(short, name);
  }
  const own = names.get('timestamp');
  const exportedAt = own === undefined ? outerDate : object[own];
  const under = prefixOf(names);
  if (under !== null) return { event: object, under, exportedAt };
  if (depth >= DEEPEST) return null;
  for (const envelope of ENVELOPES) {
    const name = names.get(envelope);
    const found = name === undefined ? null : search(object[name], exportedAt, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

const TYPE = 'eventtype';

function prefixOf(names: ReadonlyMap<string, string>): string | null {
  if (names.has('uuid') && names.has('published')) return '';
  for (const name of names.keys()) {
    if (!name.endsWith(TYPE)) continue;
    const prefix = name.slice(0, -TYPE.length);
    if (names.has(`${prefix}uuid`) || names.has(`${prefix}published`)) return prefix;
  }
  return null;
}

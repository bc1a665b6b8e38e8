import type { Facts } from '@posture/domain';
import { TRUE } from '../../compile-condition';
import type { CompiledCondition } from '../../compile-condition';
import { kmBetween } from '../geo';
import { MINUTE, loadEntry, saveEntry } from '../entry';
import type { Entry, Found, Operator, SavedEntry } from '../entry';
import { similarity } from '../similarity';

export interface CompiledPair {
  readonly minutes: number;
  readonly against: 'previous' | 'any';
  readonly accuracyKm: number;
  /** The fields the pair is compared by; equal ones make two entries the same for whatever comes later. */
  readonly fields: readonly string[];
  readonly when: CompiledCondition;
  /** The bit of those that may be the later one; 0: all. */
  readonly fit: number;
}

/** Earlier entries, in order, one of each combination of compared values: of equal ones the latest counts. */
type PairState = Map<string, Entry>;

/** Combinations one timeline remembers; the oldest go first, and are counted. */
const MOST = 200;

export function pairOperator({ minutes, against, accuracyKm, fields, when, fit }: CompiledPair): Operator<PairState> {
  const length = minutes * MINUTE;
  return {
    fresh: () => new Map(),
    copy: (state) => new Map(state),
    step: (state, entry): Found | null => {
      const found = fit === 0 || (entry.fits & fit) !== 0 ? earlierOf(state, entry) : null;
      if (against === 'previous') state.clear();
      const key = JSON.stringify(fields.map((field) => entry.kept[field] ?? null));
      state.delete(key);
      state.set(key, entry);
      return found;
    },
    pass: () => [],
    nextPass: () => Number.POSITIVE_INFINITY,
    prune: (state, watermark) => {
      for (const [key, { at }] of state) {
        if (at >= watermark - length) break;
        state.delete(key);
      }
      let evicted = 0;
      for (const key of state.keys()) {
        if (state.size <= MOST) break;
        state.delete(key);
        evicted += 1;
      }
      return evicted;
    },
    horizonMs: length,
    reachMs: length,
    save: (state) => [...state.values()].map(saveEntry),
    load: (saved) =>
      new Map(
        (saved as SavedEntry[]).map((each) => {
          const entry = loadEntry(each);
          return [JSON.stringify(fields.map((field) => entry.kept[field] ?? null)), entry];
        }),
      ),
  };

  function earlierOf(state: PairState, entry: Entry): Found | null {
    return against === 'previous' ? againstPrevious(state, entry) : againstAny(state, entry);
  }

  function againstPrevious(state: PairState, entry: Entry): Found | null {
    const [previous] = state.values();
    return previous === undefined ? null : compared(previous, entry);
  }

  function againstAny(state: PairState, entry: Entry): Found | null {
    for (const earlier of [...state.values()].reverse()) {
      if (earlier.at < entry.at - length) return null;
      const found = compared(earlier, entry);
      if (found !== null) return found;
    }
    return null;
  }

  function compared(earlier: Entry, entry: Entry): Found | null {
    if (earlier.at < entry.at - length) return null;
    const figures = pairFacts(earlier, entry, accuracyKm);
    if (when.judge(figures as Facts) !== TRUE) return null;
    return { at: entry.at, entry, newly: [earlier, entry], figures: { ...figures, ...before(earlier) } };
  }
}

/** What a reader wants to know of the earlier event. */
function before({ kept }: Entry): Record<string, unknown> {
  return {
    earlierIp: kept['srcIp'] ?? null,
    earlierCity: kept['city'] ?? null,
    earlierCountry: kept['country'] ?? null,
  };
}

/** The fields pairs are compared by and shown with. */
export const PAIR_FIELDS = [
  'srcIp',
  'asn',
  'country',
  'city',
  'lat',
  'lon',
  'deviceToken',
  'userAgent',
  'os',
  'browser',
] as const;

function pairFacts(earlier: Entry, later: Entry, accuracyKm: number): Record<string, number | boolean | null> {
  const minutesApart = (later.at - earlier.at) / MINUTE;
  const km = distance(earlier.kept, later.kept, accuracyKm);
  return {
    minutesApart: Math.round(minutesApart * 10) / 10,
    km,
    // Two places within a second are a speed too.
    kmPerHour: km === null ? null : Math.round(km / Math.max(minutesApart / 60, 0.0001)),
    sameIp: same(earlier, later, 'srcIp'),
    sameAsn: same(earlier, later, 'asn'),
    sameCountry: same(earlier, later, 'country'),
    sameDeviceToken: same(earlier, later, 'deviceToken'),
    sameUserAgent: same(earlier, later, 'userAgent'),
    sameOs: same(earlier, later, 'os'),
    sameBrowser: same(earlier, later, 'browser'),
    userAgentSimilarity: alike(earlier.kept['userAgent'], later.kept['userAgent']),
  };
}

/** null: one of them does not say, which is neither the same nor another. */
function same(a: Entry, b: Entry, field: string): boolean | null {
  const one = a.kept[field] ?? null;
  const other = b.kept[field] ?? null;
  return one === null || other === null ? null : one === other;
}

function alike(a: unknown, b: unknown): number | null {
  return typeof a === 'string' && typeof b === 'string' ? similarity(a, b) : null;
}

function distance(a: Entry['kept'], b: Entry['kept'], accuracyKm: number): number | null {
  const [fromLat, fromLon, toLat, toLon] = [a['lat'], a['lon'], b['lat'], b['lon']];
  if (typeof fromLat !== 'number' || typeof fromLon !== 'number') return null;
  if (typeof toLat !== 'number' || typeof toLon !== 'number') return null;
  return Math.max(0, Math.round(kmBetween(fromLat, fromLon, toLat, toLon) - 2 * accuracyKm));
}

import type { Facts } from '@posture/domain';
import { TRUE } from '../../compile-condition';
import type { CompiledCondition } from '../../compile-condition';
import { kmBetween } from '../geo';
import { loadEntry, saveEntry } from '../entry';
import type { Entry, Found, Operator, SavedEntry } from '../entry';
import { similarity } from '../similarity';
import { MINUTE } from '../spans';

export interface CompiledPair {
  readonly minutes: number;
  readonly against: 'previous' | 'any';
  readonly accuracyKm: number;
  /** The fields the pair is compared by; null when it matters which of two that have them equal is meant. */
  readonly fields: readonly string[] | null;
  readonly when: CompiledCondition;
  /** The bit of those that may be the later one; 0: all. */
  readonly fit: number;
}

/** An earlier entry, and whether it has proven something. */
interface Earlier {
  readonly entry: Entry;
  readonly isProven: boolean;
}

interface PairState {
  /** In order, one of each combination of compared values: of equal ones the latest counts. */
  readonly earlier: Map<string, Earlier>;
  evicted: number;
}

/** Combinations one timeline remembers; the oldest go first, and are counted. */
const MOST = 200;

export function pairOperator({ minutes, against, accuracyKm, fields, when, fit }: CompiledPair): Operator<PairState> {
  const length = minutes * MINUTE;
  const keyOf = ({ kept, id, from }: Entry): string =>
    JSON.stringify(fields === null ? [id, from] : fields.map((field) => kept[field] ?? null));
  return {
    fresh: () => ({ earlier: new Map(), evicted: 0 }),
    copy: ({ earlier, evicted }) => ({ earlier: new Map(earlier), evicted }),
    step: (state, entry): Found | null => {
      const { earlier } = state;
      forgetBefore(state, entry.at - length);
      const found = fit === 0 || (entry.fits & fit) !== 0 ? firstFit(state, entry) : null;
      if (against === 'previous') earlier.clear();
      const key = keyOf(entry);
      earlier.delete(key);
      earlier.set(key, { entry, isProven: found !== null });
      for (const oldest of earlier.keys()) {
        if (earlier.size <= MOST) break;
        earlier.delete(oldest);
        state.evicted += 1;
      }
      return found;
    },
    pass: () => [],
    nextPass: () => Number.POSITIVE_INFINITY,
    prune: (state, watermark) => {
      forgetBefore(state, watermark - length);
      const { evicted } = state;
      state.evicted = 0;
      return evicted;
    },
    horizonMs: length,
    reachMs: length,
    least: 2,
    opening: 0,
    save: ({ earlier }, keeps) =>
      [...earlier.values()].map(({ entry, isProven }) => [saveEntry(entry, keeps), isProven]),
    load: (saved, keeps) => {
      const earlier = (saved as [SavedEntry, boolean][]).map(([each, isProven]): [string, Earlier] => {
        const entry = loadEntry(each, keeps);
        return [keyOf(entry), { entry, isProven }];
      });
      return { earlier: new Map(earlier), evicted: 0 };
    },
  };

  /** The latest of those before that fits. */
  function firstFit({ earlier }: PairState, entry: Entry): Found | null {
    for (const [key, before] of [...earlier].reverse()) {
      const figures = pairFacts(before.entry, entry, accuracyKm);
      if (when.judge(figures as Facts) !== TRUE) continue;
      earlier.set(key, { entry: before.entry, isProven: true });
      const proof = [before.entry, entry];
      const newly = before.isProven ? [entry] : proof;
      return { at: entry.at, entry, newly, proof, figures: { ...figures, ...shownOf(before.entry) } };
    }
    return null;
  }
}

function forgetBefore({ earlier }: PairState, since: number): void {
  for (const [key, { entry }] of earlier) {
    if (entry.at >= since) break;
    earlier.delete(key);
  }
}

/** What a reader wants to know of the earlier event. */
function shownOf({ kept }: Entry): Record<string, unknown> {
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

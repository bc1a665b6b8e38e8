import type { Facts } from '@posture/domain';
import { TRUE } from '../../compile-condition';
import type { CompiledCondition } from '../../compile-condition';
import { kmBetween } from '../geo';
import { NONE, appended, comparable, loadEntry, saveEntry, without } from '../entry';
import type { Entry, Found, Operator, SavedEntry, Seen } from '../entry';
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
  earlier: Earlier[];
  evicted: number;
}

/** Combinations one timeline remembers; the oldest go first, and are counted. */
const MOST = 200;

export function pairOperator({ minutes, against, accuracyKm, fields, when, fit }: CompiledPair): Operator<PairState> {
  const length = minutes * MINUTE;
  const isAlike = (a: Entry, b: Entry): boolean =>
    fields !== null && fields.every((field) => comparable(a.kept[field]) === comparable(b.kept[field]));
  return {
    fresh: () => ({ earlier: NONE, evicted: 0 }),
    copy: ({ earlier, evicted }) => ({ earlier: [...earlier], evicted }),
    step: (state, entry): Found | null => {
      forgetBefore(state, entry.at - length);
      const found = fit === 0 || (entry.fits & fit) !== 0 ? firstFit(state, entry) : null;
      const others = against === 'previous' ? NONE : without(state.earlier, (each) => isAlike(each.entry, entry));
      state.earlier = appended(others, { entry, isProven: found !== null });
      if (state.earlier.length > MOST) {
        state.earlier.shift();
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
    lasting: 0,
    closing: fit,
    needs: [],
    isSilent: (state, entries, added) => {
      const isPair = (earlier: Seen, later: Seen): boolean =>
        when.judge(pairFacts(earlier, later, accuracyKm) as Facts) === TRUE;
      const at = entries.indexOf(added);
      return !(
        state?.earlier.some(({ entry }) => isPair(entry, added)) ||
        entries.some((each, index) => (index < at ? isPair(each, added) : index > at && isPair(added, each)))
      );
    },
    isPlain: ({ earlier }) => !earlier.some(({ isProven }) => isProven),
    save: ({ earlier }, keeps) => earlier.map(({ entry, isProven }) => [saveEntry(entry, keeps), isProven]),
    load: (saved, keeps) => ({
      earlier: (saved as [SavedEntry, boolean][]).map(([each, isProven]) => ({
        entry: loadEntry(each, keeps),
        isProven,
      })),
      evicted: 0,
    }),
  };

  /** The latest of those before that fits. */
  function firstFit({ earlier }: PairState, entry: Entry): Found | null {
    for (let index = earlier.length - 1; index >= 0; index -= 1) {
      const before = earlier[index]!;
      const figures = pairFacts(before.entry, entry, accuracyKm);
      if (when.judge(figures as Facts) !== TRUE) continue;
      earlier[index] = { entry: before.entry, isProven: true };
      const proof = [before.entry, entry];
      const newly = before.isProven ? [entry] : proof;
      return { at: entry.at, entry, newly, proof, figures: { ...figures, ...shownOf(before.entry) } };
    }
    return null;
  }
}

function forgetBefore(state: PairState, since: number): void {
  if (state.earlier.length === 0 || state.earlier[0]!.entry.at >= since) return;
  state.earlier = without(state.earlier, ({ entry }) => entry.at < since);
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

function pairFacts(earlier: Seen, later: Seen, accuracyKm: number): Record<string, number | boolean | null> {
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
function same(a: Seen, b: Seen, field: string): boolean | null {
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

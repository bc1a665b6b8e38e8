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
        when.judge(new PairFacts(earlier, later, accuracyKm) as unknown as Facts) === TRUE;
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
      const facts = new PairFacts(before.entry, entry, accuracyKm);
      if (when.judge(facts as unknown as Facts) !== TRUE) continue;
      earlier[index] = { entry: before.entry, isProven: true };
      const proof = [before.entry, entry];
      const newly = before.isProven ? [entry] : proof;
      return { at: entry.at, entry, newly, proof, figures: { ...figuresOf(facts), ...shownOf(before.entry) } };
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

/** What a pair is judged by, each worked out where it is asked for: most pairs differ in nothing, and are asked one thing. */
class PairFacts {
  constructor(
    private readonly earlier: Seen,
    private readonly later: Seen,
    private readonly accuracyKm: number,
  ) {}

  get minutesApart(): number {
    return Math.round(this.#minutes * 10) / 10;
  }

  get km(): number | null {
    return distance(this.earlier.kept, this.later.kept, this.accuracyKm);
  }

  get kmPerHour(): number | null {
    const { km } = this;
    // Two places within a second are a speed too.
    return km === null ? null : Math.round(km / Math.max(this.#minutes / 60, 0.0001));
  }

  get sameIp(): boolean | null {
    return this.#same('srcIp');
  }

  get sameAsn(): boolean | null {
    return this.#same('asn');
  }

  get sameCountry(): boolean | null {
    return this.#same('country');
  }

  get sameDeviceToken(): boolean | null {
    return this.#same('deviceToken');
  }

  get sameUserAgent(): boolean | null {
    return this.#same('userAgent');
  }

  get sameOs(): boolean | null {
    return this.#same('os');
  }

  get sameBrowser(): boolean | null {
    return this.#same('browser');
  }

  get userAgentSimilarity(): number | null {
    return alike(this.earlier.kept['userAgent'], this.later.kept['userAgent']);
  }

  get #minutes(): number {
    return (this.later.at - this.earlier.at) / MINUTE;
  }

  #same(field: string): boolean | null {
    return same(this.earlier, this.later, field);
  }
}

function figuresOf(facts: PairFacts): Record<string, number | boolean | null> {
  return {
    minutesApart: facts.minutesApart,
    km: facts.km,
    kmPerHour: facts.kmPerHour,
    sameIp: facts.sameIp,
    sameAsn: facts.sameAsn,
    sameCountry: facts.sameCountry,
    sameDeviceToken: facts.sameDeviceToken,
    sameUserAgent: facts.sameUserAgent,
    sameOs: facts.sameOs,
    sameBrowser: facts.sameBrowser,
    userAgentSimilarity: facts.userAgentSimilarity,
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

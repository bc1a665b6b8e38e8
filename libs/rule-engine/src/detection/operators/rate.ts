import { comparable, loadEntry, saveEntry } from '../entry';
import type { Entry, Found, Operator, SavedEntry } from '../entry';
import { DAY, HOUR } from '../spans';

export interface CompiledRate {
  readonly per: 'hour' | 'day';
  readonly distinct: string | null;
  readonly baselineDays: number;
  readonly learnDays: number;
  readonly z: number;
  readonly atLeast: number;
  /** The bit of those that count; 0: all. */
  readonly fit: number;
}

interface RateState {
  /** The bucket of the timeline's first event; a silence as long as the baseline begins it anew. */
  since: number;
  bucket: number;
  count: number;
  /** Values of the bucket, when they are counted instead of events. */
  readonly values: Set<unknown>;
  /** The first events of the bucket. */
  first: Entry[];
  /** Something was found in the bucket. */
  isTold: boolean;
  /** Counts of earlier buckets with any, oldest first. */
  readonly earlier: Map<number, number>;
  sum: number;
  squares: number;
}

/** What is found is proven by that many of its hour or day, the first, and the event that completed it. */
const MOST_PROOF = 200;

/** @param isOneEntity whether all of a timeline is about one entity */
export function rateOperator(spec: CompiledRate, isOneEntity: boolean): Operator<RateState> {
  const length = spec.per === 'hour' ? HOUR : DAY;
  const buckets = (spec.baselineDays * DAY) / length;
  const learned = (spec.learnDays * DAY) / length;
  const fresh = (): RateState => ({
    since: Number.NaN,
    bucket: Number.NEGATIVE_INFINITY,
    count: 0,
    values: new Set(),
    first: [],
    isTold: false,
    earlier: new Map(),
    sum: 0,
    squares: 0,
  });
  const remember = (state: RateState, bucket: number, count: number): void => {
    state.earlier.set(bucket, count);
    state.sum += count;
    state.squares += count * count;
  };
  const forgetBefore = (state: RateState, bucket: number): void => {
    for (const [each, count] of state.earlier) {
      if (each >= bucket) break;
      state.earlier.delete(each);
      state.sum -= count;
      state.squares -= count * count;
    }
  };
  const turnTo = (state: RateState, bucket: number): void => {
    if (!(bucket - state.bucket <= buckets)) {
      state.since = bucket;
      state.earlier.clear();
      state.sum = 0;
      state.squares = 0;
    } else remember(state, state.bucket, state.count);
    state.bucket = bucket;
    state.count = 0;
    state.values.clear();
    state.first = [];
    state.isTold = false;
    forgetBefore(state, bucket - buckets);
  };
  return {
    fresh,
    copy: (state) => ({
      ...state,
      values: new Set(state.values),
      first: [...state.first],
      earlier: new Map(state.earlier),
    }),
    step: (state, entry): Found | null => {
      const value = spec.distinct === null ? entry : comparable(entry.kept[spec.distinct]);
      if (value === null) return null;
      const bucket = Math.floor(entry.at / length);
      if (bucket !== state.bucket) turnTo(state, bucket);
      if (spec.fit !== 0 && (entry.fits & spec.fit) === 0) return null;
      if (spec.distinct === null) state.count += 1;
      else {
        state.values.add(value);
        state.count = state.values.size;
      }
      if (state.first.length < MOST_PROOF) state.first.push(entry);
      const seen = Math.min(bucket - state.since, buckets);
      if (seen < learned || seen === 0 || state.count < spec.atLeast) return null;
      const mean = state.sum / seen;
      const deviation = Math.sqrt(Math.max(0, state.squares / seen - mean * mean));
      const z = (state.count - mean) / Math.max(1, deviation);
      if (z < spec.z) return null;
      const all = state.first.at(-1) === entry ? state.first : [...state.first, entry];
      const newly = state.isTold ? [entry] : [...all];
      const proof = isOneEntity ? newly : [...all];
      state.isTold = true;
      const baseline = { count: state.count, usual: round(mean), deviation: round(deviation), z: round(z) };
      return { at: entry.at, entry, newly, proof, figures: baseline };
    },
    pass: () => [],
    nextPass: () => Number.POSITIVE_INFINITY,
    prune: () => 0,
    // A baseline ends where its last bucket does.
    horizonMs: spec.baselineDays * DAY + length,
    reachMs: length,
    // Silent in the first hour or day.
    least: 2,
    opening: 0,
    closing: spec.fit,
    needs: [],
    save: ({ since, bucket, count, values, first, isTold, earlier }, keeps) => ({
      since,
      bucket,
      count,
      values: [...values],
      first: first.map((entry) => saveEntry(entry, keeps)),
      isTold,
      earlier: [...earlier],
    }),
    load: (saved, keeps) => {
      const { since, bucket, count, values, first, isTold, earlier } = saved as {
        since: number;
        bucket: number;
        count: number;
        values: unknown[];
        first: SavedEntry[];
        isTold: boolean;
        earlier: [number, number][];
      };
      const state = {
        ...fresh(),
        since,
        bucket,
        count,
        isTold,
        values: new Set(values),
        first: first.map((entry) => loadEntry(entry, keeps)),
      };
      for (const [each, often] of earlier) remember(state, each, often);
      return state;
    },
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

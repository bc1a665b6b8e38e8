import { DAY, HOUR, loadEntry, saveEntry } from '../entry';
import type { Entry, Found, Operator, SavedEntry } from '../entry';

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
  /** Events of the bucket that prove it and were not told of yet. */
  unproven: Entry[];
  /** Counts of earlier buckets with any, oldest first. */
  readonly earlier: Map<number, number>;
  sum: number;
  squares: number;
}

/** Events of a bucket held as evidence; the count goes on. */
const MOST_UNPROVEN = 200;

export function rateOperator(spec: CompiledRate): Operator<RateState> {
  const length = spec.per === 'hour' ? HOUR : DAY;
  const buckets = (spec.baselineDays * DAY) / length;
  const learned = (spec.learnDays * DAY) / length;
  const fresh = (): RateState => ({
    since: Number.NaN,
    bucket: Number.NEGATIVE_INFINITY,
    count: 0,
    values: new Set(),
    unproven: [],
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
    state.unproven = [];
    forgetBefore(state, bucket - buckets);
  };
  return {
    fresh,
    copy: (state) => ({
      ...state,
      values: new Set(state.values),
      unproven: [...state.unproven],
      earlier: new Map(state.earlier),
    }),
    step: (state, entry): Found | null => {
      const value = spec.distinct === null ? entry : (entry.kept[spec.distinct] ?? null);
      if (value === null) return null;
      const bucket = Math.floor(entry.at / length);
      if (bucket !== state.bucket) turnTo(state, bucket);
      if (spec.fit !== 0 && (entry.fits & spec.fit) === 0) return null;
      if (spec.distinct === null) state.count += 1;
      else {
        state.values.add(value);
        state.count = state.values.size;
      }
      if (state.unproven.length < MOST_UNPROVEN) state.unproven.push(entry);
      const seen = Math.min(bucket - state.since, buckets);
      if (seen < learned || seen === 0 || state.count < spec.atLeast) return null;
      const mean = state.sum / seen;
      const deviation = Math.sqrt(Math.max(0, state.squares / seen - mean * mean));
      const z = (state.count - mean) / Math.max(1, deviation);
      if (z < spec.z) return null;
      const newly = state.unproven;
      state.unproven = [];
      const baseline = { count: state.count, usual: round(mean), deviation: round(deviation), z: round(z) };
      return { at: entry.at, entry, newly, figures: baseline };
    },
    pass: () => [],
    nextPass: () => Number.POSITIVE_INFINITY,
    prune: () => 0,
    horizonMs: spec.baselineDays * DAY,
    reachMs: length,
    save: ({ since, bucket, count, values, unproven, earlier }) => ({
      since,
      bucket,
      count,
      values: [...values],
      unproven: unproven.map(saveEntry),
      earlier: [...earlier],
    }),
    load: (saved) => {
      const { since, bucket, count, values, unproven, earlier } = saved as {
        since: number;
        bucket: number;
        count: number;
        values: unknown[];
        unproven: SavedEntry[];
        earlier: [number, number][];
      };
      const state = { ...fresh(), since, bucket, count, values: new Set(values), unproven: unproven.map(loadEntry) };
      for (const [each, often] of earlier) remember(state, each, often);
      return state;
    },
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

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
  /** Fields of which one must show more values than usual, by `spreadZ`; [] when none need. */
  readonly spread: readonly string[];
  readonly spreadZ: number;
  /** The bit of those that count; 0: all. */
  readonly fit: number;
}

/** What a bucket counts, and what buckets before it did. */
interface Tally {
  count: number;
  /** Values of the bucket, when they are counted instead of events. */
  readonly values: Set<unknown>;
  /** Counts of earlier buckets with any, oldest first. */
  readonly earlier: Map<number, number>;
  sum: number;
  squares: number;
}

interface RateState extends Tally {
  /** The bucket of the timeline's first event; a silence as long as the baseline begins it anew. */
  since: number;
  bucket: number;
  /** The first events of the bucket. */
  first: Entry[];
  /** Something was found in the bucket. */
  isTold: boolean;
  /** Different values of each field of `spread`. */
  readonly spread: readonly Tally[];
}

/** What is found is proven by that many of its hour or day, the first, and the event that completed it. */
const MOST_PROOF = 200;

/** @param isOneEntity whether all of a timeline is about one entity */
export function rateOperator(spec: CompiledRate, isOneEntity: boolean): Operator<RateState> {
  const length = spec.per === 'hour' ? HOUR : DAY;
  const buckets = (spec.baselineDays * DAY) / length;
  const learned = (spec.learnDays * DAY) / length;
  const fresh = (): RateState => ({
    ...emptyTally(),
    since: Number.NaN,
    bucket: Number.NEGATIVE_INFINITY,
    first: [],
    isTold: false,
    spread: spec.spread.map(emptyTally),
  });
  const turnTo = (state: RateState, bucket: number): void => {
    const isNew = !(bucket - state.bucket <= buckets);
    if (isNew) state.since = bucket;
    turnTally(state, isNew ? null : state.bucket, bucket - buckets);
    for (const tally of state.spread) turnTally(tally, isNew ? null : state.bucket, bucket - buckets);
    state.bucket = bucket;
    state.first = [];
    state.isTold = false;
  };
  /** Whether a field shows so many more values than usual, or none has to. */
  const isSpread = ({ spread }: RateState, seen: number): boolean =>
    spread.length === 0 || spread.some((tally) => againstUsual(tally, seen).z >= spec.spreadZ);
  return {
    fresh,
    copy: (state) => ({
      ...copyTally(state),
      first: [...state.first],
      spread: state.spread.map(copyTally),
    }),
    step: (state, entry): Found | null => {
      const bucket = Math.floor(entry.at / length);
      if (bucket !== state.bucket) turnTo(state, bucket);
      const value = spec.distinct === null ? entry : comparable(entry.kept[spec.distinct]);
      if (value === null) return null;
      if (spec.fit !== 0 && (entry.fits & spec.fit) === 0) return null;
      if (spec.distinct === null) state.count += 1;
      else addValue(state, value);
      for (const [at, tally] of state.spread.entries()) addValue(tally, comparable(entry.kept[spec.spread[at]!]));
      if (state.first.length < MOST_PROOF) state.first.push(entry);
      const seen = Math.min(bucket - state.since, buckets);
      if (seen < learned || seen === 0 || state.count < spec.atLeast) return null;
      const { mean, deviation, z } = againstUsual(state, seen);
      if (z < spec.z || !isSpread(state, seen)) return null;
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
    lasting: 0,
    closing: spec.fit,
    needs: [],
    save: ({ since, bucket, first, isTold, spread, ...tally }, keeps) => ({
      ...savedTally(tally),
      since,
      bucket,
      first: first.map((entry) => saveEntry(entry, keeps)),
      isTold,
      spread: spread.map(savedTally),
    }),
    load: (saved, keeps) => {
      const { since, bucket, first, isTold, spread = [], ...tally } = saved as SavedRate;
      return {
        ...loadedTally(tally),
        since,
        bucket,
        isTold,
        first: first.map((entry) => loadEntry(entry, keeps)),
        spread: spread.map(loadedTally),
      };
    },
  };
}

interface SavedTally {
  readonly count: number;
  readonly values: readonly unknown[];
  readonly earlier: readonly (readonly [bucket: number, count: number])[];
}

interface SavedRate extends SavedTally {
  readonly since: number;
  readonly bucket: number;
  readonly first: readonly SavedEntry[];
  readonly isTold: boolean;
  /** Not of what was saved before there were any. */
  readonly spread?: readonly SavedTally[];
}

function emptyTally(): Tally {
  return { count: 0, values: new Set(), earlier: new Map(), sum: 0, squares: 0 };
}

function addValue(tally: Tally, value: unknown): void {
  if (value === null) return;
  tally.values.add(value);
  tally.count = tally.values.size;
}

/** @param bucket the one that is over; null: what came before it is forgotten too @param first the earliest to remember */
function turnTally(tally: Tally, bucket: number | null, first: number): void {
  if (bucket === null) {
    tally.earlier.clear();
    tally.sum = 0;
    tally.squares = 0;
  } else remember(tally, bucket, tally.count);
  tally.count = 0;
  tally.values.clear();
  for (const [each, count] of tally.earlier) {
    if (each >= first) break;
    tally.earlier.delete(each);
    tally.sum -= count;
    tally.squares -= count * count;
  }
}

function remember(tally: Tally, bucket: number, count: number): void {
  tally.earlier.set(bucket, count);
  tally.sum += count;
  tally.squares += count * count;
}

/** @param seen buckets before this one, those without anything included */
function againstUsual({ count, sum, squares }: Tally, seen: number): { mean: number; deviation: number; z: number } {
  const mean = sum / seen;
  const deviation = Math.sqrt(Math.max(0, squares / seen - mean * mean));
  return { mean, deviation, z: (count - mean) / Math.max(1, deviation) };
}

function copyTally<T extends Tally>(whole: T): T {
  return { ...whole, values: new Set(whole.values), earlier: new Map(whole.earlier) };
}

function savedTally({ count, values, earlier }: Tally): SavedTally {
  return { count, values: [...values], earlier: [...earlier] };
}

function loadedTally({ count, values, earlier }: SavedTally): Tally {
  const tally = { ...emptyTally(), count, values: new Set(values) };
  for (const [bucket, often] of earlier) remember(tally, bucket, often);
  return tally;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

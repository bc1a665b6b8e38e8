/** From (included) to `to` (excluded). */
export type Interval = readonly [from: number, to: number];

/** A set of whole numbers as sorted, disjoint intervals: a million members cost what their borders cost. */
export class IntervalSet {
  static readonly EMPTY = new IntervalSet([]);

  readonly size: number;
  /** How many numbers lie before interval i. */
  private readonly before: number[] = [];

  private constructor(private readonly intervals: readonly Interval[]) {
    let size = 0;
    for (const [from, to] of intervals) {
      this.before.push(size);
      size += to - from;
    }
    this.size = size;
  }

  static of(...intervals: Interval[]): IntervalSet {
    const sorted = intervals.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
    const merged: [number, number][] = [];
    for (const [from, to] of sorted) {
      const last = merged.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else merged.push([from, to]);
    }
    return new IntervalSet(merged);
  }

  union(...others: IntervalSet[]): IntervalSet {
    return IntervalSet.of(...this.intervals, ...others.flatMap((other) => other.intervals));
  }

  with(points: Iterable<number>): IntervalSet {
    const added = [...points].map((point): Interval => [point, point + 1]);
    return added.length === 0 ? this : IntervalSet.of(...this.intervals, ...added);
  }

  without(points: Iterable<number>): IntervalSet {
    const gone = [...points].filter((point) => this.has(point)).sort((a, b) => a - b);
    if (gone.length === 0) return this;
    const left: Interval[] = [];
    let next = 0;
    for (const [from, to] of this.intervals) {
      let start = from;
      for (; next < gone.length && (gone[next] as number) < to; next++) {
        left.push([start, gone[next] as number]);
        start = (gone[next] as number) + 1;
      }
      left.push([start, to]);
    }
    return IntervalSet.of(...left);
  }

  has(value: number): boolean {
    const interval = this.intervals[this.lastStartingAtOrBefore(value)];
    return interval !== undefined && value < interval[1];
  }

  /** The number at a position. @throws RangeError outside 0…size-1 */
  at(position: number): number {
    if (!(position >= 0 && position < this.size)) throw new RangeError(`position ${position} of ${this.size}`);
    const i = lastNotAbove(this.before, position);
    return (this.intervals[i] as Interval)[0] + position - (this.before[i] as number);
  }

  /** How many members are smaller than the value. */
  rank(value: number): number {
    const i = this.lastStartingAtOrBefore(value);
    if (i < 0) return 0;
    const [from, to] = this.intervals[i] as Interval;
    return (this.before[i] as number) + Math.min(value, to) - from;
  }

  private lastStartingAtOrBefore(value: number): number {
    let [low, high] = [0, this.intervals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.intervals[middle] as Interval)[0] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function lastNotAbove(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

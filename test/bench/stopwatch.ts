/** Seconds the work took, and what it gave. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ seconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1000, result };
}

export interface Contest {
  /** Median seconds of each side. */
  readonly ours: number;
  readonly theirs: number;
}

/**
 * Lets two sides run in turns, so that whatever else the machine does falls on both, and takes each side's median. One
 * turn of each warms up and is not counted.
 */
export async function inTurns(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Contest> {
  const seconds: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const [theirTime, ourTime] = [await theirs(), await ours()];
    if (round === 0) continue;
    seconds.theirs.push(theirTime);
    seconds.ours.push(ourTime);
  }
  return { ours: median(seconds.ours), theirs: median(seconds.theirs) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** The value that the share of all is at or below. @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function inSeconds(seconds: number): string {
  return seconds < 1 ? `${Number((seconds * 1000).toPrecision(3))} ms` : `${Number(seconds.toPrecision(3))} s`;
}

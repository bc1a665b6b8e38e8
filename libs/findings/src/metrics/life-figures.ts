/** A step in the life of a finding, as far as times between steps need it. */
export interface LifeStep {
  readonly findingId: string;
  readonly type: string;
  readonly at: Date;
  /** Of `resolved`. */
  readonly resolution: string | null;
  /** Of `reopened`. */
  readonly reason: string | null;
  /** It was there when its tenant was first judged. */
  readonly isBaseline: boolean;
}

/** The middle of so many times; null of none. */
export interface Median {
  readonly ms: number | null;
  readonly count: number;
}

export interface LifeFigures {
  /** From when a finding was first seen to when somebody first acknowledged, began or suppressed it. */
  readonly acknowledge: Median;
  /** The same of what was there at the first judgement of its tenant, which waited for nobody's shift to begin. */
  readonly acknowledgeBaseline: Median;
  /**
   * From when an episode opened to when it was seen to be mended, without the time it was suppressed. What people claim
   * counts from when they claim it, once a judgement agrees; what was withdrawn, retired or deleted does not count.
   */
  readonly resolve: Median;
  /** Findings that came back for each that was resolved; null when none was. */
  readonly reopenRate: number | null;
}

const TOUCHED = ['acknowledged', 'started', 'suppressed'];

/**
 * Pure. @param steps by finding, each in the order of its life, from its beginning on
 * @param since what ended before does not count
 */
export function lifeFigures(steps: readonly LifeStep[], since: Date): LifeFigures {
  const touched: number[] = [];
  const touchedBaseline: number[] = [];
  const mended: number[] = [];
  let [resolved, cameBack] = [0, 0];
  for (const life of livesOf(steps)) {
    const first = life.find(({ type }) => TOUCHED.includes(type));
    const born = life[0]!;
    if (first !== undefined && first.at >= since) {
      (born.isBaseline ? touchedBaseline : touched).push(first.at.getTime() - born.at.getTime());
    }
    mended.push(
      ...episodesOf(life)
        .filter(({ endedAt }) => endedAt >= since)
        .map(({ ms }) => ms),
    );
    const lately = life.filter(({ at }) => at >= since);
    resolved += lately.filter(({ type }) => type === 'resolved').length;
    cameBack += lately.filter(({ type, reason }) => type === 'reopened' && CAME_BACK.includes(reason ?? '')).length;
  }
  return {
    acknowledge: medianOf(touched),
    acknowledgeBaseline: medianOf(touchedBaseline),
    resolve: medianOf(mended),
    reopenRate: resolved === 0 ? null : cameBack / resolved,
  };
}

const CAME_BACK = ['returned', 'recurrence', 'still_detected'];

/** Episodes that were seen to end well. */
function episodesOf(life: readonly LifeStep[]): { readonly endedAt: Date; readonly ms: number }[] {
  const ended: { endedAt: Date; ms: number }[] = [];
  let startedAt = life[0]!.at.getTime();
  let pausedSince: number | null = null;
  let pausedMs = 0;
  let claimed: { endedAt: Date; ms: number } | null = null;
  for (const { type, at, resolution, reason } of life) {
    const time = at.getTime();
    if (type === 'suppressed') pausedSince ??= time;
    if (type !== 'resolved' && type !== 'reopened' && type !== 'verified') continue;
    if (type === 'verified') {
      if (claimed !== null) ended.push(claimed);
      claimed = null;
      continue;
    }
    if (pausedSince !== null) pausedMs += time - pausedSince;
    pausedSince = null;
    if (type === 'resolved') {
      const episode = { endedAt: at, ms: time - startedAt - pausedMs };
      if (resolution === 'remediated') ended.push(episode);
      claimed = resolution === 'claimed' ? episode : null;
    } else if (reason === 'returned' || reason === 'recurrence') {
      [startedAt, pausedMs, claimed] = [time, 0, null];
    } else claimed = null;
  }
  return ended;
}

function livesOf(steps: readonly LifeStep[]): LifeStep[][] {
  const lives = new Map<string, LifeStep[]>();
  for (const step of steps) {
    const life = lives.get(step.findingId);
    if (life === undefined) lives.set(step.findingId, [step]);
    else life.push(step);
  }
  return [...lives.values()];
}

function medianOf(values: readonly number[]): Median {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return { ms: null, count: 0 };
  const ms = Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
  return { ms, count: sorted.length };
}

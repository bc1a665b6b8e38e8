/** The only source of the present. Tests and replays hand in their own. */
export interface Clock {
  now(): Date;
  /** Only of one by which time does not pass as on this machine. Rejects with the signal's reason when it is aborted. */
  sleep?(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's time, to the millisecond; the one place that asks for it. */
export const systemClock: Clock = { now: () => new Date() };

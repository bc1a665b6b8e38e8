/** The only source of the present. Tests and replays hand in their own. */
export interface Clock {
  now(): Date;
}

/** The machine's time, to the millisecond; the one place that asks for it. */
export const systemClock: Clock = { now: () => new Date() };

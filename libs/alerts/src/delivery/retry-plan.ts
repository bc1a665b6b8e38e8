const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before each attempt after the first: 75 hours and 35 minutes in all, which outlasts a weekend. */
const WAITS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** Receivers that failed together are not asked again together: up to a fifth later. Sooner, the plan might not outlast a weekend. */
const JITTER = 0.2;

/** Attempts at most. */
export const MOST_ATTEMPTS = WAITS.length + 1;

/**
 * How long to wait after an attempt that failed, in milliseconds; null: it was the last.
 * @param attempts made so far
 * @param retryAfterMs what the receiver asked for; it may make a wait twice as long, not shorter
 * @param random from 0 to 1
 */
export function waitAfter(attempts: number, retryAfterMs: number | null, random: number): number | null {
  const wait = WAITS[attempts - 1];
  if (wait === undefined) return null;
  const planned = wait * (1 + JITTER * random);
  return Math.round(retryAfterMs === null ? planned : Math.min(Math.max(wait, retryAfterMs), 2 * wait));
}

/** Of an answer's header: seconds, or a date. null: it says nothing usable. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

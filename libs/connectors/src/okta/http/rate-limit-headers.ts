/** What one answer says about the limit its request was counted against. */
export interface RateLimitReading {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds from the answer to the window's end, by the server's own clock where it sent one. */
  readonly resetInMs: number;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Null when the server sent no usable limit. The delay is reset minus the `Date` header: our clock may be wrong, and
 * then only the difference means anything. Headers may come doubled; the first number counts.
 */
export function readRateLimit(headers: Headers, nowMs: number): RateLimitReading | null {
  const limit = numberOf(headers['x-rate-limit-limit']);
  const remaining = numberOf(headers['x-rate-limit-remaining']);
  const reset = numberOf(headers['x-rate-limit-reset']);
  if (limit === null || remaining === null || reset === null) return null;
  const date = Date.parse(firstOf(headers['date']) ?? '');
  const serverNow = Number.isNaN(date) ? nowMs : date;
  return { limit, remaining, resetInMs: Math.max(0, reset * 1000 - serverNow) };
}

export function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function numberOf(value: string | string[] | undefined): number | null {
  const text = firstOf(value)?.split(',', 1)[0]?.trim();
  if (text === undefined || text === '') return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

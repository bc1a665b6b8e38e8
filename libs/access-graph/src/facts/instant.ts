const DAY_FIRST = 12;

/** From 2000 to 2100: a plain number outside of it is no date. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?$/i;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NAMED_MONTH =
  /^(?:[a-z]{3,9},?\s+)?(?:\d{1,2}[\s-]+[a-z]{3,9}[\s-]+\d{4}|[a-z]{3,9}\s+\d{1,2},?\s+\d{4})(?:\s.*)?$/i;

/**
 * Milliseconds of an instant in any form that providers and the sources of profiles write: ISO 8601 with or without a
 * zone (then UTC), seconds or milliseconds since 1970, lists of year, month, day, hour …, dates in other orders where
 * only one reading is possible. null when there is none; undefined when the form is not understood.
 */
export function instantOf(value: unknown): number | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return ofNumber(value);
  if (Array.isArray(value)) return ofParts(value);
  if (typeof value !== 'string') return undefined;
  // As Okta writes nearly all of them.
  if (value.length === 24 && value.endsWith('Z')) {
    const at = Date.parse(value);
    if (!Number.isNaN(at)) return at;
  }
  return ofText(value.trim());
}

function ofText(text: string): number | null | undefined {
  if (text === '') return null;
  const iso = ISO.exec(text);
  if (iso !== null) return ofIso(iso.slice(1));
  const [, year, month, day] = (COMPACT.exec(text) ?? YEAR_FIRST.exec(text) ?? []).map(Number);
  if (year !== undefined && month !== undefined && day !== undefined) return ofDate(year, month, day);
  const last = YEAR_LAST.exec(text);
  if (last !== null) return ofYearLast(last[2]!, Number(last[1]), Number(last[3]), Number(last[4]));
  if (/^\d{10,13}(?:\.\d+)?$/.test(text)) return ofNumber(Number(text));
  if (!NAMED_MONTH.test(text)) return undefined;
  const named = Date.parse(/\d:\d/.test(text) ? text : `${text} UTC`);
  return Number.isNaN(named) ? undefined : named;
}

function ofIso(parts: readonly (string | undefined)[]): number | undefined {
  const [year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = parts;
  const date = ofDate(Number(year), Number(month), Number(day));
  if (date === undefined || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  const ahead = offset === null ? 0 : (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  return date + (Number(hour) * 60 + Number(minute) - ahead) * 60_000 + Number(second) * 1000 + ms;
}

/** With dots the day comes first everywhere; with slashes and dashes only where no month could be that large. */
function ofYearLast(mark: string, first: number, second: number, year: number): number | undefined {
  if (mark === '.' || first > DAY_FIRST || first === second) return ofDate(year, second, first);
  return second > DAY_FIRST ? ofDate(year, first, second) : undefined;
}

function ofDate(year: number, month: number, day: number): number | undefined {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  // The thirty-first of February is no date.
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() : undefined;
}

function ofNumber(value: number): number | undefined {
  for (const ms of [value, value * 1000]) if (ms >= EARLIEST_MS && ms <= LATEST_MS) return ms;
  return undefined;
}

function ofParts(parts: readonly unknown[]): number | undefined {
  if (parts.length < 3 || parts.length > 7 || !parts.every((part) => Number.isInteger(part))) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, nano = 0] = parts as number[];
  const date = ofDate(year, month, day);
  if (date === undefined || hour > 23 || minute > 59 || second > 60) return undefined;
  return date + ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nano / 1_000_000);
}

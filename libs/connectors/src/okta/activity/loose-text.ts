/** Longest text of an event that is kept, in characters. */
export const LONGEST_TEXT = 2_000;

const UNSTORABLE = /[\0\ud800-\udfff]/;

/** @returns the text without what no database takes, cut at a whole character */
export function bounded(text: string, longest = LONGEST_TEXT): string {
  const cut = text.length > longest ? text.slice(0, longest) : text;
  if (!UNSTORABLE.test(cut)) return cut;
  return cut.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** A scalar as text; null where there is none, or nothing but blanks. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  const text = bounded(value);
  return text.trim() === '' ? null : text;
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > 40) return null;
  const text = value.trim();
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false };

export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = textOf(value)?.trim().toLowerCase();
  return text !== undefined && Object.hasOwn(FLAGS, text) ? FLAGS[text]! : null;
}

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/i;

/**
 * Milliseconds since 1970 of an instant written as ISO 8601, with `T` or a blank, to the second or finer, with or without
 * a zone (none: UTC), or of seconds, milliseconds, microseconds or nanoseconds since 1970; null when it is none of them.
 */
export function instantOf(value: unknown): number | null {
  const text = typeof value === 'string' && value.length <= 40 ? value.trim() : value;
  const count = numberOf(text);
  if (count !== null) return instantOfCount(count);
  const parts = typeof text === 'string' ? WRITTEN.exec(text) : null;
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as Six;
  const milliseconds = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const at = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  // 31 February is no day, however well a calendar would go on counting.
  const back = new Date(at);
  const isReal = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal && second <= 60 ? at - offsetOf(parts[8] ?? 'Z') : null;
}

type Six = [number, number, number, number, number, number];

/** Anything below is seconds for the next three thousand years. */
const LEAST_MILLISECONDS = 1e11;

function instantOfCount(count: number): number | null {
  if (count < 1e8) return null;
  if (count < LEAST_MILLISECONDS) return Math.floor(count * 1000 + 1e-4);
  let milliseconds = count;
  while (milliseconds >= LEAST_MILLISECONDS * 1000) milliseconds /= 1000;
  return milliseconds === Number.POSITIVE_INFINITY ? null : Math.floor(milliseconds);
}

function offsetOf(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)) * (zone.length > 3 ? 1 : 0);
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/** Most entries read of one map that was written as text. */
const MOST_ENTRIES = 500;
const LONGEST_NAME = 200;

/**
 * The entries of `{a=b, c={d=e}, f=g, h}`, as Okta writes maps that are no JSON: a part without a name of its own goes on
 * with the value before it. Null when the text is no such map. One pass, whatever is in it.
 */
export function writtenMap(text: string): [name: string, value: string][] | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}') || !trimmed.includes('=')) return null;
  const entries: [string, string][] = [];
  for (const part of partsOf(trimmed.slice(1, -1))) {
    const sign = part.slice(0, LONGEST_NAME + 1).indexOf('=');
    const name = part.slice(0, Math.max(0, sign)).trim();
    const last = entries.at(-1);
    if (name !== '' && !/[{}[\]"?/&]/.test(name)) entries.push([name, part.slice(sign + 1).trim()]);
    else if (last !== undefined) last[1] += `,${part}`;
    if (entries.length >= MOST_ENTRIES) break;
  }
  return entries;
}

/** Split at the commas that are in no brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth = Math.max(0, depth - 1);
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** What a text holds that is a JSON object or list; undefined when it is none. */
export function jsonIn(text: string): unknown {
  // Text that only resembles JSON is common, and a failure to read it is dear.
  if (!/^\s{0,10}(?:\{\s{0,100}["}]|\[)/.test(text) || !/[}\]]\s{0,10}$/.test(text.slice(-11))) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Most members kept of any list of an event. */
export const LONGEST_LIST = 200;

/** Different texts of a list, of JSON text of one, or of text with the separator between them. */
export function textsOf(value: unknown, separator: RegExp): string[] {
  if (value === null || value === undefined) return [];
  const listed = typeof value === 'string' ? (jsonIn(value) ?? bare(value).split(separator)) : value;
  const members: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  return distinct(members.map((each) => textOf(each)?.trim() ?? null));
}

function bare(text: string): string {
  return text.trim().replace(/^\[|\]$/g, '');
}

export function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts)].filter((each): each is string => each !== null && each !== '').slice(0, LONGEST_LIST);
}

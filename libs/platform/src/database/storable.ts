import type { JsonObject } from '@posture/domain';

const NUL = '\u0000';
const UNSTORABLE = /\\u0000|\\ud[89a-f]/;

/** Text without the one character PostgreSQL's text cannot hold; providers do send it. */
export function storableText(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, '') : text;
}

/** As JSON that PostgreSQL accepts: without NUL, and with halves of surrogate pairs as U+FFFD. */
export function storableJson(value: JsonObject): string {
  const text = JSON.stringify(value);
  return UNSTORABLE.test(text) ? JSON.stringify(value, (_key, member: unknown) => storableMember(member)) : text;
}

function storableMember(member: unknown): unknown {
  return typeof member === 'string' ? Buffer.from(storableText(member)).toString() : member;
}

import { bounded, jsonIn } from './loose-text';

/** More than any event Okta writes, and no more than a page of a thousand may weigh. */
const MOST_BYTES = 256 * 1024;
/** Deeper nesting than any reader, or store, need bear. */
const DEEPEST = 32;

/** What is too much about a value: its weight, or its nesting. In one pass that ends as soon as it is. */
export function excessOf(value: unknown): 'oversized' | 'nested' | null {
  const left: unknown[] = [value];
  const depths: number[] = [0];
  let bytes = 0;
  let isNested = false;
  while (left.length > 0) {
    const each = left.pop();
    const depth = depths.pop()!;
    bytes += 2;
    if (typeof each === 'string') bytes += Buffer.byteLength(each);
    else if (typeof each !== 'object' || each === null) bytes += 4;
    else if (depth >= DEEPEST) isNested = true;
    else {
      const isList = Array.isArray(each);
      for (const name of Object.keys(each)) {
        if (!isList) bytes += name.length + 3;
        left.push((each as Record<string, unknown>)[name]);
        depths.push(depth + 1);
      }
    }
    if (bytes + 2 * left.length > MOST_BYTES) return 'oversized';
  }
  return isNested ? 'nested' : null;
}

const REDACTED = '[redacted]';
const SECRET_NAME =
  /(?:secret|passw(?:or)?d|passphrase|passcode|token|api_?key|private_?key|assertion|authorization|cookie|signature|recovery|otp)/i;
const SECRETS_IN_TEXT = [
  /\b(?:SSWS|Bearer|Basic|DPoP) +[^\s"',}]+/gi,
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g,
  /\b00[\w-]{38,}/g,
  /((?:secret|passw(?:or)?d|passphrase|passcode|token|api_?key|assertion|authorization|cookie|signature|code|otp)"? ?[:=] ?)(?:"[^"]*"?|[^\s"&,;}]+)/gi,
];
/** So much of a text is looked through for secrets; the rest is not shown. */
const LONGEST_LOOK = 4_000;

/** The beginning of a text without what looks like a secret. */
export function withoutSecrets(text: string, longest: number): string {
  const look = text.slice(0, LONGEST_LOOK);
  const clean = SECRETS_IN_TEXT.reduce(
    (rest, secret) => rest.replace(secret, (_all, name) => `${typeof name === 'string' ? name : ''}${REDACTED}`),
    look,
  );
  return bounded(clean, longest);
}

interface WriteOptions {
  readonly longest: number;
  /** What is written of a text under that name. */
  readonly text?: (value: string, name: string) => string;
}

/** JSON of a value, as far as it goes in so many characters and without whatever is nested too deep. */
export function jsonText(value: unknown, { longest, text = (each) => each }: WriteOptions): string {
  let written = '';
  const write = (each: unknown, name: string, depth: number): void => {
    if (written.length > longest) return;
    if (typeof each === 'string') written += JSON.stringify(text(each.slice(0, LONGEST_LOOK), name));
    else if (typeof each !== 'object' || each === null) written += JSON.stringify(each) ?? 'null';
    else if (depth >= DEEPEST) written += '"…"';
    else if (Array.isArray(each)) writeMembers('[', each.entries(), ']', false, depth, name);
    else writeMembers('{', Object.entries(each).values(), '}', true, depth, name);
  };
  const writeMembers = (
    open: string,
    members: Iterable<readonly [string | number, unknown]>,
    close: string,
    isNamed: boolean,
    depth: number,
    of: string,
  ): void => {
    written += open;
    let isFirst = true;
    for (const [name, member] of members) {
      if (written.length > longest) return;
      if (!isFirst) written += ',';
      isFirst = false;
      if (isNamed) written += `${JSON.stringify(String(name).slice(0, 200))}:`;
      write(member, isNamed ? String(name) : of, depth + 1);
    }
    written += close;
  };
  write(value, '', 0);
  return bounded(written, longest);
}

/** The beginning of an event that cannot be used, for whoever looks into why; without what looks like a secret. */
export function excerptOf(raw: unknown, longest: number): string {
  const parsed = typeof raw === 'string' && raw.length <= MOST_BYTES ? (jsonIn(raw) ?? raw) : raw;
  if (typeof parsed === 'string') return withoutSecrets(parsed, longest);
  const text = (value: string, name: string): string =>
    SECRET_NAME.test(name.slice(-200)) ? REDACTED : withoutSecrets(value, 300);
  return jsonText(parsed, { longest, text });
}

import type { WireAnswer, WireRequest } from './wire-exchange';

const REDACTED = '[redacted]';
/** So many characters in a row of something secret are as good as the secret: an echo may be cut off anywhere. */
const PIECE = 8;
/** Shorter texts are in every record by chance; nothing Okta issues is that short. */
const LEAST_IN_RECORDS = 12;
const LEAST_IN_ERRORS = 4;
/** Form fields of a token request that prove who asks. */
const PROVING_FIELDS = ['client_assertion', 'client_secret'];

/**
 * The answer without anything that was sent to prove who we are: a proxy, a firewall or an org in distress may echo
 * headers. The only place where text of the provider comes in, so that no message, reason or record can carry it on.
 * Records keep every other character; the strings of a refusal lose parts of a secret too.
 */
export function scrubbed(answer: WireAnswer, sent: WireRequest): WireAnswer {
  const secrets = secretsOf(sent);
  if (secrets.length === 0) return answer;
  const clean = scrubberOf(secrets);
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(clean) : value === undefined ? undefined : clean(value),
    ]),
  );
  const refused = answer.status < 200 || answer.status >= 300;
  return { ...answer, headers, text: refused ? inStrings(answer.text, clean) : inRecords(answer.text, secrets) };
}

/** What proves us, in every form in which it may come back. */
function secretsOf({ headers, body }: WireRequest): string[] {
  const [scheme = '', value = ''] = (headers['authorization'] ?? '').split(/\s+/, 2);
  const form = new URLSearchParams(body ?? '');
  const found = [value, headers['dpop'] ?? '', ...PROVING_FIELDS.map((field) => form.get(field) ?? '')];
  if (scheme.toLowerCase() === 'basic') found.push(secretOfPair(value));
  return [...new Set(found.flatMap((each) => [each, encodeURIComponent(each)]))].filter(
    (each) => each.length >= LEAST_IN_ERRORS,
  );
}

function secretOfPair(basic: string): string {
  const pair = Buffer.from(basic, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

function inRecords(text: string, secrets: readonly string[]): string {
  // A JWT's header is the same for everybody; its claims and its signature are not.
  const parts = secrets.flatMap((secret) => (secret.split('.').length === 3 ? secret.split('.').slice(1) : [secret]));
  return parts
    .flatMap((part) => (part.includes('/') ? [part, part.replaceAll('/', '\\/')] : [part]))
    .filter((part) => part.length >= LEAST_IN_RECORDS)
    .reduce((clean, part) => (clean.includes(part) ? clean.replaceAll(part, REDACTED) : clean), text);
}

/** Strings as they were before they were escaped: an escape may hide what it spells. */
function inStrings(text: string, clean: (value: string) => string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_name, value: unknown) =>
      typeof value === 'string' ? clean(value) : value,
    );
  } catch {
    return clean(text);
  }
}

function scrubberOf(secrets: readonly string[]): (text: string) => string {
  const pieces = new Set<string>();
  const short: string[] = [];
  for (const secret of secrets.map(lowered)) {
    if (secret.length < PIECE) short.push(secret);
    for (let at = 0; at + PIECE <= secret.length; at += 1) pieces.add(secret.slice(at, at + PIECE));
  }
  return (text) => {
    const seen = lowered(text);
    const hit = new Set<number>();
    const strike = (from: number, length: number): void => {
      for (let at = from; at < from + length; at += 1) hit.add(at);
    };
    for (let at = 0; at + PIECE <= seen.length; at += 1) {
      if (pieces.has(seen.slice(at, at + PIECE))) strike(at, PIECE);
    }
    for (const secret of short) {
      for (let at = seen.indexOf(secret); at >= 0; at = seen.indexOf(secret, at + 1)) strike(at, secret.length);
    }
    if (hit.size === 0) return text;
    let clean = '';
    for (let at = 0; at < text.length; at += 1) {
      if (!hit.has(at)) clean += text[at];
      else if (!hit.has(at - 1)) clean += REDACTED;
    }
    return clean;
  };
}

/** Letter by letter, so that places stay where they are. */
function lowered(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '@posture/platform';

const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** The headers a receiver verifies an alert by. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Of this attempt, in seconds. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** A secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in Base64. */
export function newSigningSecret(): Secret {
  return new Secret(PREFIX + randomBytes(SECRET_BYTES).toString('base64'));
}

/**
 * Signs as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over id, time and body. Several secrets give several signatures, any
 * of which a receiver may verify: while one is replaced, both hold.
 * @param id without a dot
 */
export function signed(id: string, at: Date, body: string, secrets: readonly Secret[]): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.reveal().slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** A receiver that takes what was signed longer ago could be told the same twice by somebody who listened. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * What a receiver checks of an alert before it believes it.
 * @param headers as they came in, with names in lower case
 * @param body to the byte
 * @returns why it is not to be believed; null: it is
 */
export function whyUnverified(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  secret: Secret,
  now: Date,
): string | null {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name],
  );
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return 'it is not signed';
  const at = new Date(Number(timestamp) * 1000);
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() - at.getTime()) > TOLERANCE_MS)
    return 'it was signed more than five minutes ago, or will be';
  const expected = Buffer.from(signed(id, at, body, [secret])['webhook-signature']);
  const holds = signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return holds ? null : 'its signature is of another secret or another body';
}

import { createHmac, randomBytes } from 'node:crypto';
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

import type { Secret } from '@posture/platform';

/** What the operator gave us to act with. The secrets show as `[redacted]` wherever they are printed. */
export type OktaCredential = ApiTokenCredential | ClientSecretCredential | PrivateKeyCredential;

export interface ApiTokenCredential {
  readonly kind: 'api_token';
  /** The SSWS token's value. */
  readonly token: Secret;
}

/** An API service integration of Okta's catalogue. A service app of one's own needs a key pair instead. */
export interface ClientSecretCredential {
  readonly kind: 'client_secret';
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Asked for in one request; absent: every read scope we use. */
  readonly scopes?: readonly string[];
}

export interface PrivateKeyCredential {
  readonly kind: 'private_key';
  readonly clientId: string;
  /** A JWK (JSON text) or a PEM (PKCS #8, PKCS #1 or SEC 1). */
  readonly privateKey: Secret;
  /** Needed when the app has several keys; a JWK's own `kid` is used when absent. */
  readonly keyId?: string;
  readonly scopes?: readonly string[];
}

/** Of a shorter secret four characters would be too much. */
const HINTED_FROM = 20;

/** What a person tells it from others by: the end of its secret, or of the name of its key. */
export function credentialHint(credential: OktaCredential): string | null {
  if (credential.kind === 'private_key') return credential.keyId?.slice(-4) ?? null;
  const secret = (credential.kind === 'api_token' ? credential.token : credential.clientSecret).reveal();
  return secret.length < HINTED_FROM ? null : secret.slice(-4);
}

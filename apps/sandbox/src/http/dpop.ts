import { createHash, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, type JWTPayload } from 'jose';
import { OnceOnly } from './access-tokens';
import type { Now } from './clock';

export const DPOP_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

const PROOF_LIFE_MS = 5 * 60_000;
const NONCE_ROTATES_MS = 24 * 3_600_000;
const NONCE_LIVES_MS = 3 * 24 * 3_600_000;

export class InvalidProof extends Error {}

export interface ProofDemand {
  readonly method: string;
  /** The URL asked, without query and fragment. */
  readonly url: string;
  /** Given at the API: the proof must carry the token's hash. */
  readonly accessToken?: string;
}

export interface Proof {
  readonly keyThumbprint: string;
  readonly nonce: string | null;
}

/** Checks DPoP proofs (RFC 9449) as Okta does and hands out its nonces. */
export class DpopVerifier {
  private readonly used: OnceOnly;
  private nonces: { readonly value: string; readonly since: number }[] = [];

  constructor(private readonly now: Now) {
    this.used = new OnceOnly(now);
  }

  currentNonce(): string {
    const now = this.now();
    const newest = this.nonces[0];
    if (newest && now - newest.since < NONCE_ROTATES_MS) return newest.value;
    const fresh = { value: randomBytes(24).toString('base64url'), since: now };
    this.nonces = [fresh, ...this.nonces.filter(({ since }) => now - since < NONCE_LIVES_MS)];
    return fresh.value;
  }

  knowsNonce(nonce: string): boolean {
    return this.nonces.some(({ value, since }) => value === nonce && this.now() - since < NONCE_LIVES_MS);
  }

  /** @throws InvalidProof saying what is wrong, in Okta's words */
  async verify(header: string, demand: ProofDemand): Promise<Proof> {
    const { payload, jwk } = await this.signatureOf(header);
    if (payload.htm !== demand.method) throw new InvalidProof("The 'htm' claim in the DPoP proof JWT is invalid.");
    if (payload.htu !== demand.url) throw new InvalidProof("The 'htu' claim in the DPoP proof JWT is invalid.");
    const now = this.now();
    const issued = typeof payload.iat === 'number' ? payload.iat * 1000 : Number.NaN;
    if (!(now - issued < PROOF_LIFE_MS)) throw new InvalidProof('The DPoP proof JWT has expired.');
    if (issued - now > 60_000) throw new InvalidProof('The DPoP proof JWT was issued in the future.');
    if (demand.accessToken !== undefined) {
      const hash = createHash('sha256').update(demand.accessToken).digest('base64url');
      if (payload.ath !== hash) throw new InvalidProof("The 'ath' claim in the DPoP proof JWT is invalid.");
    }
    if (typeof payload.jti !== 'string' || payload.jti === '') {
      throw new InvalidProof("The 'jti' claim in the DPoP proof JWT is missing.");
    }
    const keyThumbprint = await calculateJwkThumbprint(jwk);
    if (!this.used.use(`${keyThumbprint}:${payload.jti}`, now + PROOF_LIFE_MS)) {
      throw new InvalidProof('The DPoP proof JWT has already been used.');
    }
    return { keyThumbprint, nonce: typeof payload.nonce === 'string' ? payload.nonce : null };
  }

  private async signatureOf(
    header: string,
  ): Promise<{ payload: JWTPayload; jwk: Parameters<typeof calculateJwkThumbprint>[0] }> {
    try {
      const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, {
        typ: 'dpop+jwt',
        algorithms: DPOP_ALGORITHMS,
        // Lifetimes are judged on the sandbox's clock, above.
        currentDate: new Date(this.now()),
      });
      if (!protectedHeader.jwk) throw new InvalidProof('The DPoP proof JWT header is invalid.');
      return { payload, jwk: protectedHeader.jwk };
    } catch (cause) {
      if (cause instanceof InvalidProof) throw cause;
      throw new InvalidProof('The signature of the DPoP proof JWT is invalid.');
    }
  }
}

import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload } from 'jose';
import type { Jwk, Principal } from '../org/org';
import { OnceOnly } from './access-tokens';
import type { Now } from './clock';

export type ServiceApp = Extract<Principal, { kind: 'service-app' }>;

const ALGORITHMS: ReadonlySet<string> = new Set(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']);
const LONGEST_LIFE_S = 3600;

/** What is wrong with an assertion, in the token endpoint's words. */
export class InvalidAssertion extends Error {}

/** Judges `private_key_jwt` assertions; one instance per org remembers the `jti`s it has seen. */
export class AssertionVerifier {
  private readonly used: OnceOnly;

  constructor(private readonly now: Now) {
    this.used = new OnceOnly(now);
  }

  /** The client that an assertion claims to come from; not yet believed. */
  claimedClient(assertion: string): string {
    return String(claimsOf(assertion).sub ?? '');
  }

  /** @throws InvalidAssertion */
  async verify(assertion: string, app: ServiceApp, tokenUrl: string): Promise<void> {
    const claims = claimsOf(assertion);
    await checkSignature(assertion, app);
    if (claims.iss !== app.id || claims.sub !== app.id) {
      throw new InvalidAssertion("The issuer and subject of the client_assertion must both be the client's id.");
    }
    const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
    if (!audiences.includes(tokenUrl)) {
      throw new InvalidAssertion(
        `The audience claim for client_assertion must be the endpoint invoked for the request: ${tokenUrl}`,
      );
    }
    const now = this.now() / 1000;
    if (typeof claims.exp !== 'number') throw new InvalidAssertion('The client_assertion token has no expiration.');
    if (claims.exp <= now) throw new InvalidAssertion('The client_assertion token is expired.');
    if (claims.exp > now + LONGEST_LIFE_S) {
      throw new InvalidAssertion('The client_assertion token has an expiration too far into the future.');
    }
    if (typeof claims.iat === 'number' && claims.iat > now + 60) {
      throw new InvalidAssertion('The client_assertion token was issued in the future.');
    }
    if (claims.jti !== undefined && !this.used.use(`${app.id}:${String(claims.jti)}`, claims.exp * 1000)) {
      throw new InvalidAssertion('The client_assertion token has already been used.');
    }
  }
}

function claimsOf(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new InvalidAssertion('The client_assertion is not a valid JWT.');
  }
}

async function checkSignature(assertion: string, app: ServiceApp): Promise<void> {
  const header = decodeProtectedHeader(assertion);
  if (header.alg === undefined || !ALGORITHMS.has(header.alg)) {
    throw new InvalidAssertion('The client_assertion uses an unsupported algorithm.');
  }
  const jwk = keyOf(app, header.kid);
  try {
    await compactVerify(assertion, await importJWK({ ...jwk }, header.alg), { algorithms: [header.alg] });
  } catch {
    throw new InvalidAssertion('The client_assertion signature is invalid.');
  }
}

function keyOf(app: ServiceApp, kid: string | undefined): Jwk {
  if (app.publicKeys.length === 0) throw new InvalidAssertion('A JWKSet must be configured for the client.');
  if (kid === undefined) {
    const only = app.publicKeys[0];
    if (app.publicKeys.length === 1 && only) return only;
    throw new InvalidAssertion('The client_assertion must name its key (kid): the client has more than one.');
  }
  const found = app.publicKeys.find((key) => key.kid === kid);
  if (!found) throw new InvalidAssertion(`The kid of the client_assertion is invalid: ${kid}`);
  return found;
}

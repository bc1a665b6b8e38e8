import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { DomainError } from '@posture/domain';
import type { JWTPayload } from 'jose';

/** Key material ready to sign; made once per connection. */
export interface SigningKey {
  readonly kid: string | null;
  /** @returns a compact JWT; `alg` is added to the header */
  sign(header: Readonly<Record<string, unknown>>, claims: JWTPayload): Promise<string>;
  /** The same with the key's public half in the header, which a DPoP proof needs. */
  prove(header: Readonly<Record<string, unknown>>, claims: JWTPayload): Promise<string>;
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/**
 * @param material JWK as JSON text, or PEM
 * @throws {DomainError} `okta.private_key_invalid`; the message never repeats the material
 */
export function signingKeyOf(material: string, keyId?: string): SigningKey {
  const { key, kid } = read(material.trim());
  const alg = algorithmOf(key);
  const sign: SigningKey['sign'] = async (header, claims) => {
    const { SignJWT } = await jose();
    return new SignJWT(claims).setProtectedHeader({ ...header, alg }).sign(key);
  };
  return {
    kid: keyId ?? kid,
    sign,
    prove: async (header, claims) => {
      const { exportJWK } = await jose();
      return sign({ ...header, jwk: await exportJWK(createPublicKey(key)) }, claims);
    },
  };
}

/** Loaded when something is signed: most commands sign nothing and should not wait 60 ms for it. */
function jose(): Promise<typeof import('jose')> {
  return import('jose');
}

export function sha256Url(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function invalid(message: string): DomainError {
  return new DomainError('okta.private_key_invalid', 'invalid', message, {
    field: 'privateKey',
    remedy:
      'Give the private key of the pair whose public key is registered with the app, as JWK or as PEM without a passphrase (RSA of at least 2048 bits, or EC P-256, P-384, P-521).',
  });
}

function read(material: string): { key: KeyObject; kid: string | null } {
  if (material.startsWith('{')) {
    let jwk: JsonWebKey & { kid?: unknown; keys?: unknown };
    try {
      jwk = JSON.parse(material) as JsonWebKey;
    } catch {
      throw invalid('The private key is not readable JSON.');
    }
    if (jwk.keys !== undefined) throw invalid('The private key is a key set; give the single key.');
    if (jwk.d === undefined) throw invalid('The key is a public key; the private one is needed.');
    try {
      return { key: createPrivateKey({ key: jwk, format: 'jwk' }), kid: typeof jwk.kid === 'string' ? jwk.kid : null };
    } catch {
      throw invalid('The private key is not a usable JWK.');
    }
  }
  if (/^-----BEGIN (RSA |EC )?PUBLIC KEY|^-----BEGIN CERTIFICATE/.test(material)) {
    throw invalid('The key is a public key; the private one is needed.');
  }
  if (material.includes('ENCRYPTED')) throw invalid('The private key is protected by a passphrase.');
  try {
    return { key: createPrivateKey({ key: material, format: 'pem' }), kid: null };
  } catch {
    throw invalid('The private key cannot be read.');
  }
}

function algorithmOf(key: KeyObject): string {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') {
    if ((details?.modulusLength ?? 0) < 2048) throw invalid('The RSA key is shorter than 2048 bits.');
    return 'RS256';
  }
  const algorithm = key.asymmetricKeyType === 'ec' ? CURVES[details?.namedCurve ?? ''] : undefined;
  if (algorithm === undefined) throw invalid('The private key is neither RSA nor on a curve Okta accepts.');
  return algorithm;
}

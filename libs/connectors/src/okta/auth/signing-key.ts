import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { DomainError } from '@posture/domain';

/** Key material ready to sign; made once per connection. */
export interface SigningKey {
  readonly alg: 'RS256' | 'ES256' | 'ES384' | 'ES512';
  readonly kid: string | null;
  /** Public half, for the DPoP proof's header. */
  readonly publicJwk: Readonly<Record<string, string>>;
  sign(header: Readonly<Record<string, unknown>>, claims: Readonly<Record<string, unknown>>): string;
}

const CURVES: Readonly<Record<string, { alg: SigningKey['alg']; hash: string }>> = {
  prime256v1: { alg: 'ES256', hash: 'sha256' },
  secp384r1: { alg: 'ES384', hash: 'sha384' },
  secp521r1: { alg: 'ES512', hash: 'sha512' },
};

/**
 * @param material JWK as JSON text, or PEM
 * @throws {DomainError} `okta.private_key_invalid`; the message never repeats the material
 */
export function signingKeyOf(material: string, keyId?: string): SigningKey {
  const { key, kid } = read(material.trim());
  const shape = signatureShape(key);
  const publicJwk = publicHalf(key);
  return {
    alg: shape.alg,
    kid: keyId ?? kid,
    publicJwk,
    sign: (header, claims) => {
      const body = `${encode({ ...header, alg: shape.alg })}.${encode(claims)}`;
      const signature = sign(shape.hash, Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' });
      return `${body}.${signature.toString('base64url')}`;
    },
  };
}

export function sha256Url(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
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

function signatureShape(key: KeyObject): { alg: SigningKey['alg']; hash: string } {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') {
    if ((details?.modulusLength ?? 0) < 2048) throw invalid('The RSA key is shorter than 2048 bits.');
    return { alg: 'RS256', hash: 'sha256' };
  }
  const curve = key.asymmetricKeyType === 'ec' ? CURVES[details?.namedCurve ?? ''] : undefined;
  if (curve === undefined) throw invalid('The private key is neither RSA nor on a curve Okta accepts.');
  return curve;
}

function publicHalf(key: KeyObject): Readonly<Record<string, string>> {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  const kept = ['kty', 'n', 'e', 'crv', 'x', 'y'] as const;
  return Object.fromEntries(kept.flatMap((name) => (typeof jwk[name] === 'string' ? [[name, jwk[name]]] : [])));
}

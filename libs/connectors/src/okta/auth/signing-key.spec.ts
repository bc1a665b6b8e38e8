import { generateKeyPairSync } from 'node:crypto';
import { EmbeddedJWK, decodeProtectedHeader, jwtVerify } from 'jose';
import { signingKeyOf } from './signing-key';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const pem = (key: typeof rsa.privateKey, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8'): string =>
  key.export({ format: 'pem', type }).toString();

describe('a private key', () => {
  it.each([
    ['an RSA key as PKCS #8', pem(rsa.privateKey), 'RS256'],
    ['an RSA key as PKCS #1', pem(rsa.privateKey, 'pkcs1'), 'RS256'],
    ['an RSA key as JWK', JSON.stringify(rsa.privateKey.export({ format: 'jwk' })), 'RS256'],
    ['an EC key as PKCS #8', pem(ec.privateKey), 'ES256'],
    ['an EC key as SEC 1', pem(ec.privateKey, 'sec1'), 'ES256'],
    ['an EC key as JWK', JSON.stringify(ec.privateKey.export({ format: 'jwk' })), 'ES256'],
  ])('signs with %s', async (_what, material, alg) => {
    const key = signingKeyOf(material);
    expect(decodeProtectedHeader(await key.sign({ typ: 'JWT' }, { sub: 'x' }))).toEqual({ typ: 'JWT', alg });
    const proof = await key.prove({ typ: 'dpop+jwt' }, { sub: 'x' });
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK);
    expect(payload).toEqual({ sub: 'x' });
    expect(protectedHeader).toMatchObject({ typ: 'dpop+jwt', alg });
    expect(protectedHeader.jwk).not.toHaveProperty('d');
  });

  it('takes the key id of its JWK unless another is given', () => {
    const jwk = JSON.stringify({ ...rsa.privateKey.export({ format: 'jwk' }), kid: 'own' });
    expect(signingKeyOf(jwk).kid).toBe('own');
    expect(signingKeyOf(jwk, 'given').kid).toBe('given');
  });

  it.each([
    ['nonsense', 'not a key'],
    ['a public PEM', rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString()],
    ['a public JWK', JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))],
    ['a key set', JSON.stringify({ keys: [] })],
    ['broken JSON', '{"kty":'],
    ['a short RSA key', pem(weak.privateKey)],
    ['another kind of key', pem(ed.privateKey)],
    [
      'a key with a passphrase',
      rsa.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    ],
  ])('is refused when it is %s, without being repeated', (_what, material) => {
    try {
      signingKeyOf(material);
      throw new Error('accepted');
    } catch (error) {
      expect(error).toMatchObject({ code: 'okta.private_key_invalid', field: 'privateKey' });
      expect(JSON.stringify(error) + (error as Error).message).not.toContain(material.slice(30, 60) || 'unlikely');
    }
  });
});

import { appFacts, readsJwks } from './selection';

function client(applicationType: string, keys: readonly object[], signOnMode = 'OPENID_CONNECT', bare = false) {
  const settings = { oauthClient: { application_type: applicationType, jwks: bare ? keys : { keys } } };
  return appFacts({
    externalId: 'a',
    name: 'A',
    props: { status: 'ACTIVE', signOnMode, settings } as never,
  });
}

describe('Which applications are asked for their public keys', () => {
  it.each(['service', 'web', 'native', 'browser'])('a %s client whose keys are listed without their age is', (type) => {
    expect(readsJwks(client(type, [{ kid: 'k1', kty: 'RSA' }]))).toBe(true);
  });

  it('one whose keys are a bare list is, too', () => {
    expect(readsJwks(client('service', [{ kid: 'k1', kty: 'RSA' }], 'OPENID_CONNECT', true))).toBe(true);
  });

  it('none whose keys are dated, or that has none', () => {
    expect(readsJwks(client('service', [{ kid: 'k1', kty: 'RSA', created: '2025-01-01T00:00:00.000Z' }]))).toBe(false);
    expect(readsJwks(client('service', []))).toBe(false);
    expect(readsJwks(client('web', [{ kid: 'k1' }], 'SAML_2_0'))).toBe(false);
  });
});

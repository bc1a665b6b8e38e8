import { generateKeyPairSync } from 'node:crypto';
import { Secret } from '@posture/platform';
import type { WireAnswer, WireRequest } from '../http/wire-exchange';
import type { Pace } from '../http/pace';
import { OAuthAuthorizer } from './oauth-authorizer';
import type { PrivateKeyCredential } from './okta-credential';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const credential: PrivateKeyCredential = {
  kind: 'private_key',
  clientId: '0oaclient',
  privateKey: new Secret(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()),
  keyId: 'kid-1',
};
const SCOPES = ['okta.apps.read', 'okta.groups.read', 'okta.logs.read', 'okta.roles.read', 'okta.users.read'];
const URL = 'https://acme.okta.example/api/v1/users?limit=1';

type Claims = Record<string, unknown>;
const claimsOf = (jwt: string): Claims =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Claims;

interface Exchange {
  readonly form: URLSearchParams;
  readonly proof: string | undefined;
}

/** A token endpoint as the org's administrators set it up, and the clock both sides share. */
function setUp(answer: (exchange: Exchange) => Partial<WireAnswer> & { body?: unknown }, scopes = SCOPES) {
  const exchanges: Exchange[] = [];
  let ms = Date.parse('2026-11-22T10:00:00.000Z');
  const pace: Pace = { now: () => new Date(ms), random: () => 0, sleep: () => Promise.resolve() };
  const send = (wire: WireRequest): Promise<WireAnswer> => {
    const exchange = { form: new URLSearchParams(wire.body), proof: wire.headers['dpop'] };
    exchanges.push(exchange);
    const { status = 200, headers = {}, body = {} } = answer(exchange);
    return Promise.resolve({ status, headers, text: JSON.stringify(body) });
  };
  const domain = { origin: 'https://acme.okta.example', host: 'acme.okta.example', local: false };
  const authorizer = new OAuthAuthorizer({ domain, credential, scopes, pace, send });
  return { authorizer, exchanges, pass: (by: number) => void (ms += by) };
}

const granted = ({ form }: Exchange, type = 'Bearer') => ({
  body: { access_token: `at-${type}`, token_type: type, expires_in: 3600, scope: form.get('scope') },
});

describe('client credentials', () => {
  it('ask once for all requests that need a token, and again when nine tenths of its life are over', async () => {
    const { authorizer, exchanges, pass } = setUp((exchange) => granted(exchange));
    const headers = await Promise.all([1, 2, 3, 4, 5].map(() => authorizer.headers('GET', URL)));
    expect(exchanges).toHaveLength(1);
    expect(headers[4]).toEqual({ authorization: 'Bearer at-Bearer' });
    pass(3600_000 * 0.89);
    await authorizer.headers('GET', URL);
    expect(exchanges).toHaveLength(1);
    pass(3600_000 * 0.02);
    await authorizer.headers('GET', URL);
    expect(exchanges).toHaveLength(2);
  });

  it('sign an assertion for exactly the endpoint, valid for minutes', async () => {
    const { authorizer, exchanges } = setUp((exchange) => granted(exchange));
    await authorizer.headers('GET', URL);
    const claims = claimsOf(exchanges[0]?.form.get('client_assertion') ?? '');
    expect(claims).toMatchObject({
      iss: '0oaclient',
      sub: '0oaclient',
      aud: 'https://acme.okta.example/oauth2/v1/token',
    });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBeLessThanOrEqual(3600);
  });

  it('find the scopes that were not granted, and keep the rest', async () => {
    const allowed = new Set(['okta.apps.read', 'okta.users.read', 'okta.logs.read']);
    const { authorizer, exchanges } = setUp((exchange) => {
      const asked = (exchange.form.get('scope') ?? '').split(' ');
      return asked.every((scope) => allowed.has(scope))
        ? granted(exchange)
        : {
            status: 400,
            body: { error: 'invalid_scope', error_description: 'One or more scopes are not configured.' },
          };
    });
    await authorizer.headers('GET', URL);
    expect(authorizer.scopes?.missing).toEqual(['okta.groups.read', 'okta.roles.read']);
    expect([...(authorizer.scopes?.granted ?? [])].sort()).toEqual([...allowed].sort());
    const before = exchanges.length;
    authorizer.renew();
    await authorizer.headers('GET', URL);
    expect(exchanges.length - before).toBe(1);
  });

  it('say so when no scope at all was granted', async () => {
    const { authorizer } = setUp(() => ({ status: 400, body: { error: 'invalid_scope' } }));
    await expect(authorizer.headers('GET', URL)).rejects.toMatchObject({ code: 'okta.scope_not_granted' });
  });

  it('never use an assertion or a proof twice, not even when only the nonce was missing', async () => {
    const { authorizer, exchanges } = setUp((exchange) => {
      if (exchange.proof === undefined) {
        return {
          status: 400,
          body: { error: 'invalid_dpop_proof', error_description: 'The DPoP proof JWT header is missing.' },
        };
      }
      return claimsOf(exchange.proof)['nonce'] === 'n-1'
        ? granted(exchange, 'DPoP')
        : { status: 400, headers: { 'dpop-nonce': 'n-1' }, body: { error: 'use_dpop_nonce' } };
    });
    const first = await authorizer.headers('GET', URL);
    const second = await authorizer.headers('GET', URL);
    expect(exchanges).toHaveLength(3);
    const ids = exchanges.map(({ form }) => claimsOf(form.get('client_assertion') ?? '')['jti']);
    expect(new Set(ids).size).toBe(3);
    expect(first['authorization']).toBe('DPoP at-DPoP');
    const proofs = [first['dpop'] ?? '', second['dpop'] ?? ''].map(claimsOf);
    expect(proofs[0]).toMatchObject({ htm: 'GET', htu: 'https://acme.okta.example/api/v1/users' });
    expect(proofs[0]).toHaveProperty('ath');
    expect(proofs[0]?.['jti']).not.toBe(proofs[1]?.['jti']);
  });

  it("take over the server's clock when ours is wrong", async () => {
    const server = Date.parse('2026-11-22T12:00:00.000Z');
    const { authorizer } = setUp((exchange) => {
      const { iat } = claimsOf(exchange.form.get('client_assertion') ?? '');
      return Math.abs(Number(iat) - server / 1000) < 60
        ? granted(exchange)
        : {
            status: 401,
            headers: { date: new Date(server).toUTCString() },
            body: { error: 'invalid_client', error_description: 'The client_assertion token is expired.' },
          };
    });
    await expect(authorizer.headers('GET', URL)).resolves.toHaveProperty('authorization');
  });

  it('try again when the token endpoint is limited or fails for a moment', async () => {
    const statuses = [429, 503, 200];
    const { authorizer } = setUp((exchange) => {
      const status = statuses.shift() ?? 200;
      return status === 200 ? granted(exchange) : { status, body: {} };
    });
    await expect(authorizer.headers('GET', URL)).resolves.toHaveProperty('authorization');
    expect(statuses).toEqual([]);
  });

  it('ask anew after a failure instead of keeping it', async () => {
    let broken = true;
    const { authorizer } = setUp((exchange) =>
      broken ? { status: 401, body: { error: 'invalid_client' } } : granted(exchange),
    );
    await expect(authorizer.headers('GET', URL)).rejects.toMatchObject({ code: 'okta.client_refused' });
    broken = false;
    await expect(authorizer.headers('GET', URL)).resolves.toHaveProperty('authorization');
  });
});

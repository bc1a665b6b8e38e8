import type { TestApi } from '../support/api';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';

/** What is asked, of which orgs; known once the server runs. */
interface Connecting {
  readonly api: TestApi;
  readonly sandbox: Sandbox;
  readonly other: Sandbox;
  /** A body that connects the sandbox, and what is said otherwise. */
  readonly local: (more: object) => object;
  readonly credential: () => object;
}

/** What a body of `POST /connections` is refused for. */
export function itRefusesToConnect(connecting: Connecting): void {
  const { local, credential } = connecting;
  it.each([
    [
      'a wrong token',
      () => local({ credential: { kind: 'api_token', token: 'canary-00wrongTokenValue' } }),
      400,
      'okta.credential_refused',
      'credential.token',
    ],
    [
      "another org's token",
      () => local({ credential: { kind: 'api_token', token: connecting.other.tokenOf('SUPER_ADMIN') } }),
      400,
      'okta.credential_refused',
      'credential.token',
    ],
    [
      'http://',
      () => ({ domain: 'http://acme.okta.com', credential: credential() }),
      400,
      'okta.domain_invalid',
      'domain',
    ],
    [
      'a look-alike domain',
      () => ({ domain: 'acme.okta.com.evil.example', credential: credential() }),
      400,
      'okta.domain_invalid',
      'domain',
    ],
    ['a private host', () => ({ domain: '10.0.0.5', credential: credential() }), 400, 'okta.domain_invalid', 'domain'],
    ['leave to reach this machine', () => local({ allowLocal: true }), 400, 'request.invalid', 'allowLocal'],
    ['the setting itself', () => local({ allowLoopback: true }), 400, 'request.invalid', 'allowLoopback'],
    [
      'an unreadable key',
      () =>
        local({
          credential: {
            kind: 'private_key',
            clientId: '0oa1',
            privateKey: '-----BEGIN PRIVATE KEY-----\ncanary-key\n-----END PRIVATE KEY-----',
          },
        }),
      400,
      'okta.private_key_invalid',
      'credential.privateKey',
    ],
    [
      'an unknown client',
      () => local({ credential: { kind: 'client_secret', clientId: '0oa1', clientSecret: 'canary-client-secret' } }),
      400,
      'okta.client_refused',
      'credential.clientId',
    ],
    ['no token', () => local({ credential: { kind: 'api_token' } }), 400, 'request.invalid', 'credential.token'],
    ['no credential', () => ({ domain: connecting.sandbox.url }), 400, 'request.invalid', 'credential'],
    ['a credential that is text', () => local({ credential: 'canary-text' }), 400, 'request.invalid', 'credential'],
    [
      'an unknown kind',
      () => local({ credential: { kind: 'password', token: 'canary-kind' } }),
      400,
      'request.invalid',
      'credential.kind',
    ],
    ['an unknown field', () => local({ tenantId: '00o1' }), 400, 'request.invalid', 'tenantId'],
    ['a number for a domain', () => local({ domain: 7 }), 400, 'request.invalid', 'domain'],
  ] as const)(
    'refuses to connect with %s, names field and remedy and saves nothing',
    async (_name, body, status, code, field) => {
      const answer = await connecting.api.post('/connections', body());

      expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field]);
      expect(answer.body.remedy).toEqual(expect.any(String));
      expect((await connecting.api.get('/connections')).body.data).toEqual([]);
    },
  );
}

import { startSandbox, type Sandbox } from '../sandbox';
import { OAuthClient } from './oauth-client.spec-support';

describe('credentials', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 60, groups: 12, apps: 8, seed: 'credentials', unlimited: true });
    plantToken(sandbox, 'org-admin', 'ORG_ADMIN');
    plantToken(sandbox, 'group-admin', 'USER_ADMIN');
    plantToken(sandbox, 'former-admin', null);
  });

  afterAll(() => sandbox.stop());

  const ask = (path: string, authorization?: string): Promise<Response> =>
    fetch(`${sandbox.url}${path}`, authorization === undefined ? {} : { headers: { authorization } });

  const codeOf = async (response: Response): Promise<string> =>
    ((await response.json()) as { errorCode: string }).errorCode;

  describe('API tokens', () => {
    it('answers a missing, an unknown and a malformed credential apart', async () => {
      const missing = await ask('/api/v1/users');
      expect([missing.status, await codeOf(missing)]).toEqual([403, 'E0000005']);
      const unknown = await ask('/api/v1/users', 'SSWS 00unknown');
      expect([unknown.status, await codeOf(unknown)]).toEqual([401, 'E0000011']);
    });

    it.each([
      ['READ_ONLY_ADMIN', '/api/v1/users', 200],
      ['READ_ONLY_ADMIN', '/api/v1/apps', 200],
      ['READ_ONLY_ADMIN', '/api/v1/org', 200],
      ['READ_ONLY_ADMIN', '/api/v1/iam/assignees/users', 403],
      ['READ_ONLY_ADMIN', '/api/v1/iam/roles', 403],
      ['READ_ONLY_ADMIN', '/api/v1/api-tokens', 403],
      ['READ_ONLY_ADMIN', '/api/v1/logStreams', 403],
      ['READ_ONLY_ADMIN', '/api/v1/org/privacy/oktaSupport', 403],
      ['READ_ONLY_ADMIN', '/integrations/api/v1/api-services', 403],
      ['READ_ONLY_ADMIN', '/api/v1/eventHooks', 403],
      ['ORG_ADMIN', '/api/v1/eventHooks', 200],
      ['ORG_ADMIN', '/api/v1/iam/roles', 403],
      ['USER_ADMIN', '/api/v1/users', 200],
      ['USER_ADMIN', '/api/v1/policies?type=PASSWORD', 403],
      ['SUPER_ADMIN', '/api/v1/iam/roles', 200],
      ['SUPER_ADMIN', '/api/v1/api-tokens', 200],
      ['SUPER_ADMIN', '/integrations/api/v1/api-services', 200],
      ['none', '/api/v1/users', 403],
      ['none', '/api/v1/users/me', 200],
    ])('%s asks %s and is answered %i', async (role, path, status) => {
      const response = await ask(path, `SSWS ${sandbox.tokenOf(role)}`);
      expect(response.status).toBe(status);
      if (status === 403) expect(await codeOf(response)).toBe('E0000006');
    });

    it.each([
      ['SUPER_ADMIN', ['okta_browser_plugin', 'okta_enduser', 'saasure'], 200],
      ['READ_ONLY_ADMIN', [], 404],
      ['ORG_ADMIN', [], 404],
    ])("shows Okta's own applications to a super administrator alone: %s", async (role, names, status) => {
      const listed = async (as: string) => {
        const response = await ask('/api/v1/apps?limit=200', `SSWS ${sandbox.tokenOf(as)}`);
        return (await response.json()) as { id: string; name: string }[];
      };
      const own = ({ name }: { name: string }) => name === 'saasure' || /^okta_(enduser|browser_plugin)$/.test(name);
      const console = (await listed('SUPER_ADMIN')).find(({ name }) => name === 'saasure');
      const seen = await listed(role);

      expect(
        seen
          .filter(own)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(names);
      expect(seen.length).toBeGreaterThan(names.length);
      for (const path of [`/api/v1/apps/${console?.id}`, `/api/v1/apps/${console?.id}/groups`]) {
        expect((await ask(path, `SSWS ${sandbox.tokenOf(role)}`)).status).toBe(status);
      }
    });

    it('loses its rights with its owner', async () => {
      const own = await startSandbox({ users: 20, groups: 8, apps: 5, seed: 'live', unlimited: true });
      try {
        plantToken(own, 'org-admin', 'ORG_ADMIN');
        const headers = { authorization: `SSWS ${own.tokenOf('ORG_ADMIN')}` };
        const me = (await (await fetch(`${own.url}/api/v1/users/me`, { headers })).json()) as { id: string };
        own.org.mutate({ op: 'patch', collection: 'users', id: me.id, patch: { status: 'SUSPENDED' } });
        expect((await fetch(`${own.url}/api/v1/users`, { headers })).status).toBe(401);
      } finally {
        await own.stop();
      }
    });

    it('is refused outside its network zone', async () => {
      const bound = sandbox.org.principals.find(
        (principal) => principal.kind === 'token' && principal.network.connection === 'ZONE',
      );
      const response = await ask('/api/v1/users/me', `SSWS ${bound?.kind === 'token' ? bound.value : ''}`);
      expect([response.status, await codeOf(response)]).toEqual([403, 'E0000006']);
    });

    it('knows no other path and no other method', async () => {
      const authorization = `SSWS ${sandbox.tokenOf('SUPER_ADMIN')}`;
      const unknown = await ask('/api/v1/nothing', authorization);
      expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'E0000008']);
      const patched = await fetch(`${sandbox.url}/api/v1/org`, { method: 'PATCH', headers: { authorization } });
      expect([patched.status, await codeOf(patched)]).toEqual([405, 'E0000022']);
    });
  });

  describe('service apps', () => {
    it('exchanges an assertion signed with RS256 for scopes', async () => {
      const client = OAuthClient.of(sandbox, (found) => !found.dpop && found.algorithm === 'RS256');
      const answer = await client.requestToken('okta.users.read');
      expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
      expect((await client.get('/api/v1/users?limit=1')).status).toBe(200);
    });

    it('names the missing scope only in www-authenticate', async () => {
      const client = OAuthClient.of(sandbox, (found) => !found.dpop && found.algorithm !== null);
      await client.requestToken('okta.users.read');
      const refused = await client.get('/api/v1/groups');
      expect([refused.status, await refused.text()]).toEqual([403, '']);
      expect(refused.headers.get('www-authenticate')).toContain('scope="okta.groups.read"');
    });

    it.each([
      ['the same assertion twice', {}, /already been used/],
      ['another audience', { audience: 'https://acme.okta.example/oauth2/v1/token' }, /audience/],
      ['an expired assertion', { expiresIn: -10 }, /expired/],
      ['an assertion that lives too long', { expiresIn: 7200 }, /too far/],
      ['another subject', { subject: '0oaother' }, /client_id|subject/],
      ['a key the app does not have', { kid: 'unknown' }, /kid/],
    ])('refuses %s', async (_what, flaw, reason) => {
      const client = OAuthClient.of(sandbox, (found) => !found.dpop && found.algorithm !== null);
      const assertion = await client.assertion(flaw);
      if (Object.keys(flaw).length === 0) await client.requestToken('okta.users.read', { assertion });
      const { status, body } = await client.requestToken('okta.users.read', { assertion });
      expect([status, body.error]).toEqual([401, 'invalid_client']);
      expect(body.error_description).toMatch(reason);
    });

    it('accepts an assertion without kid when the app has one key', async () => {
      const client = OAuthClient.of(sandbox, (found) => !found.dpop && found.algorithm !== null);
      const answer = await client.requestToken('okta.users.read', { assertion: await client.assertion({ kid: null }) });
      expect(answer.status).toBe(200);
    });

    it('fails the whole request for one scope that is not granted', async () => {
      const client = OAuthClient.of(sandbox, (found) => !found.dpop && found.algorithm !== null);
      const { status, body } = await client.requestToken('okta.users.read okta.nothing.read');
      expect([status, body.error]).toEqual([400, 'invalid_scope']);
      expect((await client.requestToken('')).body.error).toBe('invalid_scope');
    });

    it('answers a client without any admin role with no users, and refuses it the rest', async () => {
      const client = OAuthClient.of(sandbox, (found) => found.roles.length === 0 && found.algorithm !== null);
      await client.requestToken('okta.users.read okta.groups.read');
      const users = await client.get('/api/v1/users');
      expect([users.status, await users.json()]).toEqual([200, []]);
      const groups = await client.get('/api/v1/groups');
      expect([groups.status, await codeOf(groups)]).toEqual([403, 'E0000006']);
    });
  });

  describe('DPoP', () => {
    it('asks an app with an ES256 key for a nonce, binds the token, and refuses a proof used twice', async () => {
      const client = OAuthClient.of(sandbox, (found) => found.dpop && found.algorithm === 'ES256');
      expect((await client.requestToken('okta.users.read')).body.error).toBe('invalid_dpop_proof');
      const challenged = await client.requestToken('okta.users.read', { dpop: {} });
      expect(challenged).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
      const granted = await client.requestToken('okta.users.read', { dpop: { nonce: challenged.nonce } });
      expect(granted).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });

      const proof = await client.proof('GET', '/api/v1/users', { bound: true });
      expect((await client.get('/api/v1/users?limit=1', proof)).status).toBe(200);
      const replayed = await client.get('/api/v1/users?limit=1', proof);
      expect(replayed.status).toBe(400);
      expect(replayed.headers.get('www-authenticate')).toContain('already been used');
    });

    it('refuses a proof for another path, one without the token hash, and none at all', async () => {
      const client = OAuthClient.of(sandbox, (found) => found.dpop);
      const { nonce } = await client.requestToken('okta.users.read', { dpop: {} });
      await client.requestToken('okta.users.read', { dpop: { nonce } });
      const elsewhere = await client.proof('GET', '/api/v1/users?limit=1', { bound: true });
      expect((await client.get('/api/v1/users?limit=1', elsewhere)).status).toBe(400);
      const unbound = await client.proof('GET', '/api/v1/users', { bound: false });
      expect((await client.get('/api/v1/users', unbound)).status).toBe(400);
      expect((await client.get('/api/v1/users')).status).toBe(400);
    });
  });

  describe('API service integrations', () => {
    it('exchanges id and secret by Basic only, and needs no admin role', async () => {
      const client = OAuthClient.of(sandbox, (found) => found.secret !== null);
      expect((await client.requestToken('okta.users.read', { basic: true })).status).toBe(200);
      expect((await client.get('/api/v1/users?limit=1')).status).toBe(200);
      const wrong = await client.requestToken('okta.users.read', { basic: true, secret: 'wrong' });
      expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    });

    it('tells a custom service app that it must use a key', async () => {
      const client = OAuthClient.of(sandbox, (found) => found.algorithm !== null && !found.dpop);
      const { status, body } = await client.requestToken('okta.users.read', { basic: true, secret: 'any' });
      expect([status, body.error]).toEqual([401, 'invalid_client']);
      expect(body.error_description).toContain('private_key_jwt');
    });
  });
});

/** A user who holds one role, or none, and an API token of that user which may be used from anywhere. */
function plantToken({ org }: Sandbox, name: string, role: string | null): void {
  const owner = `00u${name}`;
  org.mutate({ op: 'add', collection: 'users', object: { id: owner, login: `${name}@acme.example` } });
  if (role !== null) {
    org.mutate({ op: 'add', collection: 'roles', object: { id: `ra1${name}`, user: owner, type: role } });
  }
  const network = { connection: 'ANYWHERE', include: [], exclude: [] };
  org.mutate({ op: 'add', collection: 'tokens', object: { id: `00T${name}`, owner, network } });
}

import { join } from 'node:path';
import { oktaWire } from '@posture/connectors';
import type { OktaCredential } from '@posture/connectors';
import { Secret } from '@posture/platform';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { MemorySink } from './okta-connector.memory-sink';
import { closeAfterEach, clientFor, ofClient, org, readAll, stateOf, token } from './okta-connector.org';

const RESOURCES = oktaWire.catalogue.resources;

closeAfterEach();

describe('what a credential may not see is never "nothing"', () => {
  it('a read-only administrator cannot read roles, and coverage names the permission', async () => {
    const sandbox = await org();
    const sink = await readAll(clientFor(sandbox, token(sandbox.tokenOf('READ_ONLY_ADMIN'))));
    for (const resource of ['role-assignees', 'user-roles', 'custom-roles', 'resource-sets', 'group-roles'] as const) {
      expect([resource, sink.coverage(resource)]).toEqual([
        resource,
        expect.objectContaining({ state: 'forbidden', missing: 'okta.iam.read' }),
      ]);
    }
    expect(sink.coverage('api-tokens')).toMatchObject({ state: 'forbidden', missing: 'okta.users.apitokens.read' });
    for (const resource of ['users', 'groups', 'apps', 'policies'] as const)
      expect([resource, stateOf(sink, resource)]).toEqual([resource, 'complete']);
  });

  it.each(['RS256', 'ES256'])('a service app with a %s key reads with the scopes it was granted', async (algorithm) => {
    const sandbox = await org();
    const app = sandbox.clients.find((client) => client.algorithm === algorithm && client.scopes.length > 3);
    expect(app).toBeDefined();
    if (app === undefined) return;
    const client = clientFor(sandbox, ofClient(app));
    const sink = await readAll(client);
    expect(sink.nodes('User').length).toBeGreaterThan(0);
    for (const resource of Object.keys(RESOURCES)) {
      const spec = RESOURCES[resource]!;
      if (app.scopes.includes(spec.scope) || resource === 'client-secrets') continue;
      expect([resource, stateOf(sink, resource)]).not.toEqual([resource, 'complete']);
    }
    expect(client.scopes?.granted.every((scope) => app.scopes.includes(scope))).toBe(true);
  });

  it('a client with scopes and no admin role, which Okta answers with empty lists, sees nothing and says so', async () => {
    const sandbox = await org();
    const app = sandbox.clients.find(({ name }) => name === 'sandbox-no-role');
    expect(app).toBeDefined();
    if (app === undefined) return;
    const sink = await readAll(clientFor(sandbox, ofClient(app)));
    const believed = [...sink.reads.values()].flatMap(({ finished }) =>
      finished?.state === 'complete' && finished.records === 0 && finished.parent === '' ? [finished.resource] : [],
    );
    expect(believed).toEqual([]);
    expect(sink.coverage('idps')).toMatchObject({ state: 'forbidden', missing: 'okta.identityProviders.read' });
    expect(sink.coverage('group-members')?.state).toBe('forbidden');
  });

  it('a read that another process began doubts the same empty lists', async () => {
    const sandbox = await org();
    sandbox.faults.add({ kind: 'empty-list', path: '/api/v1/*', count: null });
    const whole = await readAll(clientFor(sandbox));
    const coverage = (sink: MemorySink) =>
      [...sink.reads].map(([list, { finished }]) => `${list} ${finished?.state} ${finished?.reason}`).sort();
    expect(whole.coverage('idps')?.state).toBe('forbidden');
    for (const diesAt of [2, 6, 12]) {
      const sink = new MemorySink();
      sink.diesAt = diesAt;
      await expect(readAll(clientFor(sandbox), {}, sink)).rejects.toThrow('killed');
      sink.diesAt = Number.POSITIVE_INFINITY;
      await readAll(clientFor(sandbox), {}, sink);
      expect(coverage(sink)).toEqual(coverage(whole));
    }
  });

  it('CON-03: an integration reads with client id and secret', async () => {
    const sandbox = await org();
    const integration = sandbox.clients.find((client) => client.secret !== null);
    expect(integration).toBeDefined();
    if (integration === undefined) return;
    const client = clientFor(sandbox, ofClient(integration));
    const sink = new MemorySink();
    await new OktaReader(client).readWave(1, sink, new AbortController().signal);
    const missing = [...sink.reads.values()].flatMap(({ finished }) =>
      finished?.state === 'forbidden' ? [finished.missing] : [],
    );
    for (const scope of client.scopes?.missing ?? [])
      if (missing.includes(scope)) expect(integration.scopes).not.toContain(scope);
    expect(client.scopes?.granted.length).toBeGreaterThan(0);
  });

  it('a required proof of possession is given', async () => {
    const sandbox = await org();
    const app = sandbox.clients.find((client) => client.dpop);
    expect(app).toBeDefined();
    if (app === undefined) return;
    const sink = new MemorySink();
    await new OktaReader(clientFor(sandbox, ofClient(app))).readWave(1, sink, new AbortController().signal);
    expect(sink.nodes('User').length).toBeGreaterThan(0);
  });

  it.each([
    ['a wrong token', (): OktaCredential => token('00not-a-token'), 'okta.credential_refused'],
    [
      'a wrong secret',
      (sandbox: Sandbox): OktaCredential => ({
        kind: 'client_secret',
        clientId: sandbox.clients.find((client) => client.secret !== null)?.id ?? '',
        clientSecret: new Secret('wrong'),
      }),
      'okta.client_refused',
    ],
    [
      'an unknown client',
      (): OktaCredential => ({ kind: 'client_secret', clientId: '0oanobody', clientSecret: new Secret('wrong') }),
      'okta.client_refused',
    ],
  ])('%s ends the sync with one sentence', async (_what, credential, code) => {
    const sandbox = await org();
    const failure = await readAll(clientFor(sandbox, credential(sandbox))).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('wrong');
  });
});

describe('each fault ends with the right coverage', () => {
  it.each([
    [
      'a server error that passes',
      { kind: 'status', path: '/api/v1/users', after: 1, status: 503, count: 2 },
      'users',
      'complete',
    ],
    [
      'a time-out that wants smaller pages',
      { kind: 'status', path: '/api/v1/groups/*/users', status: 500, count: 3 },
      'group-members',
      'complete',
    ],
    ['a gateway error', { kind: 'status', path: '/api/v1/apps', after: 1, status: 502, count: 1 }, 'apps', 'complete'],
    ['a broken connection', { kind: 'reset', path: '/api/v1/users', after: 1, count: 2 }, 'users', 'complete'],
    ['half an answer', { kind: 'cut', path: '/api/v1/users', after: 1, count: 1 }, 'users', 'complete'],
    ['truncated JSON', { kind: 'truncate', path: '/api/v1/users', after: 1, count: 1 }, 'users', 'complete'],
    [
      'an empty page in the middle',
      { kind: 'empty-page', path: '/api/v1/users', after: 1, count: 1 },
      'users',
      'complete',
    ],
    [
      'a user deleted while paging',
      { kind: 'user-deleted', path: '/api/v1/users', after: 1, count: 1 },
      'users',
      'complete',
    ],
    [
      'a server error that stays',
      { kind: 'status', path: '/api/v1/zones', status: 503, count: null },
      'zones',
      'failed',
    ],
    ['empty pages without end', { kind: 'empty-page', path: '/api/v1/users', count: null }, 'users', 'forbidden'],
    ['a looping next', { kind: 'loop-next', path: '/api/v1/users', count: null }, 'users', 'partial'],
    ['a foreign next', { kind: 'foreign-next', path: '/api/v1/users', count: null }, 'users', 'partial'],
    ['a permission lost between pages', { kind: 'forbidden', path: '/api/v1/users', after: 2 }, 'users', 'forbidden'],
    ['a scope lost', { kind: 'scope-lost', path: '/api/v1/idps' }, 'idps', 'forbidden'],
    ['a feature that is off', { kind: 'feature-off', path: '/api/v1/behaviors' }, 'behaviors', 'unlicensed'],
    ['an empty list no org has', { kind: 'empty-list', path: '/api/v1/users', count: null }, 'users', 'forbidden'],
    [
      'an empty list of assignees',
      { kind: 'empty-list', path: '/api/v1/iam/assignees/users', count: null },
      'role-assignees',
      'forbidden',
    ],
  ] as const)('%s', async (_what, fault, resource, state) => {
    const sandbox = await org({ users: 500 });
    sandbox.faults.add(fault);
    const sink = await readAll(clientFor(sandbox));
    expect(sandbox.faults.list()[0]?.struck).toBeGreaterThan(0);
    expect([sink.coverage(resource)?.reason, stateOf(sink, resource)]).toEqual([
      state === 'complete' ? null : expect.any(String),
      state,
    ]);
    if (resource === 'users' && state === 'complete') expect(sink.nodes('User').length).toBeGreaterThanOrEqual(500);
  });

  it('a token revoked in the middle ends the sync', async () => {
    const sandbox = await org();
    sandbox.faults.add({ kind: 'token-revoked', path: '/api/v1/*', after: 20 });
    await expect(readAll(clientFor(sandbox))).rejects.toMatchObject({ code: 'okta.credential_refused' });
  });

  it('members refused from the middle on leave no group without its reason', async () => {
    const sandbox = await org();
    sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/groups/*/users', after: 5 });
    const sink = await readAll(clientFor(sandbox));
    expect(stateOf(sink, 'group-members')).toBe('partial');
    const refused = [...sink.reads.values()].filter(
      ({ finished }) => finished?.resource === 'group-members' && finished.state === 'forbidden',
    );
    expect(refused.length).toBeGreaterThan(0);
    for (const { finished } of refused) expect(finished?.missing).toBe('READ_ONLY_ADMIN');
  });

  it('members refused in the second wave leave those that the first one read', async () => {
    const sandbox = await org({ scenario: join(__dirname, 'owner-chain.scenario.yaml') });
    const sink = new MemorySink();
    const reader = new OktaReader(clientFor(sandbox));
    const { signal } = new AbortController();
    await reader.readWave(1, sink, signal);
    const members = () => [...sink.reads].filter(([list]) => list.startsWith('group-members Group:'));
    const ofRoleGroups = members().map(([list]) => list);
    expect(ofRoleGroups.length).toBeGreaterThan(0);
    sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/groups/*/users' });
    sandbox.resetStats();

    await reader.readWave(2, sink, signal);

    const states = new Map(members().map(([list, { finished }]) => [list, finished?.state]));
    expect(ofRoleGroups.map((list) => states.get(list))).toEqual(ofRoleGroups.map(() => 'complete'));
    expect([...states.values()].filter((state) => state === 'forbidden').length).toBeGreaterThan(5);
    expect(stateOf(sink, 'group-members')).toBe('partial');
    expect(sandbox.stats().byStatus['403']).toBe(3);
    const { failed, failures } = reader.stats();
    expect(failed).toBe(3);
    expect(failures[0]).toMatchObject({
      ...{ path: '/api/v1/groups/{}/users', status: 403 },
      ...{ requestId: expect.stringMatching(/\S/), at: expect.stringMatching(/Z$/) },
    });
  });
});

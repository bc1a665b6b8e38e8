import { join } from 'node:path';
import type { SyncProgress } from '@posture/domain';
import { normaliseOktaDomain, oktaWire } from '@posture/connectors';
import type { OktaCredential } from '@posture/connectors';
import { Secret, systemClock } from '@posture/platform';
import { OktaClient } from '../../libs/connectors/src/okta/http/okta-client';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import { probe } from '../../libs/connectors/src/okta/probe/probe';
import { requestPlan } from '../../libs/connectors/src/okta/read/request-plan';
import type { OktaReaderOptions } from '../../libs/connectors/src/okta/read/okta-reader';
import type { OktaSizes } from '../../libs/connectors/src/okta/catalogue/okta-sizes';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox, SandboxClient, SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { MemorySink } from './okta-connector.memory-sink';

const DAY_MS = 86_400_000;
const RESOURCES = oktaWire.catalogue.resources;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function org(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    users: 300,
    groups: 20,
    apps: 12,
    seed: 'connector',
    unlimited: true,
    ...options,
  });
  open.push({ close: () => sandbox.stop() });
  return sandbox;
}

function token(value: string): OktaCredential {
  return { kind: 'api_token', token: new Secret(value) };
}

/** Retries do not wait; everything else takes its time. */
const impatient = {
  now: () => systemClock.now(),
  random: Math.random,
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, Math.min(ms, 5));
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      });
    }),
};

function clientFor(sandbox: Sandbox, credential: OktaCredential = token(sandbox.tokenOf('SUPER_ADMIN'))): OktaClient {
  const domain = normaliseOktaDomain(sandbox.url, { allowLoopback: true });
  const client = new OktaClient({ domain, credential, clock: systemClock, pace: impatient, timeoutMs: 5000 });
  open.push(client);
  return client;
}

async function readAll(
  client: OktaClient,
  options: OktaReaderOptions = {},
  sink = new MemorySink(),
): Promise<MemorySink> {
  const reader = new OktaReader(client, options);
  for (const wave of [1, 2, 3] as const) await reader.readWave(wave, sink, new AbortController().signal);
  return sink;
}

function ofClient(client: SandboxClient): OktaCredential {
  return client.secret !== null
    ? { kind: 'client_secret', clientId: client.id, clientSecret: new Secret(client.secret) }
    : { kind: 'private_key', clientId: client.id, privateKey: new Secret(JSON.stringify(client.privateKey)) };
}

const stateOf = (sink: MemorySink, resource: string, parent = '') => sink.coverage(resource, parent)?.state;

describe('reading an org', () => {
  it('stages what the org holds, each list with its coverage', async () => {
    const sandbox = await org();
    const progress: SyncProgress[] = [];
    const sink = await readAll(clientFor(sandbox), {
      onProgress: (each) => progress.push(each),
      includeClientSecrets: true,
    });
    const model = sandbox.org;
    expect(
      sink
        .nodes('User')
        .map(({ externalId }) => externalId)
        .sort(),
    ).toEqual(
      model.users
        .range(0, model.users.size)
        .map(({ id }) => id)
        .sort(),
    );
    expect(sink.nodes('Org')).toHaveLength(1);
    const staged: [string, string][] = [
      ['groups', 'Group'],
      ['apps', 'App'],
      ['apiTokens', 'ApiToken'],
      ['apiServices', 'ServiceIntegration'],
      ['policies', 'Policy'],
      ['zones', 'Zone'],
      ['authenticators', 'Authenticator'],
      ['customRoles', 'CustomRole'],
      ['resourceSets', 'ResourceSet'],
      ['devices', 'Device'],
    ];
    for (const [name, kind] of staged) {
      const list = model.list(name as never);
      // Automations are a policy type that not every server lists.
      const held = list.range(0, list.size).filter(({ type }) => type !== 'USER_LIFECYCLE');
      const found = sink.nodes(kind as 'User').filter(({ props }) => props['type'] !== 'USER_LIFECYCLE');
      const ids = (each: readonly { readonly id: string }[]): string[] => each.map(({ id }) => id).sort();
      expect([kind, found.map(({ externalId }) => externalId).sort()]).toEqual([kind, ids(held)]);
    }
    for (const resource of Object.keys(RESOURCES)) {
      const expected = resource === 'factors' ? 'not_read' : 'complete';
      expect([resource, stateOf(sink, resource)]).toEqual([resource, expected]);
    }
    expect(progress.at(-1)?.records).toBeGreaterThan(300);
  });

  it('never writes one object in two lists, where one would close the other', async () => {
    const sink = await readAll(clientFor(await org()), { includeClientSecrets: true });
    const seen = new Map<string, string>();
    for (const [read, { nodes }] of sink.reads) {
      for (const key of nodes.keys()) {
        expect([key, seen.get(key)]).toEqual([key, undefined]);
        seen.set(key, read);
      }
    }
  });

  it('reads every membership but that of Everyone', async () => {
    const sandbox = await org();
    const sink = await readAll(clientFor(sandbox));
    const groups = sandbox.org.list('groups');
    const expected: string[] = [];
    for (const group of groups.range(0, groups.size)) {
      if (group['type'] === 'BUILT_IN' && (group['profile'] as { name: string }).name === 'Everyone') continue;
      const members = sandbox.org.sublist('groupUsers', group.id);
      for (const member of members?.range(0, members.size) ?? []) expected.push(`User:${member.id} Group:${group.id}`);
    }
    expect(
      sink
        .edges('MEMBER_OF')
        .map(({ src, dst }) => `${src} ${dst}`)
        .sort(),
    ).toEqual(expected.sort());
    const everyone = sink.nodes('Group').find(({ name }) => name === 'Everyone');
    expect(sink.coverage('group-members', everyone?.key)).toMatchObject({ state: 'complete', records: 0 });
    expect(sink.coverage('group-members', everyone?.key)?.reason).toContain('by definition');
  });

  it('asks no more than the published plan and nothing per user', async () => {
    const sandbox = await org({ users: 1200, groups: 40, apps: 30, seed: 'plan' });
    sandbox.resetStats();
    const client = clientFor(sandbox);
    const sink = await readAll(client);
    const plan = requestPlan(sizesOf(sink));
    const { requests, byPath } = sandbox.stats();
    expect(client.requests).toBe(requests);
    expect([requests, JSON.stringify(byPath)]).toEqual([expect.any(Number), expect.any(String)]);
    expect(requests).toBeLessThanOrEqual(plan.total * 1.05);
    expect(requests).toBeGreaterThan(plan.total * 0.8);
  });

  it.each([
    ['groups', { groups: 8, apps: 40 }, /groups\/[^/]+\/apps/, /apps\/[^/]+\/groups/],
    ['applications', { groups: 400, apps: 9, groupsPerApp: 40 }, /apps\/[^/]+\/groups/, /groups\/[^/]+\/apps/],
  ])('reads all assignments of groups from the %s where that is cheaper', async (_side, sizes, asked, other) => {
    const sandbox = await org(sizes);
    const sink = await readAll(clientFor(sandbox));
    const apps = sandbox.org.list('apps');
    const held = apps.range(0, apps.size).flatMap(({ id }) => {
      const groups = sandbox.org.sublist('appGroups', id)!;
      return groups.range(0, groups.size).map((group) => `Group:${group.id} App:${id}`);
    });
    const read = sink.edges('ASSIGNED_TO').filter(({ src }) => src.startsWith('Group:'));

    expect(held.length).toBeGreaterThan(0);
    expect(read.map(({ src, dst }) => `${src} ${dst}`).sort()).toEqual(held.sort());
    const paths = Object.keys(sandbox.stats().byPath);
    expect([paths.some((path) => asked.test(path)), paths.some((path) => other.test(path))]).toEqual([true, false]);
  });

  it('asks who owns the groups that own a group with a role, and those in turn, each once', async () => {
    const sandbox = await org({ scenario: join(__dirname, 'owner-chain.scenario.yaml') });
    const sink = await readAll(clientFor(sandbox));
    const id = (name: string): string => String(sandbox.org.idOf(name));
    expect(
      sink
        .edges('OWNS')
        .map(({ src, dst }) => `${src} ${dst}`)
        .sort(),
    ).toEqual(
      [
        `Group:${id('desk-owners')} Group:${id('desk')}`,
        `Group:${id('desk-owners-owners')} Group:${id('desk-owners')}`,
        `Group:${id('desk-owners')} Group:${id('desk-owners-owners')}`,
        `User:${id('staff-2')} Group:${id('desk-owners-owners')}`,
      ].sort(),
    );
    expect(stateOf(sink, 'group-owners')).toBe('complete');
    expect(stateOf(sink, 'group-owners', `Group:${id('desk-owners')}`)).toBe('complete');
    expect(sink.reads.has(`group-owners Group:${id('bystanders')}`)).toBe(false);
  });

  it('stays below the limits of an org that has them', async () => {
    const sandbox = await org({ users: 60, groups: 8, apps: 5, unlimited: false, speed: 30 });
    const domain = normaliseOktaDomain(sandbox.url, { allowLoopback: true });
    const client = new OktaClient({ domain, credential: token(sandbox.tokenOf('SUPER_ADMIN')), clock: systemClock });
    open.push(client);
    const sink = await readAll(client);
    expect(stateOf(sink, 'app-users')).toBe('complete');
    expect(sandbox.stats().throttled).toBe(0);
  });

  it('goes on where a process died, and ends with the same', async () => {
    const sandbox = await org();
    const whole = await readAll(clientFor(sandbox));
    for (const diesAt of [2, 30, 70]) {
      const sink = new MemorySink();
      sink.diesAt = diesAt;
      await expect(readAll(clientFor(sandbox), {}, sink)).rejects.toThrow('killed');
      sink.diesAt = Number.POSITIVE_INFINITY;
      await readAll(clientFor(sandbox), {}, sink);
      expect(sink.contents()).toEqual(whole.contents());
    }
  });

  it('goes on with a list it began long ago: which cursors are too old the sink says', async () => {
    const sandbox = await org({ users: 900 });
    const sink = new MemorySink();
    const { signal } = new AbortController();
    const users = () => sink.reads.get('users ');
    sink.diesWhen = () => users()?.cursor != null;
    await expect(new OktaReader(clientFor(sandbox)).readWave(1, sink, signal)).rejects.toThrow('killed');
    sink.diesWhen = () => false;
    const long = new Date(systemClock.now().getTime() - DAY_MS);
    users()!.startedAt = long;

    await new OktaReader(clientFor(sandbox)).readWave(1, sink, signal);

    expect(sink.coverage('users')).toMatchObject({ state: 'complete', readStartedAt: long });
    expect(sink.nodes('User')).toHaveLength(sandbox.org.users.size);
  });

  it('stops at once when it is told to', async () => {
    const sandbox = await org({ latencyMs: 50 });
    const abort = new AbortController();
    const sink = new MemorySink();
    const reading = new OktaReader(clientFor(sandbox)).readWave(1, sink, abort.signal);
    setTimeout(() => abort.abort(new Error('enough')), 120);
    await expect(reading).rejects.toThrow('enough');
    const { commits } = sink;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(sink.commits).toBe(commits);
  });
});

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

  it('an integration reads with client id and secret', async () => {
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
    ['empty pages without end', { kind: 'empty-page', path: '/api/v1/users', count: null }, 'users', 'failed'],
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
  });
});

describe('the probe', () => {
  it('finds everything readable for a super administrator, and warns of it', async () => {
    const sandbox = await org();
    const found = await probe(clientFor(sandbox));
    expect(found.org).toMatchObject({ id: sandbox.org.id, pipeline: 'idx' });
    expect(found.credential.roles).toContain('SUPER_ADMIN');
    expect(found.warnings.join()).toContain('Super Administrator');
    const unread = found.resources.filter(({ state }) => state !== 'ok' && state !== 'not_probed');
    expect(unread).toEqual([]);
    expect(found.plan.requests).toBeGreaterThan(50);
  });

  it('tells a read-only administrator exactly what to grant', async () => {
    const sandbox = await org();
    const found = await probe(clientFor(sandbox, token(sandbox.tokenOf('READ_ONLY_ADMIN'))));
    const assignees = found.resources.find(({ resource }) => resource === 'role-assignees');
    expect(assignees).toMatchObject({ state: 'forbidden', missing: 'okta.iam.read', status: 403 });
    expect(assignees?.grant).toContain('okta.iam.read');
    expect(found.resources.find(({ resource }) => resource === 'users')?.state).toBe('ok');
  });

  it('reads no client secret', async () => {
    const sandbox = await org();
    await probe(clientFor(sandbox));
    expect(Object.keys(sandbox.stats().byPath).filter((path) => path.includes('secrets'))).toEqual([]);
  });

  it('refuses a wrong token once and clearly', async () => {
    const sandbox = await org();
    await expect(probe(clientFor(sandbox, token('00wrong')))).rejects.toMatchObject({
      code: 'okta.credential_refused',
      kind: 'credential_refused',
    });
  });
});

/** The sizes of an org as its read found them. */
function sizesOf(sink: MemorySink): OktaSizes {
  const groups = sink.nodes('Group').filter(({ name }) => name !== 'Everyone');
  const observed = (name: string) => groups.map((group) => Number(group.observed?.[name] ?? 0));
  const perParent = (resource: string): number[] =>
    [...sink.reads.values()].flatMap(({ finished }) =>
      finished?.resource === resource && finished.parent !== '' ? [finished.records] : [],
    );
  const apps = sink.nodes('App').map(({ props }) => props as Record<string, never>);
  const count = (resource: string): number => sink.coverage(resource)?.records ?? 0;
  const reads = (resource: string): number => perParent(resource).length;
  const deprovisioned = sink.nodes('User').filter(({ props }) => props['status'] === 'DEPROVISIONED').length;
  const lists = Object.fromEntries(Object.keys(RESOURCES).map((resource) => [resource, count(resource)]));
  return {
    pipeline: 'idx',
    lists: { ...lists, users: sink.nodes('User').length - deprovisioned },
    deprovisionedUsers: deprovisioned,
    groupMembers: observed('usersCount'),
    groupApps: observed('appsCount').filter((apps) => apps > 0),
    ownedGroups: reads('group-owners'),
    roleGroups: reads('group-roles'),
    factorUsers: reads('factors'),
    delegableAssignments: reads('role-targets'),
    resourceSets: perParent('resource-set-resources'),
    bindings: count('resource-sets'),
    authServerPolicies: reads('auth-server-rules'),
    appUsers: perParent('app-users'),
    appGroups: apps.map(() => 1),
    oidcApps: apps.filter((app) => app['signOnMode'] === 'OPENID_CONNECT').length,
    serviceApps: reads('client-roles'),
    secretApps: 0,
    samlApps: reads('app-keys'),
    undatedKeyApps: reads('app-jwks'),
  };
}

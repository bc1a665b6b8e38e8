import { join } from 'node:path';
import type { SyncProgress } from '@posture/domain';
import { oktaWire } from '@posture/connectors';
import { systemClock } from '@posture/platform';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import { requestPlan } from '../../libs/connectors/src/okta/read/request-plan';
import type { OktaSizes } from '../../libs/connectors/src/okta/catalogue/okta-sizes';
import { MemorySink } from './okta-connector.memory-sink';
import { closeAfterEach, clientFor, org, patientClientFor, readAll, stateOf } from './okta-connector.org';

const DAY_MS = 86_400_000;
const RESOURCES = oktaWire.catalogue.resources;

closeAfterEach();

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
    const sink = await readAll(patientClientFor(sandbox));
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

import { createOrg, type SandboxOrg, type Wire } from './index';

const NOW = new Date('2026-06-01T12:00:00Z');

describe('the modelled org', () => {
  it('is the same for the same seed, and another for another', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => createOrg({ seed, users: 500, now: NOW }));
    const all = (org: SandboxOrg | undefined): string => JSON.stringify(org?.users.range(0, 600));
    expect(all(a)).toBe(all(b));
    expect(all(a)).not.toBe(all(c));
    expect(JSON.stringify(a?.list('apps').range(0, 100))).toBe(JSON.stringify(b?.list('apps').range(0, 100)));
  });

  it('computes the last of a million users at once, and keeps none', () => {
    const before = process.memoryUsage().heapUsed;
    const org = createOrg({ users: 1_000_000, groups: 5000, apps: 1000, now: NOW });
    const started = performance.now();
    const last = org.presentUsers.at(999_999);
    expect(performance.now() - started).toBeLessThan(50);
    expect(org.presentUsers.find(last.id)).toEqual(last);
    expect(org.user(last.profile.login)).toEqual(last);
    expect(org.presentUsers.positionAfter(last.id)).toBe(1_000_000);
    expect(org.groupStats(org.idOf('everyone') as string)?.usersCount).toBe(1_000_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60e6);
  });

  it('answers ten users as well as a million', () => {
    const org = createOrg({ users: 10, groups: 8, apps: 5, now: NOW });
    expect(org.presentUsers.size).toBe(10);
    expect(org.list('roleAssignees').size).toBe(3);
    expect(() => createOrg({ users: 9 })).toThrow('size.users is 9; it must be 10 to 1000000');
  });

  it('gives ids of twenty characters that lead back to their object, and none twice', () => {
    const org = createOrg({ users: 3000, now: NOW });
    const ids = org.users.range(0, org.users.size).map(({ id }) => id);
    expect(new Set(ids).size).toBe(org.users.size);
    for (const id of ids.slice(0, 50)) {
      expect(id).toMatch(/^00u[0-9A-Za-z]{17}$/);
      expect(org.user(id)?.id).toBe(id);
    }
    expect(org.user(`${(ids[0] as string).slice(0, 19)}!`)).toBeUndefined();
  });

  it('lists members, their count and their groups without contradiction', () => {
    const org = createOrg({ users: 150, groups: 20, apps: 12, now: NOW });
    const groups = org.list('groups');
    const pairs = new Set<string>();
    for (const group of groups.range(0, groups.size)) {
      const members = org.sublist('groupUsers', group.id);
      expect(members?.size).toBe(org.groupStats(group.id)?.usersCount);
      for (const user of members?.range(0, members.size) ?? []) pairs.add(`${user.id}/${group.id}`);
    }
    const back = new Set<string>();
    for (const user of org.users.range(0, org.users.size)) {
      const of = org.sublist('userGroups', user.id);
      for (const group of of?.range(0, of.size) ?? []) back.add(`${user.id}/${group.id}`);
    }
    expect(back).toEqual(pairs);
  });

  it('assigns applications to the members of their groups and to a few users directly', () => {
    const org = createOrg({ users: 150, groups: 20, apps: 40, now: NOW });
    for (const app of org.list('apps').range(0, 40)) {
      const users = org.sublist('appUsers', app.id) as NonNullable<ReturnType<SandboxOrg['sublist']>>;
      const groups = org.sublist('appGroups', app.id)?.range(0, 100) ?? [];
      const expected = new Set(
        groups.flatMap(
          ({ id }) =>
            org
              .sublist('groupUsers', id)
              ?.range(0, 5000)
              .map((user) => user.id) ?? [],
        ),
      );
      for (const user of users.range(0, users.size)) {
        if (user.scope === 'GROUP') expect(expected.has(user.id)).toBe(true);
        expected.delete(user.id);
      }
      expect([...expected]).toEqual([]);
      for (const { id } of groups) expect(org.sublist('groupApps', id)?.find(app.id)).toBeDefined();
    }
  });

  it('keeps the place of a page when users before it are removed', () => {
    const org = createOrg({ users: 100, now: NOW });
    const page = org.presentUsers.range(0, 20);
    const last = page.at(-1) as Wire;
    const next = org.presentUsers.at(20);
    org.mutate({ op: 'remove', collection: 'users', id: (page[3] as Wire).id });
    org.mutate({ op: 'remove', collection: 'users', id: last.id });
    expect(org.presentUsers.at(org.presentUsers.positionAfter(last.id))).toEqual(next);
    expect(org.presentUsers.size).toBe(98);
    expect(org.user(last.id)).toBeUndefined();
    expect(org.presentUsers.positionAfter('00uNeverWasInThisList')).toBe(-1);
  });

  it('takes a user who is deprovisioned out of the plain list and out of its groups', () => {
    const org = createOrg({ users: 100, groups: 20, now: NOW });
    const id = org.idOf('staff-7') as string;
    const [present, gone] = [org.presentUsers.size, org.deprovisionedUsers.size];
    org.mutate({ op: 'patch', collection: 'users', id, patch: { status: 'DEPROVISIONED' } });
    expect([org.presentUsers.size, org.deprovisionedUsers.size]).toEqual([present - 1, gone + 1]);
    expect(org.deprovisionedUsers.find(id)?.status).toBe('DEPROVISIONED');
    expect(org.sublist('userGroups', id)?.size).toBe(0);
    expect(org.sublist('groupUsers', org.idOf('everyone') as string)?.find(id)).toBeUndefined();
  });

  it('lets credentials act with the rights their owner has now', () => {
    const org = createOrg({ users: 100, now: NOW });
    const owner = org.idOf('staff-3') as string;
    org.mutate({ op: 'add', collection: 'tokens', object: { id: '00T00000000000000001', owner } });
    expect(org.rightsOf('00T00000000000000001')).toEqual({ roles: [], permissions: [] });
    org.mutate({ op: 'add', collection: 'roles', object: { user: owner, type: 'READ_ONLY_ADMIN' } });
    expect(org.rightsOf('00T00000000000000001')?.roles).toEqual(['READ_ONLY_ADMIN']);
    org.mutate({ op: 'patch', collection: 'users', id: owner, patch: { status: 'SUSPENDED' } });
    expect(org.rightsOf('00T00000000000000001')).toBeUndefined();
  });

  it('has credentials of its own that show in no list', () => {
    const org = createOrg({ users: 100, now: NOW });
    const own = org.principals.filter(({ listed }) => !listed);
    expect(own.map(({ name }) => name)).toEqual([
      'sandbox-super-admin-token',
      'sandbox-read-only-token',
      'sandbox-reader',
      'sandbox-least-privilege',
      'sandbox-no-role',
      'sandbox-integration',
    ]);
    const listed = ['apps', 'apiTokens', 'apiServices'] as const;
    for (const { id } of own) {
      for (const name of listed)
        expect(
          org
            .list(name)
            .range(0, 1000)
            .some((item) => item.id === id),
        ).toBe(false);
    }
    const token = own.find(({ kind }) => kind === 'token');
    if (token?.kind !== 'token') throw new Error('no token');
    expect(org.user(token.ownerId)).toBeDefined();
    expect(org.presentUsers.find(token.ownerId)).toBeUndefined();
  });

  it('knows only the policies of its pipeline', () => {
    const types = (classic: boolean): string[] => [
      ...new Set(
        createOrg({ users: 20, classic, now: NOW })
          .list('policies')
          .range(0, 100)
          .map(({ type }) => String(type)),
      ),
    ];
    expect(types(true).sort()).toEqual(['IDP_DISCOVERY', 'MFA_ENROLL', 'OKTA_SIGN_ON', 'PASSWORD']);
    expect(types(false)).toEqual(
      expect.arrayContaining(['ACCESS_POLICY', 'ENTITY_RISK', 'POST_AUTH_SESSION', 'PROFILE_ENROLLMENT']),
    );
    expect(createOrg({ users: 20, classic: true }).list('authenticators').size).toBe(0);
  });
});

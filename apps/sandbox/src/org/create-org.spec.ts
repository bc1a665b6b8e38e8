import { createOrg } from './index';

const NOW = new Date('2026-06-01T12:00:00Z');

describe('the modelled org', () => {
  it('is the same for the same seed, and another for another', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => createOrg({ seed, users: 500, now: NOW }));
    const all = (org: ReturnType<typeof createOrg> | undefined): string => JSON.stringify(org?.users.range(0, 600));
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
    expect(org.presentUsers.positionAfter(last.id)).toBe(1_000_000);
    expect(org.presentUsers.size).toBe(1_000_000);
    expect(org.groupStats(org.list('groups').at(0).id)?.usersCount).toBe(1_000_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60e6);
  });
});

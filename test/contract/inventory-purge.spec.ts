import { INVENTORY_RETENTION, purgeInventory } from '../../libs/inventory/src/purge';
import type { PurgeOptions } from '../../libs/inventory/src/purge';
import { group, member, user } from '../support/inventory-org';
import type { InventoryOrg, ListRead } from '../support/inventory-org';
import { orgPerTest } from '../support/org-per-test';
import { STORE_KINDS } from '../support/stores';

const DAY_MS = 24 * 3_600_000;
const NOTHING = { nodes: 0, edges: 0, versions: 0, coverage: 0, observations: 0, reads: 0, syncs: 0, stages: 0 };

/** One state of the tenant: these users, each with a title and a last sign-in, members of one group unless it is gone. */
const state = (title: string, ids: readonly string[], crew = true): ListRead[] => [
  { resource: 'users', nodes: ids.map((id) => user(id, { title }, { lastLogin: `${title} ${id}` })) },
  { resource: 'groups', nodes: crew ? [group('staff'), group('crew')] : [group('staff')] },
  ...(crew
    ? [{ resource: 'group-members', parent: 'Group:crew' as const, edges: ids.map((id) => member(id, 'crew')) }]
    : []),
];

describe.each(STORE_KINDS)('a purge of the inventory, on the %s store', (kind) => {
  let org: InventoryOrg;

  orgPerTest(kind, (created) => (org = created));

  const purge = (options: PurgeOptions = {}) =>
    purgeInventory(org.database, org.connection.id, org.clock.now(), options);

  async function rows(table: string, where = 'true'): Promise<number> {
    const [row] = await org.database.query<{ n: number }>(
      `select count(*)::int as n from ${table} where connection_id = $1 and ${where}`,
      [org.connection.id],
    );
    return row!.n;
  }

  /** Versions at day 0, 30, 40, 60 (5 days before the cutoff), 300 and 460; today is day 465. */
  async function history(): Promise<void> {
    const days = [0, 30, 40, 60, 300, 460];
    const titles = ['a', 'b', 'b', 'b', 'c', 'd'];
    for (const [at, day] of days.entries()) {
      if (at > 0) org.clock.pass((day - days[at - 1]!) * DAY_MS);
      const ids = at < 2 ? ['ada', 'bo', 'cy'] : ['ada', 'bo'];
      await org.sync(state(titles[at]!, ids, at < 1), { overrideBrake: true });
    }
    org.clock.pass(5 * DAY_MS);
  }

  const answers = async () => {
    const kept = [];
    for (const version of [4, 5, 6]) {
      const observed: unknown[] = [];
      for await (const batch of org.reader.nodes(version))
        observed.push(...batch.map(({ key, observed: o }) => [key, o]));
      kept.push(await org.contents(version), version === 4 ? null : observed, await org.reader.coverage(version));
    }
    const at = (days: number) => new Date(org.clock.now().getTime() - days * DAY_MS);
    for (const days of [INVENTORY_RETENTION.closedDays, 200, 6, 0])
      kept.push((await org.reader.versionAt(at(days))).version);
    for (const [from, to] of [
      [4, 6],
      [4, 5],
      [5, 6],
    ] as const)
      kept.push(await org.drift.between(from, to));
    return kept;
  };

  it('changes no answer about an instant within the retention, and refuses those about earlier ones', async () => {
    await history();
    const before = await answers();
    const purged = await purge();

    expect(await answers()).toEqual(before);
    // Before the version in force 400 days ago ended: three users of day 0, cy of day 30, the crew and its members.
    expect(purged).toMatchObject({ nodes: 5, edges: 3, versions: 1, stages: 0 });
    for (const version of [1, 2, 3]) {
      const refusal = { code: 'inventory.version_not_found' };
      await expect(org.contents(version)).rejects.toMatchObject(refusal);
      await expect(org.drift.between(version, 6)).rejects.toMatchObject(refusal);
      await expect(org.reader.changes(version, 6).next()).rejects.toMatchObject(refusal);
    }
    expect((await org.reader.published())?.version).toBe(6);
    // Nothing began in the third. The group of the first and the titles of the second still date from theirs.
    const dates = await org.database.query(
      `select version from inventory_version where connection_id = $1 and state = 'purged' order by version`,
      [org.connection.id],
    );
    expect(dates).toEqual([{ version: 1 }, { version: 2 }]);
    expect(await purge()).toEqual(NOTHING);
  });

  it('keeps the last volatile values of 90 days ago, and those of nobody the inventory forgot', async () => {
    await history();
    const { observations } = await purge();

    // Day 0 and 30 of ada and bo, both of cy; of day 300 their latest of before the cutoff stays.
    expect(observations).toBe(6);
    expect(
      await org.database.query(`select distinct key from observation where connection_id = $1 order by key`, [
        org.connection.id,
      ]),
    ).toEqual([{ key: 'User:ada' }, { key: 'User:bo' }]);
    expect(await rows('observation')).toBe(4);
  });

  it('takes what ended syncs staged and read, and their rows in time, but never the last one', async () => {
    await history();
    const running = await org.begin();
    await org.read(running, { resource: 'users', nodes: [user('ada')] });
    const { reads, syncs } = await purge();

    expect([reads, syncs]).toEqual([13, 4]);
    expect(await rows('sync')).toBe(3);
    org.clock.pass(900 * DAY_MS);
    await purge();
    expect((await org.syncs.list(org.connection.id)).map(({ state: s }) => s)).toEqual(['running', 'completed']);
    // What still runs goes on as if nothing had been.
    const merged = await org.writer.mergeWave(running, 1);
    await org.writer.publish(running, merged.version);
    expect(merged.changes.nodes.changed).toBe(1);
  });

  it('stops between two small transactions when told to, and goes on the next time', async () => {
    await history();
    const before = await answers();
    const nodes = await rows('node');
    const stop = new AbortController();
    const stopped = expect(purge({ signal: stop.signal, batch: 1 })).rejects.toThrow('stopped by the test');
    while ((await rows('node')) === nodes);
    stop.abort(new Error('stopped by the test'));
    await stopped;

    expect(nodes - (await rows('node'))).toBeLessThanOrEqual(5);
    expect(await answers()).toEqual(before);
    await purge({ batch: 1 });
    expect(nodes - (await rows('node'))).toBe(5);
    expect(await purge()).toEqual(NOTHING);
    expect(await answers()).toEqual(before);
  });
});

import { applyChanges } from '@posture/access-graph';
import type { EdgeRecord, GraphChanges, NodeRecord } from '@posture/domain';
import { loadGraphIndex } from '../../libs/access-graph/src/graph/graph-index-builder';
import { group, member, user } from '../support/inventory-org';
import type { InventoryOrg, ListRead } from '../support/inventory-org';
import { orgPerTest } from '../support/org-per-test';
import { STORE_KINDS } from '../support/stores';

/** Two users, one group with both in it. */
const TENANT: readonly ListRead[] = [
  { resource: 'users', nodes: [user('ada'), user('bo')] },
  { resource: 'groups', nodes: [group('ops')] },
  { resource: 'group-members', parent: 'Group:ops', edges: [member('ada', 'ops'), member('bo', 'ops')] },
];
const NONE = { added: 0, changed: 0, closed: 0 };

describe.each(STORE_KINDS)('what an inventory keeps, on the %s store', (kind) => {
  let org: InventoryOrg;

  orgPerTest(kind, (created) => (org = created));

  describe('the brake', () => {
    const users = (ids: number, from = 0): ListRead => ({
      resource: 'users',
      nodes: Array.from({ length: ids }, (_, n) => user(`u${from + n}`)),
    });

    it('keeps the rows when more than a tenth of a kind disappears at once, and says so', async () => {
      await org.sync([users(300)]);
      const merged = await org.sync([users(260)]);
      expect(merged.changes.nodes).toEqual(NONE);
      expect(merged.braked).toMatchObject([
        { resource: 'users', kinds: [{ kind: 'User', vanished: 40, before: 300 }] },
      ]);
      const [coverage] = await org.reader.coverage(merged.version);
      expect(coverage).toMatchObject({
        resource: 'users',
        state: 'partial',
        reason: expect.stringContaining('40 of 300 User'),
      });
      expect((await org.sync([users(260)])).changes.nodes.closed).toBe(0);
      expect((await org.sync([users(260)], { overrideBrake: ['users'] })).changes.nodes.closed).toBe(40);
    });

    it('believes a disappearance of a tenth, or of fewer than 25', async () => {
      await org.sync([users(300)]);
      expect((await org.sync([users(270)])).changes.nodes.closed).toBe(30);
      expect((await org.sync([users(246)])).changes.nodes.closed).toBe(24);
    });

    it('doubts a list that is suddenly empty; a small one is believed when the next sync finds it empty too', async () => {
      await org.sync([
        { resource: 'users', nodes: [user('a'), user('b')] },
        { resource: 'groups', nodes: Array.from({ length: 6 }, (_, n) => group(`g${n}`)) },
      ]);
      const empty: ListRead[] = [{ resource: 'users' }, { resource: 'groups' }];
      const first = await org.sync(empty);
      expect(first.changes.nodes.closed).toBe(0);
      expect(first.braked.map((list) => list.resource).sort()).toEqual(['groups', 'users']);
      const second = await org.sync(empty);
      expect(second.changes.nodes.closed).toBe(2);
      expect(second.braked.map((list) => list.resource)).toEqual(['groups']);
    });

    it('lets one group lose its members without doubt', async () => {
      await org.sync(TENANT);
      const merged = await org.sync([{ resource: 'group-members', parent: 'Group:ops' }]);
      expect(merged).toMatchObject({ braked: [], changes: { edges: { closed: 2 } } });
    });
  });

  describe('volatile values', () => {
    it('cost no row of the inventory, and a row of their own only on days they differ', async () => {
      const at = (lastLogin: string): ListRead => ({ resource: 'users', nodes: [user('ada', {}, { lastLogin })] });
      const seen = async (version: number) =>
        ((await collect(org.reader.nodes(version))) as unknown as NodeRecord[][])[0]?.[0]?.observed;
      await org.sync([at('mon')]);
      org.clock.pass(24 * 3_600_000);
      expect((await org.sync([at('mon')])).changes.nodes).toEqual(NONE);
      org.clock.pass(24 * 3_600_000);
      const third = await org.sync([at('wed')]);
      expect(third.changes.nodes).toEqual(NONE);
      await org.sync([at('wed, later')]);
      const [rows] = await org.database.query<{ n: number }>(
        'select count(*)::int as n from observation where connection_id = $1',
        [org.connection.id],
      );
      expect(rows).toEqual({ n: 2 });
      expect(await collect(org.reader.changes(1, 4))).toEqual([]);
      expect((await collect(org.reader.observations(2, 4))).flat()).toEqual([
        { key: 'User:ada', observed: { lastLogin: 'wed, later' } },
      ]);
      expect(await seen(1)).toEqual({ lastLogin: 'mon' });
      expect(await seen(2)).toEqual({ lastLogin: 'mon' });
      expect(await seen(4)).toEqual({ lastLogin: 'wed, later' });
    });
  });

  describe('volatile values of a wave', () => {
    it('are all that is read of a day others were seen on', async () => {
      const seen = (ids: readonly string[], lastLogin: string): ListRead => ({
        resource: 'users',
        nodes: ids.map((id) => user(id, {}, { lastLogin })),
      });
      const everybody = Array.from({ length: 300 }, (_, n) => `u${n}`);
      await org.sync([seen(everybody, 'mon')]);
      await org.sync([seen(['u7'], 'mon, later')], { overrideBrake: true });
      await org.sync([{ resource: 'groups', nodes: [group('ops')] }]);

      const read = async (from: number, to: number) => (await collect(org.reader.observations(from, to))).flat();
      expect(await read(1, 3)).toEqual([{ key: 'User:u7', observed: { lastLogin: 'mon, later' } }]);
      expect(await read(2, 3)).toEqual([]);
    });

    it('were kept by an earlier build, and come along', async () => {
      await org.sync([{ resource: 'users', nodes: [user('ada', {}, { lastLogin: 'mon' })] }]);
      while (!(await org.database.revert(1)).some((name) => name.startsWith('inventory-004')));
      await org.database.migrate();

      const [nodes] = await collect(org.reader.nodes(1));
      expect(nodes).toMatchObject([{ key: 'User:ada', observed: { lastLogin: 'mon' } }]);
      await org.sync([{ resource: 'users', nodes: [user('ada', {}, { lastLogin: 'tue' })] }]);
      const written = await collect(org.reader.observations(1, 2));
      expect(written.flat()).toEqual([{ key: 'User:ada', observed: { lastLogin: 'tue' } }]);
    });
  });

  describe('what is derived', () => {
    it('is all that a version read before it lacks', async () => {
      const targets = (name: string): NodeRecord => ({
        kind: 'TargetSet',
        key: `TargetSet:${name}`,
        externalId: name,
        name,
        props: {},
      });
      const has = (set: string, id: string): EdgeRecord => ({
        kind: 'HAS_MEMBER',
        src: `TargetSet:${set}`,
        dst: `User:${id}`,
      });
      const derivations = [
        { nodes: [targets('all')], edges: [has('all', 'ada'), has('all', 'bo')] },
        { nodes: [targets('all'), targets('few')], edges: [has('all', 'bo'), has('few', 'cy')] },
        { nodes: [targets('few')], edges: [has('few', 'cy')] },
      ];
      for (const [at, derived] of derivations.entries()) {
        const lease = await org.begin();
        await org.read(lease, { resource: 'users', nodes: ['ada', 'bo', 'cy'].map((id) => user(id, { at })) });
        const { version } = await org.writer.mergeWave(lease, 1);
        const before = await loadGraphIndex(org.reader, org.connection.id, version);
        await org.writer.mergeDerived(lease, version, derived.nodes, derived.edges);
        await org.writer.publish(lease, version);
        await org.syncs.complete(lease, {});

        const after = await loadGraphIndex(org.reader, org.connection.id, version);
        const stepped = await applyChanges(before, org.reader.derivedChanges(version), {
          version,
          at: after.at,
          coverage: await org.reader.coverage(version),
        });

        const { nodes, adjacency } = stepped.parts;
        expect(nodes).toEqual(after.parts.nodes);
        expect(adjacency.get('HAS_MEMBER')?.targets).toEqual(after.parts.adjacency.get('HAS_MEMBER')?.targets);
        expect(adjacency.get('HAS_MEMBER')?.targets).toHaveLength(derived.edges.length);
      }
    });
  });

  describe('asking about the past', () => {
    it('answers for any version and any instant', async () => {
      await org.sync([{ resource: 'users', nodes: [user('ada', { title: 'intern' })] }]);
      const monday = org.clock.now();
      org.clock.pass(24 * 3_600_000);
      await org.sync([{ resource: 'users', nodes: [user('ada', { title: 'CISO' })] }]);
      const { version } = await org.reader.versionAt(monday);
      expect((await org.contents(version))[0]).toContain('intern');
      expect((await org.contents((await org.reader.versionAt(org.clock.now())).version))[0]).toContain('CISO');
      await expect(org.reader.versionAt(new Date('2020-01-01'))).rejects.toMatchObject({
        code: 'inventory.version_not_found',
      });
      await expect(org.contents(99)).rejects.toMatchObject({ code: 'inventory.version_not_found' });
    });

    it('tells what differs between two versions, net, with both states', async () => {
      await org.sync([{ resource: 'users', nodes: [user('ada'), user('bo', { title: 'x' }), user('cy')] }]);
      await org.sync([{ resource: 'users', nodes: [user('ada', { title: 'y' }), user('bo', { title: 'z' })] }]);
      await org.sync([
        { resource: 'users', nodes: [user('ada', { title: 'y' }), user('bo', { title: 'x' }), user('dan')] },
      ]);
      expect((await org.drift.between(1, 3)).nodes).toEqual({ User: { added: 1, changed: 1, removed: 1 } });
      expect(await org.drift.nodes(1, 3, { limit: 2 })).toMatchObject([
        { change: 'changed', key: 'User:ada', before: { status: 'ACTIVE' }, after: { title: 'y' } },
        { change: 'removed', key: 'User:cy', after: null, name: 'cy@acme.example' },
      ]);
      expect(await org.drift.nodes(1, 3, { limit: 2, after: { key: 'User:cy' } })).toMatchObject([
        { change: 'added', key: 'User:dan', before: null },
      ]);
      await expect(org.drift.between(3, 1)).rejects.toMatchObject({ code: 'inventory.versions_reversed' });
    });

    it('gives a projection everything from version 0 on', async () => {
      await org.sync(TENANT);
      const changes = (await collect(org.reader.changes(0, 1))) as GraphChanges[];
      expect(changes.flatMap((c) => c.nodes.upserted)).toHaveLength(3);
      expect(changes.flatMap((c) => c.edges.upserted)).toHaveLength(2);
    });
  });
});

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

import { oktaWire } from '@posture/connectors';
import type { NodeRecord } from '@posture/domain';
import { undoVersion } from '../../libs/inventory/src/merge/undo-version';
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

describe.each(STORE_KINDS)('inventory on the %s store', (kind) => {
  let org: InventoryOrg;

  orgPerTest(kind, (created) => (org = created));

  const live = async () => {
    const published = await org.reader.published();
    return org.contents(published!.version);
  };
  const keys = async () =>
    (await live()).map((row) =>
      row
        .split(' ')
        .slice(0, row.startsWith('MEMBER_OF') ? 3 : 1)
        .join(' '),
    );

  describe('publishing', () => {
    it('gives readers what was staged, with its latest volatile values and coverage', async () => {
      const merged = await org.sync([
        { resource: 'users', nodes: [user('ada', {}, { lastLogin: '2026-02-01T00:00:00.000Z' })] },
        { resource: 'api-tokens', state: 'forbidden' },
      ]);
      expect(merged).toMatchObject({
        changes: { nodes: { added: 1, changed: 0, closed: 0 }, edges: NONE },
        rebased: false,
      });
      const [batch] = await collect(org.reader.nodes(merged.version));
      expect(batch).toMatchObject([
        { key: 'User:ada', observed: { lastLogin: '2026-02-01T00:00:00.000Z' }, resource: 'users', fromVersion: 1 },
      ]);
      expect(await org.reader.coverage(merged.version)).toMatchObject([
        { resource: 'api-tokens', parent: '', state: 'forbidden', reason: 'it was forbidden' },
        { resource: 'users', parent: '', state: 'complete', reason: null, records: 1 },
      ]);
    });

    it('keeps a version that is being written from readers of the published one', async () => {
      await org.sync(TENANT);
      const before = await org.contents(1);
      const lease = await org.begin();
      await org.read(
        lease,
        { resource: 'users', nodes: [user('ada', { title: 'CISO' }), user('cy')] },
        { resource: 'groups', state: 'forbidden' },
      );
      const { version } = await org.writer.mergeWave(lease, 1);
      expect((await org.reader.published())?.version).toBe(1);
      expect(await org.contents(1)).toEqual(before);
      expect((await org.reader.coverage(1)).find((row) => row.resource === 'groups')?.state).toBe('complete');
      const pending = await org.contents(version);
      expect(pending).not.toEqual(before);
      await org.writer.publish(lease, version);
      expect(await live()).toEqual(pending);
      expect((await org.reader.coverage(version)).find((row) => row.resource === 'groups')?.state).toBe('forbidden');
      expect((await org.reader.coverage(1)).find((row) => row.resource === 'groups')?.state).toBe('complete');
    });

    it('undoes a version without a trace, and never gives its number again', async () => {
      await org.sync(TENANT);
      const before = { contents: await org.contents(1), rows: await org.rowCount() };
      const lease = await org.begin();
      await org.read(lease, { resource: 'users', nodes: [user('ada', { title: 'CISO' })] });
      const { version } = await org.writer.mergeWave(lease, 1);
      await undoVersion(org.database, org.connection.id, version);
      expect({ contents: await org.contents(1), rows: await org.rowCount() }).toEqual(before);
      await expect(org.contents(version)).rejects.toMatchObject({ code: 'inventory.version_not_found' });
      const again = await org.writer.mergeWave(lease, 1);
      expect(again.version).toBe(version + 1);
      expect(again.changes.nodes).toEqual({ added: 0, changed: 1, closed: 1 });
    });

    it('undoes what an aborted sync left pending before the next one is merged', async () => {
      await org.sync(TENANT);
      const lease = await org.begin();
      await org.read(lease, { resource: 'users', nodes: [] });
      await org.writer.mergeWave(lease, 1, { overrideBrake: true });
      await org.syncs.endOf(lease.runId, 'aborted', { code: 'run.cancelled', message: 'Stopped.' });
      const merged = await org.sync(TENANT);
      expect(merged.changes).toEqual({ nodes: NONE, edges: NONE });
      expect(await org.contents(merged.version)).toEqual(await org.contents(1));
    });

    it('publishes in waves, each list in the first wave that finds it finished', async () => {
      const lease = await org.begin();
      await org.read(lease, TENANT[0]!, TENANT[1]!);
      const first = await org.writer.mergeWave(lease, 1);
      await org.writer.publish(lease, first.version);
      expect(await keys()).toEqual(['Group:ops', 'User:ada', 'User:bo']);
      await org.read(lease, TENANT[2]!);
      const second = await org.writer.mergeWave(lease, 2);
      await org.writer.publish(lease, second.version);
      expect(await keys()).toEqual([
        'Group:ops',
        'MEMBER_OF User:ada Group:ops',
        'MEMBER_OF User:bo Group:ops',
        'User:ada',
        'User:bo',
      ]);
      expect(second.changes.nodes).toEqual(NONE);
      expect(await org.writer.mergeWave(lease, 1)).toMatchObject({ version: first.version, published: true });
    });
  });

  describe('merging', () => {
    it('writes no row for an unchanged tenant, whatever order it comes in', async () => {
      await org.sync(TENANT);
      const rows = await org.rowCount();
      const again = await org.sync([
        { resource: 'groups', nodes: [group('ops')] },
        { resource: 'group-members', parent: 'Group:ops', edges: [member('bo', 'ops'), member('ada', 'ops')] },
        {
          resource: 'users',
          nodes: [
            user('bo'),
            { ...user('ada'), props: Object.fromEntries(Object.entries(user('ada').props).reverse()) },
          ],
        },
      ]);
      expect(again.changes).toEqual({ nodes: NONE, edges: NONE });
      expect(await org.rowCount()).toBe(rows);
      expect(await collect(org.reader.changes(1, again.version))).toEqual([]);
    });

    it('closes a node that is gone, with its edges and what was read below it', async () => {
      const factor: NodeRecord = {
        kind: 'Factor',
        key: 'Factor:bo.1',
        externalId: '1',
        name: null,
        props: { userId: 'bo' },
      };
      await org.sync([
        ...TENANT,
        {
          resource: 'factors',
          parent: 'User:bo',
          nodes: [factor],
          edges: [{ kind: 'HAS_FACTOR', src: 'User:bo', dst: 'Factor:bo.1' }],
        },
      ]);
      const merged = await org.sync([{ resource: 'users', nodes: [user('ada')] }]);
      expect(merged.changes).toEqual({
        nodes: { added: 0, changed: 0, closed: 2 },
        edges: { added: 0, changed: 0, closed: 2 },
      });
      expect(await keys()).toEqual(['Group:ops', 'MEMBER_OF User:ada Group:ops', 'User:ada']);
      expect((await org.reader.coverage(merged.version)).map((row) => row.parent)).not.toContain('User:bo');
      expect(await org.contents(1)).toHaveLength(7);
    });

    it.each([
      ['partial', { state: 'partial' }],
      ['failed', { state: 'failed' }],
      ['forbidden', { state: 'forbidden' }],
      ['complete but for a record that was not understood', { quarantined: 1 }],
    ] as const)('SYN-06, SYN-07: closes nothing of a list whose read was %s', async (_how, read) => {
      await org.sync(TENANT);
      const merged = await org.sync([
        { resource: 'users', nodes: [user('ada', { title: 'CISO' })], ...read },
        { resource: 'group-members', parent: 'Group:ops', edges: [], ...read },
      ]);
      expect(merged.changes).toEqual({ nodes: { added: 0, changed: 1, closed: 0 }, edges: NONE });
      expect(await keys()).toContain('MEMBER_OF User:bo Group:ops');
      expect((await org.reader.coverage(merged.version)).find((row) => row.resource === 'users')?.state).not.toBe(
        'complete',
      );
    });

    it('leaves lists alone that the sync did not read', async () => {
      await org.sync(TENANT);
      const merged = await org.sync([{ resource: 'groups', nodes: [group('ops'), group('dev')] }]);
      expect(merged.changes).toEqual({ nodes: { added: 1, changed: 0, closed: 0 }, edges: NONE });
      expect((await org.reader.coverage(merged.version)).map((row) => row.resource)).toEqual([
        'group-members',
        'groups',
        'users',
      ]);
    });

    it('closes the lists of parents that a complete read of the whole resource names no more', async () => {
      const role = (id: string): ListRead => ({
        resource: 'user-roles',
        parent: `User:${id}`,
        edges: [{ kind: 'HAS_ROLE_ASSIGNMENT', src: `User:${id}`, dst: `RoleAssignment:${id}.1` }],
      });
      await org.sync([role('ada'), role('bo'), { resource: 'user-roles' }]);
      const forbidden = await org.sync([role('ada'), { resource: 'user-roles', state: 'forbidden' }]);
      expect(forbidden.changes.edges).toEqual(NONE);
      const merged = await org.sync([role('ada'), { resource: 'user-roles' }]);
      expect(merged).toMatchObject({ braked: [], changes: { edges: { added: 0, changed: 0, closed: 1 } } });
      expect((await org.reader.coverage(merged.version)).map((row) => row.parent)).toEqual(['', 'User:ada']);
      expect((await org.sync([role('ada'), { resource: 'user-roles' }])).changes.edges).toEqual(NONE);
    });

    it('doubts a mass disappearance of parents too, and says so for the whole resource', async () => {
      const roles = (count: number): ListRead[] =>
        Array.from({ length: count }, (_, n) => ({
          resource: 'user-roles',
          parent: `User:u${n}` as const,
          edges: [
            {
              kind: 'HAS_ROLE_ASSIGNMENT' as const,
              src: `User:u${n}` as const,
              dst: `RoleAssignment:u${n}.1` as const,
            },
          ],
        }));
      await org.sync([...roles(60), { resource: 'user-roles' }]);
      const merged = await org.sync([...roles(20), { resource: 'user-roles' }]);
      expect(merged.changes.edges).toEqual(NONE);
      const coverage = await org.reader.coverage(merged.version);
      expect(coverage.find((row) => row.parent === '')).toMatchObject({
        state: 'partial',
        reason: expect.stringContaining('40 of 60'),
      });
      const again = await org.sync([...roles(20), { resource: 'user-roles' }], { overrideBrake: true });
      expect(again.changes.edges).toEqual({ added: 0, changed: 0, closed: 40 });
    });

    it('keeps the same edge of two lists apart', async () => {
      await org.sync([...TENANT, { resource: 'group-rules', edges: [member('bo', 'ops')] }]);
      const merged = await org.sync([{ resource: 'group-rules', edges: [] }], { overrideBrake: true });
      expect(merged.changes.edges).toEqual({ added: 0, changed: 0, closed: 1 });
      expect(await keys()).toContain('MEMBER_OF User:bo Group:ops');
    });

    it('replaces an edge whose props changed', async () => {
      const assigned = (status: string) => ({
        kind: 'ASSIGNED_TO' as const,
        src: 'User:ada' as const,
        dst: 'App:hr' as const,
        props: { status },
      });
      await org.sync([{ resource: 'app-users', parent: 'App:hr', edges: [assigned('STAGED')] }]);
      const merged = await org.sync([{ resource: 'app-users', parent: 'App:hr', edges: [assigned('ACTIVE')] }]);
      expect(merged.changes.edges).toEqual({ added: 0, changed: 1, closed: 0 });
      const [edges] = await collect(org.reader.edges(merged.version));
      expect(edges).toMatchObject([{ props: { status: 'ACTIVE' }, derived: false, fromVersion: merged.version }]);
    });

    it('neither changes nor closes what another sync observed after the read began', async () => {
      await org.sync(TENANT);
      const slow = await org.begin();
      await org.setAside(slow);
      await org.read(
        slow,
        { resource: 'users', nodes: [user('ada'), user('dan')] },
        { resource: 'group-members', parent: 'Group:ops', edges: [member('ada', 'ops')] },
      );
      await org.sync([
        { resource: 'users', nodes: [user('ada', { title: 'CISO' }), user('eve')], state: 'partial' },
        { resource: 'group-members', parent: 'Group:ops', edges: [member('eve', 'ops')], state: 'partial' },
      ]);
      const merged = await org.writer.mergeWave(slow, 1);
      expect(merged.changes).toEqual({
        nodes: { added: 1, changed: 0, closed: 1 },
        edges: { added: 0, changed: 0, closed: 1 },
      });
      await org.writer.publish(slow, merged.version);
      expect((await live()).filter((row) => row.includes('CISO'))).toHaveLength(1);
      expect(await keys()).toEqual([
        'Group:ops',
        'MEMBER_OF User:ada Group:ops',
        'MEMBER_OF User:eve Group:ops',
        'User:ada',
        'User:dan',
        'User:eve',
      ]);
    });

    it('does not bring back what another sync saw removed after the read began', async () => {
      await org.sync(TENANT);
      const slow = await org.begin();
      await org.setAside(slow);
      await org.read(slow, ...TENANT);
      await org.sync([{ resource: 'users', nodes: [user('ada')] }]);
      const merged = await org.writer.mergeWave(slow, 1);
      expect(merged.changes).toEqual({ nodes: NONE, edges: NONE });
    });

    it('refuses to write two versions of a connection at once', async () => {
      const first = await org.begin();
      await org.setAside(first);
      await org.read(first, ...TENANT);
      const { version } = await org.writer.mergeWave(first, 1);
      const other = await org.begin();
      await org.read(other, { resource: 'users', nodes: [user('ada')] });
      await expect(org.writer.mergeWave(other, 1)).rejects.toMatchObject({ code: 'inventory.merge_in_progress' });
      await org.writer.publish(first, version);
      await expect(org.writer.mergeWave(other, 1)).resolves.toMatchObject({ version: version + 1 });
    });

    it('marks the first sync after a change of the mapper as rebased', async () => {
      await org.sync(TENANT, { mapperSchema: oktaWire.mapperSchema });
      const rebased = await org.sync(TENANT, { mapperSchema: oktaWire.mapperSchema + 1 });
      const after = await org.sync(TENANT, { mapperSchema: oktaWire.mapperSchema + 1 });
      expect([rebased.rebased, after.rebased]).toEqual([true, false]);
      expect((await org.drift.between(1, after.version)).rebased).toBe(true);
      expect((await org.drift.between(rebased.version, after.version)).rebased).toBe(false);
    });

    it('splits a list that is too large for one transaction, and still sees all of it', async () => {
      const many = Array.from({ length: 27_000 }, (_, n) => `u${n}`);
      const lists = (ids: readonly string[]): ListRead[] => [
        { resource: 'users', nodes: ids.map((id) => user(id)) },
        { resource: 'group-members', parent: 'Group:all', edges: ids.map((id) => member(id, 'all')) },
      ];
      const first = await org.sync(lists(many));
      expect(first.changes).toEqual({ nodes: { ...NONE, added: 27_000 }, edges: { ...NONE, added: 27_000 } });
      expect((await org.sync(lists(many))).changes).toEqual({ nodes: NONE, edges: NONE });
      const half = await org.sync(lists(many.filter((_, n) => n % 2 === 0)), { overrideBrake: true });
      expect(half.changes).toEqual({ nodes: { ...NONE, closed: 13_500 }, edges: { ...NONE, closed: 13_500 } });
      expect(await org.contents(half.version)).toHaveLength(27_000);
      expect(await org.contents(1)).toHaveLength(54_000);
      const drift = await org.drift.between(1, half.version);
      expect(drift).toMatchObject({ nodes: { User: { removed: 13_500 } }, edges: { MEMBER_OF: { removed: 13_500 } } });
    });

    it('stores text that PostgreSQL cannot hold without it', async () => {
      const odd = { ...user('ada', { title: 'a\u0000b', note: '\ud800x' }), name: 'n\u0000' };
      const merged = await org.sync([{ resource: 'users', nodes: [odd] }]);
      const [[node]] = (await collect(org.reader.nodes(merged.version))) as unknown as [[NodeRecord]];
      expect(node).toMatchObject({ name: 'n', props: { title: 'ab', note: '\ufffdx' } });
      expect((await org.sync([{ resource: 'users', nodes: [odd] }])).changes.nodes).toEqual(NONE);
    });
  });

  describe('derived rows', () => {
    it('belong to the pending version, and those not derived again are closed', async () => {
      const derive = async (targets: readonly string[]) => {
        const lease = await org.begin();
        await org.read(lease, ...TENANT);
        const { version } = await org.writer.mergeWave(lease, 1);
        const set: NodeRecord = {
          kind: 'TargetSet',
          key: 'TargetSet:users',
          externalId: 'users',
          name: 'all users',
          props: {},
        };
        const merged = await org.writer.mergeDerived(
          lease,
          version,
          [set],
          targets.map((id) => ({
            kind: 'CAN_MANAGE_USER' as const,
            src: `User:${id}` as const,
            dst: 'TargetSet:users' as const,
          })),
          { state: 'partial', reason: 'roles were forbidden', missing: 'okta.roles.read' },
        );
        await org.writer.publish(lease, version);
        await org.syncs.complete(lease, {});
        return merged;
      };
      const first = await derive(['ada', 'bo']);
      expect(first.changes).toEqual({ nodes: { ...NONE, added: 4 }, edges: { ...NONE, added: 4 } });
      const edges = (await collect(org.reader.edges(first.version))).flat();
      expect(edges.filter((edge) => edge.derived)).toHaveLength(2);
      expect((await org.reader.coverage(first.version)).find((row) => row.resource === 'derived')).toMatchObject({
        state: 'partial',
        missing: 'okta.roles.read',
      });
      expect((await derive(['bo', 'ada'])).changes).toEqual({ nodes: NONE, edges: NONE });
      expect((await derive(['bo'])).changes).toEqual({ nodes: NONE, edges: { ...NONE, closed: 1 } });
    });
  });
});

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

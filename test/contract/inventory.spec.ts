import { OKTA_MAPPER_SCHEMA } from '@posture/domain';
import type { GraphChanges, NodeRecord } from '@posture/domain';
import { LEASE_MS } from '@posture/inventory';
import { uuidv7 } from '@posture/platform';
import { InventoryOrg, group, member, user } from '../support/inventory-org';
import type { ListRead } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const SIX_HOURS = 6 * 3_600_000;

/** Two users, one group with both in it. */
const TENANT: readonly ListRead[] = [
  { resource: 'users', nodes: [user('ada'), user('bo')] },
  { resource: 'groups', nodes: [group('ops')] },
  { resource: 'group-members', parent: 'Group:ops', edges: [member('ada', 'ops'), member('bo', 'ops')] },
];
const NONE = { added: 0, changed: 0, closed: 0 };

describe.each(STORE_KINDS)('inventory on the %s store', (kind) => {
  let store: TestStore;
  let org: InventoryOrg;
  let count = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    count += 1;
    org = await InventoryOrg.create(store.database, `https://t${count}.okta.example`);
  });
  afterEach(() => org.remove());

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

    it('undoes an abandoned version without a trace, and never gives its number again', async () => {
      await org.sync(TENANT);
      const before = { contents: await org.contents(1), rows: await org.rowCount() };
      const lease = await org.begin();
      await org.read(lease, { resource: 'users', nodes: [user('ada', { title: 'CISO' })] });
      const { version } = await org.writer.mergeWave(lease, 1);
      await org.writer.abandon(org.connection.id, version);
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
      await org.syncs.abort(lease.syncId);
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
    ] as const)('closes nothing of a list whose read was %s', async (_how, read) => {
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
      await org.read(
        slow,
        { resource: 'users', nodes: [user('ada'), user('dan')] },
        { resource: 'group-members', parent: 'Group:ops', edges: [member('ada', 'ops')] },
      );
      await org.sync(
        [
          { resource: 'users', nodes: [user('ada', { title: 'CISO' }), user('eve')], state: 'partial' },
          { resource: 'group-members', parent: 'Group:ops', edges: [member('eve', 'ops')], state: 'partial' },
        ],
        { scope: 'targeted' },
      );
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
      await org.read(slow, ...TENANT);
      await org.sync([{ resource: 'users', nodes: [user('ada')] }], { scope: 'targeted' });
      const merged = await org.writer.mergeWave(slow, 1);
      expect(merged.changes).toEqual({ nodes: NONE, edges: NONE });
    });

    it('refuses to write two versions of a connection at once', async () => {
      const full = await org.begin();
      await org.read(full, ...TENANT);
      const { version } = await org.writer.mergeWave(full, 1);
      const targeted = await org.begin({ scope: 'targeted' });
      await org.read(targeted, { resource: 'users', nodes: [user('ada')] });
      await expect(org.writer.mergeWave(targeted, 1)).rejects.toMatchObject({ code: 'inventory.merge_in_progress' });
      await org.writer.publish(full, version);
      await expect(org.writer.mergeWave(targeted, 1)).resolves.toMatchObject({ version: version + 1 });
    });

    it('marks the first sync after a change of the mapper as rebased', async () => {
      await org.sync(TENANT, { mapperSchema: OKTA_MAPPER_SCHEMA });
      const rebased = await org.sync(TENANT, { mapperSchema: OKTA_MAPPER_SCHEMA + 1 });
      const after = await org.sync(TENANT, { mapperSchema: OKTA_MAPPER_SCHEMA + 1 });
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
      const [rows] = await store.database.query<{ n: number }>(
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
      expect((await org.reader.versions()).map((v) => v.version)).toEqual([2, 1]);
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

  describe('a sync', () => {
    it('belongs to one process while it lives', async () => {
      const lease = await org.begin();
      await expect(org.syncs.begin(org.connection.id, { mapperSchema: 1 })).rejects.toMatchObject({
        code: 'sync.already_running',
        details: { syncId: lease.syncId },
      });
      org.clock.pass(LEASE_MS - 1);
      await org.syncs.renew(lease);
      org.clock.pass(LEASE_MS - 1);
      expect(await org.syncs.orphaned()).toEqual([]);
    });

    it('is taken over once its lease has expired, where it stood, and the former holder can write no more', async () => {
      const former = await org.begin({ options: { profile: 'default' } });
      const sink = org.sink(former);
      await sink.restart('users', '', org.clock.now());
      await sink.commit([
        { resource: 'users', parent: '', page: { nodes: [user('ada')], edges: [], quarantined: [], cursor: 'page-2' } },
      ]);
      org.clock.pass(LEASE_MS + 1);
      expect((await org.syncs.orphaned()).map((sync) => sync.id)).toEqual([former.syncId]);
      const lease = await org.begin();
      expect(lease).toMatchObject({ syncId: former.syncId, resumed: true, options: { profile: 'default' } });
      const page = {
        resource: 'users',
        parent: '' as const,
        page: { nodes: [user('bo')], edges: [], quarantined: [], cursor: null },
      };
      const fencedError = { code: 'sync.fenced' };
      await expect(sink.commit([page])).rejects.toMatchObject(fencedError);
      await expect(sink.restart('groups', '', org.clock.now())).rejects.toMatchObject(fencedError);
      await expect(sink.restart('users', '', org.clock.now())).rejects.toMatchObject(fencedError);
      await expect(sink.finish([])).resolves.toBeUndefined();
      await expect(org.syncs.renew(former)).rejects.toMatchObject(fencedError);
      await expect(org.writer.mergeWave(former, 1)).rejects.toMatchObject(fencedError);
      await expect(org.syncs.complete(former, {})).rejects.toMatchObject(fencedError);
      const resumed = org.sink(lease);
      expect(await resumed.progress('users', '')).toEqual({
        cursor: 'page-2',
        finished: false,
        readStartedAt: expect.any(Date),
      });
      await resumed.commit([page]);
      expect((await collect(resumed.stagedNodes('User'))).map((node) => node.key)).toEqual(['User:ada', 'User:bo']);
    });

    it('starts again a read whose cursor is refused or older than six hours, without its old rows', async () => {
      const lease = await org.begin();
      const sink = org.sink(lease);
      await sink.restart('group-members', 'Group:ops', org.clock.now());
      await sink.commit([
        {
          resource: 'group-members',
          parent: 'Group:ops',
          page: {
            nodes: [user('old')],
            edges: [member('old', 'ops')],
            quarantined: [{ reason: 'x', externalId: null }],
            cursor: 'c',
          },
        },
      ]);
      org.clock.pass(SIX_HOURS + 1);
      expect(await org.sink(lease).progress('group-members', 'Group:ops')).toBeNull();
      await sink.restart('group-members', 'Group:ops', org.clock.now());
      await sink.commit([
        {
          resource: 'group-members',
          parent: 'Group:ops',
          page: { nodes: [], edges: [member('new', 'ops')], quarantined: [], cursor: null },
        },
      ]);
      expect(await collect(sink.stagedNodes('User'))).toEqual([]);
      expect((await collect(sink.stagedEdges('MEMBER_OF'))).map((edge) => edge.src)).toEqual(['User:new']);
    });

    it('begins many reads at once, and tells how a finished one went', async () => {
      const lease = await org.begin();
      const sink = org.sink(lease);
      const start = (parent: 'Group:a' | 'Group:b') => ({
        resource: 'group-members',
        parent,
        readStartedAt: org.clock.now(),
      });
      const page = (parent: 'Group:a' | 'Group:b', id: string) => ({
        resource: 'group-members',
        parent,
        page: { nodes: [], edges: [member(id, parent.slice(6))], quarantined: [], cursor: null },
      });
      await sink.begin([start('Group:a')]);
      await sink.commit([page('Group:a', 'old')]);
      await sink.begin([start('Group:a'), start('Group:b'), start('Group:b')]);
      await sink.commit([page('Group:a', 'x'), page('Group:b', 'y')]);
      expect((await collect(sink.stagedEdges('MEMBER_OF'))).map((edge) => edge.src).sort()).toEqual([
        'User:x',
        'User:y',
      ]);
      await org.read(lease, { resource: 'groups', state: 'partial' });
      expect(await org.sink(lease).progress('groups', '')).toMatchObject({ finished: true, state: 'partial' });
    });

    it('stages the last of several states of one object', async () => {
      const lease = await org.begin();
      const sink = org.sink(lease);
      await sink.restart('users', '', org.clock.now());
      const page = (title: string, cursor: string) => ({
        resource: 'users',
        parent: '' as const,
        page: { nodes: [user('ada', { title: '0' }), user('ada', { title })], edges: [], quarantined: [], cursor },
      });
      await sink.commit([page('1', 'a'), page('2', 'b')]);
      await sink.commit([page('3', 'c')]);
      expect(await collect(sink.stagedNodes('User'))).toMatchObject([{ props: { title: '3' } }]);
      expect(await sink.progress('users', '')).toMatchObject({ cursor: 'c' });
    });

    it('ends for good: an aborted one stops its holder, a completed one leaves no staging behind', async () => {
      const lease = await org.begin();
      await org.syncs.abort(lease.syncId);
      await expect(org.sink(lease).restart('users', '', org.clock.now())).rejects.toMatchObject({
        code: 'sync.fenced',
      });
      await expect(org.syncs.takeOver(lease.syncId)).rejects.toMatchObject({ code: 'sync.ended' });
      await org.sync(TENANT);
      const staged = await store.database.query(
        `select 1 from pg_tables where tablename like 'stage\\_%\\_%' and tablename <> 'stage_node' and tablename <> 'stage_edge'`,
      );
      expect(staged).toEqual([]);
      expect((await org.syncs.list(org.connection.id)).map((sync) => sync.state)).toEqual(['completed', 'aborted']);
    });

    it('aborts an unfinished sync of another mapper instead of continuing it', async () => {
      const old = await org.begin({ mapperSchema: 1 });
      org.clock.pass(LEASE_MS + 1);
      const lease = await org.begin({ mapperSchema: 2 });
      expect(lease).toMatchObject({ resumed: false });
      expect((await org.syncs.get(old.syncId)).state).toBe('aborted');
    });
  });

  describe('a connection', () => {
    it('keeps its credential sealed, for itself only', async () => {
      const [row] = await store.database.query<{ sealed: string }>(
        'select row_to_json(c)::text as sealed from connection c where id = $1',
        [org.connection.id],
      );
      expect(row!.sealed).not.toContain('canary');
      expect((await org.connections.credential(org.connection.id)).reveal()).toBe('"00canary"');
      await expect(org.connections.credential(uuidv7())).rejects.toMatchObject({ code: 'connection.not_found' });
    });

    it('is one per tenant', async () => {
      const twin = {
        provider: 'okta' as const,
        orgUrl: org.connection.orgUrl,
        name: 'twin',
        credentialKind: 'api-token',
        credential: await org.connections.credential(org.connection.id),
      };
      await expect(org.connections.create(twin)).rejects.toMatchObject({
        code: 'connection.already_exists',
        field: 'orgUrl',
      });
      await org.connections.update(org.connection.id, { tenantId: '00o1' });
      await expect(
        org.connections.create({ ...twin, orgUrl: 'https://other.okta.example', tenantId: '00o1' }),
      ).rejects.toMatchObject({ code: 'connection.already_exists' });
    });
  });
});

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

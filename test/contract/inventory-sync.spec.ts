import { SHOWN_FAILURES } from '@posture/domain';
import type { NodeRecord } from '@posture/domain';
import { SyncHistory } from '@posture/inventory';
import { uuidv7 } from '@posture/platform';
import { group, member, user } from '../support/inventory-org';
import type { InventoryOrg, ListRead } from '../support/inventory-org';
import { orgPerTest } from '../support/org-per-test';
import { STORE_KINDS } from '../support/stores';

const SIX_HOURS = 6 * 3_600_000;

/** Two users, one group with both in it. */
const TENANT: readonly ListRead[] = [
  { resource: 'users', nodes: [user('ada'), user('bo')] },
  { resource: 'groups', nodes: [group('ops')] },
  { resource: 'group-members', parent: 'Group:ops', edges: [member('ada', 'ops'), member('bo', 'ops')] },
];

describe.each(STORE_KINDS)('syncs and connections on the %s store', (kind) => {
  let org: InventoryOrg;

  orgPerTest(kind, (created) => (org = created));

  describe('a sync', () => {
    it('SYN-10: belongs to the run that was claimed last', async () => {
      const [first, second] = [org.claim(), org.claim()];
      const lease = await org.syncs.begin(org.connection.id, second, { mapperSchema: 1 });

      for (const late of [first, second]) {
        await expect(org.syncs.begin(org.connection.id, late, { mapperSchema: 1 })).rejects.toMatchObject({
          code: 'sync.fenced',
          details: { syncId: lease.syncId },
        });
      }
      expect(await org.syncs.list(org.connection.id)).toMatchObject([
        { id: lease.syncId, state: 'running', runId: second.runId },
      ]);
    });

    it('is taken over by a later run, where it stood, and the former one can write no more', async () => {
      const former = await org.begin({ options: { profile: 'default' } });
      const sink = org.sink(former);
      await sink.begin([{ resource: 'users', parent: '', readStartedAt: org.clock.now() }]);
      await sink.commit([
        { resource: 'users', parent: '', page: { nodes: [user('ada')], edges: [], quarantined: [], cursor: 'page-2' } },
      ]);
      const lease = await org.begin();
      expect(lease).toMatchObject({ syncId: former.syncId, resumed: true, options: { profile: 'default' } });
      const page = {
        resource: 'users',
        parent: '' as const,
        page: { nodes: [user('bo')], edges: [], quarantined: [], cursor: null },
      };
      const fencedError = { code: 'sync.fenced' };
      await expect(sink.commit([page])).rejects.toMatchObject(fencedError);
      await expect(
        sink.begin([{ resource: 'groups', parent: '', readStartedAt: org.clock.now() }]),
      ).rejects.toMatchObject(fencedError);
      await expect(
        sink.begin([{ resource: 'users', parent: '', readStartedAt: org.clock.now() }]),
      ).rejects.toMatchObject(fencedError);
      await expect(sink.finish([])).resolves.toBeUndefined();
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

    it('has cost what all who read it asked for, until it ends', async () => {
      const at = '2026-03-01T00:00:00.000Z';
      const cost = (requests: number, bucket: string) => ({
        requests,
        requestsByBucket: { [bucket]: requests },
        throttledMs: 9,
        failed: 40,
        failures: Array.from({ length: 40 }, () => ({ at, path: bucket, status: 503, code: null, requestId: 'r1' })),
      });
      const history = new SyncHistory(org.database);
      const page = { nodes: [], edges: [], quarantined: [], cursor: 'next' };
      const commit = { resource: 'users', parent: '' as const, page };
      const first = await org.begin();
      let spent = cost(0, 'UL');
      const sink = org.sink(first, () => spent);
      await sink.begin([{ resource: 'users', parent: '', readStartedAt: org.clock.now() }]);
      for (const requests of [3, 5, 4]) {
        spent = cost(requests, 'UL');
        await sink.commit([commit]);
      }
      const second = await org.begin();
      spent = cost(6, 'UL');
      await expect(sink.keepCost()).rejects.toMatchObject({ code: 'sync.fenced' });
      await org.sink(second, () => cost(2, 'AL')).keepCost();
      const third = await org.begin();
      await org.sink(third, () => cost(1, 'UL')).keepCost();

      expect(await history.costBefore(first)).toMatchObject({ requests: 0, failed: 0, failures: [] });
      const { failures, ...before } = await history.costBefore(third);
      expect(before).toEqual({
        ...{ requests: 7, requestsByBucket: { UL: 5, AL: 2 }, throttledMs: 18 },
        failed: 80,
      });
      expect(failures.map(({ path }) => path).filter((path) => path === 'AL')).toHaveLength(SHOWN_FAILURES - 40);
      await org.syncs.complete(third, {});
      expect(await org.database.query('select 1 from sync_cost')).toEqual([]);
    });

    it('tells of each resource what is new, other than before, and gone', async () => {
      const read = async (...lists: readonly ListRead[]) => {
        const lease = await org.begin();
        await org.read(lease, ...lists);
        const { version } = await org.writer.mergeWave(lease, 1);
        await org.writer.publish(lease, version);
        await org.syncs.complete(lease, {});
        return new SyncHistory(org.database).changesByResource(lease);
      };
      const users = (...nodes: readonly NodeRecord[]) => ({ resource: 'users', nodes });
      const members = (...ids: readonly string[]) => ({
        ...{ resource: 'group-members', parent: 'Group:ops' as const },
        edges: ids.map((id) => member(id, 'ops')),
      });

      const none = { added: 0, changed: 0, closed: 0 };
      expect(await read(users(user('ada'), user('bo')), members('ada', 'bo'))).toEqual({
        users: { nodes: { ...none, added: 2 }, edges: none },
        'group-members': { nodes: none, edges: { ...none, added: 2 } },
      });
      expect(await read(users(user('ada'), user('bo')), members('ada', 'bo'))).toEqual({});
      expect(await read(users(user('ada', { title: 'CISO' }), user('bo'), user('cy')), members('bo'))).toEqual({
        users: { nodes: { added: 1, changed: 1, closed: 0 }, edges: none },
        'group-members': { nodes: none, edges: { ...none, closed: 1 } },
      });
    });

    it('starts again a read whose cursor is refused or older than six hours, without its old rows', async () => {
      const lease = await org.begin();
      const sink = org.sink(lease);
      await sink.begin([{ resource: 'group-members', parent: 'Group:ops', readStartedAt: org.clock.now() }]);
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
      await sink.begin([{ resource: 'group-members', parent: 'Group:ops', readStartedAt: org.clock.now() }]);
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

    it('begins a list with its first page and closes it with its last, without the rows it had before', async () => {
      const lease = await org.begin();
      const sink = org.sink(lease);
      expect(sink.knownVersion).toBeNull();
      const readStartedAt = org.clock.now();
      const read = { resource: 'group-members', parent: 'Group:a' } as const;
      await sink.begin([{ ...read, readStartedAt }]);
      await sink.commit([
        { ...read, page: { nodes: [], edges: [member('old', 'a')], quarantined: [], cursor: 'page-2' } },
      ]);
      const ending = { state: 'complete', reason: null, missing: null, records: 2, readStartedAt } as const;
      await sink.commit([
        {
          ...read,
          start: { readStartedAt, afterVersion: sink.knownVersion! },
          page: { nodes: [], edges: [member('x', 'a')], quarantined: [], cursor: 'page-2' },
        },
        {
          ...read,
          page: { nodes: [], edges: [member('y', 'a')], quarantined: [], cursor: null },
          ending: { ...read, ...ending, readAt: org.clock.now() },
        },
      ]);
      expect((await collect(sink.stagedEdges('MEMBER_OF'))).map((edge) => edge.src)).toEqual(['User:x', 'User:y']);
      expect(await org.sink(lease).progress('group-members', 'Group:a')).toMatchObject({
        finished: true,
        state: 'complete',
      });
    });

    it('stages the last of several states of one object', async () => {
      const lease = await org.begin();
      const sink = org.sink(lease);
      await sink.begin([{ resource: 'users', parent: '', readStartedAt: org.clock.now() }]);
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
      await org.syncs.endOf(lease.runId, 'aborted', { code: 'run.cancelled', message: 'Stopped.' });
      await expect(
        org.sink(lease).begin([{ resource: 'users', parent: '', readStartedAt: org.clock.now() }]),
      ).rejects.toMatchObject({
        code: 'sync.fenced',
      });
      await org.sync(TENANT);
      const staged = await org.database.query(
        `select 1 from pg_tables where tablename like 'stage\\_%\\_%' and tablename <> 'stage_node' and tablename <> 'stage_edge'`,
      );
      expect(staged).toEqual([]);
      expect((await org.syncs.list(org.connection.id)).map((sync) => sync.state)).toEqual(['completed', 'aborted']);
    });

    it('aborts an unfinished sync of another mapper instead of continuing it', async () => {
      const old = await org.begin({ mapperSchema: 1 });
      const lease = await org.begin({ mapperSchema: 2 });
      expect(lease).toMatchObject({ resumed: false });
      expect(await org.syncs.list(org.connection.id)).toMatchObject([
        { id: lease.syncId, state: 'running' },
        { id: old.syncId, state: 'aborted' },
      ]);
    });
  });

  describe('a connection', () => {
    it('keeps its credential sealed, for itself only', async () => {
      const [row] = await org.database.query<{ sealed: string }>(
        'select row_to_json(c)::text as sealed from connection c where id = $1',
        [org.connection.id],
      );
      expect(row!.sealed).not.toContain('canary');
      expect((await org.connections.credential(org.connection.id)).reveal()).toBe('"00canary"');
      await expect(org.connections.credential(uuidv7())).rejects.toMatchObject({ code: 'connection.not_found' });
    });

    it('is one per tenant', async () => {
      const twin = {
        provider: 'okta',
        orgUrl: org.connection.orgUrl,
        name: 'twin',
        credentialKind: 'api-token',
        credential: await org.connections.credential(org.connection.id),
      };
      await expect(org.connections.create(twin)).rejects.toMatchObject({
        code: 'connection.already_exists',
        field: 'address',
      });
      await org.connections.replaceCredential(org.connection.id, { tenantId: '00o1', orgUrl: twin.orgUrl }, twin);
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

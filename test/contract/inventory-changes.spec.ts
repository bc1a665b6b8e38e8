import type { EdgeRecord, NodeRecord } from '@posture/domain';
import { PendingChanges } from '@posture/inventory';
import { group, member, user } from '../support/inventory-org';
import type { InventoryOrg, ListRead } from '../support/inventory-org';
import { orgPerTest } from '../support/org-per-test';
import { STORE_KINDS } from '../support/stores';

const app = (id: string): NodeRecord => ({ kind: 'App', key: `App:${id}`, externalId: id, name: id, props: {} });
const jwk = (appId: string, kid: string): NodeRecord => ({
  kind: 'Jwk',
  key: `Jwk:${appId}.${kid}`,
  externalId: kid,
  name: kid,
  props: {},
});
const keyOf = (appId: string, kid: string): EdgeRecord => ({
  kind: 'CREDENTIAL_OF',
  src: `Jwk:${appId}.${kid}`,
  dst: `App:${appId}`,
});
const protects = (policy: string, appId: string): EdgeRecord => ({
  kind: 'PROTECTS',
  src: `Policy:${policy}`,
  dst: `App:${appId}`,
});
const policy = (id: string): NodeRecord => ({
  kind: 'Policy',
  key: `Policy:${id}`,
  externalId: id,
  name: id,
  props: {},
});

const TENANT: readonly ListRead[] = [
  { resource: 'users', nodes: [user('ada'), user('bo'), user('cy')] },
  { resource: 'groups', nodes: [group('ops'), group('dev')] },
  { resource: 'group-members', parent: 'Group:ops', edges: [member('ada', 'ops'), member('bo', 'ops')] },
  { resource: 'group-members', parent: 'Group:dev', edges: [member('bo', 'dev')] },
  { resource: 'policies', nodes: [policy('strict'), policy('lax')] },
  {
    resource: 'apps',
    nodes: [app('hr'), jwk('hr', 'k1'), jwk('hr', 'k2'), app('crm'), jwk('crm', 'k1')],
    edges: [keyOf('hr', 'k1'), keyOf('hr', 'k2'), keyOf('crm', 'k1'), protects('strict', 'hr'), protects('lax', 'crm')],
  },
];
const NONE = { added: 0, changed: 0, closed: 0 };

describe.each(STORE_KINDS)('Reading again what changed, on the %s store', (kind) => {
  let org: InventoryOrg;

  orgPerTest(kind, (created) => (org = created));
  beforeEach(() => org.sync(TENANT));

  const changed = (...lists: readonly ListRead[]) => org.sync(lists, { scope: 'targeted' });
  const contents = async () => org.contents((await org.reader.published())!.version);
  const before = () => org.contents(1);
  /** What came and what went since the first version. */
  const difference = async () => {
    const [was, is] = [await before(), await contents()];
    return {
      came: is.filter((row) => !was.includes(row)).map(short),
      went: was.filter((row) => !is.includes(row)).map(short),
    };
  };

  it('writes one object of a list and leaves the others alone', async () => {
    const merged = await changed({ resource: 'users', keys: ['User:bo'], nodes: [user('bo', { title: 'CISO' })] });

    expect(merged.changes).toEqual({ nodes: { ...NONE, changed: 1 }, edges: NONE });
    expect(await difference()).toEqual({ came: ['User:bo'], went: ['User:bo'] });
  });

  it('adds an object that is new to its list', async () => {
    await changed({ resource: 'users', keys: ['User:dot'], nodes: [user('dot')] });

    expect(await difference()).toEqual({ came: ['User:dot'], went: [] });
  });

  it('closes an object that is gone with its edges and with what was read below it', async () => {
    const merged = await changed({ resource: 'users', keys: ['User:bo'] }, { resource: 'groups', keys: ['Group:dev'] });

    expect(merged.changes).toEqual({ nodes: { ...NONE, closed: 2 }, edges: { ...NONE, closed: 2 } });
    expect(await difference()).toEqual({
      came: [],
      went: ['Group:dev', 'MEMBER_OF User:bo Group:dev', 'MEMBER_OF User:bo Group:ops', 'User:bo'],
    });
  });

  it('replaces what the same list says of the object: its edges, and what hangs on it', async () => {
    await changed({
      resource: 'apps',
      keys: ['App:hr'],
      nodes: [app('hr'), jwk('hr', 'k2'), jwk('hr', 'k3')],
      edges: [keyOf('hr', 'k2'), keyOf('hr', 'k3'), protects('lax', 'hr')],
    });

    expect(await difference()).toEqual({
      came: ['CREDENTIAL_OF Jwk:hr.k3 App:hr', 'Jwk:hr.k3', 'PROTECTS Policy:lax App:hr'],
      went: ['CREDENTIAL_OF Jwk:hr.k1 App:hr', 'Jwk:hr.k1', 'PROTECTS Policy:strict App:hr'],
    });
  });

  it('closes one edge of a list of edges, and adds one', async () => {
    await changed(
      { resource: 'group-members', parent: 'Group:ops', keys: ['User:ada', 'User:cy'], edges: [member('cy', 'ops')] },
      { resource: 'group-members', parent: 'Group:dev', keys: ['User:cy'], edges: [] },
    );

    expect(await difference()).toEqual({
      came: ['MEMBER_OF User:cy Group:ops'],
      went: ['MEMBER_OF User:ada Group:ops'],
    });
  });

  it('may be repeated, and writes nothing then', async () => {
    const read = { resource: 'users', keys: ['User:ada', 'User:bo'], nodes: [user('ada', { title: 'CISO' })] } as const;
    await changed(read);
    const after = await contents();

    const again = await changed(read);

    expect(again.changes).toEqual({ nodes: NONE, edges: NONE });
    expect(await contents()).toEqual(after);
  });

  it('is undone without a trace', async () => {
    const rows = await org.rowCount();
    const lease = await org.begin({ scope: 'targeted' });
    await org.read(lease, { resource: 'users', keys: ['User:bo'] });
    await org.writer.mergeWave(lease, 1);
    await org.syncs.endOf(lease.runId, 'failed', { code: 'run.cancelled', message: 'Stopped.' });

    await org.sync([]);

    expect(await difference()).toEqual({ came: [], went: [] });
    expect(await org.rowCount()).toBe(rows);
  });

  it('doubts no disappearance somebody told of, however large', async () => {
    const many = Array.from({ length: 60 }, (_, n) => user(`u${n}`));
    await org.sync([{ resource: 'users', nodes: [...many, user('ada'), user('bo'), user('cy')] }]);

    const merged = await changed({ resource: 'users', keys: many.map(({ key }) => key) });

    expect(merged.braked).toEqual([]);
    expect(merged.changes.nodes.closed).toBe(60);
  });

  it('says nothing of how the rest of the list was read', async () => {
    const read = async () => (await org.reader.coverage((await org.reader.published())!.version)).map(whenRead);
    const was = await read();

    await changed({ resource: 'users', keys: ['User:bo'], nodes: [user('bo')] });

    expect(await read()).toEqual(was);
  });

  it('closes nothing when the read of the object did not come to its end', async () => {
    await changed({ resource: 'users', keys: ['User:bo'], state: 'failed' });

    expect(await difference()).toEqual({ came: [], went: [] });
  });

  it('stands beside a full read that began before it: what was read later is newer', async () => {
    const full = await org.begin();
    await org.read(full, ...TENANT);
    await changed(
      { resource: 'users', keys: ['User:bo'] },
      { resource: 'groups', keys: ['Group:dev'], nodes: [{ ...group('dev'), name: 'Development' }] },
      { resource: 'group-members', parent: 'Group:ops', keys: ['User:cy'], edges: [member('cy', 'ops')] },
    );
    const after = await contents();

    const { version } = await org.writer.mergeWave(full, 1);
    await org.writer.publish(full, version);

    expect(await contents()).toEqual(after);
  });

  it('is followed by a full read that has the last word', async () => {
    await changed({ resource: 'users', keys: ['User:bo'] });

    const merged = await org.sync(TENANT);

    expect(merged.changes.nodes).toEqual({ ...NONE, added: 1 });
    expect((await difference()).went).toEqual([]);
  });

  it('is begun anew by whoever follows, without what was staged before', async () => {
    const lost = await org.begin({ scope: 'targeted' });
    await org.read(lost, { resource: 'users', keys: ['User:bo'] });

    await changed({ resource: 'users', keys: ['User:ada'], nodes: [user('ada', { title: 'CISO' })] });

    expect(await difference()).toEqual({ came: ['User:ada'], went: ['User:ada'] });
  });

  it('keeps a resource marked as stale until its list is read again', async () => {
    const reasons = async () => {
      const { version } = (await org.reader.published())!;
      return (await org.reader.coverage(version))
        .filter(({ reason }) => reason !== null)
        .map(({ resource }) => resource);
    };
    const lease = await org.begin({ scope: 'targeted' });
    const { version } = await org.writer.mergeWave(lease, 1);
    await org.writer.markStale(lease, [{ resource: 'users', reason: 'Changed since it was read.' }]);
    await org.writer.publish(lease, version);
    await org.syncs.complete(lease, {});
    await changed({ resource: 'users', keys: ['User:bo'], nodes: [user('bo')] });
    const [stale] = (await org.reader.coverage(3)).filter(({ resource }) => resource === 'users');

    expect(stale).toMatchObject({ state: 'complete', reason: 'Changed since it was read.' });
    expect(await reasons()).toEqual(['users']);
    await org.sync(TENANT);
    expect(await reasons()).toEqual([]);
    expect((await org.reader.coverage(2)).find(({ resource }) => resource === 'users')?.reason).toBe(
      'Changed since it was read.',
    );
  });

  it('keeps what waits to be read again, each once, until it is done', async () => {
    const pending = new PendingChanges(org.database, org.clock);
    const id = org.connection.id;
    const ada = { resource: 'users', key: 'User:ada' } as const;
    await pending.add(id, { objects: [ada, { resource: 'zones' }], stale: ['groups'] });
    await pending.add(id, { objects: [{ ...ada, gone: true }], stale: ['groups'] });

    const taken = (await pending.take(id))!;
    await pending.add(id, { objects: [{ resource: 'zones' }], stale: [] });
    await pending.done(id, taken.upTo);

    expect(taken).toMatchObject({ objects: [{ ...ada, gone: true }, { resource: 'zones' }], stale: ['groups'] });
    expect(await pending.take(id)).toMatchObject({ objects: [{ resource: 'zones' }], stale: [] });
    expect(await pending.connections()).toContain(id);
    org.clock.pass(1);
    await pending.forget(id, org.clock.now());
    expect(await pending.take(id)).toBeNull();
  });
});

function short(row: string): string {
  return row
    .split(' ')
    .slice(0, /^[A-Z_]+ /.test(row) ? 3 : 1)
    .join(' ');
}

function whenRead({
  resource,
  parent,
  state,
  readAt,
}: {
  resource: string;
  parent: string;
  state: string;
  readAt: Date;
}) {
  return { resource, parent, state, readAt };
}

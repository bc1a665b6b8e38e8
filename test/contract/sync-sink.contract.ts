import type {
  Coverage,
  EdgeRecord,
  NodeKey,
  NodeRecord,
  PageCommit,
  QuarantinedRecord,
  SyncSink,
} from '@posture/domain';
import { group, member, user } from '../support/inventory-org';

const AT = new Date('2026-03-02T09:00:00.000Z');
const LATER = new Date('2026-03-02T09:05:00.000Z');
const BROKEN: QuarantinedRecord = { reason: 'id is missing', externalId: null };

/** One sync that nothing was read in yet. */
export interface SyncSinkUnderTest {
  readonly sink: SyncSink;
  /** What another process that goes on with the sync writes to; from then on the former one is fenced. */
  takeOver(): Promise<SyncSink>;
}

/** What every sink promises a connector, wherever it stages. */
export function syncSinkContract(name: string, open: () => Promise<SyncSinkUnderTest>): void {
  describe(`SyncSink contract: ${name}`, () => {
    let sink: SyncSink;
    let takeOver: () => Promise<SyncSink>;

    beforeEach(async () => {
      const opened = await open();
      sink = opened.sink;
      takeOver = () => opened.takeOver();
    });

    const users = () => namesOf(sink.stagedNodes('User'));
    const members = () => namesOf(sink.stagedEdges('MEMBER_OF'));
    const begin = (parent: NodeKey | '' = '') => sink.begin([{ resource: 'users', parent, readStartedAt: AT }]);

    it('knows no progress of a read that has not begun, and none was made in one that has', async () => {
      expect(await sink.progress('users', '')).toBeNull();

      await begin();

      expect(await sink.progress('users', '')).toEqual({ readStartedAt: AT, cursor: null, finished: false });
      expect(await sink.progress('users', 'Group:ops')).toBeNull();
    });

    it('keeps rows and cursor of a page together, for whoever goes on', async () => {
      await begin();
      await sink.commit([page({ nodes: [user('ada')], cursor: 'page-2' })]);

      sink = await takeOver();

      expect(await sink.progress('users', '')).toMatchObject({ cursor: 'page-2', finished: false });
      await sink.commit([page({ nodes: [user('bo')] })]);
      expect(await users()).toEqual(['User:ada', 'User:bo']);
    });

    it('lets nobody write any more whose sync another process took over', async () => {
      await begin();
      const former = sink;
      sink = await takeOver();
      const fenced = { code: 'sync.fenced' };

      await expect(former.begin([{ resource: 'groups', parent: '', readStartedAt: AT }])).rejects.toMatchObject(fenced);
      await expect(former.commit([page({ nodes: [user('ada')] })])).rejects.toMatchObject(fenced);
      await expect(former.finish([coverage()])).rejects.toMatchObject(fenced);
      expect([await sink.progress('groups', ''), await users()]).toEqual([null, []]);
      expect(await sink.progress('users', '')).toMatchObject({ finished: false });
    });

    it('starts a read again from nothing, and leaves the others alone', async () => {
      await sink.begin([
        { resource: 'users', parent: '', readStartedAt: AT },
        { resource: 'users', parent: 'Group:ops', readStartedAt: AT },
      ]);
      await sink.commit([
        page({ nodes: [user('old')], edges: [member('old', 'ops')], cursor: 'page-2', quarantined: [BROKEN] }),
        page({ nodes: [user('kept')], parent: 'Group:ops', cursor: 'page-2' }),
      ]);

      await sink.begin([{ resource: 'users', parent: '', readStartedAt: LATER }]);

      expect([await users(), await members()]).toEqual([['User:kept'], []]);
      expect(await sink.progress('users', '')).toEqual({ readStartedAt: LATER, cursor: null, finished: false });
      expect(await sink.progress('users', 'Group:ops')).toMatchObject({ cursor: 'page-2' });
    });

    it('begins a read with its first page and closes it with its last', async () => {
      await begin();
      await sink.commit([page({ nodes: [user('old')], cursor: 'page-2' })]);

      await sink.commit([
        page({ nodes: [user('ada')], cursor: 'page-2', start: { readStartedAt: LATER } }),
        page({ nodes: [user('bo')], ending: coverage({ records: 2, readStartedAt: LATER }) }),
      ]);

      expect(await users()).toEqual(['User:ada', 'User:bo']);
      expect(await sink.progress('users', '')).toEqual({
        readStartedAt: LATER,
        cursor: null,
        finished: true,
        state: 'complete',
        records: 2,
      });
    });

    it('tells how a read ended, of one that broke off and of one that never began', async () => {
      await begin();
      await sink.commit([page({ nodes: [user('ada')], cursor: 'page-2' })]);
      await sink.finish([
        coverage({ state: 'partial', reason: 'it stopped', records: 1 }),
        coverage({ resource: 'groups', state: 'forbidden', reason: 'no right', records: 0 }),
      ]);

      const ended = { cursor: null, finished: true };
      expect(await sink.progress('users', '')).toMatchObject({ ...ended, state: 'partial', records: 1 });
      expect(await sink.progress('groups', '')).toMatchObject({ ...ended, state: 'forbidden', records: 0 });
      expect(await users()).toEqual(['User:ada']);
    });

    it('keeps of one object the state it was given last, of one list and of each', async () => {
      await begin();
      await begin('Group:ops');
      await sink.commit([
        page({ nodes: [user('ada', { title: '0' }), user('ada', { title: '1' })], cursor: 'page-2' }),
        page({ nodes: [user('ada', { title: '2' })], cursor: 'page-3' }),
        page({ nodes: [user('ada', { title: '9' })], parent: 'Group:ops' }),
      ]);
      await sink.commit([page({ nodes: [user('ada', { title: '3' })] })]);

      const titles = (await collect(sink.stagedNodes('User'))).map(({ props }) => props['title']);
      expect(titles.sort()).toEqual(['3', '9']);
    });

    it('gives back what was staged as it was given, kind by kind', async () => {
      const ada = user('ada', { title: 'CISO', tags: ['x'] }, { lastLogin: AT.toISOString() });
      const assigned: EdgeRecord = { kind: 'ASSIGNED_TO', src: 'User:ada', dst: 'App:hr', props: { scope: 'USER' } };
      await begin();
      await sink.commit([page({ nodes: [ada, group('ops')], edges: [member('ada', 'ops'), assigned] })]);

      expect(await collect(sink.stagedNodes('User'))).toEqual([ada]);
      expect(await collect(sink.stagedNodes('App'))).toEqual([]);
      expect(await collect(sink.stagedEdges('MEMBER_OF'))).toEqual([member('ada', 'ops')]);
      expect(await collect(sink.stagedEdges('ASSIGNED_TO'))).toEqual([assigned]);
    });

    it('takes no page of a read that has not begun, and none of the pages that came with it', async () => {
      await begin();
      const astray = page({ nodes: [user('bo')], resource: 'groups' });

      await expect(sink.commit([page({ nodes: [user('ada')], cursor: 'page-2' }), astray])).rejects.toThrow(/groups/);

      expect(await users()).toEqual([]);
      expect(await sink.progress('users', '')).toMatchObject({ cursor: null });
    });

    it('takes nothing for nothing', async () => {
      await sink.begin([]);
      await sink.commit([]);
      await sink.finish([]);

      expect(await sink.progress('users', '')).toBeNull();
    });
  });
}

type PageText = Partial<PageCommit> & {
  readonly nodes?: readonly NodeRecord[];
  readonly edges?: readonly EdgeRecord[];
  readonly quarantined?: readonly QuarantinedRecord[];
  readonly cursor?: string;
};

function page({ nodes = [], edges = [], quarantined = [], cursor, ...commit }: PageText): PageCommit {
  return { resource: 'users', parent: '', page: { nodes, edges, quarantined, cursor: cursor ?? null }, ...commit };
}

function coverage(over: Partial<Coverage> = {}): Coverage {
  const times = { readStartedAt: AT, readAt: LATER };
  return {
    resource: 'users',
    parent: '',
    state: 'complete',
    reason: null,
    missing: null,
    records: 0,
    ...times,
    ...over,
  };
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function namesOf(rows: AsyncIterable<NodeRecord | EdgeRecord>): Promise<string[]> {
  return (await collect(rows)).map((row) => ('key' in row ? row.key : row.src)).sort();
}

import type { EdgeRecord, GraphChanges, GraphSource, NodeKey, NodeRecord } from '@posture/domain';
import { group, member, user } from '../support/inventory-org';

/** One list of a version, as it was read to its end. */
export interface ListOfVersion {
  readonly resource: string;
  readonly parent?: NodeKey;
  readonly nodes?: readonly NodeRecord[];
  readonly edges?: readonly EdgeRecord[];
}

/** Versions 1, 2 and 3 of one tenant: an object goes and comes back, another changes, a member goes. */
const VERSIONS: readonly (readonly ListOfVersion[])[] = [
  tenant([user('ada', { title: 'CFO' }), user('bo'), user('cy')], [member('ada', 'ops'), member('bo', 'ops')]),
  tenant([user('ada', { title: 'CISO' }), user('cy'), user('dan')], [member('ada', 'ops')]),
  tenant([user('ada', { title: 'CISO' }), user('bo'), user('cy')], [member('ada', 'ops')]),
];

/** What every source promises a graph that is built from it, wherever its versions are kept. */
export function graphSourceContract(
  name: string,
  keep: (versions: readonly (readonly ListOfVersion[])[]) => Promise<GraphSource>,
): void {
  describe(`GraphSource contract: ${name}`, () => {
    let source: GraphSource;

    beforeAll(async () => {
      source = await keep(VERSIONS);
    });

    it('gives the nodes of each version once, in key order, with the version they are so from', async () => {
      const text = async (version: number) =>
        (await rowsOf(source.nodes(version))).map(
          ({ key, props, resource, fromVersion }) => `${key} ${String(props['title'])} ${resource} ${fromVersion}`,
        );

      expect(await text(1)).toEqual([
        'Group:ops undefined groups 1',
        'User:ada CFO users 1',
        'User:bo undefined users 1',
        'User:cy undefined users 1',
      ]);
      expect(await text(2)).toEqual([
        'Group:ops undefined groups 1',
        'User:ada CISO users 2',
        'User:cy undefined users 1',
        'User:dan undefined users 2',
      ]);
      expect(await text(3)).toEqual([
        'Group:ops undefined groups 1',
        'User:ada CISO users 2',
        'User:bo undefined users 3',
        'User:cy undefined users 1',
      ]);
    });

    it('gives the edges of each version once, with the list they are of', async () => {
      const text = async (version: number) =>
        (await rowsOf(source.edges(version)))
          .map(({ kind, src, dst, resource, parent, derived }) => [kind, src, dst, resource, parent, derived].join(' '))
          .sort();
      const ada = 'MEMBER_OF User:ada Group:ops group-members Group:ops false';

      expect(await text(1)).toEqual([ada, 'MEMBER_OF User:bo Group:ops group-members Group:ops false']);
      expect(await text(2)).toEqual([ada]);
    });

    it('says how each list of a version was read', async () => {
      const states = (await source.coverage(VERSIONS.length)).map(({ resource, state }) => `${resource} ${state}`);

      expect(states.sort()).toEqual(['group-members complete', 'groups complete', 'users complete']);
    });

    it('has an instant for each version, later ones later', async () => {
      const instants = [await source.instant(1), await source.instant(2), await source.instant(3)];

      expect([...instants].sort((a, b) => a.getTime() - b.getTime())).toEqual(instants);
      expect(new Set(instants.map((instant) => instant.getTime())).size).toBe(3);
    });

    it('gives the net difference of two versions: what came and went back is none', async () => {
      expect(await changed(1, 2)).toEqual({
        upserted: ['User:ada CISO', 'User:dan undefined'],
        removed: ['User:bo'],
        edges: [],
        edgesRemoved: ['MEMBER_OF User:bo Group:ops group-members Group:ops'],
      });
      expect(await changed(1, 3)).toEqual({
        upserted: ['User:ada CISO'],
        removed: [],
        edges: [],
        edgesRemoved: ['MEMBER_OF User:bo Group:ops group-members Group:ops'],
      });
      expect((await changed(2, 3)).upserted).toEqual(['User:bo undefined']);
    });

    it('takes for the difference from nothing all there is', async () => {
      const all = await changed(0, 2);

      expect(all.upserted).toHaveLength(4);
      expect([all.edges, all.removed, all.edgesRemoved]).toEqual([['User:ada'], [], []]);
    });

    it('gives nodes before edges, or one of the two alone, and nothing of equal versions', async () => {
      const parts = (await collect(source.changes(0, 1))).map(({ nodes, edges }) => [
        nodes.upserted.length + nodes.removed.length > 0,
        edges.upserted.length + edges.removed.length > 0,
      ]);
      expect(parts).toEqual([
        [true, false],
        [false, true],
      ]);
      expect((await changed(1, 2, 'nodes')).edgesRemoved).toEqual([]);
      expect((await changed(1, 2, 'edges')).upserted).toEqual([]);
      expect((await changed(1, 2, 'edges')).edgesRemoved).toHaveLength(1);
      expect(await collect(source.changes(2, 2))).toEqual([]);
    });

    it('refuses a version it does not have, and a difference backwards', async () => {
      await expect(source.instant(4)).rejects.toThrow();
      await expect(collect(source.nodes(4))).rejects.toThrow();
      await expect(collect(source.edges(4))).rejects.toThrow();
      await expect(collect(source.changes(1, 4))).rejects.toThrow();
      await expect(collect(source.changes(3, 1))).rejects.toThrow(RangeError);
    });

    async function changed(from: number, to: number, part?: 'nodes' | 'edges') {
      const all: GraphChanges[] = await collect(source.changes(from, to, part));
      return {
        upserted: all.flatMap(({ nodes }) =>
          nodes.upserted.map(({ key, props }) => `${key} ${String(props['title'])}`),
        ),
        removed: all.flatMap(({ nodes }) => nodes.removed),
        edges: all.flatMap(({ edges }) => edges.upserted.map(({ src }) => src)),
        edgesRemoved: all.flatMap(({ edges }) =>
          edges.removed.map(({ kind, src, dst, resource, parent }) => [kind, src, dst, resource, parent].join(' ')),
        ),
      };
    }
  });
}

function tenant(users: readonly NodeRecord[], members: readonly EdgeRecord[]): readonly ListOfVersion[] {
  return [
    { resource: 'users', nodes: users },
    { resource: 'groups', nodes: [group('ops')] },
    { resource: 'group-members', parent: 'Group:ops', edges: members },
  ];
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function rowsOf<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  return (await collect(batches)).flat();
}

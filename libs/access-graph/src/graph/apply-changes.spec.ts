import * as fc from 'fast-check';
import { EDGE_KINDS } from '@posture/domain';
import type { EdgeKind, StoredEdge, StoredNode } from '@posture/domain';
import { MemoryGraphSource } from '../../../../test/support/memory-graph-source';
import type { VersionRows } from '../../../../test/support/memory-graph-source';
import { applyChanges } from './apply-changes';
import { buildGraph } from './build-graph';
import type { GraphIndex } from './graph-index';
import { loadGraphIndex } from './graph-index-builder';
import { IndexCache } from './index-cache';

const KEYS = ['User:1', 'User:2', 'User:3', 'Group:1', 'Group:2', 'App:1'] as const;

function versions(): fc.Arbitrary<VersionRows> {
  const node = fc.record({ key: fc.constantFrom(...KEYS), mark: fc.integer({ min: 0, max: 2 }) });
  const edge = fc.record({
    kind: fc.constantFrom<EdgeKind>('MEMBER_OF', 'ASSIGNED_TO'),
    src: fc.constantFrom(...KEYS),
    dst: fc.constantFrom(...KEYS),
    parent: fc.constantFrom('', 'Group:1', 'Group:2'),
    mark: fc.integer({ min: 0, max: 2 }),
  });
  return fc.record({
    nodes: fc.uniqueArray(node, { selector: (row) => row.key }).map((rows) =>
      rows.map(({ key, mark }): StoredNode => ({
        kind: key.split(':')[0] as StoredNode['kind'],
        key,
        externalId: key.split(':')[1] as string,
        name: null,
        props: { mark },
        resource: 'users',
        fromVersion: 1,
      })),
    ),
    // Ends are drawn from all keys, so that some edges name a node the version lacks.
    edges: fc
      .uniqueArray(edge, { selector: (row) => [row.kind, row.src, row.dst, row.parent].join(' '), maxLength: 20 })
      .map((rows) =>
        rows.map(({ mark, ...row }): StoredEdge => ({
          ...row,
          props: mark === 0 ? undefined : { mark },
          resource: 'group-members',
          derived: false,
          fromVersion: 1,
        })),
      ),
  });
}

/** All a view can be asked. */
function answers(index: GraphIndex) {
  const kinds = Object.keys(EDGE_KINDS) as EdgeKind[];
  return {
    version: index.version,
    nodes: Array.from({ length: index.nodeCount }, (_, node) => ({
      key: index.key(node),
      kind: index.kind(node),
      props: index.props(node),
      at: index.indexOf(index.key(node)),
      out: kinds.flatMap((kind) => index.outEdges(node, kind)),
      in: kinds.flatMap((kind) => index.inEdges(node, kind)),
      // Of whom nobody knows who they are, the order means nothing.
      unknown: kinds
        .flatMap((kind) => index.inFromUnknown(node, kind))
        .map((props) => JSON.stringify(props))
        .sort(),
      plain: kinds.map((kind) => [index.out(node, kind), index.in(node, kind)]),
    })),
  };
}

describe('applyChanges', () => {
  it('gives what reading the later version anew gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(versions(), { minLength: 2, maxLength: 4 }), async (rows) => {
        const source = new MemoryGraphSource(rows, 2);
        let index = await loadGraphIndex(source, 'c', 1);
        for (let version = 2; version <= rows.length; version++) {
          index = await applyChanges(index, source.changes(version - 1, version), {
            version,
            at: await source.instant(version),
            coverage: [],
          });
          expect(answers(index)).toEqual(answers(await loadGraphIndex(source, 'c', version)));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('Volatile values', () => {
  it('are taken over from what was seen since, also for nodes that did not change', async () => {
    const base = buildGraph({
      nodes: [{ key: 'User:1', observed: { lastLogin: 'long ago' } }, { key: 'User:2' }],
      edges: [],
    });

    const next = await applyChanges(base, [], {
      version: 2,
      at: new Date('2026-03-02T00:00:00Z'),
      coverage: [],
      observed: new Map([
        ['User:1', { lastLogin: 'today' }],
        ['User:gone', { lastLogin: 'never mind' }],
      ]),
    });

    expect(next.observed(next.indexOf('User:1'))).toEqual({ lastLogin: 'today' });
    expect(next.observed(next.indexOf('User:2'))).toEqual({});
    expect(base.observed(base.indexOf('User:1'))).toEqual({ lastLogin: 'long ago' });
  });
});

describe('IndexCache', () => {
  const rows = (count: number): VersionRows => ({
    nodes: Array.from({ length: count }, (_, at) => ({
      kind: 'User' as const,
      key: `User:${String(at).padStart(6, '0')}` as const,
      externalId: String(at),
      name: null,
      props: { text: 'x'.repeat(100) },
      resource: 'users',
      fromVersion: 1,
    })),
    edges: [],
  });

  it('reads a version once for callers that ask at the same time, and steps to the next by its changes', async () => {
    const source = new MemoryGraphSource([rows(10), rows(11)]);
    const cache = new IndexCache(1_000_000);
    const [first, same] = await Promise.all([cache.get(source, 'c', 1), cache.get(source, 'c', 1)]);
    expect(first).toBe(same);
    expect((await cache.get(source, 'c', 2)).nodeCount).toBe(11);
    expect(source.reads).toBe(1);
  });

  it('drops what was used longest ago once the limit is passed', async () => {
    const source = new MemoryGraphSource([rows(1_000)]);
    const size = (await loadGraphIndex(source, 'a', 1)).bytes;
    const cache = new IndexCache(Math.ceil(size * 2.5));
    await cache.get(source, 'a', 1);
    await cache.get(source, 'b', 1);
    await cache.get(source, 'a', 1);
    await cache.get(source, 'c', 1);
    const before = source.reads;
    await cache.get(source, 'a', 1);
    expect(source.reads).toBe(before);
    await cache.get(source, 'b', 1);
    expect(source.reads).toBe(before + 1);
  });

  it('keeps the one just asked for even if it is larger than the limit', async () => {
    const source = new MemoryGraphSource([rows(1_000)]);
    const cache = new IndexCache(1);
    await cache.get(source, 'a', 1);
    await cache.get(source, 'a', 1);
    expect(source.reads).toBe(1);
    await cache.get(source, 'b', 1);
    await cache.get(source, 'a', 1);
    expect(source.reads).toBe(3);
  });

  it('forgets every version of a connection, and answers who waits for one that is being read', async () => {
    const source = new MemoryGraphSource([rows(10), rows(11)]);
    const cache = new IndexCache(1_000_000);
    await cache.get(source, 'a', 1);
    const waiting = cache.get(source, 'a', 2);
    cache.forget('a');
    expect((await waiting).nodeCount).toBe(11);
    const before = source.reads;
    await cache.get(source, 'a', 1);
    expect(source.reads).toBe(before + 1);
  });

  it('keeps nothing of a load that failed', async () => {
    const cache = new IndexCache(1_000);
    const source = new MemoryGraphSource([]);
    await expect(cache.get(source, 'c', 1)).rejects.toThrow('there is no version 1');
    await expect(cache.get(new MemoryGraphSource([rows(1)]), 'c', 1)).resolves.toMatchObject({ nodeCount: 1 });
  });
});

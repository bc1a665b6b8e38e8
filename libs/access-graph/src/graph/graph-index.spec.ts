import type { Coverage, CoverageState, NodeKey } from '@posture/domain';
import { buildGraph } from './build-graph';
import { GraphIndexBuilder } from './graph-index-builder';

const graph = () =>
  buildGraph({
    nodes: [
      { key: 'User:b', props: { status: 'ACTIVE' } },
      { key: 'User:a' },
      { key: 'Group:g2' },
      { key: 'Group:g1', name: 'Admins' },
      { key: 'App:x', observed: { seen: 1 } },
    ],
    edges: [
      ['User:a', 'MEMBER_OF', 'Group:g2'],
      ['User:a', 'MEMBER_OF', 'Group:g1'],
      ['User:b', 'MEMBER_OF', 'Group:g1'],
      ['User:b', 'ASSIGNED_TO', 'App:x', { scope: 'GROUP', status: 'ACTIVE' }],
      ['User:a', 'ASSIGNED_TO', 'App:x', { scope: 'USER', status: 'ACTIVE' }],
    ],
    coverage: [
      { resource: 'group-members', parent: 'Group:g1', state: 'failed' },
      { resource: 'users', state: 'partial' },
    ],
  });

describe('GraphIndex', () => {
  it('answers by key, kind and position, kinds and neighbours in key order', () => {
    const view = graph();
    const keys = (nodes: readonly number[]) => nodes.map((node) => view.key(node));
    const a = view.indexOf('User:a');
    expect(view.kind(a)).toBe('User');
    expect(keys(view.ofKind('User'))).toEqual(['User:a', 'User:b']);
    expect(keys(view.ofKind('Group'))).toEqual(['Group:g1', 'Group:g2']);
    expect(view.ofKind('Device')).toEqual([]);
    expect(keys(view.out(a, 'MEMBER_OF'))).toEqual(['Group:g1', 'Group:g2']);
    expect(keys(view.in(view.indexOf('Group:g1'), 'MEMBER_OF'))).toEqual(['User:a', 'User:b']);
    expect(keys(view.in(view.indexOf('App:x'), 'ASSIGNED_TO'))).toEqual(['User:a', 'User:b']);
    expect(view.out(a, 'OWNS')).toEqual([]);
    expect(view.out(view.indexOf('App:x'), 'MEMBER_OF')).toEqual([]);
    expect(view.indexOf('User:nobody')).toBe(-1);
    expect(view.nodeCount).toBe(5);
  });

  it('keeps what is written on nodes and edges', () => {
    const view = graph();
    const b = view.indexOf('User:b');
    expect(view.props(b)).toEqual({ status: 'ACTIVE' });
    expect(view.observed(b)).toEqual({});
    expect(view.observed(view.indexOf('App:x'))).toEqual({ seen: 1 });
    expect(view.name(view.indexOf('Group:g1'))).toBe('Admins');
    expect(view.outEdges(b, 'ASSIGNED_TO')).toEqual([
      { kind: 'ASSIGNED_TO', src: b, dst: view.indexOf('App:x'), props: { scope: 'GROUP', status: 'ACTIVE' } },
    ]);
    expect(view.inEdges(view.indexOf('App:x'), 'ASSIGNED_TO').map((edge) => edge.props.scope)).toEqual([
      'USER',
      'GROUP',
    ]);
    expect(view.outEdges(b, 'MEMBER_OF')[0]?.props).toEqual({});
  });

  it('knows which refused lists stand as an earlier read left them', () => {
    const at = new Date('2026-03-01T00:00:00Z');
    const builder = new GraphIndexBuilder({ connectionId: 'c', version: 2, at });
    const node = (key: NodeKey, resource: string) => ({ key, externalId: key, name: null, props: {}, resource });
    builder.addNodes([
      node('Factor:1', 'factors'),
      node('Group:g', 'groups'),
      node('User:a', 'users'),
      node('User:b', 'users'),
      node('Zone:z', 'zones'),
    ]);
    const edge = { resource: 'factors', parent: 'User:a', derived: false, fromVersion: 1 };
    builder.addEdges([{ kind: 'HAS_FACTOR', src: 'User:a', dst: 'Factor:1', ...edge }]);
    const row = (resource: string, parent: NodeKey | '', state: CoverageState): Coverage => ({
      ...{ resource, parent, state, reason: null, missing: null, records: 0 },
      ...{ readStartedAt: at, readAt: at },
    });
    const view = builder.build([
      row('users', '', 'complete'),
      row('groups', '', 'partial'),
      row('zones', '', 'forbidden'),
      row('idps', '', 'failed'),
      row('factors', '', 'partial'),
      row('factors', 'User:a', 'complete'),
      row('factors', 'User:b', 'failed'),
    ]);

    expect(view.keeps('zones')).toBe(true);
    // Read, read in part, or never known.
    expect([view.keeps('users'), view.keeps('groups'), view.keeps('idps')]).toEqual([false, false, false]);
    expect([view.keeps('factors'), view.keeps('factors', 'User:b')]).toEqual([false, false]);
  });

  it('lets a list without a row of its own speak through the row of the whole resource', () => {
    const { coverage } = graph();
    expect(coverage.complete('group-members', 'Group:g1')).toBe(false);
    expect(coverage.complete('group-members', 'Group:g2')).toBe(true);
    expect(coverage.of('users').state).toBe('partial');
  });

  it('never calls a resource complete as a whole while one of its lists is not', () => {
    expect(graph().coverage.of('group-members')).toMatchObject({ state: 'failed', parent: 'Group:g1' });
  });

  it('refuses a key of no declared kind and an edge to nowhere', () => {
    expect(() => buildGraph({ nodes: [{ key: 'Robot:1' }], edges: [] })).toThrow(RangeError);
    expect(() => buildGraph({ nodes: [{ key: 'User:a' }], edges: [['User:a', 'MEMBER_OF', 'Group:g']] })).toThrow(
      'names a node that is not there',
    );
  });
});

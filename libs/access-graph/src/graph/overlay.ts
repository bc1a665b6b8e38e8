import type {
  CutEdge,
  EdgeIdentity,
  EdgeKind,
  EdgeRecord,
  Edit,
  GraphChanges,
  GraphView,
  NodeIndex,
  NodeKey,
  NodeRecord,
} from '@posture/domain';
import type { Adjacency } from './adjacency';
import { applyChanges } from './apply-changes';
import { GraphIndex } from './graph-index';

/** What follows from a version, as a provider's model derives it. */
export interface Derived {
  readonly nodes: readonly NodeRecord[];
  readonly edges: readonly EdgeRecord[];
}

/** Where the inventory keeps what was derived. */
const DERIVED = { resource: 'derived', parent: '', derived: true, fromVersion: 0 } as const;

/** The version with an edit laid over it. What follows from it stays as it was: see `rederived`. The version stays as it is. */
export async function edited(view: GraphView, { removed, props, cut }: Edit): Promise<GraphIndex> {
  const index = indexOf(view);
  const gone = removed.filter((key) => index.indexOf(key) >= 0);
  const changed = [...props].flatMap(([key, to]) => {
    const node = index.indexOf(key);
    if (node < 0) return [];
    const { externalId, name, kind } = recordOf(index, node);
    return [{ kind, key, externalId, name, props: to, observed: index.observed(node), resource: '', fromVersion: 0 }];
  });
  const rows = [...gone.flatMap((key) => rowsAt(index, key)), ...cut.flatMap((edge) => rowsOf(index, edge))];
  return apply(index, {
    nodes: { removed: gone, upserted: changed },
    edges: { removed: rows, upserted: [] },
  });
}

/**
 * The same version with what follows from it anew.
 * @param before what followed from the version it was made of
 * @returns it, and the edges that came or went, without members of derived sets
 */
export async function rederived(
  view: GraphIndex,
  before: Derived,
  now: Derived,
): Promise<{ readonly view: GraphIndex; readonly differing: readonly CutEdge[] }> {
  const textOf = ({ kind, src, dst }: CutEdge) => `${kind} ${src} ${dst}`;
  const old = new Map(before.edges.map((edge) => [textOf(edge), edge]));
  const upserted: EdgeRecord[] = [];
  for (const edge of now.edges) {
    const known = old.get(textOf(edge));
    old.delete(textOf(edge));
    if (known === undefined || !sameProps(known, edge)) upserted.push(edge);
  }
  const removed = [...old.values()];
  const nodes = new Map(before.nodes.map((node) => [node.key, node]));
  const added = now.nodes.filter(({ key }) => !nodes.delete(key));
  const differing = [...removed, ...upserted].filter(({ kind }) => kind !== 'HAS_MEMBER');
  if (removed.length + upserted.length + nodes.size + added.length === 0) return { view, differing };
  const changed = await apply(view, {
    nodes: { removed: [...nodes.keys()], upserted: added.map((node) => ({ ...node, ...DERIVED })) },
    edges: {
      removed: removed.map((edge) => ({ ...edge, ...DERIVED })),
      upserted: upserted.map((edge) => ({ ...edge, ...DERIVED })),
    },
  });
  return { view: changed, differing };
}

/** @throws {RangeError} for a view that is not held in memory */
function indexOf(view: GraphView): GraphIndex {
  if (view instanceof GraphIndex) return view;
  throw new RangeError('only a version held in memory can have something laid over it');
}

function apply(index: GraphIndex, { nodes, edges }: GraphChanges): Promise<GraphIndex> {
  const { version, at } = index;
  const none = { upserted: [], removed: [] };
  const changes: GraphChanges[] = [
    { nodes, edges: none },
    { nodes: none, edges },
  ];
  return applyChanges(index, changes, { version, at, coverage: index.parts.coverage });
}

function recordOf(index: GraphIndex, node: NodeIndex) {
  return { kind: index.kind(node), externalId: index.externalId(node), name: index.name(node) };
}

function sameProps({ props: a }: EdgeRecord, { props: b }: EdgeRecord): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Every row of the node's edges, so that none is left with one end. */
function rowsAt(index: GraphIndex, key: NodeKey): EdgeIdentity[] {
  const node = index.indexOf(key);
  return [...index.parts.adjacency].flatMap(([kind, adjacency]) => [
    ...rowsFrom(index, kind, adjacency, node),
    ...adjacency.in(node).flatMap((source) => rowsFrom(index, kind, adjacency, source, node)),
  ]);
}

function rowsOf(index: GraphIndex, { kind, src, dst }: CutEdge): EdgeIdentity[] {
  const adjacency = index.parts.adjacency.get(kind);
  const [from, to] = [index.indexOf(src), index.indexOf(dst)];
  return adjacency === undefined || from < 0 || to < 0 ? [] : rowsFrom(index, kind, adjacency, from, to);
}

function rowsFrom(
  { parts }: GraphIndex,
  kind: EdgeKind,
  adjacency: Adjacency,
  source: NodeIndex,
  target?: NodeIndex,
): EdgeIdentity[] {
  const rows: EdgeIdentity[] = [];
  for (let at = adjacency.outFrom(source); at < adjacency.outTo(source); at++) {
    const to = adjacency.targets[at]!;
    if (target !== undefined && to !== target) continue;
    const { resource, parent } = parts.origins[adjacency.origins[at]!]!;
    rows.push({ kind, src: parts.nodes.keys[source]!, dst: parts.nodes.keys[to]!, resource, parent });
  }
  return rows;
}

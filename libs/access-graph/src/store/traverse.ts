import { DomainError, EDGE_KINDS, NODE_KINDS, kindOfKey } from '@posture/domain';
import type { EdgeKind, JsonObject, NodeKey, SubjectRef } from '@posture/domain';
import { compareText } from '../graph/graph-index-builder';
import type { GraphHop, GraphPathRow } from './graph-store';
import type { NamedQuery } from './named-queries';

/** An edge by its ends; what a traversal decides on. */
export interface EdgeRef {
  readonly kind: EdgeKind;
  readonly src: NodeKey;
  readonly dst: NodeKey;
}

/** What a store gives for a traversal to run on it; keys in, plain data out, any order. */
export interface GraphReader {
  /** Edges of the kinds that leave (out) or arrive at (in) any of the nodes, each once. */
  expand(nodes: readonly NodeKey[], kinds: readonly EdgeKind[], direction: 'out' | 'in'): Promise<readonly EdgeRef[]>;
  /** The nodes that exist, in any order. */
  describe(nodes: readonly NodeKey[]): Promise<readonly SubjectRef[]>;
  /** What is written on the edges, in the order given. */
  edgeProps(edges: readonly EdgeRef[]): Promise<readonly JsonObject[]>;
}

/** Runs one named query; all that decides which rows there are, and their order, is here. */
export async function traverse(
  reader: GraphReader,
  query: NamedQuery,
  key: string,
  limit = Infinity,
): Promise<readonly GraphPathRow[]> {
  const start = await startOf(reader, query, key);
  const paths =
    query.rows === 'every' ? await everyPath(reader, query, start) : await shortestPaths(reader, query, start);
  const ends = new Set<string>(query.ends);
  const found = paths.filter((path) => ends.has(kindOfKey(path.node)) && path.node !== start);
  found.sort(ORDER[query.rows](query));
  const kept = found.slice(0, query.rows === 'first' ? 1 : limit);
  return rowsOf(reader, kept);
}

interface FoundPath {
  readonly node: NodeKey;
  readonly edges: readonly EdgeRef[];
}

type Order = (a: FoundPath, b: FoundPath) => number;

const ORDER: Readonly<Record<NamedQuery['rows'], (query: NamedQuery) => Order>> = {
  shortest: () => (a, b) => a.edges.length - b.edges.length || compareText(a.node, b.node),
  every: () => (a, b) =>
    compareText(a.node, b.node) || a.edges.length - b.edges.length || compareEdges(a.edges, b.edges),
  first: (query) => (a, b) =>
    query.ends.indexOf(kindOfKey(a.node)) - query.ends.indexOf(kindOfKey(b.node)) ||
    a.edges.length - b.edges.length ||
    compareEdges(a.edges, b.edges),
};

function compareEdges(a: readonly EdgeRef[], b: readonly EdgeRef[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a[at] as EdgeRef;
    const right = b[at] as EdgeRef;
    const order = compareText(left.kind, right.kind) || compareText(left.dst, right.dst);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

async function startOf(reader: GraphReader, query: NamedQuery, key: string): Promise<NodeKey> {
  const kind = key.slice(0, key.indexOf(':'));
  if (!Object.hasOwn(NODE_KINDS, kind)) {
    throw new DomainError('node.key_invalid', 'invalid', `"${key}" is no node key.`, {
      field: 'key',
      remedy: 'Give the kind and the provider id, such as User:00u1.',
    });
  }
  if (!query.starts.some((allowed) => allowed === kind)) {
    throw new DomainError('query.start_unsuitable', 'invalid', `${query.name} does not start at a ${kind}.`, {
      field: 'key',
      remedy: `Give a key of kind ${query.starts.join(', ')}.`,
    });
  }
  const [node] = await reader.describe([key as NodeKey]);
  if (node === undefined)
    throw new DomainError('node.not_found', 'not_found', `The graph has no ${key}.`, { field: 'key' });
  return node.key;
}

/**
 * Level by level. Nodes of a level stand in the order of their best paths, so that the best way to a node of the next
 * level is the one of its first predecessor. Against the arrows a path begins at the node found, and its first hop
 * decides.
 */
async function shortestPaths(reader: GraphReader, query: NamedQuery, start: NodeKey): Promise<FoundPath[]> {
  const best = new Map<NodeKey, EdgeRef | null>([[start, null]]);
  let level: NodeKey[] = [start];
  for (let depth = 1; depth <= query.maxDepth && level.length > 0; depth++) {
    const rank = new Map(level.map((node, at) => [node, at]));
    const edges = await reader.expand(level, query.edges, query.direction);
    const ways = new Map<NodeKey, EdgeRef>();
    const better = query.direction === 'out' ? alongRank(rank) : byFirstHop;
    for (const edge of edges) {
      const next = query.direction === 'out' ? edge.dst : edge.src;
      if (best.has(next)) continue;
      const known = ways.get(next);
      if (known === undefined || better(edge, known) < 0) ways.set(next, edge);
    }
    level = [...ways].sort(([, a], [, b]) => better(a, b)).map(([node]) => node);
    for (const [node, edge] of ways) best.set(node, edge);
  }
  return [...best.keys()].map((node) => ({ node, edges: pathOf(best, node, query.direction) }));
}

function alongRank(rank: ReadonlyMap<NodeKey, number>): (a: EdgeRef, b: EdgeRef) => number {
  return (a, b) =>
    (rank.get(a.src) as number) - (rank.get(b.src) as number) ||
    compareText(a.kind, b.kind) ||
    compareText(a.dst, b.dst);
}

function byFirstHop(a: EdgeRef, b: EdgeRef): number {
  return compareText(a.kind, b.kind) || compareText(a.dst, b.dst);
}

function pathOf(
  best: ReadonlyMap<NodeKey, EdgeRef | null>,
  node: NodeKey,
  direction: 'out' | 'in',
): readonly EdgeRef[] {
  const edges: EdgeRef[] = [];
  for (let edge = best.get(node); edge; edge = best.get(direction === 'out' ? edge.src : edge.dst)) edges.push(edge);
  return direction === 'out' ? edges.reverse() : edges;
}

/** Every path without a repeated node, up to the depth. */
async function everyPath(reader: GraphReader, query: NamedQuery, start: NodeKey): Promise<FoundPath[]> {
  const outgoing = new Map<NodeKey, EdgeRef[]>();
  let level: NodeKey[] = [start];
  for (let depth = 1; depth <= query.maxDepth && level.length > 0; depth++) {
    for (const node of level) outgoing.set(node, []);
    const edges = await reader.expand(level, query.edges, query.direction);
    for (const edge of edges) outgoing.get(query.direction === 'out' ? edge.src : edge.dst)?.push(edge);
    const next = edges.map((edge) => (query.direction === 'out' ? edge.dst : edge.src));
    level = [...new Set(next)].filter((node) => !outgoing.has(node));
  }
  const found: FoundPath[] = [];
  const visit = (node: NodeKey, edges: readonly EdgeRef[], passed: ReadonlySet<NodeKey>) => {
    if (edges.length > 0) found.push({ node, edges: query.direction === 'out' ? edges : [...edges].reverse() });
    if (edges.length === query.maxDepth) return;
    for (const edge of outgoing.get(node) ?? []) {
      const next = query.direction === 'out' ? edge.dst : edge.src;
      if (!passed.has(next)) visit(next, [...edges, edge], new Set([...passed, next]));
    }
  };
  visit(start, [], new Set([start]));
  return found;
}

async function rowsOf(reader: GraphReader, paths: readonly FoundPath[]): Promise<readonly GraphPathRow[]> {
  const nodes = new Map((await reader.describe(paths.map(({ node }) => node))).map((node) => [node.key, node]));
  const edges = new Map<string, EdgeRef>();
  for (const path of paths) for (const edge of path.edges) edges.set(idOf(edge), edge);
  const props = await reader.edgeProps([...edges.values()]);
  const hops = new Map<string, GraphHop>();
  [...edges].forEach(([id, { kind, src, dst }], at) => {
    const derived = 'derived' in EDGE_KINDS[kind];
    hops.set(id, { kind, from: src, to: dst, derived, props: props[at] as JsonObject });
  });
  return paths.map((path) => ({
    node: nodes.get(path.node) as SubjectRef,
    path: path.edges.map((edge) => hops.get(idOf(edge)) as GraphHop),
  }));
}

function idOf({ kind, src, dst }: EdgeRef): string {
  return `${kind} ${src} ${dst}`;
}

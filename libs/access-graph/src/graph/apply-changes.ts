import type {
  Coverage,
  EdgeIdentity,
  EdgeKind,
  GraphChanges,
  JsonObject,
  NodeIndex,
  NodeKey,
  StoredNode,
} from '@posture/domain';
import { Adjacency, EdgeColumns } from './adjacency';
import { GraphIndex } from './graph-index';
import type { EdgeOrigin, EdgeRow, NodeColumns } from './graph-index';
import { EMPTY, EdgeTables, compareText } from './graph-index-builder';

/** The version the changes lead to. */
export interface ChangedVersion {
  readonly version: number;
  readonly at: Date;
  readonly coverage: readonly Coverage[];
  /** Volatile values seen since the base, by key; they are no changes, yet facts read them. */
  readonly observed?: ReadonlyMap<string, JsonObject>;
}

const GONE = 0xffffffff;

/**
 * The base with net changes laid over it, equal to reading the later version anew. Unchanged nodes, props and whole
 * edge kinds are shared with the base, which stays as it is.
 * @param changes those of nodes before those of edges, each row once
 */
export async function applyChanges(
  base: GraphIndex,
  changes: AsyncIterable<GraphChanges> | Iterable<GraphChanges>,
  to: ChangedVersion,
  signal?: AbortSignal,
): Promise<GraphIndex> {
  const { parts } = base;
  const nodes = new Map<string, StoredNode | null>();
  const tables = new EdgeTables(parts.edgeProps, parts.origins);
  let edges: EdgeChanges | null = null;
  // Edges go to their columns as they come: a wave brings a million, which as rows would fill the memory.
  const edgesAfterNodes = () => new EdgeChanges(base, mergeNodes(parts.nodes, parts.positions, nodes), tables);
  for await (const change of changes) {
    signal?.throwIfAborted();
    if (edges !== null && change.nodes.removed.length + change.nodes.upserted.length > 0)
      throw new RangeError('changes of nodes come before those of edges');
    for (const key of change.nodes.removed) nodes.set(key, null);
    for (const node of change.nodes.upserted) nodes.set(node.key, node);
    if (change.edges.removed.length + change.edges.upserted.length === 0) continue;
    edges ??= edgesAfterNodes();
    for (const edge of change.edges.removed) edges.drop(edge);
    for (const edge of change.edges.upserted) edges.put(edge);
  }
  edges ??= edgesAfterNodes();
  const merged = edges.nodes;
  const { adjacency, dangling } = edges.merged();
  return new GraphIndex({
    connectionId: parts.connectionId,
    version: to.version,
    at: to.at,
    nodes: withObserved(merged, to.observed),
    positions: merged.positions,
    adjacency,
    edgeProps: tables.propsTable,
    origins: tables.originTable,
    dangling,
    coverage: to.coverage,
    nodeResources: withResources(parts.nodeResources, nodes.values()),
  });
}

interface MergedNodes {
  readonly columns: NodeColumns;
  readonly positions: ReadonlyMap<string, NodeIndex>;
  /** New position of each old one, or GONE; null when no position moved. */
  readonly moved: Uint32Array | null;
}

function withResources(base: ReadonlySet<string>, changed: Iterable<StoredNode | null>): ReadonlySet<string> {
  const resources = new Set(base);
  for (const node of changed) if (node !== null) resources.add(node.resource);
  return resources;
}

function withObserved(
  { columns, positions }: MergedNodes,
  observed: ReadonlyMap<string, JsonObject> | undefined,
): NodeColumns {
  if (observed === undefined || observed.size === 0) return columns;
  const latest = [...columns.observed];
  for (const [key, values] of observed) {
    const at = positions.get(key);
    if (at !== undefined) latest[at] = values;
  }
  return { ...columns, observed: latest };
}

function mergeNodes(
  base: NodeColumns,
  positions: ReadonlyMap<string, NodeIndex>,
  changes: ReadonlyMap<string, StoredNode | null>,
): MergedNodes {
  if (changes.size === 0) return { columns: base, positions, moved: null };
  const moves = [...changes].some(([key, node]) => (node === null) === positions.has(key));
  if (!moves) {
    const columns = {
      keys: base.keys,
      externalIds: [...base.externalIds],
      names: [...base.names],
      props: [...base.props],
      observed: [...base.observed],
    };
    for (const [key, node] of changes) {
      if (node === null) continue;
      const at = positions.get(key) as NodeIndex;
      columns.externalIds[at] = node.externalId;
      columns.names[at] = node.name;
      columns.props[at] = node.props;
      columns.observed[at] = node.observed ?? EMPTY;
    }
    return { columns, positions, moved: null };
  }
  const added = [...changes].flatMap(([key, node]) => (node === null || positions.has(key) ? [] : [node]));
  added.sort((a, b) => compareText(a.key, b.key));
  const keys: NodeKey[] = [];
  const externalIds: string[] = [];
  const names: (string | null)[] = [];
  const props: NodeColumns['props'][number][] = [];
  const observed: NodeColumns['observed'][number][] = [];
  const push = (node: StoredNode) => {
    keys.push(node.key);
    externalIds.push(node.externalId);
    names.push(node.name);
    props.push(node.props);
    observed.push(node.observed ?? EMPTY);
  };
  const moved = new Uint32Array(base.keys.length);
  let next = 0;
  base.keys.forEach((key, at) => {
    for (; next < added.length && (added[next] as StoredNode).key < key; next++) push(added[next] as StoredNode);
    const change = changes.get(key);
    moved[at] = change === null ? GONE : keys.length;
    if (change === null) return;
    if (change !== undefined) return push(change);
    keys.push(key);
    externalIds.push(base.externalIds[at] as string);
    names.push(base.names[at] as string | null);
    props.push(base.props[at] as NodeColumns['props'][number]);
    observed.push(base.observed[at] as NodeColumns['observed'][number]);
  });
  for (; next < added.length; next++) push(added[next] as StoredNode);
  const found = new Map<string, NodeIndex>();
  keys.forEach((key, at) => found.set(key, at));
  return { columns: { keys, externalIds, names, props, observed }, positions: found, moved };
}

/** Rows of the base that leave and rows that come, kind by kind. */
class EdgeChanges {
  private readonly dropped = new Map<EdgeKind, Set<number>>();
  private readonly added = new Map<EdgeKind, EdgeColumns>();
  private readonly waiting = new Map<string, EdgeRow>();
  private readonly orphaned: EdgeRow[] = [];

  constructor(
    private readonly base: GraphIndex,
    readonly nodes: MergedNodes,
    private readonly tables: EdgeTables,
  ) {
    for (const edge of base.parts.dangling) this.waiting.set(identityOf(edge), edge);
  }

  drop(edge: EdgeIdentity): void {
    if (this.waiting.size > 0) this.waiting.delete(identityOf(edge));
    const { positions } = this.base.parts;
    const adjacency = this.base.parts.adjacency.get(edge.kind);
    const src = positions.get(edge.src);
    const dst = positions.get(edge.dst);
    if (adjacency === undefined || src === undefined || dst === undefined) return;
    const at = adjacency.find(src, dst, this.tables.origin(edge.resource, edge.parent));
    if (at < 0) return;
    let rows = this.dropped.get(edge.kind);
    if (rows === undefined) this.dropped.set(edge.kind, (rows = new Set()));
    rows.add(at);
  }

  put(edge: EdgeRow): void {
    this.drop(edge);
    if (this.bothEnds(edge)) this.add(edge);
    else this.waiting.set(identityOf(edge), edge);
  }

  merged(): { adjacency: ReadonlyMap<EdgeKind, Adjacency>; dangling: readonly EdgeRow[] } {
    for (const edge of this.waiting.values()) if (this.bothEnds(edge)) this.add(edge);
    const ranks = this.tables.originRanks();
    const before = this.base.parts.adjacency;
    const merged = new Map<EdgeKind, Adjacency>();
    for (const kind of [...new Set([...before.keys(), ...this.added.keys()])].sort()) {
      const kept = before.get(kind);
      const adjacency =
        kept !== undefined && this.untouched(kind)
          ? kept
          : Adjacency.from(this.columnsOf(kind, kept), (origin) => ranks[origin] as number);
      if (adjacency.edgeCount > 0) merged.set(kind, adjacency);
    }
    const waiting = [...this.waiting.values()].filter((edge) => !this.bothEnds(edge));
    return { adjacency: merged, dangling: [...waiting, ...this.orphaned] };
  }

  private add(edge: EdgeRow): void {
    let columns = this.added.get(edge.kind);
    if (columns === undefined) this.added.set(edge.kind, (columns = new EdgeColumns()));
    columns.push(
      this.nodes.positions.get(edge.src) as number,
      this.nodes.positions.get(edge.dst) as number,
      this.tables.origin(edge.resource, edge.parent),
      this.tables.props(edge.props),
    );
  }

  private untouched(kind: EdgeKind): boolean {
    return this.nodes.moved === null && !this.dropped.has(kind) && !this.added.has(kind);
  }

  private columnsOf(kind: EdgeKind, kept: Adjacency | undefined): EdgeColumns {
    const columns = this.added.get(kind) ?? new EdgeColumns();
    if (kept === undefined) return columns;
    const dropped = this.dropped.get(kind);
    const { moved } = this.nodes;
    for (let at = 0; at < kept.edgeCount; at++) {
      if (dropped?.has(at) === true) continue;
      const source = kept.sources[at] as number;
      const target = kept.targets[at] as number;
      const src = moved === null ? source : (moved[source] as number);
      const dst = moved === null ? target : (moved[target] as number);
      if (src === GONE || dst === GONE) {
        this.orphaned.push(this.rowAt(kind, kept, at));
        continue;
      }
      columns.push(src, dst, kept.origins[at] as number, kept.props === null ? 0 : (kept.props[at] as number));
    }
    return columns;
  }

  private rowAt(kind: EdgeKind, kept: Adjacency, at: number): EdgeRow {
    const { nodes, origins, edgeProps } = this.base.parts;
    const { resource, parent } = origins[kept.origins[at] as number] as EdgeOrigin;
    return {
      kind,
      src: nodes.keys[kept.sources[at] as number] as NodeKey,
      dst: nodes.keys[kept.targets[at] as number] as NodeKey,
      resource,
      parent,
      props: edgeProps[kept.props === null ? 0 : (kept.props[at] as number)],
    };
  }

  private bothEnds(edge: EdgeRow): boolean {
    return this.nodes.positions.has(edge.src) && this.nodes.positions.has(edge.dst);
  }
}

function identityOf(edge: EdgeIdentity): string {
  return [edge.kind, edge.src, edge.dst, edge.resource, edge.parent].join('\u0000');
}

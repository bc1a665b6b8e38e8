import type {
  Coverage,
  CoverageState,
  EdgeKind,
  GraphSource,
  JsonObject,
  NodeIndex,
  NodeKey,
  StoredNode,
} from '@posture/domain';
import { Adjacency, EdgeColumns } from './adjacency';
import { GraphIndex } from './graph-index';
import type { EdgeOrigin, EdgeRow, NodeColumns } from './graph-index';

export const EMPTY: JsonObject = Object.freeze({});

/** The version a graph is built for. */
export interface GraphIdentity {
  readonly connectionId: string;
  readonly version: number;
  readonly at: Date;
}

type NodeRow = Pick<StoredNode, 'key' | 'externalId' | 'name' | 'props' | 'observed'> &
  Partial<Pick<StoredNode, 'resource'>>;

/** Takes nodes, then edges, in batches and any order within them; the result stands in key order. */
export class GraphIndexBuilder {
  private keys: NodeKey[] = [];
  private externalIds: string[] = [];
  private names: (string | null)[] = [];
  private props: JsonObject[] = [];
  private observed: JsonObject[] = [];
  private sorted = true;
  private readonly texts = new TextPool();
  private positions: Map<string, NodeIndex> | null = null;
  private readonly columns = new Map<EdgeKind, EdgeColumns>();
  private readonly tables = new EdgeTables();
  private readonly dangling: EdgeRow[] = [];
  private readonly nodeResources = new Set<string>();

  constructor(private readonly identity: GraphIdentity) {}

  addNodes(batch: readonly NodeRow[]): void {
    if (this.positions !== null) throw new RangeError('nodes come before edges');
    for (const node of batch) {
      const last = this.keys[this.keys.length - 1];
      if (last !== undefined && !(last < node.key)) this.sorted = false;
      if (node.resource !== undefined) this.nodeResources.add(node.resource);
      this.keys.push(node.key);
      this.externalIds.push(node.externalId);
      this.names.push(node.name);
      this.props.push(this.texts.share(node.props));
      this.observed.push(node.observed ?? EMPTY);
    }
  }

  addEdges(batch: readonly EdgeRow[]): void {
    const positions = this.seal();
    let lastKey = '';
    let last = -1;
    for (const edge of batch) {
      // Rows come in key order, so one source often follows itself.
      const src = edge.src === lastKey ? last : (positions.get(edge.src) ?? -1);
      lastKey = edge.src;
      last = src;
      const dst = positions.get(edge.dst) ?? -1;
      if (src < 0 || dst < 0) {
        this.dangling.push(edge);
        continue;
      }
      let columns = this.columns.get(edge.kind);
      if (columns === undefined) this.columns.set(edge.kind, (columns = new EdgeColumns()));
      columns.push(src, dst, this.tables.origin(edge.resource, edge.parent), this.tables.props(edge.props));
    }
  }

  /** @param otherwise how resources without a row were read; `not_read` when absent */
  build(coverage: readonly Coverage[], otherwise?: CoverageState): GraphIndex {
    const positions = this.seal();
    const ranks = this.tables.originRanks();
    const adjacency = new Map<EdgeKind, Adjacency>();
    for (const kind of [...this.columns.keys()].sort()) {
      const columns = this.columns.get(kind) as EdgeColumns;
      adjacency.set(
        kind,
        Adjacency.from(columns, (origin) => ranks[origin] as number),
      );
      this.columns.delete(kind);
    }
    return new GraphIndex({
      ...this.identity,
      nodes: this.nodeColumns(),
      positions,
      adjacency,
      edgeProps: this.tables.propsTable,
      origins: this.tables.originTable,
      dangling: this.dangling,
      coverage,
      otherwise,
      nodeResources: this.nodeResources,
    });
  }

  private nodeColumns(): NodeColumns {
    const { keys, externalIds, names, props, observed } = this;
    return { keys, externalIds, names, props, observed };
  }

  private seal(): Map<string, NodeIndex> {
    if (this.positions !== null) return this.positions;
    if (!this.sorted) this.sort();
    const positions = new Map<string, NodeIndex>();
    for (let at = 0; at < this.keys.length; at++) positions.set(this.keys[at] as NodeKey, at);
    if (positions.size !== this.keys.length) throw new RangeError('two nodes have one key');
    return (this.positions = positions);
  }

  private sort(): void {
    const { keys } = this;
    const order = keys.map((_, at) => at);
    order.sort((a, b) => compareText(keys[a] as string, keys[b] as string));
    const arrange = <T>(column: readonly T[]): T[] => order.map((at) => column[at] as T);
    this.keys = arrange(keys);
    this.externalIds = arrange(this.externalIds);
    this.names = arrange(this.names);
    this.props = arrange(this.props);
    this.observed = arrange(this.observed);
  }
}

/** By UTF-16 code unit, as PostgreSQL's "C" collation orders the ASCII keys providers use. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Equal props and equal origins, each stored once. */
export class EdgeTables {
  readonly propsTable: JsonObject[];
  readonly originTable: EdgeOrigin[];
  private readonly propsIds = new Map<string, number>();
  private readonly originIds = new Map<string, Map<string, number>>();

  constructor(props: readonly JsonObject[] = [EMPTY], origins: readonly EdgeOrigin[] = []) {
    this.propsTable = [...props];
    this.originTable = [...origins];
    props.forEach((object, id) => this.propsIds.set(fingerprint(object), id));
    origins.forEach((origin, id) => this.parents(origin.resource).set(origin.parent, id));
  }

  props(props: JsonObject | undefined): number {
    if (props === undefined) return 0;
    const text = fingerprint(props);
    if (text === '') return 0;
    let id = this.propsIds.get(text);
    if (id === undefined) {
      id = this.propsTable.push(props) - 1;
      this.propsIds.set(text, id);
    }
    return id;
  }

  origin(resource: string, parent: string): number {
    const parents = this.parents(resource);
    let id = parents.get(parent);
    if (id === undefined) {
      id = this.originTable.push({ resource, parent }) - 1;
      parents.set(parent, id);
    }
    return id;
  }

  originRanks(): Uint32Array {
    const order = this.originTable.map((_, id) => id);
    order.sort((a, b) => {
      const left = this.originTable[a] as EdgeOrigin;
      const right = this.originTable[b] as EdgeOrigin;
      return compareText(left.resource, right.resource) || compareText(left.parent, right.parent);
    });
    const ranks = new Uint32Array(order.length);
    order.forEach((id, rank) => (ranks[id] = rank));
    return ranks;
  }

  private parents(resource: string): Map<string, number> {
    let parents = this.originIds.get(resource);
    if (parents === undefined) this.originIds.set(resource, (parents = new Map()));
    return parents;
  }
}

/** Equal text for equal flat props; cheaper than JSON for the two scalars that a million assignments carry. */
function fingerprint(props: JsonObject): string {
  let text = '';
  for (const name in props) {
    const value = props[name];
    if (typeof value === 'object' && value !== null) return JSON.stringify(props);
    text += `${name}\u0001${typeof value === 'string' ? '' : '\u0003'}${String(value)}\u0002`;
  }
  return text;
}

const POOLED_PROPS = ['status', 'department', 'title', 'userType', 'realmId', 'typeId', 'providerType', 'providerName'];
const POOL_LIMIT = 50_000;

/** Users repeat a few departments, titles and types a hundred thousand times; each text is kept once. */
class TextPool {
  private readonly texts = new Map<string, string>();

  share(props: JsonObject): JsonObject {
    for (const name of POOLED_PROPS) {
      const value = props[name];
      if (typeof value !== 'string') continue;
      const known = this.texts.get(value);
      if (known !== undefined) props[name] = known;
      else if (this.texts.size < POOL_LIMIT) this.texts.set(value, value);
    }
    return props;
  }
}

/**
 * Reads one version into memory.
 * @param signal stops between batches
 */
export async function loadGraphIndex(
  source: GraphSource,
  connectionId: string,
  version: number,
  signal?: AbortSignal,
): Promise<GraphIndex> {
  const builder = new GraphIndexBuilder({ connectionId, version, at: await source.instant(version) });
  for await (const batch of source.nodes(version)) {
    signal?.throwIfAborted();
    builder.addNodes(batch);
  }
  for await (const batch of source.edges(version)) {
    signal?.throwIfAborted();
    builder.addEdges(batch);
  }
  return builder.build(await source.coverage(version));
}

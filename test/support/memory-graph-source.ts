import type {
  Coverage,
  EdgeIdentity,
  GraphChanges,
  GraphSource,
  NodeKey,
  StoredEdge,
  StoredNode,
} from '@posture/domain';

/** The rows of one version. */
export interface VersionRows {
  readonly nodes: readonly StoredNode[];
  readonly edges: readonly StoredEdge[];
  readonly coverage?: readonly Coverage[];
}

/** A graph source over versions held in memory, version 1 first; what graph specs read instead of an inventory. */
export class MemoryGraphSource implements GraphSource {
  reads = 0;

  constructor(
    private readonly versions: readonly VersionRows[],
    private readonly batch = 5_000,
  ) {}

  async instant(version: number): Promise<Date> {
    this.rows(version);
    return new Date(Date.UTC(2026, 0, version));
  }

  async coverage(version: number): Promise<readonly Coverage[]> {
    return this.rows(version).coverage ?? [];
  }

  async *nodes(version: number): AsyncGenerator<readonly StoredNode[]> {
    this.reads++;
    yield* this.batches(this.rows(version).nodes);
  }

  async *edges(version: number): AsyncGenerator<readonly StoredEdge[]> {
    yield* this.batches(this.rows(version).edges);
  }

  async *changes(from: number, to: number, part?: 'nodes' | 'edges'): AsyncGenerator<GraphChanges> {
    if (from > to) throw new RangeError(`version ${from} comes after version ${to}`);
    if (from === to) return;
    const before = this.rows(from);
    const after = this.rows(to);
    const nodes = difference(before.nodes, after.nodes, (node) => node.key);
    const edges = difference(before.edges, after.edges, (edge) =>
      [edge.kind, edge.src, edge.dst, edge.resource, edge.parent].join(' '),
    );
    if (part !== 'edges')
      yield {
        nodes: { upserted: nodes.upserted, removed: nodes.removed.map((node): NodeKey => node.key) },
        edges: { upserted: [], removed: [] },
      };
    if (part !== 'nodes')
      yield {
        nodes: { upserted: [], removed: [] },
        edges: { upserted: edges.upserted, removed: edges.removed.map(identity) },
      };
  }

  private rows(version: number): VersionRows {
    if (version === 0) return { nodes: [], edges: [] };
    const rows = this.versions[version - 1];
    if (rows === undefined) throw new RangeError(`there is no version ${version}`);
    return rows;
  }

  private *batches<T>(rows: readonly T[]): Generator<readonly T[]> {
    for (let at = 0; at < rows.length; at += this.batch) yield rows.slice(at, at + this.batch);
  }
}

function identity({ kind, src, dst, resource, parent }: StoredEdge): EdgeIdentity {
  return { kind, src, dst, resource, parent };
}

function difference<T extends StoredNode | StoredEdge>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (row: T) => string,
) {
  const old = new Map(before.map((row) => [keyOf(row), row]));
  const kept = new Set(after.map(keyOf));
  return {
    upserted: after.filter((row) => contentOf(old.get(keyOf(row))) !== contentOf(row)),
    removed: before.filter((row) => !kept.has(keyOf(row))),
  };
}

/** A row that went and came back, or was observed anew, is what it was. */
function contentOf(row: StoredNode | StoredEdge | undefined): string | undefined {
  return JSON.stringify(row === undefined ? undefined : { ...row, fromVersion: 0, observed: null });
}

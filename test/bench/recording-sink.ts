import type {
  Coverage,
  EdgeKind,
  EdgeRecord,
  NodeKey,
  NodeKind,
  NodeRecord,
  PageCommit,
  ReadProgress,
  StoredEdge,
  StoredNode,
  SyncSink,
} from '@posture/domain';

/** Takes what a reader writes and keeps it as it came: as good as no store at all. */
export class RecordingSink implements SyncSink {
  readonly commits: PageCommit[] = [];
  readonly coverage: Coverage[] = [];
  records = 0;

  /** @param forgotten resources whose records are counted and let go, as a store would have written them away */
  constructor(private readonly forgotten: readonly string[] = []) {}

  progress(): Promise<ReadProgress | null> {
    return Promise.resolve(null);
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  commit(commits: readonly PageCommit[]): Promise<void> {
    for (const commit of commits) {
      this.records += commit.page.nodes.length + commit.page.edges.length;
      if (!this.forgotten.includes(commit.resource)) this.commits.push(commit);
      if (commit.ending !== undefined) this.coverage.push(commit.ending);
    }
    return Promise.resolve();
  }

  finish(coverage: readonly Coverage[]): Promise<void> {
    this.coverage.push(...coverage);
    return Promise.resolve();
  }

  async *stagedNodes(kind: NodeKind): AsyncGenerator<NodeRecord> {
    for (const { page } of this.commits) for (const node of page.nodes) if (node.kind === kind) yield node;
  }

  async *stagedEdges(kind: EdgeKind): AsyncGenerator<EdgeRecord> {
    for (const { page } of this.commits) for (const edge of page.edges) if (edge.kind === kind) yield edge;
  }

  /** Each node once, in key order, as an inventory would give them. */
  nodes(): StoredNode[] {
    const byKey = new Map<NodeKey, StoredNode>();
    for (const { resource, page } of this.commits) {
      for (const node of page.nodes)
        if (!byKey.has(node.key)) byKey.set(node.key, { ...node, resource, fromVersion: 1 });
    }
    return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  edges(): StoredEdge[] {
    const edges: StoredEdge[] = [];
    for (const { resource, parent, page } of this.commits) {
      for (const edge of page.edges) edges.push({ ...edge, resource, parent, derived: false, fromVersion: 1 });
    }
    return edges;
  }
}

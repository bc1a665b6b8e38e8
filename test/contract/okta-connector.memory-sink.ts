import type {
  Coverage,
  EdgeKind,
  EdgeRecord,
  NodeKey,
  NodeKind,
  NodeRecord,
  PageCommit,
  QuarantinedRecord,
  ReadProgress,
  ReadStart,
  SyncSink,
} from '@posture/domain';

interface StagedRead {
  startedAt: Date;
  cursor: string | null;
  finished: Coverage | null;
  nodes: Map<string, NodeRecord>;
  edges: Map<string, EdgeRecord>;
  quarantined: QuarantinedRecord[];
}

/** A sink that keeps everything in memory and can be handed to a second reader, as after a crash. */
export class MemorySink implements SyncSink {
  readonly knownVersion = 0;
  readonly reads = new Map<string, StagedRead>();
  commits = 0;
  /** Throws from the commit with that number on, as a process that dies would. */
  diesAt = Number.POSITIVE_INFINITY;
  /** Asked before each commit; throws once it says so. */
  diesWhen: () => boolean = () => false;

  progress(resource: string, parent: NodeKey | ''): Promise<ReadProgress | null> {
    const read = this.reads.get(`${resource} ${parent}`);
    if (read === undefined) return Promise.resolve(null);
    return Promise.resolve({
      readStartedAt: read.startedAt,
      cursor: read.cursor,
      finished: read.finished !== null,
      ...(read.finished === null ? {} : { state: read.finished.state, records: read.finished.records }),
    });
  }

  begin(reads: readonly ReadStart[]): Promise<void> {
    for (const { resource, parent, readStartedAt } of reads) {
      const read = { startedAt: readStartedAt, cursor: null, finished: null, nodes: new Map(), edges: new Map() };
      this.reads.set(`${resource} ${parent}`, { ...read, quarantined: [] });
    }
    return Promise.resolve();
  }

  async commit(commits: readonly PageCommit[]): Promise<void> {
    for (const { resource, parent, page, start, ending } of commits) {
      this.commits += 1;
      if (this.commits >= this.diesAt || this.diesWhen()) return Promise.reject(new Error('killed'));
      if (start !== undefined) await this.begin([{ resource, parent, ...start }]);
      const read = this.reads.get(`${resource} ${parent}`);
      if (read === undefined) return Promise.reject(new Error(`${resource} ${parent} was not begun`));
      if (read.finished !== null) return Promise.reject(new Error(`${resource} ${parent} is finished`));
      for (const node of page.nodes) read.nodes.set(node.key, node);
      for (const edge of page.edges) read.edges.set(`${edge.kind} ${edge.src} ${edge.dst}`, edge);
      read.quarantined.push(...page.quarantined);
      read.cursor = page.cursor;
      read.finished = ending ?? null;
    }
  }

  async finish(coverage: readonly Coverage[]): Promise<void> {
    for (const row of coverage) {
      const key = `${row.resource} ${row.parent}`;
      if (!this.reads.has(key)) await this.begin([row]);
      const read = this.reads.get(key);
      if (read !== undefined) read.finished = row;
    }
  }

  async *stagedNodes(kind: NodeKind): AsyncGenerator<NodeRecord> {
    for (const read of [...this.reads.values()])
      for (const node of read.nodes.values()) if (node.kind === kind) yield node;
  }

  async *stagedEdges(kind: EdgeKind): AsyncGenerator<EdgeRecord> {
    for (const read of [...this.reads.values()])
      for (const edge of read.edges.values()) if (edge.kind === kind) yield edge;
  }

  coverage(resource: string, parent = ''): Coverage | null {
    return this.reads.get(`${resource} ${parent}`)?.finished ?? null;
  }

  nodes(kind: NodeKind): NodeRecord[] {
    return [...this.reads.values()].flatMap((read) => [...read.nodes.values()]).filter((node) => node.kind === kind);
  }

  edges(kind: EdgeKind): EdgeRecord[] {
    return [...this.reads.values()].flatMap((read) => [...read.edges.values()]).filter((edge) => edge.kind === kind);
  }

  /** Everything staged, in an order that does not depend on the order of reading. */
  contents(): string[] {
    return [...this.reads.entries()]
      .flatMap(([read, { nodes, edges }]) => [
        ...[...nodes.values()].map((node) => `${read} ${JSON.stringify(node)}`),
        ...[...edges.values()].map((edge) => `${read} ${JSON.stringify(edge)}`),
      ])
      .sort();
  }
}

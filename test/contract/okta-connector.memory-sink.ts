import { DomainError } from '@posture/domain';
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
  /** Objects that were read one by one; null: the list as a whole was. */
  keys: Set<NodeKey> | null;
}

/** A sink that keeps everything in memory and can be handed to a second reader, as after a crash. */
export class MemorySink implements SyncSink {
  readonly knownVersion = 0;
  commits = 0;
  private fenced = false;
  /** Throws from the commit with that number on, as a process that dies would. */
  diesAt = Number.POSITIVE_INFINITY;
  /** Asked before each commit; throws once it says so. */
  diesWhen: () => boolean = () => false;

  constructor(readonly reads = new Map<string, StagedRead>()) {}

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

  async begin(reads: readonly ReadStart[]): Promise<void> {
    this.checkFence();
    for (const read of reads) this.open(read);
  }

  async commit(commits: readonly PageCommit[]): Promise<void> {
    this.checkFence();
    const begun = new Set(this.reads.keys());
    for (const { resource, parent, start } of commits) {
      const key = `${resource} ${parent}`;
      if (start !== undefined) begun.add(key);
      else if (!begun.has(key)) throw new Error(`${key} was not begun`);
      else if (this.reads.get(key)?.finished != null) throw new Error(`${key} is finished`);
    }
    this.commits += commits.length;
    if (this.commits >= this.diesAt || this.diesWhen()) throw new Error('killed');
    for (const { resource, parent, page, keys, start, ending } of commits) {
      const read =
        start === undefined ? this.reads.get(`${resource} ${parent}`)! : this.open({ resource, parent, ...start });
      if (keys !== undefined) read.keys = new Set([...(read.keys ?? []), ...keys]);
      for (const node of page.nodes) read.nodes.set(node.key, node);
      for (const edge of page.edges) read.edges.set(`${edge.kind} ${edge.src} ${edge.dst}`, edge);
      read.quarantined.push(...page.quarantined);
      read.cursor = page.cursor;
      read.finished = ending ?? null;
    }
  }

  async finish(coverage: readonly Coverage[]): Promise<void> {
    if (coverage.length > 0) this.checkFence();
    for (const row of coverage) {
      const read = this.reads.get(`${row.resource} ${row.parent}`) ?? this.open(row);
      read.cursor = null;
      read.finished = row;
    }
  }

  /** What another process that goes on with the sync writes to; this one may write no more. */
  takeOver(): MemorySink {
    const next = new MemorySink(this.reads);
    this.fenced = true;
    return next;
  }

  private open({ resource, parent, readStartedAt }: ReadStart): StagedRead {
    const read = { startedAt: readStartedAt, cursor: null, finished: null, nodes: new Map(), edges: new Map() };
    const opened = { ...read, quarantined: [], keys: null };
    this.reads.set(`${resource} ${parent}`, opened);
    return opened;
  }

  private checkFence(): void {
    if (this.fenced) throw new DomainError('sync.fenced', 'conflict', 'Another process has taken the sync over.');
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

  /** This one's reads with those of `changed` in their place: what a version shows after the other. */
  overlaidBy(changed: MemorySink): MemorySink {
    const all = new MemorySink(new Map(this.reads));
    for (const [list, read] of changed.reads) {
      const { keys } = read;
      const before = this.reads.get(list);
      if (read.finished !== null && read.finished.state !== 'complete') continue;
      if (keys === null || before === undefined) all.reads.set(list, read);
      else {
        const nodes = [...before.nodes].filter(([key]) => !keys.has(key as NodeKey));
        const edges = [...before.edges].filter(([, { src, dst }]) => !keys.has(src) && !keys.has(dst));
        const whole = { nodes: new Map([...nodes, ...read.nodes]), edges: new Map([...edges, ...read.edges]) };
        all.reads.set(list, { ...before, ...whole });
      }
    }
    return all;
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

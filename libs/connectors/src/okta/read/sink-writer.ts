import type { Coverage, NodeKey, PageCommit, ReadProgress, ReadStart, SyncSink } from '@posture/domain';
import { Batcher } from './batcher';

const ROWS_PER_COMMIT = 5_000;
const ENDINGS_PER_COMMIT = 2_000;

/** The sink as the reader uses it: what many reads write at the same time goes into few transactions. */
export class SinkWriter {
  readonly #sink: SyncSink;
  readonly #starts: Batcher<ReadStart>;
  readonly #pages: Batcher<PageCommit>;
  readonly #endings: Batcher<Coverage>;

  constructor(sink: SyncSink) {
    this.#sink = sink;
    this.#starts = new Batcher((reads) => sink.begin(reads), ENDINGS_PER_COMMIT);
    this.#pages = new Batcher((commits) => sink.commit(commits), ROWS_PER_COMMIT, weightOf);
    this.#endings = new Batcher((coverage) => sink.finish(coverage), ENDINGS_PER_COMMIT);
  }

  get staged(): Pick<SyncSink, 'stagedNodes' | 'stagedEdges'> {
    return this.#sink;
  }

  progress(resource: string, parent: NodeKey | ''): Promise<ReadProgress | null> {
    return this.#sink.progress(resource, parent);
  }

  begin(start: ReadStart): Promise<void> {
    return this.#starts.add(start);
  }

  /**
   * Begins a read with its first page, which saves a transaction a list.
   * @returns what goes with that page; nothing when the read had to be begun at once
   */
  async start(read: ReadStart): Promise<PageCommit['start']> {
    const afterVersion = this.#sink.knownVersion ?? null;
    if (afterVersion !== null) return { readStartedAt: read.readStartedAt, afterVersion };
    await this.begin(read);
    return undefined;
  }

  commit(page: PageCommit): Promise<void> {
    return this.#pages.add(page);
  }

  finish(coverage: Coverage): Promise<void> {
    return this.#endings.add(coverage);
  }
}

function weightOf(commit: PageCommit): number {
  return 1 + commit.page.nodes.length + commit.page.edges.length;
}

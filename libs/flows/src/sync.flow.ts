import { lastWaveOf } from '@posture/domain';
import type { Link, PageCommit, ReadStats, Wave } from '@posture/domain';
import type {
  Inventory,
  InventoryWriter,
  MergeResult,
  SyncHistory,
  SyncLease,
  SyncStore,
  VersionChanges,
} from '@posture/inventory';
import type { Logger, RunContext, RunLease } from '@posture/platform';
import type { Graphs } from './graphs';
import type { Provider } from './providers';
import type { ScanInput } from './scan-input';

/** A sync this process works on, and how far others came with it. */
export interface OpenSync {
  readonly lease: SyncLease;
  /** Waves still to be published or judged, in order. */
  readonly waves: readonly Wave[];
  /** The last wave that is read already; 0 when there is none. */
  readonly read: Wave;
  /** What they asked of the provider. */
  readonly costBefore: ReadStats;
}

/**
 * connector → inventory → access graph: a tenant's waves become versions everybody sees. Every step can be repeated: a
 * process that dies is followed by one that goes on at the last committed page.
 */
export class SyncFlow {
  constructor(
    private readonly syncs: SyncStore,
    private readonly history: SyncHistory,
    private readonly inventory: Inventory,
    private readonly writer: InventoryWriter,
    private readonly graphs: Graphs,
  ) {}

  /**
   * Goes on with what an earlier attempt left behind, unless that read the tenant in another way than is asked for now.
   * @throws {DomainError} `sync.fenced` when a later attempt has begun
   */
  async begin(
    run: RunLease,
    connectionId: string,
    { mapperSchema, catalogue }: Provider,
    { read }: ScanInput,
  ): Promise<OpenSync> {
    const start = { mapperSchema, options: { read: [...read].sort() } };
    let lease = await this.syncs.begin(connectionId, run, start);
    if (lease.resumed && JSON.stringify(lease.options['read']) !== JSON.stringify(start.options.read)) {
      await this.syncs.endOf(run.runId, 'aborted', { code: 'sync.outdated', message: 'Begun in another way.' });
      lease = await this.syncs.begin(connectionId, run, start);
    }
    const before = await this.history.progressOf(lease);
    const all = Array.from({ length: lastWaveOf(catalogue) }, (_, n) => n + 1);
    const costBefore = await this.history.costBefore(lease);
    return { lease, waves: all.filter((wave) => wave >= before.published), read: before.read, costBefore };
  }

  /** Reads one wave and makes it, and what follows from it, the version everybody sees. */
  async wave(
    { lease, read }: OpenSync,
    wave: Wave,
    provider: Provider,
    link: Link,
    input: ScanInput,
    { signal, step, log }: Pick<RunContext, 'signal' | 'step' | 'log'>,
  ): Promise<MergeResult> {
    step(`reading wave ${wave}`);
    if (wave > read) {
      const sink = this.inventory.sink(lease, () => link.stats(), pageLine(log));
      await link.read(wave, sink, signal);
      // The last answers of a wave may hold no page.
      await sink.keepCost();
    }
    step(`merging wave ${wave}`);
    const merged = await this.writer.mergeWave(lease, wave, { signal, overrideBrake: input.acceptDisappearance });
    if (merged.published) {
      // Its process may have died before it had put away what the new version no longer needs.
      await this.writer.publish(lease, merged.version);
      return merged;
    }
    step(`deriving what follows from wave ${wave}`);
    const derived = await this.graphs.derive(provider, lease.connectionId, merged.version, signal);
    const { nodes, edges, coverage } = derived;
    const complete = await this.writer.mergeDerived(lease, merged.version, nodes, edges, coverage, signal);
    step(`publishing wave ${wave}`);
    await this.writer.publish(lease, merged.version);
    await this.graphs.keep(derived.from);
    const { connectionId } = lease;
    log.info('wave.published', { connectionId, wave, version: merged.version, ...complete.changes });
    return { ...complete, braked: merged.braked };
  }

  /** Rows all waves of the sync wrote and closed. */
  changes({ lease }: OpenSync): Promise<VersionChanges> {
    return this.history.changesOf(lease);
  }

  /** @throws {DomainError} `sync.fenced` */
  async complete({ lease }: OpenSync, { requests, requestsByBucket, throttledMs }: ReadStats): Promise<void> {
    await this.syncs.complete(lease, { requests, requestsByBucket: { ...requestsByBucket }, throttledMs });
  }

  /** What the same read took the last time; null when there was none. */
  requestsOfLast(connectionId: string, { read }: ScanInput): Promise<number | null> {
    return this.history.requestsOfLast(connectionId, [...read].sort());
  }
}

/** What is told of a page: how much it held, never what. */
function pageLine(log: Logger): (page: PageCommit) => void {
  return ({ resource, parent, page: { nodes, edges, quarantined } }) =>
    log.debug('page.read', {
      resource,
      parent,
      nodes: nodes.length,
      edges: edges.length,
      quarantined: quarantined.length,
    });
}

import { lastWaveOf } from '@posture/domain';
import type { Changes, Link, PageCommit, ReadStats, StaleResource, Wave } from '@posture/domain';
import type { ReadFigures } from '@posture/evaluations';
import type { Inventory, InventoryWriter, MergeResult, SyncHistory, SyncLease, SyncStore } from '@posture/inventory';
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

/** What reading single changes came to. */
export interface ChangedVersion extends MergeResult {
  readonly syncId: string;
  readonly requests: number;
  /** What changed and could not be read again. */
  readonly unread: readonly StaleResource[];
}

const NEXT_SYNC_READS = 'It changed since it was read; the next sync reads it again.';

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
    const complete = await this.#publish(lease, merged, provider, `wave ${wave}`, { signal, step });
    const { connectionId } = lease;
    log.info('wave.published', { connectionId, wave, version: merged.version, ...complete.changes });
    return complete;
  }

  /**
   * Reads again what is said to have changed, and makes it a version of its own: all of it or nothing.
   * @returns null when only a full sync can go on from what is known: there is nothing, or it was mapped otherwise
   */
  async changes(
    run: RunLease,
    connectionId: string,
    { objects, stale }: Changes,
    provider: Provider,
    link: Link,
    { signal, step, log }: Pick<RunContext, 'signal' | 'step' | 'log'>,
  ): Promise<ChangedVersion | null> {
    const { mapperSchema } = provider;
    if (await this.history.isRebaseDue(connectionId, mapperSchema)) return null;
    const lease = await this.syncs.begin(connectionId, run, { scope: 'targeted', mapperSchema });
    try {
      step('reading what changed');
      const { view } = await this.graphs.published(connectionId);
      const before = link.stats();
      const sink = this.inventory.sink(lease, () => link.stats(), pageLine(log));
      const unread = await link.readChanges(objects, view, sink, signal);
      step('merging what changed');
      const merged = await this.writer.mergeWave(lease, 1, { signal });
      const known = stale.map((resource) => ({ resource, reason: NEXT_SYNC_READS }));
      await this.writer.markStale(lease, [...known, ...unread.map(untilNextSync)]);
      const complete = await this.#publish(lease, merged, provider, 'what changed', { signal, step });
      const { requests } = link.stats();
      await this.complete({ lease }, { ...link.stats(), requests: requests - before.requests });
      const { version, changes } = complete;
      log.info('changes.published', {
        connectionId,
        version,
        objects: objects.length,
        stale: stale.length,
        ...changes,
      });
      return { ...complete, syncId: lease.syncId, requests: requests - before.requests, unread };
    } catch (error) {
      const { message } = error as Error;
      await this.syncs.endOf(run.runId, 'failed', { code: 'sync.changes_unread', message }).catch(() => undefined);
      throw error;
    }
  }

  async #publish(
    lease: SyncLease,
    merged: MergeResult,
    provider: Provider,
    what: string,
    { signal, step }: Pick<RunContext, 'signal' | 'step'>,
  ): Promise<MergeResult> {
    step(`deriving what follows from ${what}`);
    const derived = await this.graphs.derive(provider, lease.connectionId, merged.version, signal);
    const { nodes, edges, coverage } = derived;
    const complete = await this.writer.mergeDerived(lease, merged.version, nodes, edges, coverage, signal);
    step(`publishing ${what}`);
    await this.writer.publish(lease, merged.version);
    await this.graphs.keep(derived.from);
    return { ...complete, braked: merged.braked };
  }

  /** Choices of the catalogue the tenant was read by the last time. */
  async choicesOfLast(connectionId: string): Promise<readonly string[]> {
    const read = (await this.history.optionsOfLast(connectionId))?.['read'];
    return Array.isArray(read) ? read.filter((choice) => typeof choice === 'string') : [];
  }

  /** The version the sync began with, when it came of reading single changes; null otherwise. */
  changedBefore({ lease }: OpenSync): Promise<number | null> {
    return this.history.changedBefore(lease);
  }

  /** Rows all waves of the sync wrote and closed, and those of each resource. */
  async rows({ lease }: OpenSync): Promise<Pick<ReadFigures, 'changes' | 'resources'>> {
    return { changes: await this.history.changesOf(lease), resources: await this.history.changesByResource(lease) };
  }

  /** @throws {DomainError} `sync.fenced` */
  async complete(
    { lease }: Pick<OpenSync, 'lease'>,
    { requests, requestsByBucket, throttledMs }: ReadStats,
  ): Promise<void> {
    await this.syncs.complete(lease, { requests, requestsByBucket: { ...requestsByBucket }, throttledMs });
  }

  /** What the same read took the last time; null when there was none. */
  requestsOfLast(connectionId: string, { read }: ScanInput): Promise<number | null> {
    return this.history.requestsOfLast(connectionId, [...read].sort());
  }
}

function untilNextSync({ resource, reason }: StaleResource): StaleResource {
  return { resource, reason: `${NEXT_SYNC_READS} ${reason}` };
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

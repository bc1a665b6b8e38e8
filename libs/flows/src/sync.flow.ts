import { lastWaveOf } from '@posture/domain';
import type { Connector, Link, Wave } from '@posture/domain';
import type { Inventory, InventoryWriter, MergeResult, SyncHistory, SyncLease, SyncStore } from '@posture/inventory';
import type { RunLease } from '@posture/platform';
import type { Graphs } from './graphs';
import type { ScanInput } from './scan-input';

/** A sync this process works on, and how far others came with it. */
export interface OpenSync {
  readonly lease: SyncLease;
  /** Waves still to be published or judged, in order. */
  readonly waves: readonly Wave[];
  /** The last wave that is read already. */
  readonly read: Wave | 0;
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

  /** @throws {DomainError} `sync.fenced` when a later attempt of the run has begun */
  async begin(run: RunLease, connectionId: string, connector: Connector, { read }: ScanInput): Promise<OpenSync> {
    const lease = await this.syncs.begin(connectionId, {
      run,
      mapperSchema: connector.mapperSchema,
      options: { read: [...read] },
    });
    const before = await this.history.progressOf(lease);
    const last = lastWaveOf(connector.catalogue);
    const waves = Array.from({ length: last }, (_, n) => n + 1).filter((wave) => wave >= before.published);
    return { lease, waves, read: before.read };
  }

  /** Reads one wave and makes it, and what follows from it, the version everybody sees. */
  async wave(sync: OpenSync, wave: Wave, link: Link, input: ScanInput, signal: AbortSignal): Promise<MergeResult> {
    if (wave > sync.read) await link.read(wave, this.inventory.sink(sync.lease), signal);
    const { lease } = sync;
    const merged = await this.writer.mergeWave(lease, wave, { signal, overrideBrake: input.acceptDisappearance });
    if (merged.published) {
      // Its process may have died before it had put away what the new version no longer needs.
      await this.writer.publish(lease, merged.version);
      return merged;
    }
    const { nodes, edges, coverage, from } = await this.graphs.derive(lease.connectionId, merged.version, signal);
    const complete = await this.writer.mergeDerived(lease, merged.version, nodes, edges, coverage, signal);
    await this.writer.publish(lease, merged.version);
    await this.graphs.published(from);
    return { ...complete, braked: merged.braked };
  }
}

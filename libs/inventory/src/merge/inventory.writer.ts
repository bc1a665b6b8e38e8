import type { Coverage, EdgeRecord, NodeRecord, StaleResource } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { connectionTables, stageTables } from '../partitions';
import { StagedSync } from '../sync/staged.sync';
import type { SyncLease } from '../sync/sync.store';
import { checkFence } from '../sync/sync.store';
import { brake } from './brake';
import type { Braked } from './brake';
import { closeAbsentObjects, closeVanishedEdges, closeVanishedNodes } from './close-vanished';
import { markStale, pruneCoverage, summarizeCoverage, writeCoverage } from './coverage.writer';
import { mergeChunks, mergeObjects } from './merge-chunks';
import type { Vanished } from './merge-chunks';
import type { MergeContext, MergeRead } from './merge-context';
import { absentLists, brakedBefore, countsBefore, foreignVersions, readsOf } from './merge-reads';
import { undoVersion } from './undo-version';
import { openVersion } from './open-version';
import { DERIVED_RESOURCE, versionOf } from './version.store';
import type { InventoryVersion, VersionChanges } from './version.store';

export interface MergeOptions {
  /** Believe disappearances the brake would doubt: all of them, or those of these resources. */
  readonly overrideBrake?: boolean | readonly string[];
  /** Stops between two transactions; the merge can be continued later. */
  readonly signal?: AbortSignal;
}

/** A wave as it was merged into a version that readers do not see yet. */
export interface MergeResult {
  readonly version: number;
  /** Rows written into this version so far, derived ones included. */
  readonly changes: VersionChanges;
  readonly braked: readonly Braked[];
  readonly rebased: boolean;
  /** True when an earlier run published this wave; there is nothing left to do for it. */
  readonly published: boolean;
}

const DERIVED_BATCH = 10_000;
/** Below this many rows written, the planner's statistics are still good enough. */
const ANALYZE_FROM = 5_000;

/**
 * Writes versions of the inventory. A wave becomes a pending version in many short transactions, invisible to readers
 * of the published one, until `publish` makes it the current version; one whose sync was given up is undone before the
 * next. Every call may be repeated after a crash, also by another process that took the sync over.
 */
export class InventoryWriter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Merges what the sync has finished reading and not merged yet. An unchanged tenant writes no `node` or `edge` row;
   * its version is still made, so that its instant says how fresh the inventory is.
   * @throws {DomainError} `sync.fenced`, `inventory.merge_in_progress` while another sync has a pending version
   */
  async mergeWave(lease: SyncLease, wave: number, options: MergeOptions = {}): Promise<MergeResult> {
    const opened = await openVersion(this.database, this.clock, lease, wave, (version) =>
      undoVersion(this.database, lease.connectionId, version),
    );
    if (opened.state === 'published') return result(opened, []);
    const { database } = this;
    const context = this.context(lease, opened, await foreignVersions(lease, database), options.signal ?? null);
    const read = await readsOf(lease, opened.version, 'read', database);
    const objects = read.filter(({ keys }) => keys !== null);
    const lists = read.filter(({ keys }) => keys === null);
    const reads = [...lists, ...(await absentLists(lease, opened.version, lists, database))];
    const vanished = await this.mergeLists(context, reads, opened);
    const braked = brake({
      reads,
      vanished,
      before: await countsBefore(lease, opened.version, database),
      brakedBefore: await brakedBefore(lease, database),
      override: options.overrideBrake ?? false,
    });
    await this.close(context, reads, vanished, braked);
    await this.mergeSingle(context, objects, opened);
    await writeCoverage(context, braked, 'read');
    const merged = await versionOf(lease.connectionId, opened.version, this.database);
    await this.tidyMerged(context, opened.changes, merged.changes);
    return result(merged, braked);
  }

  /**
   * Writes what the engine derives from a pending version into that version; what an earlier version derived and this
   * call does not name is closed.
   * @param coverage how far the inputs can be trusted: their worst state; its resource is replaced by `derived`
   * @throws {DomainError} `sync.fenced`, `inventory.version_not_pending`
   */
  async mergeDerived(
    lease: SyncLease,
    version: number,
    nodes: Iterable<NodeRecord> | AsyncIterable<NodeRecord>,
    edges: Iterable<EdgeRecord> | AsyncIterable<EdgeRecord>,
    coverage: Pick<Coverage, 'state' | 'reason' | 'missing'> = { state: 'complete', reason: null, missing: null },
    signal: AbortSignal | null = null,
  ): Promise<MergeResult> {
    const pending = await this.pending(lease, version);
    const staged = new StagedSync(this.database, lease, this.clock);
    const startedAt = this.clock.now();
    await staged.begin([{ resource: DERIVED_RESOURCE, parent: '', readStartedAt: startedAt }]);
    const records = await stageDerived(staged, nodes, edges, signal);
    await staged.finish([
      {
        ...coverage,
        resource: DERIVED_RESOURCE,
        parent: '',
        records,
        readStartedAt: startedAt,
        readAt: this.clock.now(),
      },
    ]);
    const context = this.context(lease, pending, [], signal);
    await mergeStepClaim(context);
    const read = await readsOf(lease, version, 'derived', this.database);
    const reads = read.map((list) => ({ ...list, complete: true }));
    const vanished = await this.mergeLists(context, reads, pending);
    await this.close(context, reads, vanished, []);
    await writeCoverage(context, [], 'derived');
    const merged = await versionOf(lease.connectionId, version, this.database);
    await this.tidyMerged(context, pending.changes, merged.changes);
    return result(merged, []);
  }

  /**
   * Says of resources that something in them changed and was not read: their coverage keeps it until their lists are read
   * again. @throws {DomainError} `sync.fenced`
   */
  async markStale(lease: SyncLease, resources: readonly StaleResource[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await checkFence(lease, tx);
      await markStale(lease.connectionId, resources, tx);
    });
  }

  /** Makes a pending version the one readers see, by one update. Publishing it again changes nothing. */
  async publish(lease: SyncLease, version: number): Promise<InventoryVersion> {
    const published = await this.database.transaction(async (tx) => {
      await checkFence(lease, tx);
      const current = await versionOf(lease.connectionId, version, tx);
      if (current.state === 'published') return current;
      const coverage = await summarizeCoverage(lease.connectionId, version, tx);
      await tx.query(
        `update inventory_version set state = 'published', published_at = $3, coverage = $4
         where connection_id = $1 and version = $2`,
        [lease.connectionId, version, this.clock.now(), JSON.stringify(coverage)],
      );
      return versionOf(lease.connectionId, version, tx);
    });
    await pruneCoverage(this.database, lease.connectionId, version);
    return published;
  }

  private context(
    lease: SyncLease,
    version: InventoryVersion,
    foreign: readonly number[],
    signal: AbortSignal | null,
  ): MergeContext {
    return {
      database: this.database,
      lease,
      version: version.version,
      tables: connectionTables(lease.connectionId),
      stage: stageTables(lease.syncId),
      foreign,
      signal,
    };
  }

  private async pending(lease: SyncLease, version: number): Promise<InventoryVersion> {
    const found = await versionOf(lease.connectionId, version, this.database);
    if (found.state === 'pending' && found.syncId === lease.syncId) return found;
    throw new DomainError(
      'inventory.version_not_pending',
      'conflict',
      `Version ${version} is no pending version of sync ${lease.syncId}.`,
    );
  }

  private async mergeLists(
    context: MergeContext,
    reads: readonly MergeRead[],
    version: InventoryVersion,
  ): Promise<Vanished> {
    await this.analyzeStage(context, reads);
    const day = version.instant.toISOString().slice(0, 10);
    const vanished = await mergeChunks(context, 'nodes', reads, day);
    for (const [read, kinds] of await mergeChunks(context, 'edges', reads, day)) {
      vanished.set(read, new Map([...(vanished.get(read) ?? []), ...kinds]));
    }
    return vanished;
  }

  /** Objects that were read by themselves. Somebody said that they changed: nothing is doubted. */
  private async mergeSingle(
    context: MergeContext,
    reads: readonly MergeRead[],
    version: InventoryVersion,
  ): Promise<void> {
    const day = version.instant.toISOString().slice(0, 10);
    await mergeObjects(context, 'nodes', reads, day);
    await mergeObjects(context, 'edges', reads, day);
    for (const read of reads) if (read.complete) await closeAbsentObjects(context, read);
  }

  private async close(
    context: MergeContext,
    reads: readonly MergeRead[],
    vanished: Vanished,
    braked: readonly Braked[],
  ): Promise<void> {
    const kept = new Set(braked.map((read) => read.readId));
    const losing = reads.filter((read) => read.complete && vanished.has(read.readId) && !kept.has(read.readId));
    if (losing.length === 0) return;
    for (const read of losing) await closeVanishedEdges(context, read);
    const current = await this.database.query<{ id: string }>(
      'select read_id as id from sync_read where sync_id = $1 and nodes > 0',
      [context.lease.syncId],
    );
    for (const read of losing)
      await closeVanishedNodes(
        context,
        read,
        current.map((row) => row.id),
      );
  }

  private async analyzeStage(context: MergeContext, reads: readonly MergeRead[]): Promise<void> {
    const rows = reads.reduce((sum, read) => sum + read.nodes + read.edges, 0);
    if (rows >= ANALYZE_FROM) await this.database.analyze([context.stage.node, context.stage.edge]);
  }

  private async tidyMerged(context: MergeContext, before: VersionChanges, after: VersionChanges): Promise<void> {
    const tables = [context.tables.node, context.tables.edge];
    if (replacedBy(after) - replacedBy(before) >= ANALYZE_FROM) await this.database.reclaim(tables);
    if (rowsOf(after) - rowsOf(before) >= ANALYZE_FROM) await this.database.analyze(tables);
  }
}

function rowsOf(changes: VersionChanges): number {
  return replacedBy(changes) + Object.values(changes).reduce((sum, { added }) => sum + added, 0);
}

/** Rows that were written over: each leaves a dead one behind. */
function replacedBy(changes: VersionChanges): number {
  return Object.values(changes).reduce((sum, { changed, closed }) => sum + changed + closed, 0);
}

/** Puts the derived read into the pending version it belongs to. */
async function mergeStepClaim(context: MergeContext): Promise<void> {
  await context.database.transaction(async (tx: Queryable) => {
    await checkFence(context.lease, tx);
    await tx.query(`update sync_read set merged_in = $2 where sync_id = $1 and resource = $3 and parent = ''`, [
      context.lease.syncId,
      context.version,
      DERIVED_RESOURCE,
    ]);
  });
}

async function stageDerived(
  staged: StagedSync,
  nodes: Iterable<NodeRecord> | AsyncIterable<NodeRecord>,
  edges: Iterable<EdgeRecord> | AsyncIterable<EdgeRecord>,
  signal: AbortSignal | null,
): Promise<number> {
  let page: { nodes: NodeRecord[]; edges: EdgeRecord[] } = { nodes: [], edges: [] };
  let records = 0;
  const flush = async () => {
    signal?.throwIfAborted();
    await staged.commit([{ resource: DERIVED_RESOURCE, parent: '', page: { ...page, quarantined: [], cursor: null } }]);
    page = { nodes: [], edges: [] };
  };
  for await (const node of nodes) {
    records += 1;
    if (page.nodes.push(node) >= DERIVED_BATCH) await flush();
  }
  for await (const edge of edges) {
    records += 1;
    if (page.edges.push(edge) >= DERIVED_BATCH) await flush();
  }
  await flush();
  return records;
}

function result(version: InventoryVersion, braked: readonly Braked[]): MergeResult {
  return {
    version: version.version,
    changes: version.changes,
    braked,
    rebased: version.rebased,
    published: version.state === 'published',
  };
}

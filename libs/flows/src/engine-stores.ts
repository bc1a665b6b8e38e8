import type { FindingReconciler, FindingStore } from '@posture/findings';
import type { ConnectionStore, InventoryWriter, SyncLease, SyncStore, VersionChanges } from '@posture/inventory';
import type { Clock, Database, Logger } from '@posture/platform';
import type { Graphs } from './graphs';
import type { ScanDocuments } from './report/scan-documents';

/** What flows work on: one of each room's doors over the same database. */
export interface EngineStores {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: Database;
  readonly connections: ConnectionStore;
  readonly syncs: SyncStore;
  readonly writer: InventoryWriter;
  readonly graphs: Graphs;
  readonly findings: FindingStore;
  readonly reconciler: FindingReconciler;
  readonly scans: ScanStore;
  /** Rows all waves of the sync wrote and closed. */
  changesOf(lease: SyncLease): Promise<VersionChanges>;
}

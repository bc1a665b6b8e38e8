export { ConnectionStore } from './connection/connection.store';
export type { Connection, ConnectionChange, NewConnection } from './connection/connection.store';
export { INVENTORY_ENTITIES } from './inventory.entities';
export type { Braked } from './merge/brake';
export { InventoryWriter } from './merge/inventory.writer';
export type { MergeOptions, MergeResult } from './merge/inventory.writer';
export type {
  InventoryVersion,
  KindCounts,
  ResourceCoverage,
  VersionChanges,
  VersionState,
} from './merge/version.store';
export { INVENTORY_RETENTION, purgeInventory } from './purge';
export type { PurgeOptions, PurgedInventory } from './purge';
export { DriftReader } from './read/drift.reader';
export type { Drift, DriftCounts, DriftKind, DriftPage, EdgeDrift, NodeDrift } from './read/drift.reader';
export { InventoryReader } from './read/inventory.reader';
export { StagedSync } from './sync/staged.sync';
export { SyncStore } from './sync/sync.store';
export type { Sync, SyncLease, SyncScope, SyncStart, SyncState } from './sync/sync.store';
export { Inventory } from './inventory';
export { InventoryModule } from './inventory.module';
export { SyncHistory } from './sync/sync-history';
export type { ProgressOfSync } from './sync/sync-history';

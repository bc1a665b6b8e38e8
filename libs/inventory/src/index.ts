export { InventoryModule } from './inventory.module';
export { INVENTORY_ENTITIES } from './inventory.entities';

/** Tenants we read. */
export { ConnectionStore } from './connection/connection.store';
export { freeName } from './connection/connection';
export type { Connection, ConnectionWords, NewCredential } from './connection/connection';

/** When they are read by themselves. */
export { checkedRhythm, minutesOf } from './connection/rhythm';
export { ScheduleStore, dueAtOf } from './connection/schedule.store';
export type { DueSchedule, Schedule, ScheduleChange } from './connection/schedule.store';

/** Reading one: a sync, and the versions its waves become. */
export { SyncStore } from './sync/sync.store';
export type { SyncLease } from './sync/sync.store';
export { SyncHistory } from './sync/sync-history';
export type { SyncOverview } from './sync/sync-history';
export { requestsOfDay } from './sync/request-figures';
export { costTogether } from './sync/sync-cost';
export { InventoryWriter } from './merge/inventory.writer';
export type { MergeResult } from './merge/inventory.writer';
export type { InventoryVersion } from './merge/version.store';

/** What its log says has changed, until it is read again. */
export { PendingChanges } from './changes/pending-changes';

/** What is known of one, now and at any version, and what differs between two. */
export { Inventory } from './inventory';
export type { Drift, DriftPage, EdgeDrift, NodeDrift } from './read/drift.reader';

import { Module } from '@nestjs/common';
import type { InjectionToken } from '@nestjs/common';
import { CLOCK, Database, SecretBox, chance, plain } from '@posture/platform';
import { PendingChanges } from './changes/pending-changes';
import type { Clock } from '@posture/platform';
import { ConnectionStore } from './connection/connection.store';
import { ScheduleStore } from './connection/schedule.store';
import { Inventory } from './inventory';
import { InventoryWriter } from './merge/inventory.writer';
import { SyncHistory } from './sync/sync-history';
import { SyncStore } from './sync/sync.store';

const SCHEDULES = {
  provide: ScheduleStore,
  inject: [Database, CLOCK] as InjectionToken[],
  useFactory: (database: Database, clock: Clock) => new ScheduleStore(database, clock, chance),
};

const PROVIDERS = [
  plain(ConnectionStore, Database, SecretBox, CLOCK),
  SCHEDULES,
  plain(SyncStore, Database, CLOCK),
  plain(InventoryWriter, Database, CLOCK),
  plain(Inventory, Database, CLOCK),
  plain(SyncHistory, Database),
  plain(PendingChanges, Database, CLOCK),
];

/** Gives connections, syncs and the versions of what was read; their tables are reached in no other way. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class InventoryModule {}

import type { Clock, Database } from '@posture/platform';
import { InventoryReader } from './read/inventory.reader';
import { StagedSync } from './sync/staged.sync';
import type { SyncLease } from './sync/sync.store';

/** Doors to what is known of each connection, so that nobody else needs the database. */
export class Inventory {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  reader(connectionId: string): InventoryReader {
    return new InventoryReader(this.database, connectionId);
  }

  /** Where a sync's reads are written to. */
  sink(lease: SyncLease): StagedSync {
    return new StagedSync(this.database, lease, this.clock);
  }
}

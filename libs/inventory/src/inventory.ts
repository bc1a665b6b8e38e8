import type { PageCommit, ReadStats } from '@posture/domain';
import type { Clock, Database } from '@posture/platform';
import { purgeInventory } from './purge';
import type { PurgedInventory } from './purge';
import { DriftReader } from './read/drift.reader';
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

  drift(connectionId: string): DriftReader {
    return new DriftReader(this.database, connectionId);
  }

  /** Deletes what is known no more for long; see `INVENTORY_RETENTION`. May run beside a sync. */
  purge(connectionId: string, signal?: AbortSignal): Promise<PurgedInventory> {
    return purgeInventory(this.database, connectionId, this.clock.now(), { signal });
  }

  /**
   * Where a sync's reads are written to.
   * @param cost of the reading so far, in this process; kept with every page
   * @param onPage told of each page once it is committed
   */
  sink(lease: SyncLease, cost: () => ReadStats, onPage?: (page: PageCommit) => void): StagedSync {
    return new StagedSync(this.database, lease, this.clock, cost, onPage);
  }
}

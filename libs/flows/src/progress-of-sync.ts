import type { SyncLease } from '@posture/inventory';
import type { Database } from '@posture/platform';
import type { Wave } from './rule-waves';

/** How far processes before this one came with a sync; waves follow one another, each read, published and judged. */
export interface ProgressOfSync {
  /** The last wave of which everything is read, because its rows were being merged; 0 when there is none. */
  readonly read: Wave | 0;
  /** The last wave that was published, and perhaps not judged; every one before it is judged. 0 when there is none. */
  readonly published: Wave | 0;
}

export async function progressOfSync(database: Database, lease: SyncLease): Promise<ProgressOfSync> {
  const [row] = await database.query<ProgressOfSync>(
    `select coalesce(max(wave), 0)::int as read,
       coalesce(max(wave) filter (where state = 'published'), 0)::int as published
     from inventory_version where connection_id = $1 and sync_id = $2 and state <> 'abandoned'`,
    [lease.connectionId, lease.syncId],
  );
  return row!;
}

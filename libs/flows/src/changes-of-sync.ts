import type { SyncLease, VersionChanges } from '@posture/inventory';
import type { Database } from '@posture/platform';

const COUNTS = ['added', 'changed', 'closed'] as const;

/** Sum over the versions the sync published, one a wave. */
export async function changesOfSync(database: Database, lease: SyncLease): Promise<VersionChanges> {
  const rows = await database.query<{ changes: VersionChanges }>(
    `select changes from inventory_version where connection_id = $1 and sync_id = $2 and state = 'published'`,
    [lease.connectionId, lease.syncId],
  );
  const total = { nodes: { added: 0, changed: 0, closed: 0 }, edges: { added: 0, changed: 0, closed: 0 } };
  for (const { changes } of rows) {
    for (const count of COUNTS) {
      total.nodes[count] += changes.nodes[count];
      total.edges[count] += changes.edges[count];
    }
  }
  return total;
}

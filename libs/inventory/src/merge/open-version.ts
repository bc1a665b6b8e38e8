import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import type { SyncLease } from '../sync/sync.store';
import { checkFence } from '../sync/sync.store';
import type { InventoryVersion } from './version.store';
import { DERIVED_RESOURCE, NO_CHANGES, VERSION_COLUMNS, publishedVersion } from './version.store';

/**
 * The version a wave of a sync is merged into: the one begun before a crash, or a new one that takes all lists the
 * sync has finished and not merged. A version an ended sync left pending is undone first.
 * @throws {DomainError} `sync.fenced`, `inventory.merge_in_progress`
 */
export async function openVersion(
  database: Database,
  clock: Clock,
  lease: SyncLease,
  wave: number,
  undo: (version: number) => Promise<void>,
): Promise<InventoryVersion> {
  for (;;) {
    const opened = await database.transaction((tx) => tryOpen(clock, lease, wave, tx));
    if (typeof opened !== 'number') return opened;
    await undo(opened);
  }
}

/** @returns a number when that version has to be undone before */
async function tryOpen(
  clock: Clock,
  lease: SyncLease,
  wave: number,
  tx: Queryable,
): Promise<InventoryVersion | number> {
  await tx.query('select 1 from connection where id = $1 for no key update', [lease.connectionId]);
  await checkFence(lease, tx);
  const [own] = await tx.query<InventoryVersion>(
    `select ${VERSION_COLUMNS} from inventory_version
     where connection_id = $1 and sync_id = $2 and wave = $3 and state <> 'abandoned'`,
    [lease.connectionId, lease.syncId, wave],
  );
  if (own !== undefined) return own;
  const [pending] = await tx.query<{ version: number; sync_id: string; state: string }>(
    `select v.version, v.sync_id, s.state from inventory_version v join sync s on s.id = v.sync_id
     where v.connection_id = $1 and v.state = 'pending'`,
    [lease.connectionId],
  );
  if (pending !== undefined) {
    if (pending.state !== 'running') return pending.version;
    throw new DomainError(
      'inventory.merge_in_progress',
      'conflict',
      `Version ${pending.version} of this connection is being written by sync ${pending.sync_id}.`,
      {
        remedy: 'Publish or abandon that version first.',
        details: { version: pending.version, syncId: pending.sync_id },
      },
    );
  }
  return insert(clock, lease, wave, tx);
}

async function insert(clock: Clock, lease: SyncLease, wave: number, tx: Queryable): Promise<InventoryVersion> {
  const before = await publishedVersion(lease.connectionId, tx);
  const [former] = await tx.query<{ mapper_schema: number }>(
    `select mapper_schema from inventory_version
     where connection_id = $1 and state = 'published' and sync_id <> $2 order by version desc limit 1`,
    [lease.connectionId, lease.syncId],
  );
  const now = clock.now();
  const instant = before !== null && before.instant >= now ? new Date(before.instant.getTime() + 1) : now;
  const [version] = await tx.query<InventoryVersion>(
    `insert into inventory_version
       (connection_id, version, state, instant, sync_id, wave, mapper_schema, rebased, changes, counts)
     select $1, coalesce(max(version), 0) + 1, 'pending', $2, $3, $4, $5, $6, $7, $8
     from inventory_version where connection_id = $1
     returning ${VERSION_COLUMNS}`,
    [
      lease.connectionId,
      instant,
      lease.syncId,
      wave,
      lease.mapperSchema,
      former !== undefined && former.mapper_schema !== lease.mapperSchema,
      JSON.stringify(NO_CHANGES),
      JSON.stringify(before?.counts ?? { nodes: {}, edges: {} }),
    ],
  );
  await tx.query(
    `update sync_read set merged_in = $2 where sync_id = $1 and finished and merged_in is null and resource <> $3`,
    [lease.syncId, version!.version, DERIVED_RESOURCE],
  );
  return version!;
}

import type { Queryable } from '@posture/platform';
import type { SyncLease } from '../sync/sync.store';
import type { MergeRead } from './merge-context';
import { DERIVED_RESOURCE } from './version.store';

/**
 * Lists merged into a version. A list with quarantined records is not complete, whatever its connector says.
 * @param rows those a connector read, or those the engine derived
 */
export async function readsOf(
  lease: SyncLease,
  version: number,
  rows: 'read' | 'derived',
  tx: Queryable,
): Promise<MergeRead[]> {
  return tx.query<MergeRead>(
    `select read_id as "readId", read_id as "reportedBy", resource, parent,
       (state = 'complete' and quarantined = 0) as complete, base_version as "baseVersion", nodes, edges, keys
     from sync_read where sync_id = $1 and merged_in = $2 and (resource = '${DERIVED_RESOURCE}') = $3`,
    [lease.syncId, version, rows === 'derived'],
  );
}

/**
 * Lists of parents a complete read of the whole resource no longer names: they have nothing now. Known from the
 * coverage of earlier syncs. They have no read of their own, so their numbers are negative.
 */
export async function absentLists(
  lease: SyncLease,
  version: number,
  reads: readonly MergeRead[],
  tx: Queryable,
): Promise<MergeRead[]> {
  const whole = new Map(
    reads.filter((read) => read.parent === '' && read.complete).map((read) => [read.resource, read]),
  );
  if (whole.size === 0) return [];
  const rows = await tx.query<{ resource: string; parent: string }>(
    `select distinct c.resource, c.parent from coverage c
     where c.connection_id = $1 and c.resource = any($2::text[]) and c.parent <> '' and c.version <= $3
       and not exists (select 1 from sync_read r where r.sync_id = $4 and r.resource = c.resource and r.parent = c.parent)
     order by c.resource, c.parent`,
    [lease.connectionId, [...whole.keys()], version, lease.syncId],
  );
  return rows.map(({ resource, parent }, n) => {
    const { readId, baseVersion } = whole.get(resource)!;
    return {
      readId: `-${n + 1}`,
      reportedBy: readId,
      resource,
      parent,
      complete: true,
      baseVersion,
      nodes: 0,
      edges: 0,
      keys: null,
    };
  });
}

/** The version published last before the sync's first, when it came of single changes; null otherwise. */
export async function changedBefore(lease: SyncLease, tx: Queryable): Promise<number | null> {
  const [row] = await tx.query<{ version: number; scope: string }>(
    `select v.version, s.scope from inventory_version v join sync s on s.id = v.sync_id
     where v.connection_id = $1 and v.state = 'published' and v.version < (
       select min(w.version) from inventory_version w where w.connection_id = $1 and w.sync_id = $2)
     order by v.version desc limit 1`,
    [lease.connectionId, lease.syncId],
  );
  return row?.scope === 'targeted' ? row.version : null;
}

/** Versions other syncs published since this one began to read. */
export async function foreignVersions(lease: SyncLease, tx: Queryable): Promise<number[]> {
  const rows = await tx.query<{ version: number }>(
    `select version from inventory_version
     where connection_id = $1 and sync_id <> $2 and state = 'published'
       and version > (select coalesce(min(base_version), 0) from sync_read where sync_id = $2)`,
    [lease.connectionId, lease.syncId],
  );
  return rows.map((row) => row.version);
}

/** Live rows per kind in the version published before. */
export async function countsBefore(lease: SyncLease, version: number, tx: Queryable): Promise<Record<string, number>> {
  const [row] = await tx.query<{ counts: { nodes: Record<string, number>; edges: Record<string, number> } }>(
    `select counts from inventory_version
     where connection_id = $1 and version < $2 and state = 'published' order by version desc limit 1`,
    [lease.connectionId, version],
  );
  return { ...row?.counts.nodes, ...row?.counts.edges };
}

/** Lists the latest sync before this one braked, as `resource parent`. */
export async function brakedBefore(lease: SyncLease, tx: Queryable): Promise<Set<string>> {
  const rows = await tx.query<{ resource: string; parent: string }>(
    `select c.resource, c.parent from coverage c
     where c.connection_id = $1 and c.braked and c.sync_id <> $2 and not exists (
       select 1 from coverage d where d.connection_id = c.connection_id and d.resource = c.resource
         and d.parent = c.parent and d.version > c.version and d.sync_id <> $2)`,
    [lease.connectionId, lease.syncId],
  );
  return new Set(rows.map((row) => `${row.resource} ${row.parent}`));
}

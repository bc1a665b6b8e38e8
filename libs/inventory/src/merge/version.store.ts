import type { ChangeCounts, CoverageState } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Queryable } from '@posture/platform';

/** purged: older than what is kept; it dates rows that began in it and cannot be asked. */
export type VersionState = 'pending' | 'published' | 'abandoned' | 'purged';

/** Rows that differ from the version before, derived ones included. */
export interface VersionChanges {
  readonly nodes: ChangeCounts;
  readonly edges: ChangeCounts;
}

/** Live rows per kind. */
export interface KindCounts {
  readonly nodes: Readonly<Record<string, number>>;
  readonly edges: Readonly<Record<string, number>>;
}

/** How well one resource was read, over all its lists; the worst of them decides. */
export interface ResourceCoverage {
  readonly resource: string;
  readonly state: CoverageState;
  /** Of the worst list; null when all are complete. */
  readonly reason: string | null;
  readonly missing: string | null;
  /** Lists read, and those of them that are complete. */
  readonly lists: number;
  readonly complete: number;
  readonly records: number;
  /** Oldest and newest read, ISO. */
  readonly readStartedAt: string;
  readonly readAt: string;
}

/** A connection's version number and what it stands for. */
export interface InventoryVersion {
  readonly version: number;
  readonly state: VersionState;
  /** When its merge began: everything in it was read before. */
  readonly instant: Date;
  readonly syncId: string;
  /** Differs from its predecessor because the mapper changed; not drift. */
  readonly rebased: boolean;
  readonly changes: VersionChanges;
  readonly counts: KindCounts;
}

/** Resource under which everything the engine derives is stored. */
export const DERIVED_RESOURCE = 'derived';

export const VERSION_COLUMNS = `version, state, instant, sync_id as "syncId", rebased, changes, counts`;

export const NO_CHANGES: VersionChanges = {
  nodes: { added: 0, changed: 0, closed: 0 },
  edges: { added: 0, changed: 0, closed: 0 },
};

export async function publishedVersion(connectionId: string, tx: Queryable): Promise<InventoryVersion | null> {
  const rows = await tx.query<InventoryVersion>(
    `select ${VERSION_COLUMNS} from inventory_version
     where connection_id = $1 and state = 'published' order by version desc limit 1`,
    [connectionId],
  );
  return rows[0] ?? null;
}

/** Condition on versions that can be asked. */
export const IS_KEPT = `state in ('pending', 'published')`;

/** @throws {DomainError} `inventory.version_not_found` for numbers never given, abandoned or purged */
export async function versionOf(connectionId: string, version: number, tx: Queryable): Promise<InventoryVersion> {
  const rows = await tx.query<InventoryVersion>(
    `select ${VERSION_COLUMNS} from inventory_version
     where connection_id = $1 and version = $2 and ${IS_KEPT}`,
    [connectionId, version],
  );
  if (rows[0] === undefined) throw versionNotFound(`The inventory has no version ${version}.`);
  return rows[0];
}

export function versionNotFound(message: string): DomainError {
  return new DomainError('inventory.version_not_found', 'not_found', message, {
    field: 'version',
    remedy: 'List the versions of the connection, or run a sync first.',
  });
}

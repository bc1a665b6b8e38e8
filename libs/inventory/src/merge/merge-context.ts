import type { Database, Queryable } from '@posture/platform';
import type { ConnectionTables, StageTables } from '../partitions';
import type { SyncLease } from '../sync/sync.store';
import { fenced } from '../sync/sync.store';
import type { KindCounts, VersionChanges } from './version.store';

/** What every step of one merge needs. */
export interface MergeContext {
  readonly database: Database;
  readonly lease: SyncLease;
  readonly version: number;
  readonly tables: ConnectionTables;
  readonly stage: StageTables;
  /** Versions other syncs made while this one was reading. */
  readonly foreign: readonly number[];
  readonly signal: AbortSignal | null;
}

/** One list to merge: read from beginning to end, or as far as it went. */
export interface MergeRead {
  readonly readId: string;
  /** The read whose coverage speaks for this list; its own, unless it has none. */
  readonly reportedBy: string;
  readonly resource: string;
  readonly parent: string;
  readonly complete: boolean;
  readonly baseVersion: number;
  /** Staged rows, at most. */
  readonly nodes: number;
  readonly edges: number;
  /** Set when only these objects of the list were read. */
  readonly keys: readonly string[] | null;
}

export type RowFamily = 'nodes' | 'edges';

export interface RowChange {
  readonly kind: string;
  readonly added: number;
  readonly changed: number;
  readonly closed: number;
}

/**
 * For this transaction only. The planner overestimates comparisons of staged and live rows, which makes a server
 * compile machine code for seconds to run a statement of milliseconds; and a chunk should be sorted in memory.
 */
const PLANNER = `set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`;

/**
 * One transaction of a merge: refused when the sync was taken over, and counted in the version it writes to, so that
 * a repeated merge counts nothing twice.
 */
export async function mergeStep<T>(
  context: MergeContext,
  work: (tx: Queryable, count: (family: RowFamily, changes: readonly RowChange[]) => void) => Promise<T>,
): Promise<T> {
  context.signal?.throwIfAborted();
  return context.database.transaction(async (tx) => {
    const [row] = await tx.query<{ changes: VersionChanges; counts: KindCounts }>(
      `select v.changes, v.counts, ${PLANNER} from sync s
       join inventory_version v on v.connection_id = s.connection_id and v.version = $3 and v.state = 'pending'
       where s.id = $1 and s.fence = $2 and s.state = 'running' for no key update`,
      [context.lease.syncId, context.lease.fence, context.version],
    );
    if (row === undefined) throw fenced(context.lease);
    const changes = structuredClone(row.changes) as Mutable<VersionChanges>;
    const counts = structuredClone(row.counts) as Mutable<KindCounts>;
    let written = false;
    const result = await work(tx, (family, rows) => {
      for (const change of rows) {
        if (change.added + change.changed + change.closed === 0) continue;
        written = true;
        changes[family].added += change.added;
        changes[family].changed += change.changed;
        changes[family].closed += change.closed;
        counts[family][change.kind] = (counts[family][change.kind] ?? 0) + change.added - change.closed;
      }
    });
    if (written) {
      await tx.query(
        'update inventory_version set changes = $3, counts = $4 where connection_id = $1 and version = $2',
        [context.lease.connectionId, context.version, JSON.stringify(changes), JSON.stringify(counts)],
      );
    }
    return result;
  });
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

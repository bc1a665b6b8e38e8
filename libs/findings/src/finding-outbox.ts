import type { BulkCause, FindingThen, Severity } from '@posture/domain';
import { isUuid } from '@posture/platform';
import type { Database, Queryable } from '@posture/platform';

/** One step in the life of a finding, as it was at that moment. */
export interface OutboxEvent {
  readonly position: number;
  readonly id: string;
  readonly sequence: number;
  readonly at: Date;
  readonly type: string;
  /** The scan, or the run that read again what changed, that said so; null: none did. */
  readonly scanId: string | null;
  /** Why it is one of many; null: it happened by itself. */
  readonly bulk: BulkCause | null;
  /** Of an update that made it more or less severe; null of any other. */
  readonly severityBefore: Severity | null;
  /** Whether there was a step before at which no other finding stood for it, so that it was told. */
  readonly wasLeading: boolean;
  readonly finding: FindingThen;
}

const STEPS = `select e.position::float8 as position, e.id, e.sequence, e.at, e.type, e.scan_id as "scanId", e.bulk,
    e.data ->> 'severityBefore' as "severityBefore", e.finding_then as finding,
    exists (select 1 from finding_event b where b.finding_id = e.finding_id and b.sequence < e.sequence
      and b.finding_then ->> 'supersededBy' is null) as "wasLeading"
  from finding_event e`;

/** History read in the order it was committed in, over all connections. */
export class FindingOutbox {
  constructor(private readonly database: Database) {}

  /** The latest position; 0: there is none. */
  async last(): Promise<number> {
    const [row] = await this.database.query<{ last: number }>(
      'select coalesce(max(position), 0)::float8 as last from finding_event',
    );
    return row!.last;
  }

  /** @returns in order; who has seen a position has seen all before it */
  async after(position: number, limit: number, tx: Queryable): Promise<OutboxEvent[]> {
    return tx.query<OutboxEvent>(`${STEPS} where e.position > $1 order by e.position limit $2`, [position, limit]);
  }

  /** The last step of one finding; null where there is no such finding, or nothing of it may be told. */
  async latestOf(findingId: string): Promise<OutboxEvent | null> {
    if (!isUuid(findingId)) return null;
    const [row] = await this.database.query<OutboxEvent>(
      `${STEPS} where e.finding_id = $1 and e.position is not null order by e.sequence desc limit 1`,
      [findingId],
    );
    return row ?? null;
  }
}

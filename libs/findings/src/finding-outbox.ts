import type { FindingThen } from '@posture/domain';
import type { Queryable } from '@posture/platform';

/** One step in the life of a finding, as it was at that moment. */
export interface OutboxEvent {
  readonly position: number;
  readonly id: string;
  readonly sequence: number;
  readonly at: Date;
  readonly type: string;
  /** Another finding stands for it in whatever people are shown. */
  readonly isSuperseded: boolean;
  readonly finding: FindingThen;
}

/** History read in the order it was committed in, over all connections. */
export class FindingOutbox {
  /** @returns in order; who has seen a position has seen all before it */
  async after(position: number, limit: number, tx: Queryable): Promise<OutboxEvent[]> {
    return tx.query<OutboxEvent>(
      `select e.position::float8 as position, e.id, e.sequence, e.at, e.type,
         f.superseded_by is not null as "isSuperseded", e.finding_then as finding
       from finding_event e join finding f on f.id = e.finding_id
       where e.position > $1 order by e.position limit $2`,
      [position, limit],
    );
  }
}

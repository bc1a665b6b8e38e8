import type { FindingStatus, JsonObject, Severity, SubjectRef } from '@posture/domain';
import type { Queryable } from '@posture/platform';

/** One step in the life of a finding, as it was at that moment. */
export interface OutboxEvent {
  readonly position: number;
  readonly id: string;
  readonly findingId: string;
  readonly sequence: number;
  readonly at: Date;
  readonly type: string;
  /** Another finding stands for it in whatever people are shown. */
  readonly isSuperseded: boolean;
  readonly finding: FindingThen;
}

/** Columns of a finding as an event left them; times are ISO 8601. */
export interface FindingThen {
  readonly connection_id: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: SubjectRef;
  readonly severity: Severity;
  readonly score: number;
  readonly status: FindingStatus;
  readonly title: string;
  readonly why: string;
  readonly evidence: JsonObject;
  readonly member_count: number;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly resolution: string | null;
}

/** History read in the order it was committed in, over all connections. */
export class FindingOutbox {
  /** @returns in order; who has seen a position has seen all before it */
  async after(position: number, limit: number, tx: Queryable): Promise<OutboxEvent[]> {
    return tx.query<OutboxEvent>(
      `select e.position::float8 as position, e.id, e.finding_id as "findingId", e.sequence, e.at, e.type,
         f.superseded_by is not null as "isSuperseded", e.finding_then as finding
       from finding_event e join finding f on f.id = e.finding_id
       where e.position > $1 order by e.position limit $2`,
      [position, limit],
    );
  }
}

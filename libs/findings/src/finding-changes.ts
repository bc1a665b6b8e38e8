import type { BulkCause, FindingThen } from '@posture/domain';
import type { Database } from '@posture/platform';

/** A step in the life of a finding that a run brought about, with the finding as it was then. */
export interface FindingStep {
  readonly id: string;
  readonly at: Date;
  /** Such as `opened`. */
  readonly type: string;
  /** Why it is one of many; null: it happened by itself. */
  readonly bulk: BulkCause | null;
  readonly finding: FindingThen;
}

/** How many steps of each type, such as `opened`; a type without any is left out. */
export type ChangesByType = Readonly<Record<string, number>>;

/** What became of findings because of a run: a scan, an evaluation, or single changes that were read again. */
export class FindingChanges {
  constructor(private readonly database: Database) {}

  /** In the order they were written in. @param after id of the last one shown */
  async of(runId: string, limit: number, after: string | null = null): Promise<FindingStep[]> {
    return this.database.query<FindingStep>(
      `select id, at, type, bulk, finding_then as finding from finding_event
       where scan_id = $1 and finding_then is not null and ($2::uuid is null or id > $2) order by id limit $3`,
      [runId, after, limit],
    );
  }

  /** Of several runs at once; one that changed nothing is left out. */
  async counts(runIds: readonly string[]): Promise<Map<string, ChangesByType>> {
    const rows = await this.database.query<{ runId: string; counts: ChangesByType }>(
      `select scan_id as "runId", jsonb_object_agg(type, count) as counts from (
         select scan_id, type, count(*)::int as count from finding_event where scan_id = any($1::uuid[]) group by scan_id, type
       ) c group by scan_id`,
      [runIds],
    );
    return new Map(rows.map(({ runId, counts }) => [runId, counts]));
  }
}

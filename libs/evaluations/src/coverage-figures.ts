import type { CoverageState } from '@posture/domain';
import type { Database } from '@posture/platform';

export interface CoverageFigure {
  readonly connection: string;
  readonly state: CoverageState;
  readonly count: number;
}

/** How many resources of each connection were read how well when it was judged last; nothing of one that never was. */
export async function coverageFigures(database: Database, connectionIds: readonly string[]): Promise<CoverageFigure[]> {
  return database.query<CoverageFigure>(
    `select asked.id as connection, line ->> 'state' as state, count(*)::int as count
     from unnest($1::uuid[]) asked (id)
     cross join lateral (
       select coverage from scan where connection_id = asked.id and coverage is not null order by id desc limit 1
     ) last
     cross join lateral json_array_elements(last.coverage) line
     group by asked.id, line ->> 'state'`,
    [connectionIds],
  );
}

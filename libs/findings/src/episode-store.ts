import type { Episode, Severity } from '@posture/domain';
import type { Database, Queryable } from '@posture/platform';

/** An episode as it is kept with its finding, which says rule and entity. */
export type KeptEpisode = Omit<Episode, 'rule' | 'entity'>;

interface EpisodeRow {
  readonly findingId: string;
  readonly from: Date;
  readonly to: Date;
  readonly occurrences: number;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly shown: Episode['shown'];
  readonly eventCount: number;
  readonly events: Episode['events'];
  readonly settled: boolean;
}

const COLUMNS = `finding_id as "findingId", "from", "to", occurrences, severity, title, why, shown, event_count as "eventCount",
  events, settled`;

/** Whom a rule found something about. */
export type DetectedEntity = Pick<Episode, 'rule' | 'entity'>;

/** The episodes of findings that detections gave. */
export class EpisodeStore {
  constructor(private readonly database: Database) {}

  /** Of one finding, the latest first. @param before `from` of the last one shown, in milliseconds */
  async list(findingId: string, limit: number, before: number | null = null): Promise<KeptEpisode[]> {
    const rows = await this.database.query<EpisodeRow>(
      `select ${COLUMNS} from finding_episode where finding_id = $1 and ($2::timestamptz is null or "from" < $2)
       order by "from" desc limit $3`,
      [findingId, before === null ? null : new Date(before), limit],
    );
    return rows.map(toEpisode);
  }

  /** Of several findings, by finding, in order of time. */
  async ofFindings(ids: readonly string[], tx: Queryable = this.database): Promise<Map<string, KeptEpisode[]>> {
    const rows = await tx.query<EpisodeRow>(
      `select ${COLUMNS} from finding_episode where finding_id = any($1::uuid[]) order by finding_id, "from"`,
      [ids],
    );
    const byFinding = new Map<string, KeptEpisode[]>();
    for (const row of rows) {
      const list = byFinding.get(row.findingId) ?? [];
      list.push(toEpisode(row));
      byFinding.set(row.findingId, list);
    }
    return byFinding;
  }

  /** Whom something was found about that may still change, or that ended at or after an instant. */
  async entities(connectionId: string, since: number | null, tx: Queryable): Promise<DetectedEntity[]> {
    return tx.query<DetectedEntity>(
      `select f.rule, f.subject as entity from finding f where f.connection_id = $1 and exists
         (select 1 from finding_episode e where e.finding_id = f.id and (not e.settled or e."to" >= $2))`,
      [connectionId, since === null ? null : new Date(since)],
    );
  }

  /** Replaces those of the findings that are not settled, or ended at or after an instant, and adds what has become so. */
  async replace(
    byFinding: ReadonlyMap<string, readonly KeptEpisode[]>,
    since: number | null,
    tx: Queryable,
  ): Promise<void> {
    await tx.query(
      `delete from finding_episode where finding_id = any($1::uuid[]) and (not settled or "to" >= $2::timestamptz)`,
      [[...byFinding.keys()], since === null ? null : new Date(since)],
    );
    const rows = [...byFinding].flatMap(([findingId, episodes]) =>
      episodes.map(({ from, to, isSettled, eventCount, ...rest }) => ({
        ...rest,
        finding_id: findingId,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        event_count: eventCount,
        settled: isSettled,
      })),
    );
    if (rows.length === 0) return;
    await tx.query(
      `insert into finding_episode (finding_id, "from", "to", occurrences, severity, title, why, shown, event_count, events, settled)
       select finding_id, "from", "to", occurrences, severity, title, why, shown, event_count, events, settled
       from jsonb_to_recordset($1::jsonb) as r(finding_id uuid, "from" timestamptz, "to" timestamptz, occurrences int,
         severity text, title text, why text, shown jsonb, event_count int, events jsonb, settled boolean)
       on conflict (finding_id, "from") do update set "to" = excluded."to", occurrences = excluded.occurrences,
         severity = excluded.severity, title = excluded.title, why = excluded.why, shown = excluded.shown,
         event_count = excluded.event_count, events = excluded.events, settled = excluded.settled`,
      [JSON.stringify(rows)],
    );
  }
}

function toEpisode({ findingId: _, from, to, settled, ...rest }: EpisodeRow): KeptEpisode {
  return { ...rest, from: from.getTime(), to: to.getTime(), isSettled: settled };
}

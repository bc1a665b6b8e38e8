import type { Episode, Severity } from '@posture/domain';
import type { Database, Queryable } from '@posture/platform';

/** An episode as it is kept with its finding, which says rule and entity. */
export type KeptEpisode = Omit<Episode, 'rule' | 'entity'>;

/** An episode as it is shown, whatever became of it. */
export interface EpisodeRecord extends KeptEpisode {
  /** When it was no longer proven: events that came in later, or a changed rule, say otherwise. null: it stands. */
  readonly withdrawnAt: Date | null;
}

/** What stands of a finding's episodes; none of a finding that no detection made. */
export interface EpisodesInShort {
  readonly count: number;
  readonly latest: EpisodeRecord | null;
}

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
  readonly withdrawnAt: Date | null;
}

const COLUMNS = `finding_id as "findingId", "from", "to", occurrences, severity, title, why, shown, event_count as "eventCount",
  events, settled, withdrawn_at as "withdrawnAt"`;

/** Whom a rule found something about. */
export type DetectedEntity = Pick<Episode, 'rule' | 'entity'>;

/** What was found about somebody within a time. */
export interface FoundWithin extends DetectedEntity {
  readonly findingId: string;
  readonly title: string;
  readonly from: Date;
  readonly to: Date;
}

/** The episodes of findings that detections gave. */
export class EpisodeStore {
  constructor(private readonly database: Database) {}

  /** Of one finding, the latest first, withdrawn ones among them. @param before `from` of the last one shown, in milliseconds */
  async list(findingId: string, limit: number, before: number | null = null): Promise<EpisodeRecord[]> {
    const rows = await this.database.query<EpisodeRow>(
      `select ${COLUMNS} from finding_episode where finding_id = $1 and ($2::timestamptz is null or "from" < $2)
       order by "from" desc limit $3`,
      [findingId, before === null ? null : new Date(before), limit],
    );
    return rows.map(toRecord);
  }

  async inShort(findingId: string): Promise<EpisodesInShort> {
    const [row] = await this.database.query<EpisodeRow & { count: number }>(
      `select ${COLUMNS}, count(*) over ()::int as count from finding_episode
       where finding_id = $1 and withdrawn_at is null order by "from" desc limit 1`,
      [findingId],
    );
    if (row === undefined) return { count: 0, latest: null };
    const { count, ...latest } = row;
    return { count, latest: toRecord(latest) };
  }

  /** Those of several findings that stand, by finding, in order of time. */
  async ofFindings(ids: readonly string[], tx: Queryable = this.database): Promise<Map<string, KeptEpisode[]>> {
    const rows = await tx.query<EpisodeRow>(
      `select ${COLUMNS} from finding_episode
       where finding_id = any($1::uuid[]) and withdrawn_at is null order by finding_id, "from"`,
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

  /** Whom rules found something about within a time, as it stands. */
  async within(connectionId: string, from: Date, to: Date): Promise<FoundWithin[]> {
    return this.database.query<FoundWithin>(
      `select f.id as "findingId", f.rule, f.subject as entity, max(e.title) as title, min(e."from") as "from", max(e."to") as "to"
       from finding f join finding_episode e on e.finding_id = f.id
       where f.connection_id = $1 and e.withdrawn_at is null and e."from" <= $3 and e."to" >= $2
       group by f.id, f.rule, f.subject order by f.rule, f.id`,
      [connectionId, from, to],
    );
  }

  /** Whom something was found about that may still change, or that ended at or after an instant. */
  async entities(connectionId: string, since: number | null, tx: Queryable): Promise<DetectedEntity[]> {
    return tx.query<DetectedEntity>(
      `select f.rule, f.subject as entity from finding f where f.connection_id = $1 and exists
         (select 1 from finding_episode e where e.finding_id = f.id and e.withdrawn_at is null
            and (not e.settled or e."to" >= $2))`,
      [connectionId, since === null ? null : new Date(since)],
    );
  }

  /**
   * Puts what is said now in the place of what was said of episodes that are not settled, or ended at or after `since`.
   * One that another takes in is gone; one that is said no more is withdrawn.
   * @param since in milliseconds; null: only what is not settled
   */
  async replace(
    byFinding: ReadonlyMap<string, readonly KeptEpisode[]>,
    { since, now }: { readonly since: number | null; readonly now: Date },
    tx: Queryable,
  ): Promise<void> {
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
    await this.#withdraw([...byFinding.keys()], rows, { since, now }, tx);
    if (rows.length === 0) return;
    await tx.query(
      `insert into finding_episode (finding_id, "from", "to", occurrences, severity, title, why, shown, event_count, events, settled)
       select finding_id, "from", "to", occurrences, severity, title, why, shown, event_count, events, settled
       from jsonb_to_recordset($1::jsonb) as r(finding_id uuid, "from" timestamptz, "to" timestamptz, occurrences int,
         severity text, title text, why text, shown jsonb, event_count int, events jsonb, settled boolean)
       on conflict (finding_id, "from") do update set "to" = excluded."to", occurrences = excluded.occurrences,
         severity = excluded.severity, title = excluded.title, why = excluded.why, shown = excluded.shown,
         event_count = excluded.event_count, events = excluded.events, settled = excluded.settled, withdrawn_at = null`,
      [JSON.stringify(rows)],
    );
  }

  async #withdraw(
    ids: readonly string[],
    told: readonly { readonly finding_id: string; readonly from: string; readonly to: string }[],
    { since, now }: { readonly since: number | null; readonly now: Date },
    tx: Queryable,
  ): Promise<void> {
    const columns = [told.map((each) => each.finding_id), told.map(({ from }) => from), told.map(({ to }) => to)];
    const params = [ids, since === null ? null : new Date(since), ...columns];
    const stands = `e.finding_id = any($1::uuid[]) and e.withdrawn_at is null and (not e.settled or e."to" >= $2::timestamptz)`;
    const saidNow = `unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[]) as t (finding_id, "from", "to")`;
    await tx.query(
      `delete from finding_episode e using ${saidNow}
       where ${stands} and t.finding_id = e.finding_id and t."from" <= e."to" and t."to" >= e."from" and t."from" <> e."from"`,
      params,
    );
    await tx.query(
      `update finding_episode e set withdrawn_at = $6 where ${stands}
         and not exists (select 1 from ${saidNow} where t.finding_id = e.finding_id and t."from" = e."from")`,
      [...params, now],
    );
  }
}

function toEpisode({ findingId: _, from, to, settled, withdrawnAt: _at, ...rest }: EpisodeRow): KeptEpisode {
  return { ...rest, from: from.getTime(), to: to.getTime(), isSettled: settled };
}

function toRecord(row: EpisodeRow): EpisodeRecord {
  return { ...toEpisode(row), withdrawnAt: row.withdrawnAt };
}

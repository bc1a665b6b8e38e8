import type { Activity, EvidenceEvent, JsonObject, SourceKind, UsageKind } from '@posture/domain';
import type { Clock, Database, Hold, Queryable } from '@posture/platform';
import { storableText } from '@posture/platform';
import type {
  ActivityFilter,
  ActivityPlace,
  ActivityRecord,
  ActivityStream,
  Appended,
  IncomingPage,
  Quarantined,
  QuarantineCount,
  StoredActivity,
  StreamError,
  StreamName,
  StreamProgress,
} from './activity';
import { PageAppend, keptOf, lockLog, progressOf, streamsOf } from './append';
import { readCoverage, within } from './coverage';
import type { ActivityCoverage, Span } from './coverage';
import { dayOf, ensureDays, firstKeptDay, startOf } from './days';
import { term } from './event-columns';
import { chosen, eventNotFound } from './event-filter';
import { joinedFacts } from './joined-facts';
import type { WrittenFacts } from './joined-facts';
import { ACTIVITY_RETENTION, forgetActivity, purgeActivity } from './purge';
import type { PurgedActivity } from './purge';
import type { UsageDay, UsagePage } from './usage';
import { countedSince, lastUse, sources } from './use-asked';

const BATCH = 1_000;
const COLUMNS = 'a.position, a.doc, a.joined';

interface Row {
  readonly position: string;
  readonly doc: Activity;
  readonly joined: WrittenFacts;
}

/** What happened in each tenant: written page by page by the run that reads its log, asked by everybody. */
export class ActivityStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Begins a stream from its beginning, whatever became of it before; what was read stays. */
  async begin(connectionId: string, stream: ActivityStream, hold: Hold): Promise<void> {
    await this.database.transaction(async (tx) => {
      await hold(tx);
      await lockLog(connectionId, tx);
      await tx.query('delete from activity_cursor where connection_id = $1 and stream = $2', [
        connectionId,
        stream.name,
      ]);
      await tx.query(
        `insert into activity_cursor (connection_id, stream, since, until, state, updated_at)
         values ($1, $2, $3, $4, 'reading', $5)`,
        [connectionId, stream.name, stream.since, stream.name === 'backfill' ? stream.until : null, this.clock.now()],
      );
    });
  }

  /**
   * Keeps a page with its cursor, all of it or nothing. Events that are kept already change nothing.
   * @param hold of the run that reads the log
   * @param alongside writes what follows from the page, in its transaction
   * @throws {DomainError} `activity.not_begun`, and what `hold` refuses with
   */
  async append(
    connectionId: string,
    stream: StreamName,
    page: IncomingPage,
    hold: Hold,
    alongside?: (appended: Appended, tx: Queryable) => Promise<void>,
  ): Promise<Appended> {
    const now = this.clock.now();
    const firstDay = firstKeptDay(now, ACTIVITY_RETENTION.eventDays);
    await ensureDays(this.database, new Set(keptOf(page, firstDay).kept.map(({ activity }) => dayOf(activity.at))));
    return this.database.transaction(async (tx) => {
      await hold(tx);
      const appended = await new PageAppend(connectionId, stream, now, tx).run(page, firstDay);
      await alongside?.(appended, tx);
      return appended;
    });
  }

  /** Says why a stream does not go on. Without effect once it is completed. */
  async fail(connectionId: string, stream: StreamName, error: StreamError, hold: Hold): Promise<void> {
    await this.database.transaction(async (tx) => {
      await hold(tx);
      await tx.query(
        `update activity_cursor set state = 'failed', error = $3, updated_at = $4
         where connection_id = $1 and stream = $2 and state <> 'completed'`,
        [connectionId, stream, JSON.stringify(error), this.clock.now()],
      );
    });
  }

  /** How far a stream is; null before it began. */
  cursor(connectionId: string, stream: StreamName): Promise<StreamProgress | null> {
    return progressOf(connectionId, stream, this.database);
  }

  /** How far each stream is that began, the one that is followed last. */
  streams(connectionId: string): Promise<StreamProgress[]> {
    return streamsOf(connectionId, this.database);
  }

  /** In order of `published`, from an instant on and before another, in batches of at most 1,000. */
  async *between(connectionId: string, from: Date, to: Date): AsyncGenerator<StoredActivity[]> {
    for (let after: readonly [Date, string] | null = null; ;) {
      const rows: StoredActivity[] = (
        await this.database.query<Row>(
          `select ${COLUMNS} from activity a where a.connection_id = $1 and a.published >= $2 and a.published < $3
             ${after === null ? '' : 'and (a.published, a.uuid) > ($2, $4)'}
           order by a.published, a.uuid limit ${BATCH}`,
          after === null ? [connectionId, from, to] : [connectionId, after[0], to, after[1]],
        )
      ).map(stored);
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = [new Date(last.activity.at), storableText(last.activity.id)];
    }
  }

  /**
   * Newest first. Pages stay what they are while newer events come in.
   * @param before the last event of the page before; null for the first page
   */
  async of(
    connectionId: string,
    filter: ActivityFilter,
    limit: number,
    before: ActivityPlace | null = null,
  ): Promise<StoredActivity[]> {
    const { where, params } = chosen(connectionId, filter, before);
    const rows = await this.database.query<Row>(
      `select ${COLUMNS} from activity a where ${where}
       order by a.published desc, a.uuid desc limit $${params.length + 1}`,
      [...params, limit],
    );
    return rows.map(stored);
  }

  /** How many were published within, and how many of those are of our own requests. */
  async count(connectionId: string, from: Date, to: Date): Promise<{ readonly all: number; readonly own: number }> {
    const [row] = await this.database.query<{ all: number; own: number }>(
      `select count(*)::float8 as "all", count(*) filter (where a.doc ->> 'isOwn' = 'true')::float8 as own
       from activity a where a.connection_id = $1 and a.published >= $2 and a.published <= $3`,
      [connectionId, from, to],
    );
    return row!;
  }

  /** Those of the events that are still kept, in order of time, with what the provider wrote. */
  async evidence(connectionId: string, events: readonly EvidenceEvent[]): Promise<ActivityRecord[]> {
    const rows = await this.database.query<Row & { raw: JsonObject }>(
      `select ${COLUMNS}, a.raw from unnest($2::timestamptz[], $3::text[]) as e (published, uuid)
       join activity a on a.connection_id = $1 and a.published = e.published and a.uuid = e.uuid
       order by a.published, a.uuid`,
      [connectionId, events.map(({ at }) => new Date(at)), events.map(({ id }) => storableText(id))],
    );
    return rows.map((row) => ({ ...stored(row), raw: row.raw }));
  }

  /**
   * One event that is still kept, with what the provider wrote.
   * @param at when it was published; spares looking for it in every day
   * @throws {DomainError} `activity.not_found`
   */
  async get(connectionId: string, id: string, at: Date | null = null): Promise<ActivityRecord> {
    const [row] = await this.database.query<Row & { raw: JsonObject }>(
      `select ${COLUMNS}, a.raw from activity a
       where a.connection_id = $1 and a.uuid = $2 ${at === null ? '' : 'and a.published = $3'}
       order by a.published desc limit 1`,
      [connectionId, storableText(id), ...(at === null ? [] : [at])],
    );
    if (row === undefined) throw eventNotFound(id);
    return { ...stored(row), raw: row.raw };
  }

  /** Day by day, by key and day. @param from first day, as YYYY-MM-DD @param to last day @param key one of them only */
  async usage(
    connectionId: string,
    kind: UsageKind,
    { from, to, key }: { readonly from: string; readonly to: string; readonly key?: string },
    { limit, after }: UsagePage = {},
  ): Promise<UsageDay[]> {
    return this.database.query<UsageDay>(
      `select key, to_char(day, 'YYYY-MM-DD') as day, events::float8 as events, successes::float8 as successes,
         failures::float8 as failures, first_at as "firstAt", last_at as "lastAt", last_use_at as "lastUseAt"
       from activity_usage u where connection_id = $1 and kind = $2 and u.day between $3::date and $4::date
         and ($5::text is null or key = $5) and ($6::text is null or (u.key, u.day) > ($6, $7::date))
       order by u.key, u.day limit $8`,
      [
        connectionId,
        kind,
        from,
        to,
        key === undefined ? null : term(key),
        after?.key ?? null,
        after?.day ?? null,
        limit ?? null,
      ],
    );
  }

  /** When each was used last, by key; a failed try is no use. */
  lastUse(
    connectionId: string,
    kind: UsageKind,
    keys: readonly string[],
    asOf: Date = this.clock.now(),
  ): Promise<ReadonlyMap<string, Date>> {
    return lastUse(this.database, connectionId, kind, keys, asOf);
  }

  /** What each credential was used from in the `SOURCE_DAYS` up to an instant, by credential. */
  sources(
    connectionId: string,
    kind: SourceKind,
    credentials: readonly string[],
    asOf: Date = this.clock.now(),
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return sources(this.database, connectionId, kind, credentials, asOf);
  }

  /** From when on every kind of use was counted that is now; null: from the first event that is kept. */
  countedSince(connectionId: string): Promise<Date | null> {
    return countedSince(this.database, connectionId);
  }

  /** For which time the log was read, as far back as usage is kept. */
  coverage(connectionId: string): Promise<ActivityCoverage> {
    return readCoverage(connectionId, this.database);
  }

  /**
   * For which parts of a time an answer holds: the log was read without a gap, and what it told is still kept. Outside
   * of them what is not there may have happened all the same.
   * @param of events, or the use they were rolled up to, which is kept for longer
   */
  async knownFor(
    connectionId: string,
    of: 'events' | 'usage',
    { from, to }: Pick<ActivityFilter, 'from' | 'to'>,
  ): Promise<Span[]> {
    const { eventDays, usageDays } = ACTIVITY_RETENTION;
    const kept = startOf(firstKeptDay(this.clock.now(), of === 'events' ? eventDays : usageDays));
    const counted = of === 'events' ? null : await this.countedSince(connectionId);
    const since = new Date(Math.max(kept, from?.getTime() ?? kept, counted?.getTime() ?? kept));
    return within((await this.coverage(connectionId)).spans, since, to ?? null);
  }

  /** Of the latest 1,000 events that could not be used, newest first. @param before `serial` of the last one shown */
  quarantined(connectionId: string, limit: number, before: number | null = null): Promise<Quarantined[]> {
    return this.database.query<Quarantined>(
      `select serial::float8 as serial, uuid as id, reason, why, excerpt, received_at as "receivedAt"
       from activity_quarantine q where connection_id = $1 and ($3::bigint is null or q.serial < $3)
       order by q.serial desc limit $2`,
      [connectionId, limit, before],
    );
  }

  /** All that could not be used, newest day first. */
  quarantineCounts(connectionId: string): Promise<QuarantineCount[]> {
    return this.database.query<QuarantineCount>(
      `select reason, to_char(day, 'YYYY-MM-DD') as day, events::float8 as events from activity_quarantine_count c
       where connection_id = $1 order by c.day desc, reason`,
      [connectionId],
    );
  }

  /** Refreshes what the planner knows; for after a backfill. An embedded store has nobody else who would. */
  analyze(): Promise<void> {
    return this.database.analyze(['activity', 'activity_usage']);
  }

  /** Of all connections: drops what is older than `ACTIVITY_RETENTION`. May run beside whoever reads a log. */
  purge(signal?: AbortSignal): Promise<PurgedActivity> {
    return purgeActivity(this.database, this.clock.now(), { signal });
  }

  /** Removes all that is known of a connection, and what detections remember of it. */
  forget(connectionId: string): Promise<void> {
    return forgetActivity(this.database, connectionId);
  }
}

function stored({ position, doc, joined }: Row): StoredActivity {
  return { position: Number(position), activity: doc, joined: joinedFacts(joined) };
}

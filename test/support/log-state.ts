import type { Database } from '@posture/platform';

/** What a store says of its only connection's log, one sorted text a row, so that two stores can be compared. */
export interface LogState {
  /** Ids of the events that are kept. */
  readonly events: readonly string[];
  readonly usage: readonly string[];
  /** Spans for which the log was read without a gap. */
  readonly spans: number;
  readonly streams: readonly string[];
  /** Of detections, those that stand: what half a past seemed to prove was withdrawn when the rest of it was read. */
  readonly findings: readonly string[];
  /** Those that stand, with the events that prove them; whether they are settled hangs on how late it is. */
  readonly episodes: readonly string[];
  /** By finding and type of what was told of it, how often; that it was updated is told as often as pages bring news. */
  readonly told: readonly string[];
}

/** Without ids and instants of our own making, which differ from run to run. */
export async function logStateOf(database: Database): Promise<LogState> {
  const texts = async (sql: string) => (await database.query<{ text: string }>(sql)).map(({ text }) => text);
  const detected = `exists (select 1 from finding_episode d where d.finding_id = f.id and d.withdrawn_at is null)`;
  return {
    events: await texts('select uuid as text from activity order by 1'),
    usage: await texts(
      `select concat_ws(' ', kind, key, day, events, successes, failures, first_at, last_at, last_use_at) as text
       from activity_usage order by 1`,
    ),
    spans: (await texts('select since::text as text from activity_coverage')).length,
    streams: await texts(`select concat_ws(' ', stream, state, error::text) as text from activity_cursor order by 1`),
    findings: await texts(
      `select concat_ws(' ', f.rule, f.subject ->> 'key', f.fingerprint, f.status, f.present, f.severity, f.resolution)
         as text from finding f where ${detected} order by 1`,
    ),
    episodes: await texts(
      `select concat_ws(' ', f.rule, f.subject ->> 'key', e."from", e."to", e.occurrences, e.severity, e.title,
         e.event_count, e.events::text) as text
       from finding_episode e join finding f on f.id = e.finding_id where e.withdrawn_at is null order by 1`,
    ),
    told: await texts(
      `select concat_ws(' ', f.rule, f.subject ->> 'key', t.type, count(*)) as text
       from finding_event t join finding f on f.id = t.finding_id
       where t.type not in ('updated', 'severity_changed') and ${detected} group by f.id, t.type order by 1`,
    ),
  };
}

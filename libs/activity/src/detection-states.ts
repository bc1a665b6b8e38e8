import type { JsonObject } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { textArray } from '@posture/platform';

/** A timeline of one rule, as the rule was when its hash was taken. */
export interface TimelineRef {
  readonly ruleHash: string;
  readonly key: string;
}

/** What a rule remembers of it; the rule knows its shape. */
export interface TimelineState extends TimelineRef {
  readonly state: JsonObject;
}

/** What was judged of a connection's log so far. */
export interface DetectionProgress {
  /** Of the last event that was judged; 0 before the first. */
  readonly position: number;
  /** In milliseconds; null before the first event. Nothing older changes a judgement. */
  readonly watermark: number | null;
}

/** All that is remembered for a connection. */
export interface DetectionState extends DetectionProgress {
  readonly timelines: readonly TimelineState[];
}

/** What judging a page changed of it; no timeline is named twice. */
export interface DetectionChanges extends DetectionProgress {
  readonly changed: readonly TimelineState[];
  readonly gone: readonly TimelineRef[];
}

/** Also bounds what a statement carries. */
const BATCH = 5_000;
const FIRST_DIGEST = '00000000-0000-0000-0000-000000000000';

/** What detections remember between two pages of the log, and how far they came. */
export class DetectionStates {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whoever judges holds the connection's run, so that nothing changes while it is read. */
  async load(connectionId: string): Promise<DetectionState> {
    const timelines: TimelineState[] = [];
    for (let after = { rule_hash: '', digest: FIRST_DIGEST }; ;) {
      const rows = await this.database.query<StateRow>(
        `select rule_hash, timeline_digest as digest, timeline_key, state from detection_state
         where connection_id = $1 and (rule_hash, timeline_digest) > ($2, $3::uuid)
         order by rule_hash, timeline_digest limit ${BATCH}`,
        [connectionId, after.rule_hash, after.digest],
      );
      for (const { rule_hash, timeline_key, state } of rows)
        timelines.push({ ruleHash: rule_hash, key: JSON.parse(timeline_key) as string, state });
      if (rows.length < BATCH) return { ...(await this.progress(connectionId)), timelines };
      after = rows.at(-1)!;
    }
  }

  async progress(connectionId: string, tx: Queryable = this.database): Promise<DetectionProgress> {
    const [row] = await tx.query<{ position: string; watermark: Date | null }>(
      'select position, watermark from detection_position where connection_id = $1',
      [connectionId],
    );
    return { position: Number(row?.position ?? 0), watermark: row?.watermark?.getTime() ?? null };
  }

  /** @param tx in which the episodes and findings of the same events are written, so that none is judged twice */
  async save(
    connectionId: string,
    { position, watermark, changed, gone }: DetectionChanges,
    tx: Queryable,
  ): Promise<void> {
    for (let at = 0; at < gone.length; at += BATCH) {
      await tx.query(
        `delete from detection_state s using unnest($2::text[], $3::text[]) as g (rule_hash, timeline_key)
         where s.connection_id = $1 and s.rule_hash = g.rule_hash and s.timeline_digest = md5(g.timeline_key)::uuid`,
        [connectionId, ...refColumns(gone.slice(at, at + BATCH))],
      );
    }
    for (let at = 0; at < changed.length; at += BATCH) {
      const batch = changed.slice(at, at + BATCH);
      await tx.query(
        `insert into detection_state (connection_id, rule_hash, timeline_key, timeline_digest, state)
         select $1, c.rule_hash, c.timeline_key, md5(c.timeline_key)::uuid, c.state::json
         from unnest($2::text[], $3::text[], $4::text[]) as c (rule_hash, timeline_key, state)
         on conflict (connection_id, rule_hash, timeline_digest) do update set state = excluded.state`,
        [connectionId, ...refColumns(batch), textArray(batch.map(({ state }) => JSON.stringify(state)))],
      );
    }
    await tx.query(
      `insert into detection_position (connection_id, position, watermark, updated_at) values ($1, $2, $3, $4)
       on conflict (connection_id) do update set position = excluded.position, watermark = excluded.watermark,
         updated_at = excluded.updated_at`,
      [connectionId, position, watermark === null ? null : new Date(watermark), this.clock.now()],
    );
  }
}

interface StateRow {
  readonly rule_hash: string;
  readonly digest: string;
  readonly timeline_key: string;
  readonly state: JsonObject;
}

function refColumns(refs: readonly TimelineRef[]): [string, string] {
  return [textArray(refs.map(({ ruleHash }) => ruleHash)), textArray(refs.map(({ key }) => JSON.stringify(key)))];
}

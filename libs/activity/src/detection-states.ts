import { DomainError } from '@posture/domain';
import type { FactNeed, JsonObject } from '@posture/domain';
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
  /** Digest of the rules that judged; '' before the first event. */
  readonly rules: string;
}

/** How the judging goes, since it was begun or gone on with last. */
export interface DetectionHealth {
  /** Events that came after the watermark had passed them, which nobody judged. */
  readonly late: number;
  /** What bounded memory had to forget too early. */
  readonly evicted: number;
  readonly timelines: number;
  /** By rule, what could not be known of events and kept it from judging them. */
  readonly unknown: Readonly<Record<string, readonly FactNeed[]>>;
}

/** All that is remembered for a connection. */
export interface DetectionState extends DetectionProgress {
  /** Something older was read since than what it began with: it is to be judged from the beginning. */
  readonly isStale: boolean;
  /** Goes up with each change; 0 before the first. */
  readonly turn: number;
  readonly timelines: readonly TimelineState[];
}

/** What judging a page changed of it; no timeline is named twice. */
export interface DetectionChanges extends DetectionProgress {
  readonly changed: readonly TimelineState[];
  readonly gone: readonly TimelineRef[];
  /** All that was remembered before is forgotten. */
  readonly isAnew: boolean;
  /** That of the state which this changes: whoever was overtaken changes nothing. */
  readonly turn: number;
  readonly health: DetectionHealth;
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
      if (rows.length < BATCH) return { ...(await this.#position(connectionId)), timelines };
      after = rows.at(-1)!;
    }
  }

  async progress(connectionId: string): Promise<DetectionProgress> {
    const { position, watermark, rules } = await this.#position(connectionId);
    return { position, watermark, rules };
  }

  /** null before the first event was judged. */
  async health(connectionId: string): Promise<DetectionHealth | null> {
    const [row] = await this.database.query<{ status: DetectionHealth }>(
      'select status from detection_position where connection_id = $1',
      [connectionId],
    );
    return row?.status ?? null;
  }

  /** @param tx in which something older is read than what was judged so far */
  async stale(connectionId: string, tx: Queryable): Promise<void> {
    await tx.query('update detection_position set is_stale = true where connection_id = $1', [connectionId]);
  }

  async #advance(
    connectionId: string,
    { position, watermark, rules, isAnew, turn, health }: Omit<DetectionChanges, 'changed' | 'gone'>,
    tx: Queryable,
  ): Promise<number> {
    const [row] = await tx.query<{ turn: string }>(
      `insert into detection_position as p (connection_id, position, watermark, rules, status, turn, updated_at)
       select $1::uuid, $2::bigint, $3::timestamptz, $4::text, $5::json, 1, $6::timestamptz where $8::bigint = 0
         or exists (select 1 from detection_position q where q.connection_id = $1)
       on conflict (connection_id) do update set position = excluded.position, watermark = excluded.watermark,
         rules = excluded.rules, status = excluded.status, is_stale = p.is_stale and not $7::boolean,
         turn = p.turn + 1, updated_at = excluded.updated_at
       where p.turn = $8 or $7
       returning turn`,
      [
        connectionId,
        position,
        watermark === null ? null : new Date(watermark),
        rules,
        JSON.stringify(health),
        this.clock.now(),
        isAnew,
        turn,
      ],
    );
    if (row === undefined) throw overtaken(connectionId);
    return Number(row.turn);
  }

  async #position(connectionId: string): Promise<Omit<DetectionState, 'timelines'>> {
    const [row] = await this.database.query<{
      position: string;
      watermark: Date | null;
      rules: string;
      isStale: boolean;
      turn: string;
    }>(
      `select position, watermark, rules, is_stale as "isStale", turn from detection_position where connection_id = $1`,
      [connectionId],
    );
    if (row === undefined) return { position: 0, watermark: null, rules: '', isStale: false, turn: 0 };
    return {
      ...row,
      turn: Number(row.turn),
      position: Number(row.position),
      watermark: row.watermark?.getTime() ?? null,
    };
  }

  /**
   * @param tx in which the episodes and findings of the same events are written, so that none is judged twice
   * @returns the turn after it
   * @throws {DomainError} `activity.overtaken` when somebody else judged meanwhile
   */
  async save(
    connectionId: string,
    { position, watermark, rules, changed, gone, isAnew, turn, health }: DetectionChanges,
    tx: Queryable,
  ): Promise<number> {
    const now = await this.#advance(connectionId, { position, watermark, rules, isAnew, turn, health }, tx);
    if (isAnew) await tx.query('delete from detection_state where connection_id = $1', [connectionId]);
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
    return now;
  }
}

function overtaken(connectionId: string): DomainError {
  return new DomainError(
    'activity.overtaken',
    'unavailable',
    `Another run judged the log of ${connectionId} meanwhile.`,
    {
      remedy: 'It goes on by itself from where the other one is.',
    },
  );
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

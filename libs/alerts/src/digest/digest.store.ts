import type { Clock, Queryable } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import type { AlertEvent } from '../alert';
import { withGathered } from './digest';
import type { DigestCause, DigestContent, Gathered } from './digest';

/** After the last of many nothing came for so long: what was written last may be read a moment later. */
const QUIET_MS = 10_000;
/** What is more than a channel is told singly is told together so long after the first of it. */
const TOO_MANY_MS = 300_000;
const HOUR_MS = 3_600_000;

/** What is gathered for a channel until it is due. */
export interface DigestRow {
  /** Of the message it is sent as. */
  readonly id: string;
  readonly channelId: string;
  readonly connectionId: string;
  /** null: what is gathered is not of one scan. */
  readonly scanId: string | null;
  readonly content: DigestContent;
}

/** One whose time has come. */
export type DueDigest = Pick<DigestRow, 'id' | 'scanId'>;

interface Gathering {
  readonly channelId: string;
  readonly connectionId: string;
  /** Tells what is gathered together from what is not: a scan's id, `log` or `too_many`. */
  readonly gathers: string;
  readonly scanId: string | null;
  readonly more: Gathered[];
}

const COLUMNS = `id, channel_id as "channelId", connection_id as "connectionId", scan_id as "scanId", content`;

/** Decides what is told singly, and gathers the rest until it is told together. @public for the suites */
export class DigestStore {
  /** @param mostAnHour so many alerts a channel is told singly in an hour */
  constructor(
    private readonly clock: Clock,
    private readonly mostAnHour: number,
  ) {}

  /**
   * One at a time gathers, over all processes.
   * @param wanted of each channel, in order
   * @returns of each channel what is told singly
   */
  async gather(
    wanted: ReadonlyMap<string, readonly AlertEvent[]>,
    tx: Queryable,
  ): Promise<Map<string, readonly AlertEvent[]>> {
    const rates = await this.#rates([...wanted.keys()], tx);
    const gatherings = new Map<string, Gathering>();
    const singly = new Map<string, readonly AlertEvent[]>();
    for (const [channelId, events] of wanted) {
      const left = this.mostAnHour - (rates.get(channelId) ?? 0);
      const alone = events.filter(({ bulk, isNewCritical }) => bulk === null || isNewCritical);
      singly.set(channelId, alone.slice(0, Math.max(0, left)));
      for (const event of events) if (event.bulk !== null) add(gatherings, channelId, event, event.bulk);
      for (const event of alone.slice(Math.max(0, left))) add(gatherings, channelId, event, 'too_many');
    }
    await this.#count(singly, tx);
    for (const gathering of gatherings.values()) await this.#write(gathering, tx);
    return singly;
  }

  async due(tx: Queryable): Promise<DueDigest[]> {
    return tx.query(`select id, scan_id as "scanId" from alert_digest where due_at <= $1 order by due_at, id`, [
      this.clock.now(),
    ]);
  }

  /** Whoever takes them sends them, in the same transaction; one to which more was added meanwhile is left. */
  async take(ids: readonly string[], tx: Queryable): Promise<DigestRow[]> {
    return tx.query<DigestRow>(
      `delete from alert_digest where id = any($1::uuid[]) and due_at <= $2 returning ${COLUMNS}`,
      [ids, this.clock.now()],
    );
  }

  async forget(connectionId: string, tx: Queryable): Promise<void> {
    await tx.query('delete from alert_digest where connection_id = $1', [connectionId]);
  }

  async #write({ channelId, connectionId, gathers, scanId, more }: Gathering, tx: Queryable): Promise<void> {
    const [before] = await tx.query<DigestRow & { readonly dueAt: Date }>(
      `select ${COLUMNS}, due_at as "dueAt" from alert_digest
       where channel_id = $1 and connection_id = $2 and gathers = $3 for update`,
      [channelId, connectionId, gathers],
    );
    const now = this.clock.now().getTime();
    const dueAt = gathers === 'too_many' ? (before?.dueAt ?? new Date(now + TOO_MANY_MS)) : new Date(now + QUIET_MS);
    const content = JSON.stringify(withGathered(before?.content ?? null, more));
    await tx.query(
      `insert into alert_digest (id, channel_id, connection_id, gathers, scan_id, content, due_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (channel_id, connection_id, gathers) do update set content = excluded.content, due_at = excluded.due_at`,
      [before?.id ?? uuidv7(), channelId, connectionId, gathers, scanId, content, dueAt],
    );
  }

  /** How many each channel was told singly in its hour. */
  async #rates(channelIds: readonly string[], tx: Queryable): Promise<Map<string, number>> {
    const rows = await tx.query<{ channelId: string; told: number }>(
      `select channel_id as "channelId", told from alert_rate where channel_id = any($1::uuid[]) and since > $2`,
      [channelIds, new Date(this.clock.now().getTime() - HOUR_MS)],
    );
    return new Map(rows.map(({ channelId, told }) => [channelId, told]));
  }

  async #count(singly: ReadonlyMap<string, readonly AlertEvent[]>, tx: Queryable): Promise<void> {
    const told = [...singly].filter(([, events]) => events.length > 0);
    if (told.length === 0) return;
    const now = this.clock.now();
    await tx.query(
      `insert into alert_rate as r (channel_id, since, told)
       select channel_id, $3::timestamptz, told from unnest($1::uuid[], $2::int[]) as n (channel_id, told)
       on conflict (channel_id) do update set
         told = excluded.told + case when r.since > $4 then r.told else 0 end,
         since = case when r.since > $4 then r.since else excluded.since end`,
      [told.map(([id]) => id), told.map(([, events]) => events.length), now, new Date(now.getTime() - HOUR_MS)],
    );
  }
}

function add(gatherings: Map<string, Gathering>, channelId: string, event: AlertEvent, cause: DigestCause): void {
  const { connectionId } = event.finding;
  // What comes too thick is of many scans, or of none.
  const scanId = cause === 'too_many' ? null : event.scanId;
  const gathers = cause === 'too_many' ? 'too_many' : (scanId ?? 'log');
  const key = `${channelId} ${connectionId} ${gathers}`;
  const gathering = gatherings.get(key) ?? { channelId, connectionId, gathers, scanId, more: [] };
  gathering.more.push({ event, cause });
  gatherings.set(key, gathering);
}

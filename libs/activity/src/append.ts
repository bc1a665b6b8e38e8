import { DomainError } from '@posture/domain';
import type { Queryable } from '@posture/platform';
import type { ActivityEntry, Appended, IncomingPage, StreamName, StreamProgress } from './activity';
import { cover, reachedBy } from './coverage';
import { startOf } from './days';
import { INSERT_EVENTS, eventColumns } from './event-columns';
import { quarantine } from './quarantine';
import { ADD_USAGE, usageColumns } from './usage';

const PROGRESS = `stream, since, until, cursor, state, reached, oldest, newest, error, updated_at as "updatedAt",
  completed_at as "completedAt"`;

export async function progressOf(
  connectionId: string,
  stream: StreamName,
  tx: Queryable,
): Promise<StreamProgress | null> {
  const [row] = await tx.query<StreamProgress>(
    `select ${PROGRESS} from activity_cursor where connection_id = $1 and stream = $2`,
    [connectionId, stream],
  );
  return row ?? null;
}

/** Both, as far as they began. */
export function streamsOf(connectionId: string, tx: Queryable): Promise<StreamProgress[]> {
  return tx.query<StreamProgress>(`select ${PROGRESS} from activity_cursor where connection_id = $1 order by stream`, [
    connectionId,
  ]);
}

/** Holds a connection's log for the rest of the transaction; others wait. @returns its last position */
export async function lockLog(connectionId: string, tx: Queryable): Promise<number> {
  const [row] = await tx.query<{ position: string }>(
    `insert into activity_log as l (connection_id, position) values ($1, 0)
     on conflict (connection_id) do update set position = l.position returning position`,
    [connectionId],
  );
  return Number(row!.position);
}

/** Events as old as this day or younger, and how many are older. */
export function keptOf(page: IncomingPage, firstDay: string): { kept: ActivityEntry[]; tooOld: number } {
  const kept = page.events.filter(({ activity }) => activity.at >= startOf(firstDay));
  return { kept, tooOld: page.events.length - kept.length };
}

/** All that one page changes, within a transaction that holds the connection's log. */
export class PageAppend {
  constructor(
    private readonly connectionId: string,
    private readonly stream: StreamName,
    private readonly now: Date,
    private readonly tx: Queryable,
  ) {}

  async run(page: IncomingPage, firstDay: string): Promise<Appended> {
    const lastPosition = await lockLog(this.connectionId, this.tx);
    const progress = await progressOf(this.connectionId, this.stream, this.tx);
    if (progress === null || progress.state === 'completed') throw notBegun(this.connectionId, this.stream);
    const { kept, tooOld } = keptOf(page, firstDay);
    const added = await this.insert(kept, lastPosition);
    const quarantined = await quarantine(this.connectionId, page.quarantined, tooOld, this.now, this.tx);
    const advanced = await this.advance(progress, page);
    return {
      stored: added.map(([position, { activity, joined }]) => ({ position, activity, joined })),
      duplicates: kept.length - added.length,
      tooOld,
      quarantined,
      progress: advanced,
    };
  }

  private async insert(kept: readonly ActivityEntry[], last: number): Promise<[number, ActivityEntry][]> {
    if (kept.length === 0) return [];
    const rows = await this.tx.query<{ position: string }>(INSERT_EVENTS, [
      this.connectionId,
      last,
      ...eventColumns(kept),
    ]);
    if (rows.length === 0) return [];
    const positions = rows.map(({ position }) => Number(position)).sort((a, b) => a - b);
    const added = positions.map((position): [number, ActivityEntry] => [position, kept[position - last - 1]!]);
    await this.tx.query(ADD_USAGE, [this.connectionId, ...usageColumns(added.map(([, entry]) => entry))]);
    await this.tx.query('update activity_log set position = $2 where connection_id = $1', [
      this.connectionId,
      positions.at(-1),
    ]);
    return added;
  }

  private async advance(progress: StreamProgress, page: IncomingPage): Promise<StreamProgress> {
    const instants = page.events.map(({ activity }) => activity.at);
    const dates = (list: number[]) => list.map((ms) => new Date(ms));
    const [oldest = null] = dates(instants.length === 0 ? [] : [Math.min(...instants)]);
    const [newest = null] = dates(instants.length === 0 ? [] : [Math.max(...instants)]);
    const reached = reachedBy(progress, page);
    const isOver = progress.until !== null && page.cursor === null;
    const [advanced] = await this.tx.query<StreamProgress>(
      `update activity_cursor set cursor = case when $3 then null else coalesce($4, cursor) end,
         state = case when $3 then 'completed' else 'reading' end, error = null,
         reached = coalesce($5, reached), oldest = least(oldest, $6), newest = greatest(newest, $7),
         updated_at = $8, completed_at = case when $3 then $8::timestamptz end
       where connection_id = $1 and stream = $2 returning ${PROGRESS}`,
      [
        this.connectionId,
        this.stream,
        isOver,
        page.cursor,
        reached === null ? null : new Date(reached),
        oldest,
        newest,
        this.now,
      ],
    );
    if (reached !== null) {
      const since = progress.reached ?? progress.since;
      await cover(this.connectionId, { since, until: new Date(reached) }, this.tx);
    }
    return advanced!;
  }
}

function notBegun(connectionId: string, stream: StreamName): DomainError {
  return new DomainError(
    'activity.not_begun',
    'internal',
    `A page of the log of connection ${connectionId} came before its ${stream} began, or after it ended.`,
  );
}

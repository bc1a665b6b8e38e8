import { DomainError } from '@posture/domain';
import type { JsonObject } from '@posture/domain';
import { plainArray } from '@posture/platform';
import type { Clock, Database, Queryable } from '@posture/platform';
import { DAILY, checkedInterval, invalidSchedule, isTooFar, nextAfter } from './rhythm';
import type { Rhythm } from './rhythm';

/** When a tenant is scanned by itself, and what is asked of each scan. */
export interface Schedule {
  readonly connectionId: string;
  /** One more with every change of what is here; a change says which one it is of. */
  readonly version: number;
  readonly rhythm: Rhythm;
  /** What each scan is asked for, in the words of whoever scans. */
  readonly input: JsonObject;
  readonly nextAt: Date;
  /** Minutes after which what is known is judged again though nobody read it; null: only when it was read. */
  readonly evaluateEvery: number | null;
  /** When that is due; null where it never is. */
  readonly evaluateAt: Date | null;
  readonly isPaused: boolean;
  /** When it goes on by itself; null: when somebody says so. Of no meaning while it is not paused. */
  readonly pausedUntil: Date | null;
  /** When it was due last and somebody saw to it; null: never. */
  readonly lastAt: Date | null;
  /** When it was to be seen to then; null: never, or not kept. */
  readonly lastDueAt: Date | null;
  /** The run it asked for then; null: there was one already, or it never was. */
  readonly lastRunId: string | null;
}

/** A schedule that is due, as it was seen. */
export interface DueSchedule extends Schedule {
  /** Since when. */
  readonly dueAt: Date;
  /** It was due the moment it was made: nobody has read the tenant yet. */
  readonly isFirst: boolean;
}

/** What is undefined stays as it is, also within `input`. */
export type ScheduleChange = Partial<Pick<Schedule, 'rhythm' | 'input' | 'evaluateEvery' | 'isPaused' | 'pausedUntil'>>;

const COLUMNS = `connection_id as "connectionId", version, rhythm, input, next_at as "nextAt", evaluate_every as "evaluateEvery",
  evaluate_at as "evaluateAt", paused as "isPaused",
  paused_until as "pausedUntil", last_at as "lastAt", last_due_at as "lastDueAt", last_run_id as "lastRunId"`;

/** Schedules, one a connection. Each time one is due is taken once, over all processes. */
export class ScheduleStore {
  /** @param random from 0 to 1; spreads what would be due together */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** The schedule of a connection that is there: once a day where nobody chose. */
  async get(connectionId: string): Promise<Schedule> {
    await this.#make(connectionId, this.database);
    const [row] = await this.database.query<Schedule>(`select ${COLUMNS} from schedule where connection_id = $1`, [
      connectionId,
    ]);
    return row!;
  }

  /** Those that were made, of any of the connections. */
  async list(connectionIds: readonly string[]): Promise<Schedule[]> {
    return this.database.query<Schedule>(`select ${COLUMNS} from schedule where connection_id = any($1::uuid[])`, [
      plainArray(connectionIds),
    ]);
  }

  /**
   * Another rhythm is due first one rhythm from now.
   * @param expected the version the change was made of
   * @throws {DomainError} `schedule.stale`, `schedule.invalid` naming the field
   */
  async change(connectionId: string, change: ScheduleChange, expected: number): Promise<Schedule> {
    const { rhythm, input, isPaused, pausedUntil } = change;
    if ((pausedUntil ?? null) !== null && isPaused !== true)
      throw invalidSchedule('pausedUntil', 'Only a pause ends: give "isPaused": true beside it.');
    const before = await this.get(connectionId);
    const now = this.clock.now();
    const evaluation = this.#evaluation(before, change, now);
    // What was due while it was paused was not missed.
    const goesOn = before.isPaused && isPaused === false && before.nextAt < now;
    const nextAt = rhythm === undefined ? (goesOn ? now : before.nextAt) : nextAfter(rhythm, now, this.random());
    const changed = await this.database.query(
      `update schedule set rhythm = $2, input = $3, paused = $4, paused_until = $5, next_at = $6, updated_at = $7,
         evaluate_every = $9, evaluate_at = $10, version = version + 1
       where connection_id = $1 and version = $8 returning version`,
      [
        connectionId,
        JSON.stringify(rhythm ?? before.rhythm),
        JSON.stringify({ ...before.input, ...input }),
        isPaused ?? before.isPaused,
        (pausedUntil === undefined ? before.pausedUntil : pausedUntil) ?? null,
        nextAt,
        now,
        expected,
        evaluation.every,
        evaluation.at,
      ],
    );
    const after = await this.get(connectionId);
    if (changed.length === 0) throw stale(after);
    return after;
  }

  /**
   * Those that are due, until somebody has seen to them. However many times were missed, it is due once. One whose pause is
   * over goes on; one that a clock that was put back has left for a far future is due a rhythm from now.
   */
  async due(): Promise<DueSchedule[]> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      for (const { id } of await this.#without(tx)) await this.#make(id, tx);
      const rows = await tx.query<DueSchedule>(
        `select ${COLUMNS}, last_at is null and next_at <= updated_at as "isFirst" from schedule order by next_at for update skip locked`,
      );
      const due: DueSchedule[] = [];
      for (const row of rows) {
        if (row.isPaused && (row.pausedUntil === null || row.pausedUntil > now)) continue;
        if (row.nextAt <= now) due.push({ ...row, dueAt: dueAtOf(row) });
        else if (row.isPaused || isTooFar(row.rhythm, row.nextAt, now))
          await tx.query(
            `update schedule set next_at = $2, paused = false, paused_until = null, version = version + 1
             where connection_id = $1`,
            [row.connectionId, nextAfter(row.rhythm, now, this.random())],
          );
      }
      return due;
    });
  }

  /**
   * Somebody sees to one that is due, and it is due again a rhythm from now.
   * @param runId what it asked for; null: there was a run already
   * @param tx that of the run: whoever dies on the way leaves it due
   * @throws {DomainError} `schedule.stale` when somebody else has seen to it, or changed it
   */
  async taken(
    { connectionId, version, rhythm, evaluateEvery, dueAt }: DueSchedule,
    runId: string | null,
    tx: Queryable = this.database,
  ): Promise<void> {
    const now = this.clock.now();
    const taken = await tx.query(
      `update schedule set next_at = $3, last_at = $4, last_due_at = $5, last_run_id = $6, paused = false,
         paused_until = null, evaluate_at = $7, version = version + 1
       where connection_id = $1 and version = $2 returning version`,
      // A scan judges, too.
      [
        ...[connectionId, version, nextAfter(rhythm, now, this.random()), now, dueAt, runId],
        this.#evaluatedAfter(evaluateEvery, now),
      ],
    );
    if (taken.length === 0) throw stale(await this.get(connectionId));
  }

  /** Those by which what is known is to be judged again, until somebody has seen to it; of tenants of which something is known. */
  async evaluationsDue(): Promise<Schedule[]> {
    const now = this.clock.now();
    // What a clock that was put back has left for a far future is due, too.
    return this.database.query<Schedule>(
      `select ${COLUMNS} from schedule s where not paused
         and (evaluate_at <= $1 or evaluate_at > $1::timestamptz + 2 * evaluate_every * interval '1 minute')
         and exists (select 1 from inventory_version v where v.connection_id = s.connection_id and v.state = 'published')
       order by evaluate_at`,
      [now],
    );
  }

  /** As `taken`, of an evaluation. @throws {DomainError} `schedule.stale` */
  async evaluationTaken(
    { connectionId, version, evaluateEvery }: Schedule,
    tx: Queryable = this.database,
  ): Promise<void> {
    const next = this.#evaluatedAfter(evaluateEvery, this.clock.now());
    const taken = await tx.query(
      `update schedule set evaluate_at = $3, version = version + 1
       where connection_id = $1 and version = $2 returning version`,
      [connectionId, version, next],
    );
    if (taken.length === 0) throw stale(await this.get(connectionId));
  }

  #evaluation(before: Schedule, { evaluateEvery: every }: ScheduleChange, now: Date) {
    if (every === undefined) return { every: before.evaluateEvery, at: before.evaluateAt };
    if (every !== null) checkedInterval('evaluateEvery', every);
    return { every, at: this.#evaluatedAfter(every, now) };
  }

  #evaluatedAfter(every: number | null, now: Date): Date | null {
    return every === null ? null : nextAfter({ every }, now, this.random());
  }

  /** Connections nobody made one for. */
  async #without(tx: Queryable): Promise<{ id: string }[]> {
    return tx.query<{ id: string }>(
      `select id from connection c where removed_at is null
         and not exists (select 1 from schedule s where s.connection_id = c.id)`,
    );
  }

  async #make(connectionId: string, tx: Queryable): Promise<void> {
    const now = this.clock.now();
    await makeSchedule(connectionId, nextAfter(DAILY, now, this.random()), now, tx);
  }
}

/** When somebody is to see to a schedule that is not paused any more: what was due in its pause, when that ends. */
export function dueAtOf({
  nextAt,
  isPaused,
  pausedUntil,
}: Pick<Schedule, 'nextAt' | 'isPaused' | 'pausedUntil'>): Date {
  return isPaused && pausedUntil !== null && pausedUntil > nextAt ? pausedUntil : nextAt;
}

/** Once a day from an instant on, unless the connection has a schedule, or was removed. */
export async function makeSchedule(connectionId: string, nextAt: Date, now: Date, tx: Queryable): Promise<void> {
  await tx.query(
    `insert into schedule (connection_id, rhythm, input, next_at, updated_at)
     select id, $2, '{}', $3, $4 from connection where id = $1 and removed_at is null
     on conflict (connection_id) do nothing`,
    [connectionId, JSON.stringify(DAILY), nextAt, now],
  );
}

function stale({ version }: Schedule): DomainError {
  return new DomainError(
    'schedule.stale',
    'stale',
    `The schedule was changed meanwhile, or was due: it is at version ${version}.`,
    {
      field: 'If-Match',
      remedy: 'Read it again, look at what has changed, and send the change with its new ETag.',
      details: { version },
    },
  );
}

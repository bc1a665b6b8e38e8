import { DomainError, UNTUNED } from '@posture/domain';
import type { Actor, Tuning } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';

/** How a connection's rules are tuned since somebody changed it. */
export interface TuningRevision {
  readonly connectionId: string;
  /** From 1, without a gap; 0: nobody ever tuned it. */
  readonly version: number;
  readonly tuning: Tuning;
  /** null of version 0. */
  readonly changedAt: Date | null;
  readonly changedBy: Actor | null;
  /** Why, in the words of whoever changed it; null: nobody said. */
  readonly reason: string | null;
}

/** Who changes a tuning, and why. */
export interface TuningChange {
  readonly tuning: Tuning;
  readonly changedBy: Actor;
  readonly reason: string | null;
}

const COLUMNS = `connection_id as "connectionId", version, tuning, changed_at as "changedAt", changed_by as "changedBy",
  reason`;

/** How rules are tuned, connection by connection: each change is a row that stays. */
export class TuningStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async current(connectionId: string): Promise<TuningRevision> {
    const [row] = await this.history(connectionId, 1);
    return row ?? { connectionId, version: 0, tuning: UNTUNED, changedAt: null, changedBy: null, reason: null };
  }

  /** Newest first. @param beforeVersion that of the last one of the page before; null for the first page */
  history(connectionId: string, limit: number, beforeVersion: number | null = null): Promise<TuningRevision[]> {
    return this.database.query<TuningRevision>(
      `select ${COLUMNS} from rule_tuning where connection_id = $1 and ($2::int is null or version < $2::int)
       order by version desc limit $3`,
      [connectionId, beforeVersion, limit],
    );
  }

  /**
   * @param expected the version the change was made of
   * @throws {DomainError} `tuning.stale`
   */
  async change(
    connectionId: string,
    { tuning, changedBy, reason }: TuningChange,
    expected: number,
  ): Promise<TuningRevision> {
    const [row] = await this.database.query<TuningRevision>(
      `insert into rule_tuning (connection_id, version, tuning, changed_at, changed_by, reason)
       select $1, $2::int + 1, $3, $4, $5, $6
       where $2::int = coalesce((select max(version) from rule_tuning where connection_id = $1), 0)
       on conflict do nothing returning ${COLUMNS}`,
      [connectionId, expected, JSON.stringify(tuning), this.clock.now(), JSON.stringify(changedBy), reason],
    );
    if (row !== undefined) return row;
    const { version } = await this.current(connectionId);
    throw new DomainError(
      'tuning.stale',
      'stale',
      `The rules of this connection were tuned since: it is version ${version}.`,
      {
        field: 'If-Match',
        remedy: 'Read it again, and change what is there now.',
        details: { version },
      },
    );
  }

  /** Removes how a connection was tuned, with its history. */
  async forget(connectionId: string, tx: Queryable = this.database): Promise<void> {
    await tx.query('delete from rule_tuning where connection_id = $1', [connectionId]);
  }
}

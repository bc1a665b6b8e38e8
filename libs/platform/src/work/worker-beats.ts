import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { processName } from '../store/process-mark';

/** One that was silent for so long is not coming back under that name. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** Which processes work, as they say themselves every few seconds. */
export class WorkerBeats {
  readonly #holder = processName();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** This process works. */
  async beat(): Promise<void> {
    const now = this.clock.now();
    await this.database.query(
      `insert into worker_beat (holder, seen_at) values ($1, $2) on conflict (holder) do update set seen_at = $2`,
      [this.#holder, now],
    );
    await this.database.query('delete from worker_beat where seen_at < $1', [new Date(now.getTime() - FORGOTTEN_MS)]);
  }

  /** When any process that works was last alive; null: none was within a day. */
  async lastAt(): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date | null }>('select max(seen_at) as at from worker_beat');
    return row?.at ?? null;
  }
}

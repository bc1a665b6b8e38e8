import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { earliestId } from '../ids';
import type { RunState } from './run';

const DAY_MS = 24 * 3_600_000;

export interface RunFigures {
  /** Those still to be worked on, and those asked for within a day that have ended. */
  readonly runs: readonly { readonly kind: string; readonly state: RunState; readonly count: number }[];
  /** For how long the run that is due for longest waits for a worker; 0: none does. */
  readonly oldestDueSeconds: number;
}

/** How the work goes. Reads only what is unfinished, and a day of history. */
export async function runFigures(database: Database, clock: Clock): Promise<RunFigures> {
  const now = clock.now();
  const runs = await database.query<{ kind: string; state: RunState; count: number }>(
    `select kind, state, count(*)::int as count from run where state in ('queued', 'waiting') group by kind, state
     union all
     select kind, state, count(*)::int from run where state = 'running' group by kind, state
     union all
     select kind, state, count(*)::int from run
     where id >= $1 and state in ('completed', 'failed', 'cancelled') group by kind, state`,
    [earliestId(new Date(now.getTime() - DAY_MS))],
  );
  const [oldest] = await database.query<{ dueAt: Date | null }>(
    `select min(due_at) as "dueAt" from run where state in ('queued', 'waiting') and due_at <= $1`,
    [now],
  );
  const dueAt = oldest?.dueAt ?? null;
  return { runs, oldestDueSeconds: dueAt === null ? 0 : (now.getTime() - dueAt.getTime()) / 1000 };
}

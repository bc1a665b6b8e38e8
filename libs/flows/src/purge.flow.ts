import type { JsonObject } from '@posture/domain';
import type { Clock, RunContext, RunStore } from '@posture/platform';

/** How many days what has ended is kept; findings and connections are kept until somebody deletes them. */
export const RETENTION_DAYS = { runs: 400, questions: 1 } as const;

const DAY_MS = 24 * 3_600_000;

/** Deletes what is older than its retention, a few rows at a time. */
export class PurgeFlow {
  constructor(
    private readonly runs: RunStore,
    private readonly clock: Clock,
  ) {}

  /** Runs of kind `purge`. */
  async run({ signal }: Pick<RunContext, 'signal'>): Promise<JsonObject> {
    const questions = await this.runs.purge(this.#before(RETENTION_DAYS.questions), ['connect', 'probe'], signal);
    const runs = await this.runs.purge(this.#before(RETENTION_DAYS.runs), null, signal);
    return { runs: runs + questions };
  }

  #before(days: number): Date {
    return new Date(this.clock.now().getTime() - days * DAY_MS);
  }
}

import type { JsonObject } from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { ConnectionStore, Inventory } from '@posture/inventory';
import type { Clock, RunContext, RunStore } from '@posture/platform';

/** How many days ended runs are kept, and questions of an operator; what rooms keep has a retention of its own there. */
export const RETENTION_DAYS = { runs: 400, questions: 1 } as const;

const DAY_MS = 24 * 3_600_000;

/** Deletes what is older than its retention, a few rows at a time. */
export class PurgeFlow {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly inventory: Inventory,
    private readonly evaluations: EvaluationStore,
    private readonly runs: RunStore,
    private readonly clock: Clock,
  ) {}

  /** Runs of kind `purge`. @returns rows deleted, by connection */
  async run({ signal }: Pick<RunContext, 'signal'>): Promise<JsonObject> {
    const questions = await this.runs.purge(this.#before(RETENTION_DAYS.questions), ['connect', 'probe'], signal);
    const runs = await this.runs.purge(this.#before(RETENTION_DAYS.runs), null, signal);
    const purged: JsonObject = { runs: runs + questions };
    for (const { id } of await this.connections.list()) {
      const inventory = await this.inventory.purge(id, signal);
      purged[id] = { ...inventory, ...(await this.evaluations.purge(id, signal)) };
    }
    return purged;
  }

  #before(days: number): Date {
    return new Date(this.clock.now().getTime() - days * DAY_MS);
  }
}

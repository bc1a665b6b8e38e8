import type { ActivityStore } from '@posture/activity';
import type { DeliveryStore, NoticeStore } from '@posture/alerts';
import type { JsonObject } from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { ConnectionStore, Inventory } from '@posture/inventory';
import type { Clock, RunContext, RunStore } from '@posture/platform';

/** How many days ended runs are kept; what rooms keep has a retention of its own there. */
export const RETENTION_DAYS = { runs: 400 } as const;

const DAY_MS = 24 * 3_600_000;

/** Deletes what is older than its retention, a few rows at a time. */
export class PurgeFlow {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly inventory: Inventory,
    private readonly evaluations: EvaluationStore,
    private readonly activity: ActivityStore,
    private readonly deliveries: DeliveryStore,
    private readonly notices: NoticeStore,
    private readonly runs: RunStore,
    private readonly clock: Clock,
  ) {}

  /** Runs of kind `purge`. @returns rows deleted, by connection; of activity, days of all connections; of alerts, deliveries of all channels */
  async run({ signal, step }: Pick<RunContext, 'signal' | 'step'>): Promise<JsonObject> {
    step('purging');
    const before = new Date(this.clock.now().getTime() - RETENTION_DAYS.runs * DAY_MS);
    const purged: JsonObject = { runs: await this.runs.purge(before, null, signal) };
    purged.activity = { ...(await this.activity.purge(signal)) };
    purged.deliveries = await this.deliveries.purge(signal);
    purged.notices = await this.notices.purge();
    for (const { id } of await this.connections.all()) {
      const inventory = await this.inventory.purge(id, signal);
      purged[id] = { ...inventory, ...(await this.evaluations.purge(id, signal)) };
    }
    return purged;
  }
}

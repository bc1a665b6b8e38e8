import type { JsonObject } from '@posture/domain';
import type { EvaluationPurge } from '@posture/evaluations';
import type { InventoryPurge } from '@posture/inventory';
import type { Clock, Run, RunContext, RunStore } from '@posture/platform';

/** How many days what has ended is kept; findings and connections are kept until somebody deletes them. */
export const RETENTION_DAYS = { intervals: 400, observations: 90, evaluations: 400, runs: 400 } as const;

/** Deletes what is older than its retention, a few rows at a time. */
export class PurgeFlow {
  constructor(
    private readonly inventory: InventoryPurge,
    private readonly evaluations: EvaluationPurge,
    private readonly runs: RunStore,
    private readonly clock: Clock,
  ) {}
}

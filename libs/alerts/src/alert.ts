import type { FindingThen } from '@posture/domain';

/** What may be told. */
export const ALERT_TYPES = ['finding.opened', 'finding.reopened', 'finding.updated', 'finding.resolved'] as const;
/** One of `ALERT_TYPES`, as a webhook carries it. */
export type AlertType = (typeof ALERT_TYPES)[number];

/** One thing that happened, as it was when it happened: what is told later does not change with what comes after. */
export interface AlertEvent {
  /** Grows in the order in which changes were committed, over all connections. */
  readonly position: number;
  /** Stays the same however often it is told. */
  readonly id: string;
  readonly at: Date;
  readonly type: AlertType;
  /** Counts the changes of one finding: one with a lower number than the last that came is older news. */
  readonly sequence: number;
  readonly finding: FindingThen;
}

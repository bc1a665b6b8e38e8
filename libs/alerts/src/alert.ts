import type { BulkCause, FindingThen, JsonObject, RuleFile, Severity } from '@posture/domain';

/** What is told to whoever does not choose: whether a risk is there. */
export const USUAL_ALERT_TYPES = ['finding.opened', 'finding.reopened', 'finding.resolved'] as const;
/** What may be told of findings. Beside the usual, what changes of them, what people do to them and what time does: for those who choose it. */
export const FINDING_ALERT_TYPES = [
  ...USUAL_ALERT_TYPES,
  'finding.updated',
  'finding.acknowledged',
  'finding.assigned',
  'finding.commented',
  'finding.severity_changed',
  'finding.evidence_changed',
  'finding.suppressed',
  'finding.exception_expiring',
  'finding.exception_expired',
  'finding.sla_breached',
] as const;
/** What may be told of connections, for those who choose it. */
export const CONNECTION_ALERT_TYPES = [
  'sync.failed',
  'sync.stale',
  'sync.recovered',
  'connection.degraded',
  'connection.recovered',
  'connection.token_expiring',
  'log.late',
  'log.recovered',
] as const;
/** What may be told. */
export const ALERT_TYPES = [...FINDING_ALERT_TYPES, ...CONNECTION_ALERT_TYPES] as const;
/** One of `FINDING_ALERT_TYPES`. */
export type FindingAlertType = (typeof FINDING_ALERT_TYPES)[number];
/** One of `CONNECTION_ALERT_TYPES`. */
export type ConnectionAlertType = (typeof CONNECTION_ALERT_TYPES)[number];
/** One of `ALERT_TYPES`, as a webhook carries it. */
export type AlertType = (typeof ALERT_TYPES)[number];

/** One thing that happened, as it was when it happened: what is told later does not change with what comes after. */
export interface AlertEvent {
  /** Grows in the order in which changes were committed, over all connections. */
  readonly position: number;
  /** Stays the same however often it is told. */
  readonly id: string;
  readonly at: Date;
  readonly type: FindingAlertType;
  /** Counts the changes of one finding: one with a lower number than the last that came is older news. */
  readonly sequence: number;
  readonly finding: FindingThen;
  /** The scan, or the run that read again what changed, that said so; null: none did. */
  readonly scanId: string | null;
  /** Why it is one of many, which are told together; null: it happened by itself. */
  readonly bulk: BulkCause | null;
  /** Whether it is critical and was not before: told by itself even if it is one of many. */
  readonly isNewCritical: boolean;
  /** What formats say of the rule; absent where it is not known any more. */
  readonly rule?: ToldRule;
  /** Absent where it is not known any more. */
  readonly connection?: ToldConnection;
}

/** Of a rule, what is told. @public for the suites */
export type ToldRule = Pick<
  RuleFile,
  'id' | 'version' | 'title' | 'kind' | 'description' | 'mappings' | 'remediation' | 'references'
>;

/** Of a connection, what is told beside its id. */
export interface ToldConnection {
  readonly provider: string;
  readonly domain: string;
}

/** Something to know that is about no single finding: a test, a channel that fails, a connection that is not read. */
export interface AlertNotice {
  readonly at: Date;
  /** Such as `channel.test`. */
  readonly type: string;
  readonly severity: Severity;
  readonly title: string;
  /** A sentence or two. */
  readonly text: string;
  /** For programs. */
  readonly data: JsonObject;
  /** Absent: it is about none. */
  readonly connection?: ToldConnection & { readonly id: string };
}

/** One alert, of which a format makes a body. `id` is the `webhook-id`. @public for the suites */
export type Alert = { readonly id: string } & (
  { readonly event: AlertEvent; readonly notice?: never } | { readonly notice: AlertNotice; readonly event?: never }
);

/** Says nothing but that what is told arrives. */
export function testNotice(at: Date): AlertNotice {
  return {
    at,
    type: 'channel.test',
    severity: 'informational',
    title: 'Test of a channel',
    text: 'A test: alerts of this channel arrive, and this one was asked for by an operator.',
    data: { test: true },
  };
}

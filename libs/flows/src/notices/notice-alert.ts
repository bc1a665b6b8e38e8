import type { AlertNotice, ConnectionAlertType, NewNotice, NoticeType } from '@posture/alerts';
import type { Severity } from '@posture/domain';
import type { Connection } from '@posture/inventory';

/** As what each is told to channels, and how bad that is; null: it is nothing for a SIEM. */
const ALERTS: Readonly<Record<NoticeType, { readonly type: ConnectionAlertType; readonly severity: Severity } | null>> =
  {
    'sync.failed': { type: 'sync.failed', severity: 'high' },
    'sync.recovered': { type: 'sync.recovered', severity: 'informational' },
    'sync.unfinished': { type: 'sync.stale', severity: 'medium' },
    'sync.not_started': { type: 'sync.stale', severity: 'medium' },
    'sync.stale': { type: 'sync.stale', severity: 'medium' },
    'sync.first_ready': null,
    'credential.expiring': { type: 'connection.token_expiring', severity: 'medium' },
    'credential.expired': { type: 'connection.token_expiring', severity: 'high' },
    'log.late': { type: 'log.late', severity: 'high' },
    'log.recovered': { type: 'log.recovered', severity: 'informational' },
    'connection.degraded': { type: 'connection.degraded', severity: 'medium' },
    'connection.recovered': { type: 'connection.recovered', severity: 'informational' },
  };

/** Of a connection, what is told. */
type Told = Pick<Connection, 'id' | 'provider' | 'orgUrl'>;

/** What channels are told of a notice; null: nothing. Pure. */
export function alertOfNotice(notice: NewNotice, connection: Told, at: Date): AlertNotice | null {
  const alert = ALERTS[notice.type];
  if (alert === null) return null;
  const { title, text, nextStep, runId, data } = notice;
  const { id, provider, orgUrl } = connection;
  return {
    ...{ at, title, ...alert },
    text: nextStep === null ? text : `${text} ${nextStep}`,
    data: { notice: { type: notice.type, nextStep, runId, ...data } },
    connection: { id, provider, domain: new URL(orgUrl).host },
  };
}

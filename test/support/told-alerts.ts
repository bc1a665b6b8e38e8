import { FINDING_ALERT_TYPES } from '@posture/alerts';
import type { Alert, AlertEvent, FindingAlertType, NewNotice, NoticeType, ToldRule } from '@posture/alerts';
import type { FindingThen, JsonObject } from '@posture/domain';
import { alertOfNotice } from '../../libs/flows/src/notices/notice-alert';

const AT = new Date('2026-11-03T09:15:30.250Z');
const CONNECTION = '01930000-0000-7000-8000-000000000001';

/** Of a rule, what is told; `mappings` and `kind` say which category it is of. */
export function toldRule(id: string, kind: ToldRule['kind'], mappings: ToldRule['mappings']): ToldRule {
  return {
    id,
    version: 3,
    title: 'A workload holds super admin',
    kind,
    description: 'A program signs in as it.',
    mappings,
    remediation: { text: 'Take the role away.', class: 'P' },
    references: [{ title: 'Roles', url: 'https://docs.vendor.example/roles' }],
  };
}

export const POSTURE_RULE = toldRule('okta-superadmin-service-account', 'posture', {
  nist: ['AC-6(5)'],
  stig: ['OKTA-APP-000650'],
  attack: ['T1078.004'],
});
export const PATH_RULE = toldRule('okta-path-help-desk-to-super-admin', 'path', { attack: ['T1098', 'T1078.004'] });
export const DETECTION_RULE = toldRule('okta-det-push-fatigue', 'detection', { attack: ['T1621'] });

/** One step in the life of a finding, the same whenever it is asked for. */
export function toldEvent(type: FindingAlertType, rule: ToldRule, more: Partial<FindingThen> = {}): AlertEvent {
  const isResolved = type === 'finding.resolved';
  return {
    position: 7,
    id: '01930000-0000-7000-8000-0000000000ab',
    at: AT,
    type,
    sequence: FINDING_ALERT_TYPES.indexOf(type) + 1,
    scanId: null,
    bulk: null,
    isNewCritical: type === 'finding.opened',
    rule,
    connection: { provider: 'okta', domain: 'brightwater.example' },
    finding: {
      id: '01930000-0000-7000-8000-0000000000cd',
      connectionId: CONNECTION,
      fingerprint: 'b2f0',
      rule: rule.id,
      subject: { kind: 'User', key: 'User:00u1', externalId: '00u1', name: 'svc-backup@brightwater.example' },
      severity: 'critical',
      score: 64,
      tier: 'T0',
      status: isResolved ? 'resolved' : 'open',
      title: 'Service account svc-backup@brightwater.example is a super admin',
      why: 'It signs in without a person | its role=SUPER_ADMIN\nand its token is old.',
      evidence: { facts: [{ fact: 'effectiveRoles', value: ['SUPER_ADMIN'] }], path: [] },
      count: 1,
      present: !isResolved,
      supersededBy: null,
      firstSeenAt: '2026-11-01T08:00:00.000Z',
      lastSeenAt: '2026-11-03T09:15:00.000Z',
      resolution: isResolved ? 'remediated' : null,
      statusChangedAt: '2026-11-01T08:00:00.000Z',
      statusChangedBy: { kind: 'system', id: 'engine', name: 'engine' },
      assignee: null,
      severitySource: 'rule',
      ruleSeverity: 'critical',
      dueAt: '2026-11-04T08:00:00.000Z',
      reopenCount: 0,
      reopenReason: null,
      exceptionId: null,
      needsReview: false,
      externalRefs: [],
      ...more,
    },
  };
}

/** Opened, changed and resolved, of each category, by the name of each. */
export const TOLD: Readonly<Record<string, Alert>> = Object.fromEntries(
  [POSTURE_RULE, PATH_RULE, DETECTION_RULE].flatMap((rule) =>
    (['finding.opened', 'finding.updated', 'finding.resolved'] as const).map((type) => [
      `${rule.kind} ${type}`,
      { id: 'msg_019300000000700080000000000000ab', event: toldEvent(type, rule) },
    ]),
  ),
);

const BRIGHTWATER = { id: CONNECTION, provider: 'okta', orgUrl: 'https://brightwater.example' };
const RUN = '01930000-0000-7000-8000-0000000000ef';

/** What is noticed of a connection, what to do about it, and what programs are told. */
const NOTICED: readonly (readonly [NoticeType, string | null, JsonObject])[] = [
  ['sync.failed', 'Give it another credential.', { code: 'okta.credential_refused', syncId: RUN }],
  ['sync.stale', 'Read it now, or more often: see its schedule.', { overdueAt: '2026-11-02T09:15:00.000Z' }],
  ['sync.recovered', null, { syncId: RUN }],
  ['connection.degraded', 'Grant it okta.apps.read.', { gaps: [{ resource: 'apps', state: 'forbidden' }] }],
  ['connection.recovered', null, {}],
  ['credential.expiring', 'Make another credential.', { expiresAt: '2026-11-06T09:15:00.000Z' }],
  ['log.late', 'See that a worker runs.', { readAt: '2026-11-03T08:00:00.000Z' }],
  ['log.recovered', null, { readAt: '2026-11-03T09:15:00.000Z' }],
];

/** What is told of a connection, by its type. */
export const TOLD_OF_CONNECTIONS: Readonly<Record<string, Alert>> = Object.fromEntries(
  NOTICED.map(([type, nextStep, data]) => {
    const notice: NewNotice = {
      ...{ key: type, type, nextStep, data, connectionId: CONNECTION, runId: RUN },
      ...{ title: `${type} of Brightwater`, text: 'What happened | and why=so.' },
    };
    const told = alertOfNotice(notice, BRIGHTWATER, AT)!;
    return [told.type, { id: 'msg_019300000000700080000000000000ac', notice: told }];
  }),
);

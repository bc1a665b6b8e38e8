import type { FindingStatus, JsonObject, Severity } from '@posture/domain';
import type { Alert, AlertNotice, FindingAlertType, ToldRule } from '../alert';
import type { FormatOptions } from './options';
import { ALERT_VERSION } from './native';
import { PRODUCT, SCALES } from './scales';

/** OCSF release the events follow. */
const OCSF_VERSION = '1.8.0';
const ATTACK_VERSION = '17.1';
const CATEGORY_FINDINGS = 2;
const CLASS_NAMES = { 2003: 'Compliance Finding', 2004: 'Detection Finding', 2008: 'IAM Analysis Finding' } as const;
const ACTIVITIES = { Create: 1, Update: 2, Close: 3 } as const;
const STATUS: Readonly<Record<FindingStatus, { readonly id: number; readonly name: string }>> = {
  open: { id: 1, name: 'New' },
  acknowledged: { id: 2, name: 'In Progress' },
  in_progress: { id: 2, name: 'In Progress' },
  suppressed: { id: 3, name: 'Suppressed' },
  resolved: { id: 4, name: 'Resolved' },
};
const COMPLIANCE = { pass: { status_id: 1, status: 'Pass' }, fail: { status_id: 3, status: 'Fail' } } as const;
const USER_TYPE = { User: { type_id: 1, type: 'User' }, App: { type_id: 4, type: 'Service' } } as const;
const OTHER_TYPE = 99;
const OBSERVABLE_USER_NAME = { type_id: 4, type: 'User Name' } as const;

/** What happened to a finding, as OCSF has it. */
export type OcsfActivity = keyof typeof ACTIVITIES;

/** An object by name and number. */
interface Named {
  readonly kind: string;
  readonly externalId: string;
  readonly name: string | null;
}

/** A finding somewhere in its life, from which an OCSF event is made; what is absent is left out of it. */
export interface OcsfFinding {
  readonly activity: OcsfActivity;
  readonly at: Date;
  readonly id: string;
  readonly fingerprint?: string;
  readonly ruleId: string;
  readonly rule: ToldRule | undefined;
  readonly severity: Severity;
  /** 0 to 100. */
  readonly score: number;
  readonly status: FindingStatus;
  readonly title: string;
  readonly why: string;
  readonly subject: Named;
  readonly members?: readonly Named[];
  readonly firstSeenAt?: string;
  readonly lastSeenAt?: string;
  readonly evidence?: object;
  /** Domain of the tenant, or what else names it. */
  readonly tenant: string;
  /** `metadata.uid`. */
  readonly eventId?: string;
  /** `metadata.event_code`. */
  readonly eventCode?: string;
  /** What OCSF has no place for. */
  readonly unmapped: JsonObject;
}

/**
 * An OCSF event. Compliance Finding (2003) where the rule maps to a control, IAM Analysis Finding (2008) for a path rule
 * where that is wanted, else Detection Finding (2004), which every parser knows. Times are epoch milliseconds. Source:
 * OCSF schema 1.8.0, `events/findings`.
 * @param hasIamClass whether the reader knows class 2008
 */
export function ocsfFinding(finding: OcsfFinding, hasIamClass = false): object {
  const { activity, rule, severity, status, evidence, subject, members = [] } = finding;
  const controls = controlsOf(rule);
  const classUid = classOf(rule, controls, hasIamClass);
  const proof = evidence === undefined ? {} : { evidence };
  return {
    activity_id: ACTIVITIES[activity],
    activity_name: activity,
    category_uid: CATEGORY_FINDINGS,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: CLASS_NAMES[classUid],
    type_uid: classUid * 100 + ACTIVITIES[activity],
    time: finding.at.getTime(),
    severity_id: SCALES[severity].ocsf,
    severity: captionOf(severity),
    status_id: STATUS[status].id,
    status: STATUS[status].name,
    message: finding.title,
    risk_score: finding.score,
    metadata: metadataOf(finding.tenant, finding.eventId, finding.eventCode),
    finding_info: findingInfoOf(finding),
    ...(classUid === 2003
      ? { compliance: complianceOf(rule, controls, activity === 'Close' && status === 'resolved') }
      : {}),
    ...(classUid === 2004 ? { is_alert: rule?.kind === 'detection' && activity === 'Create' } : {}),
    ...(classUid === 2008 ? { access_analysis_result: { accessors: [userOf(subject)], access_type: 'path' } } : {}),
    ...(rule === undefined
      ? {}
      : { remediation: { desc: rule.remediation.text, references: rule.references.map(({ url }) => url) } }),
    resources: [subject, ...members].map(({ externalId, name, kind }) => ({
      uid: externalId,
      name: name ?? externalId,
      type: kind,
    })),
    ...(subject.kind === 'User' && subject.name !== null
      ? { observables: [{ name: 'resources[0].name', value: subject.name, ...OBSERVABLE_USER_NAME }] }
      : {}),
    ...(evidence === undefined || classUid === 2008 ? {} : { evidences: [{ data: evidence }] }),
    unmapped: { ...finding.unmapped, ...(classUid === 2008 ? proof : {}) },
  };
}

/** An alert as an OCSF event; what is about no finding is a Base Event. */
export function ocsfAlert({ id, event, notice }: Alert, { includesEvidence, hasIamClass }: FormatOptions): object {
  if (notice !== undefined) return baseEvent(id, notice);
  const { finding, rule, connection, at, type, sequence } = event;
  const { rule: ruleId, connectionId, evidence, resolution, count, ...told } = finding;
  const source: OcsfFinding = {
    ...told,
    activity: activityOf(type),
    at,
    ruleId,
    rule,
    tenant: connection?.domain ?? connectionId,
    eventId: id,
    eventCode: type,
    ...(includesEvidence ? { evidence } : { evidence: undefined }),
    unmapped: { sequence, connection_uid: connectionId, subjects: count, resolution },
  };
  return ocsfFinding(source, hasIamClass);
}

/** One that comes back is an alert again. */
export function activityOf(type: FindingAlertType): OcsfActivity {
  if (type === 'finding.opened' || type === 'finding.reopened') return 'Create';
  return type === 'finding.resolved' ? 'Close' : 'Update';
}

function baseEvent(id: string, { at, type, severity, title, text, data, connection }: AlertNotice): object {
  return {
    activity_id: 99,
    activity_name: type,
    category_uid: 0,
    category_name: 'Uncategorized',
    class_uid: 0,
    class_name: 'Base Event',
    type_uid: 99,
    time: at.getTime(),
    severity_id: SCALES[severity].ocsf,
    severity: captionOf(severity),
    message: `${title}: ${text}`,
    metadata: metadataOf(connection?.domain, id, type),
    unmapped: data,
  };
}

/** As the schema writes it. */
function captionOf(severity: Severity): string {
  return severity.charAt(0).toUpperCase() + severity.slice(1);
}

function metadataOf(tenant?: string, eventId?: string, eventCode?: string): object {
  return {
    version: OCSF_VERSION,
    product: { name: PRODUCT, vendor_name: PRODUCT, version: ALERT_VERSION },
    ...(tenant === undefined ? {} : { tenant_uid: tenant }),
    ...(eventId === undefined ? {} : { uid: eventId }),
    ...(eventCode === undefined ? {} : { event_code: eventCode }),
  };
}

function classOf(rule: ToldRule | undefined, controls: readonly string[], hasIamClass: boolean): 2003 | 2004 | 2008 {
  if (rule === undefined || rule.kind === 'detection') return 2004;
  if (rule.kind === 'path' && hasIamClass) return 2008;
  return controls.length > 0 ? 2003 : 2004;
}

function findingInfoOf(finding: OcsfFinding): object {
  const { id, fingerprint, title, why, rule, ruleId, firstSeenAt, lastSeenAt } = finding;
  const attacks = rule?.mappings.attack ?? [];
  return {
    uid: id,
    ...(fingerprint === undefined ? {} : { uid_alt: fingerprint }),
    title,
    desc: why,
    ...(firstSeenAt === undefined ? {} : { first_seen_time: Date.parse(firstSeenAt) }),
    ...(lastSeenAt === undefined ? {} : { last_seen_time: Date.parse(lastSeenAt) }),
    analytic: {
      uid: ruleId,
      ...(rule === undefined ? {} : { name: rule.title, version: String(rule.version) }),
      type_id: 1,
      type: 'Rule',
    },
    ...(attacks.length === 0 ? {} : { attacks: attacks.map(attackOf) }),
  };
}

/** @param uid of a technique or, with a dot, one of its parts */
function attackOf(uid: string): object {
  const [technique] = uid.split('.');
  return {
    technique: { uid: technique },
    ...(technique === uid ? {} : { sub_technique: { uid } }),
    version: ATTACK_VERSION,
  };
}

function controlsOf(rule: ToldRule | undefined): string[] {
  const { stig = [], nist = [], cis = [] } = rule?.mappings ?? {};
  return [...stig, ...nist, ...cis];
}

function complianceOf(rule: ToldRule | undefined, controls: readonly string[], passes: boolean): object {
  const { stig, nist, cis } = rule?.mappings ?? {};
  return {
    control: controls[0],
    requirements: controls,
    standards: [
      ...(stig === undefined ? [] : ['DISA STIG']),
      ...(nist === undefined ? [] : ['NIST SP 800-53 Rev. 5']),
      ...(cis === undefined ? [] : ['CIS Controls v8']),
    ],
    ...(passes ? COMPLIANCE.pass : COMPLIANCE.fail),
  };
}

function userOf({ kind, externalId, name }: Named): object {
  const known = kind in USER_TYPE ? USER_TYPE[kind as keyof typeof USER_TYPE] : { type_id: OTHER_TYPE, type: kind };
  return { uid: externalId, name: name ?? externalId, ...known };
}

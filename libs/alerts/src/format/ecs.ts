import type { NodeKind } from '@posture/domain';
import type { Alert } from '../alert';
import type { FormatOptions } from './options';
import { ALERT_VERSION } from './native';
import { activityOf } from './ocsf';
import { PRODUCT, SCALES } from './scales';

const ECS_VERSION = '9.4.0';
const DATASET = 'posture.finding';
/** What people configure, as against whom they let in. */
const CONFIGURED: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'Org',
  'Setting',
  'Policy',
  'PolicyRule',
  'IdP',
  'Zone',
  'AuthServer',
]);

/** An alert as a document of the Elastic Common Schema; what it has no field for is under `posture`. */
export function ecsAlert({ id, event, notice }: Alert, { includesEvidence }: FormatOptions): object {
  const common = {
    ecs: { version: ECS_VERSION },
    observer: { vendor: PRODUCT, product: PRODUCT, version: ALERT_VERSION },
  };
  if (notice !== undefined) {
    const { at, type, severity, title, text, data, connection: about } = notice;
    return {
      '@timestamp': at.toISOString(),
      message: `${title}: ${text}`,
      ...common,
      event: {
        id,
        kind: 'event',
        category: ['configuration'],
        type: ['info'],
        action: type,
        severity: SCALES[severity].ecs,
        dataset: DATASET,
      },
      ...(about === undefined ? {} : { organization: { id: about.id, name: about.domain } }),
      posture: data,
    };
  }
  const { finding, rule, connection, at, type, sequence } = event;
  const { subject, severity, score, connectionId, evidence } = finding;
  const isDetection = rule?.kind === 'detection';
  return {
    '@timestamp': at.toISOString(),
    message: finding.title,
    ...common,
    event: {
      id,
      kind: isDetection ? 'alert' : 'state',
      category: [CONFIGURED.has(subject.kind) ? 'configuration' : 'iam'],
      type: [activityOf(type) === 'Create' ? 'info' : 'change'],
      action: type,
      severity: SCALES[severity].ecs,
      risk_score: score,
      reason: finding.why,
      dataset: DATASET,
      created: at.toISOString(),
    },
    rule: {
      id: finding.rule,
      ...(rule === undefined
        ? {}
        : {
            name: rule.title,
            version: String(rule.version),
            category: rule.kind,
            description: rule.description,
            ...(rule.references[0] === undefined ? {} : { reference: rule.references[0].url }),
          }),
    },
    ...threatOf(rule?.mappings.attack ?? []),
    ...(subject.kind === 'User'
      ? {
          user: { id: subject.externalId, ...(subject.name === null ? {} : { name: subject.name }) },
          related: { user: [subject.externalId, ...(subject.name === null ? [] : [subject.name])] },
        }
      : {}),
    ...(subject.kind === 'IpAddress' ? { related: { ip: [subject.externalId] } } : {}),
    organization: { id: connectionId, ...(connection === undefined ? {} : { name: connection.domain }) },
    tags: [severity, finding.status],
    posture: {
      finding: {
        id: finding.id,
        fingerprint: finding.fingerprint,
        sequence,
        severity,
        status: finding.status,
        resolution: finding.resolution,
        subject,
        subjects: finding.count,
        first_seen: finding.firstSeenAt,
        last_seen: finding.lastSeenAt,
        ...(includesEvidence ? { evidence } : {}),
      },
    },
  };
}

/** @param techniques of ATT&CK, or with a dot parts of one */
function threatOf(techniques: readonly string[]): object {
  if (techniques.length === 0) return {};
  const parts = techniques.filter((id) => id.includes('.'));
  return {
    threat: {
      framework: 'MITRE ATT&CK',
      technique: {
        id: [...new Set(techniques.map((id) => id.split('.')[0]!))],
        ...(parts.length === 0 ? {} : { subtechnique: { id: parts } }),
      },
    },
  };
}

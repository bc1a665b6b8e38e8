/** The document of `posture scan --format json` as the users of it were promised, with nothing else in it. */
const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: object) => ({ type: 'array', items });
const record = (properties: object, optional: object = {}) => ({
  type: 'object',
  required: Object.keys(properties),
  properties: { ...properties, ...optional },
  additionalProperties: false,
});

const instant = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' };
const severity = { enum: ['informational', 'low', 'medium', 'high', 'critical'] };
const subject = record({ kind: text, externalId: text, name: orNull(text) });
const ref = record({ kind: text, key: text, externalId: text, name: orNull(text) });
const edge = record({ kind: text, from: ref, to: ref, derived: { type: 'boolean' }, props: { type: 'object' } });
const changes = record({ added: count, changed: count, closed: count });
const verdicts = { match: count, clear: count };

export const SCAN_SCHEMA = record({
  schema: { const: 'posture.scan/1' },
  connection: record({ id: text, name: text, provider: { const: 'okta' }, domain: text }),
  profile: { enum: ['default', 'strict-gov', 'everything'] },
  asOf: instant,
  sync: record({
    startedAt: instant,
    finishedAt: instant,
    requests: count,
    requestsByBucket: { type: 'object', additionalProperties: count },
    throttledMs: count,
    version: count,
    changes: record({ nodes: changes, edges: changes }),
    coverage: list(
      record({
        resource: text,
        state: { enum: ['complete', 'partial', 'forbidden', 'failed', 'unlicensed', 'not_read'] },
        reason: orNull(text),
        missing: orNull(text),
        records: count,
      }),
    ),
  }),
  summary: record({
    ...verdicts,
    notAssessed: count,
    notApplicable: count,
    rules: record({ ...verdicts, not_assessed: count, not_applicable: count }),
    bySeverity: record({ informational: count, low: count, medium: count, high: count, critical: count }),
  }),
  findings: list(
    record({
      id: text,
      rule: text,
      severity,
      score: { type: 'integer', minimum: 0, maximum: 100 },
      status: { enum: ['open', 'acknowledged', 'in_progress', 'suppressed', 'resolved'] },
      supersededBy: orNull(text),
      subject,
      count,
      members: list(subject),
      title: text,
      why: text,
      evidence: record({
        facts: list(
          record({
            fact: text,
            value: {},
            unit: orNull(text),
            source: text,
            readAt: orNull(instant),
            certainty: { enum: ['known', 'unknown', 'at_least'] },
          }),
        ),
        path: list(edge),
      }),
    }),
  ),
  fixes: list(
    record({
      title: text,
      root: { anyOf: [subject, record({ edge: text, from: subject, to: subject })] },
      closes: list(text),
      worst: record({ rule: text, severity, path: list(text) }),
      subjects: list(subject),
    }),
  ),
  measures: list(record({ rule: text, title: text, count, of: count, notAssessed: count })),
  notAssessed: list(record({ rule: text, severity, subjects: count, reason: text, missing: orNull(text) })),
});

/** What OCSF 1.8.0 requires of the two classes we write, and of the objects in them. */
const ocsf = (classUid: 2003 | 2004, more: object) => ({
  type: 'object',
  required: [
    'activity_id',
    'category_uid',
    'class_uid',
    'type_uid',
    'severity_id',
    'time',
    'metadata',
    'finding_info',
    ...Object.keys(more),
  ],
  properties: {
    activity_id: { enum: [1, 2, 3] },
    category_uid: { const: 2 },
    class_uid: { const: classUid },
    type_uid: { enum: [1, 2, 3].map((activity) => classUid * 100 + activity) },
    severity_id: { enum: [1, 2, 3, 4, 5] },
    status_id: { enum: [1, 2, 3, 4] },
    time: { type: 'integer', minimum: 1_500_000_000_000 },
    message: text,
    metadata: {
      type: 'object',
      required: ['product', 'version'],
      properties: { version: { const: '1.8.0' }, product: { type: 'object', required: ['name', 'vendor_name'] } },
    },
    finding_info: {
      type: 'object',
      required: ['uid', 'title', 'analytic'],
      properties: {
        analytic: { type: 'object', required: ['type_id', 'uid'] },
        attacks: list({
          type: 'object',
          anyOf: [{ required: ['technique'] }, { required: ['sub_technique'] }, { required: ['tactic'] }],
        }),
      },
    },
    remediation: { type: 'object', required: ['desc'] },
    resources: list({ type: 'object', required: ['uid', 'name', 'type'] }),
    ...more,
  },
});

export const OCSF_SCHEMA = {
  oneOf: [
    ocsf(2003, { compliance: { type: 'object', required: ['control', 'standards', 'status_id'] } }),
    ocsf(2004, { is_alert: { type: 'boolean' } }),
  ],
};

const text = { type: 'string' };
const list = (items: object) => ({ type: 'array', items });

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

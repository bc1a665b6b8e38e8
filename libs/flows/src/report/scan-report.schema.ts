import { COVERAGE_STATES, FINDING_STATUSES, SEVERITIES } from '@posture/domain';
import { SCAN_REPORT_SCHEMA } from './scan-report';

/** A JSON Schema part; `description` says what its type does not. */
type Part = Readonly<Record<string, unknown>>;

const text: Part = { type: 'string' };
const count: Part = { type: 'integer', minimum: 0 };
const orNull = (part: Part): Part => ({ anyOf: [part, { type: 'null' }] });
const list = (items: Part): Part => ({ type: 'array', items });
const record = (properties: Readonly<Record<string, Part>>): Part => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
});
/** A record of which some fields may be absent. */
const loose = (part: Part, optional: Readonly<Record<string, Part>>): Part => ({
  ...part,
  properties: { ...(part['properties'] as Record<string, Part>), ...optional },
});
const said = (part: Part, description: string): Part => ({ ...part, description });

const instant: Part = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' };
const severity: Part = { enum: SEVERITIES };
const subject = record({ kind: text, externalId: said(text, "the provider's own id"), name: orNull(text) });
const ref = record({ kind: text, key: text, externalId: text, name: orNull(text) });
const edge = record({
  kind: text,
  from: ref,
  to: ref,
  derived: said({ type: 'boolean' }, 'concluded by the engine, not read'),
  props: { type: 'object' },
});
const changes = record({ added: count, changed: count, closed: count });
const verdicts = { match: count, clear: count };

/** The document of `posture scan --format json`, with nothing else in it; `docs/reference` holds it as a file. */
export const SCAN_REPORT_JSON_SCHEMA: Part = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Result of one scan, as posture scan --format json prints it',
  description:
    'Instants are ISO 8601 in UTC. The number in `schema` rises when a field goes or changes its meaning; new fields do not raise it.',
  ...record({
    schema: { const: SCAN_REPORT_SCHEMA },
    connection: record({ id: text, name: text, provider: text, domain: text }),
    profile: { enum: ['default', 'strict-gov', 'everything'] },
    asOf: said(instant, 'the instant all ages are counted to'),
    sync: record({
      startedAt: instant,
      finishedAt: instant,
      requests: said(count, 'sent to the provider, retries included, token requests not'),
      requestsByBucket: { type: 'object', additionalProperties: count },
      throttledMs: said(count, "time spent waiting for the provider's rate limits"),
      version: said(count, 'version of the inventory this scan published'),
      changes: record({ nodes: changes, edges: changes }),
      coverage: list(
        record({
          resource: text,
          state: { enum: COVERAGE_STATES },
          reason: orNull(text),
          missing: said(orNull(text), 'the scope, role or permission to grant'),
          records: count,
        }),
      ),
    }),
    activity: said(
      orNull(
        record({
          from: orNull(instant),
          to: orNull(instant),
          events: said(count, 'judged'),
          duplicates: count,
          own: said(count, 'of our own requests, which are not judged'),
          unusable: said({ type: 'object', additionalProperties: count }, 'set aside, by reason'),
        }),
      ),
      'what of the log was judged; null when none was',
    ),
    summary: said(
      record({
        ...verdicts,
        notAssessed: count,
        notApplicable: count,
        rules: said(
          record({ ...verdicts, not_assessed: count, not_applicable: count }),
          'rules by their worst verdict',
        ),
        bySeverity: said(
          record(Object.fromEntries(SEVERITIES.map((each) => [each, count]))),
          'present findings that nobody suppressed',
        ),
      }),
      'verdicts over all pairs of rule and subject',
    ),
    rules: said(
      list(record({ rule: text, ...verdicts, notAssessed: count, notApplicable: count })),
      'by rule id, of how many subjects it said what: of all known ones of its kind, of a path rule those its path may start at',
    ),
    findings: list(
      record({
        id: said(text, 'stays the same across scans of one data directory'),
        fingerprint: said(text, 'of the rule and its subject: the same in every data directory'),
        rule: text,
        severity,
        score: { type: 'integer', minimum: 0, maximum: 100 },
        status: { enum: FINDING_STATUSES },
        supersededBy: said(orNull(text), 'id of the finding that says the same and more'),
        subject,
        count: said(count, 'members of a grouped finding, else 1'),
        members: said(list(subject), 'of a grouped finding: the first hundred, all with --all-members'),
        title: text,
        why: text,
        evidence: loose(
          record({
            facts: list(
              record({
                fact: text,
                value: {},
                unit: orNull(text),
                source: said(text, 'the endpoints it was read from'),
                readAt: orNull(instant),
                certainty: said({ enum: ['known', 'unknown', 'at_least'] }, 'at_least: partly read, true so far'),
              }),
            ),
            path: said(list(edge), 'of path rules: from the subject to what it reaches'),
          }),
          {
            events: said(
              list(record({ id: text, at: count })),
              'of detections: the events that proved it; at in milliseconds since 1970',
            ),
          },
        ),
      }),
    ),
    fixes: said(
      list(
        record({
          title: text,
          root: subject,
          concerns: said(list(text), 'ids of findings, worst first; that the remedy ends them all has not been tried'),
          worst: record({ rule: text, severity, path: list(text) }),
          subjects: list(subject),
        }),
      ),
      'one per root cause, the one with most risk upon it first',
    ),
    measures: said(
      list(record({ rule: text, title: text, count, of: count, notAssessed: count })),
      'rules that give a figure instead of findings',
    ),
    notAssessed: list(
      record({
        rule: text,
        severity,
        subjects: said(count, '0 when the reason may hide subjects that nobody saw'),
        reason: text,
        missing: orNull(text),
        isOptional: said({ type: 'boolean' }, 'a licence, or a list only the operator has, would unlock the rule'),
      }),
    ),
  }),
};

import fc from 'fast-check';
import { FINDING_STATUSES, SEVERITIES, TIERS } from '@posture/domain';
import { matches, parseFilter, printFilter, toSql } from '@posture/findings';
import type { Filter, Filterable } from '@posture/findings';
import { uuidv7 } from '@posture/platform';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const AT = new Date('2026-03-10T12:00:00Z');
const CONNECTIONS = [uuidv7(), uuidv7()];
const HOUR_MS = 3_600_000;

/** Texts a database, a pattern or a shell would read otherwise than a person. */
const HOSTILE = [
  "'",
  '"',
  '\\',
  '%',
  '_',
  '*',
  '--',
  ';',
  '$1',
  "' or 1=1 --",
  '"); drop table finding; --',
  '{}',
  '`',
];
const part = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'Ana',
    'É',
    'é',
    ' ',
    '-',
    '.',
    '@',
    ',',
    ':',
    '日',
    'match (n) detach delete n',
    ...HOSTILE,
  ),
);
const text = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const instant = fc.integer({ min: 0, max: 60 * 24 }).map((hours) => new Date(AT.getTime() - hours * HOUR_MS));

const finding: fc.Arbitrary<Filterable> = fc.record({
  connectionId: fc.constantFrom(...CONNECTIONS),
  rule: text,
  subject: fc
    .record({ kind: fc.constantFrom('User', 'App', 'Org'), externalId: text, name: fc.option(text) })
    .map(
      ({ kind, externalId, name }) =>
        ({ kind, key: `${kind}:${externalId}`, externalId, name }) as Filterable['subject'],
    ),
  severity: fc.constantFrom(...SEVERITIES),
  score: fc.integer({ min: 0, max: 100 }),
  tier: fc.constantFrom(...TIERS),
  status: fc.constantFrom(...FINDING_STATUSES),
  present: fc.boolean(),
  supersededBy: fc.option(fc.constant(uuidv7())),
  needsReview: fc.boolean(),
  assignee: fc.option(text),
  title: text,
  firstSeenAt: instant,
  lastSeenAt: instant,
  dueAt: fc.option(
    fc.oneof(
      instant,
      instant.map((at) => new Date(2 * AT.getTime() - at.getTime())),
    ),
  ),
});

const bound = fc.constantFrom('>', '>=', '<', '<=', '=');
const some = <T>(value: fc.Arbitrary<T>) => fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
const ofBounds = (field: string, value: fc.Arbitrary<string>) =>
  bound.chain((operator) =>
    fc.record({
      field: fc.constant(field),
      operator: fc.constant(operator),
      values: operator === '=' ? some(value) : some(value).map((all) => all.slice(0, 1)),
    }),
  );
const ofEquals = (field: string, value: fc.Arbitrary<string>) =>
  fc.record({ field: fc.constant(field), operator: fc.constant('='), values: some(value) });
const span = fc.tuple(fc.nat(60), fc.constantFrom('h', 'd', 'w')).map(([count, unit]) => `${count}${unit}`);

const term = fc
  .tuple(
    fc.oneof(
      ofBounds('severity', fc.constantFrom(...SEVERITIES)),
      ofEquals('status', fc.constantFrom(...FINDING_STATUSES)),
      ofEquals('is', fc.constantFrom('present', 'superseded', 'suppressed', 'overdue', 'review')),
      ofEquals('rule', text),
      ofEquals('assignee', fc.oneof(text, fc.constant('none'))),
      ofEquals(
        'subject',
        text.map((id) => `User:${id}`),
      ),
      ofEquals('kind', fc.constantFrom('User', 'App')),
      ofEquals('tier', fc.constantFrom(...TIERS)),
      ofBounds('score', fc.nat(100).map(String)),
      ofEquals('connection', fc.constantFrom(...CONNECTIONS)),
      fc.record({
        field: fc.constantFrom('opened', 'seen', 'due'),
        operator: fc.constantFrom('>', '>=', '<', '<='),
        values: fc.tuple(span),
      }),
      fc.record({ field: fc.constant('words'), operator: fc.constant('='), values: fc.tuple(text) }),
    ),
    fc.boolean(),
  )
  .map(([rest, not]) => ({ ...rest, not }));
const filter = fc.record({ terms: fc.array(term, { maxLength: 4 }) }) as fc.Arbitrary<Filter>;

describe('Filters of findings', () => {
  it('read again are what was written', () => {
    fc.assert(
      fc.property(filter, (asked) => {
        expect(parseFilter(printFilter(asked))).toEqual(asked);
      }),
      { numRuns: 500 },
    );
  });

  it('never put a value into the text of a statement', () => {
    fc.assert(
      fc.property(filter, (asked) => {
        const bound: unknown[] = [];
        const sql = toSql(asked, (value) => `$${bound.push(value)}`, AT);
        expect(sql).toMatch(/^[\w\s()>=<$:,.'[\]{}-]*$/);
        expect(sql.replace(/'(key|kind|name|suppressed|{suppressed,resolved})'/g, '')).not.toContain("'");
      }),
      { numRuns: 500 },
    );
  });

  it.each(['User:x', "severity:high' or '1'='1", 'rule:x; drop table finding'])(
    'take "%s" for text or refuse it',
    (given) => {
      try {
        const bound: unknown[] = [];
        expect(toSql(parseFilter(given), (value) => `$${bound.push(value)}`, AT)).not.toContain('drop');
      } catch (error) {
        expect(error).toMatchObject({ kind: 'invalid', code: expect.stringMatching(/^filter\./) });
      }
    },
  );
});

describe.each(STORE_KINDS)('Filters on the %s store', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('mean the same rows to the database as findings at hand', async () => {
    const property = fc.asyncProperty(
      fc.array(finding, { minLength: 1, maxLength: 20 }),
      fc.array(filter, { minLength: 5, maxLength: 5 }),
      async (findings, filters) => {
        const rows = findings.map((each, at) => ({
          ...{
            n: at,
            connection_id: each.connectionId,
            rule: each.rule,
            subject: each.subject,
            severity: each.severity,
          },
          ...{ score: each.score, tier: each.tier, status: each.status, present: each.present, title: each.title },
          ...{
            superseded_by: each.supersededBy,
            needs_review: each.needsReview,
            assignee: each.assignee,
            due_at: each.dueAt,
            first_seen_at: each.firstSeenAt,
            last_seen_at: each.lastSeenAt,
          },
        }));
        for (const asked of filters) {
          const params: unknown[] = [JSON.stringify(rows)];
          const where = toSql(asked, (value) => `$${params.push(value)}`, AT);
          const found = await store.database.query<{ n: number }>(
            `select n from jsonb_to_recordset($1::jsonb) as finding(n int, connection_id uuid, rule text, subject jsonb,
             severity text, score int, tier text, status text, present boolean, title text, superseded_by uuid, needs_review boolean,
             first_seen_at timestamptz, last_seen_at timestamptz,
             assignee text, due_at timestamptz) where ${where} order by n`,
            params,
          );

          const meant = findings.flatMap((each, at) => (matches(asked, each, AT) ? [at] : []));
          expect([printFilter(asked), found.map(({ n }) => n)]).toEqual([printFilter(asked), meant]);
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

import fc from 'fast-check';
import type { DetectSpec, DetectionPattern, EventFacts, RuleFile } from '@posture/domain';
import { Unknown } from '@posture/domain';
import type { ResolvedRule } from '@posture/rule-engine';
import { eventOf } from '../support/detection-streams';

const BEGIN = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const TYPES = ['login.start', 'login.end', 'grant.start'];
const LOGINS = ['anna@brightwater.example', 'ben@brightwater.example', 'cleo@harbor.example'];
const PLACES = [
  { city: 'Oslo', country: 'Norway', lat: 59.91, lon: 10.75 },
  { city: 'Lima', country: 'Peru', lat: -12.05, lon: -77.04 },
  { city: null, country: null, lat: null, lon: null },
];

const orNull = <T>(...values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constant(null) });

const loose = fc.record({
  type: fc.constantFrom(...TYPES),
  outcome: fc.constantFrom('SUCCESS', 'FAILURE'),
  who: fc.constantFrom(0, 1, 2),
  actorKind: fc.constantFrom('User', 'User', 'User', null),
  targetUserId: orNull('00u1', '00u9'),
  isKnown: fc.boolean(),
  srcIp: orNull('203.0.113.7', '198.51.100.9'),
  asn: orNull(64500, 64999),
  place: fc.constantFrom(...PLACES),
  deviceToken: orNull('d1', 'd2'),
  userAgent: orNull('Browser/1.0 (Desk)', 'Browser/1.1 (Desk)', 'Robot/3'),
  sessionId: orNull('s1', 's2'),
  scopes: fc.subarray(['read', 'write', 'all']),
  ipChain: fc.subarray(['203.0.113.7', '198.51.100.9']),
  tier: fc.constantFrom('T0', 'T3', undefined, new Unknown([{ resource: 'users', parent: '' }])),
  targets: fc.constantFrom([], [{ id: 'g1', type: 'UserGroup', kind: 'Group', login: null, name: 'Crew' }]),
  isOwn: fc.constantFrom(false, false, false, false, false, true),
  badge: fc.constantFrom('red', 'blue'),
});

/** A stream over few users, addresses and values, so that they meet; some events at the same instant. */
export const streams: fc.Arbitrary<EventFacts[]> = fc
  .tuple(
    fc.constantFrom(30, 180, 1_440, 10_000),
    fc.array(fc.tuple(loose, fc.nat(999), fc.constantFrom(0, 0, 30_000)), { maxLength: 45 }),
  )
  .map(([span, events]) =>
    events.map(([{ who, isKnown, place, tier, badge, ...fields }, when, ms], index) =>
      eventOf({
        ...fields,
        ...place,
        id: `e${String((index * 7_919) % 997).padStart(3, '0')}`,
        at: BEGIN + Math.floor((when * span) / 1000) * MINUTE + ms,
        actorId: isKnown ? `00u${who}` : 'unknown',
        actorLogin: LOGINS[who],
        actorTier: tier,
        details: { badge },
      }),
    ),
  );

const conditions = fc.constantFrom(
  undefined,
  undefined,
  { fact: 'outcome', operator: 'equal', value: 'FAILURE' },
  { fact: 'outcome', operator: 'equal', value: 'SUCCESS' },
  { fact: 'actorTier', operator: 'in', value: ['T0'] },
  { fact: 'details.badge', operator: 'startsWith', value: 'RED' },
);
const events = fc.constantFrom(['*'], ['login.*'], ['*.start'], ['login.start', 'grant.start'], ['login.end']);
const selectors = fc.record({ events, when: conditions });
const found = fc.record({
  detections: fc.constantFrom(
    { families: ['session'] },
    { atLeast: 'high' },
    { signals: true },
    { rules: ['plain-0'] },
  ),
  when: conditions,
});
const by = fc.constantFrom(undefined, undefined, [], ['srcIp'], ['actorLogin'], ['actorId'], ['srcIp', 'actorLogin']);
const minutes = fc.constantFrom(1, 10, 60, 90, 300);
const fields = fc.constantFrom('srcIp', 'actorLogin', 'scopes', 'ipChain', 'asn', 'detection');
const comparison = fc.record({
  fact: fc.constant('m'),
  operator: fc.constantFrom('greaterThanInclusive', 'greaterThanInclusive', 'lessThan', 'equal'),
  value: fc.constantFrom(1, 2, 3, 50),
});
const within = fc.constantFrom(undefined, undefined, 1, 20, 120);
const measure = fc.oneof(
  fc.record({ measure: fc.constantFrom('count', 'percent', 'span'), of: conditions, minutes: within }),
  fc.record({
    measure: fc.constantFrom('distinct', 'maxPer', 'meanPer', 'sum'),
    field: fields,
    of: conditions,
    minutes: within,
  }),
  fc.record({
    measure: fc.constant('bandShare'),
    field: fields,
    of: conditions,
    minutes: within,
    from: fc.constantFrom(1, 2),
    to: fc.constantFrom(2, 4),
  }),
);
const windows = fc.record({
  by,
  minutes,
  measures: fc.record({ m: measure, n: measure }),
  when: comparison,
  of: conditions,
});
const step = (selects: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc
    .tuple(
      selects,
      fc.record(
        {
          atLeast: fc.constantFrom(1, 1, 2),
          differs: fc.constantFrom(['srcIp'], ['scopes']),
          same: fc.constantFrom(['asn'], ['scopes']),
          sameAs: fc.constantFrom(
            { actorId: 'actorId' },
            { ipChain: 'srcIp' },
            { srcIp: 'ipChain' },
            { scopes: 'scopes' },
          ),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([selected, rest]) => ({ ...selected, ...rest, name: 'step' }));
const firstSeens = fc.record({
  by,
  fields: fc.constantFrom(['srcIp'], ['scopes'], ['asn', 'scopes'], ['hourOfDay'], ['partOfDay']),
  days: fc.constantFrom(0.02, 0.5, 3),
  learnDays: fc.constantFrom(0, 0.05, 1),
  of: conditions,
});
const rates = fc.record({
  by,
  per: fc.constantFrom('hour', 'day'),
  distinct: fc.constantFrom(undefined, 'srcIp', 'scopes'),
  baselineDays: fc.constantFrom(1, 2, 5),
  learnDays: fc.constantFrom(0.04, 1),
  z: fc.constantFrom(0.5, 1, 2),
  atLeast: fc.constantFrom(1, 2, 3),
  spread: fc.constantFrom(undefined, { fields: ['asn'], z: 0.5 }, { fields: ['srcIp', 'scopes'], z: 1 }),
  of: conditions,
});
const pairConditions = fc.constantFrom(
  { fact: 'sameIp', operator: 'equal', value: false },
  { fact: 'kmPerHour', operator: 'greaterThan', value: 900 },
  { fact: 'kmPerHour', operator: 'lessThan', value: 5_000 },
  { fact: 'minutesApart', operator: 'greaterThan', value: 5 },
  { fact: 'userAgentSimilarity', operator: 'lessThan', value: 0.9 },
  { not: { fact: 'sameDeviceToken', operator: 'equal', value: true } },
);
const pairs = fc.record({
  by,
  minutes,
  against: fc.constantFrom('previous', 'any'),
  accuracyKm: fc.constantFrom(undefined, 25),
  when: pairConditions,
  of: conditions,
});

/** At least one step that happens, and no two absences side by side. */
const sequences = (selects: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc
    .record({ by, minutes, steps: fc.array(fc.tuple(step(selects), fc.boolean()), { minLength: 1, maxLength: 4 }) })
    .map(({ steps, ...rest }) => {
      let wasAbsent = steps.length === 1;
      const made = steps.map(([one, wished]) => {
        wasAbsent = wished && !wasAbsent;
        return wasAbsent ? { ...one, atLeast: undefined, absent: true } : one;
      });
      return { sequence: { ...rest, steps: made } };
    });

function patterns(selects: fc.Arbitrary<object>): fc.Arbitrary<DetectionPattern> {
  const operator = fc.oneof(
    fc.constant({}),
    { weight: 3, arbitrary: windows.map((window) => ({ window })) },
    firstSeens.map((firstSeen) => ({ firstSeen })),
    rates.map((rate) => ({ rate })),
    pairs.map((pair) => ({ pair })),
  );
  const entity = fc.constantFrom({}, {}, { entity: 'user' }, { entity: 'affectedUser' });
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(selects, operator, entity).map((parts) => Object.assign({}, ...parts)) },
    { weight: 2, arbitrary: sequences(selects) },
  ) as fc.Arbitrary<DetectionPattern>;
}

function ruleOf(id: string, detect: DetectSpec, rest: object): ResolvedRule {
  const finding = {
    title: '{name}: {m} {details.badge}',
    why: '{actorTier}',
    evidence: ['srcIp', 'details.badge', 'scopes'],
  };
  const file = {
    id,
    kind: 'detection',
    subject: 'User',
    requires: [],
    parameters: {},
    identity: [],
    finding,
    detect,
    ...rest,
  };
  return { file: file as unknown as RuleFile, parameters: {}, path: null };
}

function ruleSets(id: string, selects: fc.Arbitrary<object>, least: number): fc.Arbitrary<ResolvedRule[]> {
  const rule = fc.record({
    detect: fc.record({
      family: fc.constantFrom('session', 'mfa'),
      entity: fc.constantFrom('user', 'actor', 'ip', 'org', 'target', 'affectedUser', 'session'),
      patterns: fc.array(patterns(selects), { minLength: 1, maxLength: 2 }),
      quietMinutes: fc.constantFrom(undefined, 0, 20),
    }),
    rest: fc.record({
      severity: fc.constantFrom('low', 'high'),
      report: fc.constantFrom('each', 'each', 'signal'),
      severityWhen: fc.constantFrom(
        undefined,
        [{ severity: 'critical', when: { fact: 'outcome', operator: 'equal', value: 'FAILURE' } }],
        [{ severity: 'medium', when: { fact: 'actorTier', operator: 'equal', value: 'T0' } }],
      ),
    }),
  });
  return fc
    .array(rule, { minLength: least, maxLength: 2 })
    .map((all) => all.map(({ detect, rest }, index) => ruleOf(`${id}-${index}`, detect as DetectSpec, rest)));
}

/** Rules about events, and rules about what those find. */
export const rules: fc.Arbitrary<ResolvedRule[]> = fc
  .tuple(ruleSets('plain', selectors, 1), ruleSets('upon', fc.oneof(found, { weight: 1, arbitrary: selectors }), 0))
  .map(([plain, upon]) => [...plain, ...upon]);

import fc from 'fast-check';
import { EVENT_FACTS } from '@posture/domain';
import type { Condition, EventFacts, EventSelector, RuleFile } from '@posture/domain';
import type { ResolvedRule } from '@posture/rule-engine';
import { leavesOf, resolveValue } from '../../libs/rule-engine/src/condition';
import { selectorsOf } from '../../libs/rule-engine/src/detection/compile-detection';
import { resolveRule } from '../../libs/rule-engine/src/resolve-rules';
import { eventOf } from '../support/detection-streams';

const BEGIN = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const ADDRESSES = ['203.0.113.7', '198.51.100.9', '192.0.2.1'];
const LOGINS = ['anna@brightwater.example', 'ben@brightwater.example', 'cleo@harbor.example'];

/** The rule with thresholds a short stream can reach, and with something in the list it may wait for. */
export function withinReach(file: RuleFile): ResolvedRule {
  const small = Object.entries(file.parameters).flatMap(([name, { default: value, unit, min = 0 }]) =>
    typeof value === 'number' && !['minutes', 'km', 'km/h', 'percent'].includes(unit ?? '')
      ? [[name, Math.max(min, Math.min(value, 3))]]
      : [],
  );
  const need = file.detect?.unlockedBy;
  const list = need !== undefined && 'parameter' in need ? [[need.parameter, listed(file, need.parameter)]] : [];
  return resolveRule(file, Object.fromEntries([...small, ...list]) as Record<string, number>);
}

function listed(file: RuleFile, parameter: string): unknown {
  return Array.isArray(file.parameters[parameter]!.default) ? [...ADDRESSES.slice(0, 1), 64_999, 'OTHER'] : 'OTHER';
}

/** A value the leaf holds of, where the rule's authors would have put it. */
function favourable(operator: string, operand: unknown, isList: boolean): unknown {
  const one = Array.isArray(operand) ? ((operand as unknown[])[0] ?? 'OTHER') : operand;
  switch (operator) {
    case 'notEqual':
      return one === null ? undefined : typeof one === 'boolean' ? !one : 'OTHER';
    case 'notIn':
    case 'doesNotContain':
      return isList ? ['OTHER'] : undefined;
    case 'greaterThan':
    case 'greaterThanInclusive':
      return Number(one) + 1;
    case 'lessThan':
    case 'lessThanInclusive':
      return Number(one) - 1;
    case 'containsAll':
      return operand;
    case 'textContainsAll': {
      const all = [operand].flat().join(' ');
      return isList ? [all] : all;
    }
    case 'hasWord':
      return isList ? [`x ${String(one)}`] : `x ${String(one)}`;
    case 'startsWith':
    case 'textContains':
      return isList ? [`${String(one)}.x`] : `${String(one)}.x`;
    default:
      return isList ? [one] : one;
  }
}

type Fields = Record<string, unknown>;

/** Fields an event of the selection has when all its leaves hold; `not` and `any` are left to chance. */
function fieldsFor(when: Condition | undefined, rule: ResolvedRule): Fields {
  const fields: Fields = {};
  for (const { leaf, negated } of when === undefined ? [] : leavesOf(when)) {
    if (negated || leaf.fact === 'at' || leaf.fact === 'id') continue;
    const value = favourable(
      leaf.operator,
      resolveValue(leaf.value, rule.parameters),
      EVENT_FACTS[leaf.fact]?.type === 'list',
    );
    if (value === undefined) continue;
    if (leaf.fact.startsWith('details.'))
      fields['details'] = { ...(fields['details'] as object), [leaf.fact.slice(8)]: value };
    else fields[leaf.fact] = value;
  }
  return fields;
}

function typesOf({ events }: EventSelector): string[] {
  return (events ?? []).map((glob) => (glob.startsWith('*') ? `user${glob.slice(1)}` : glob.replace('*', 'any')));
}

const common = fc.record({
  actorKind: fc.constantFrom('User', 'User', 'User', null),
  srcIp: fc.constantFrom(...ADDRESSES),
  asn: fc.constantFrom(64_500, 64_999),
  country: fc.constantFrom('Norway', 'Peru'),
  city: fc.constantFrom('Oslo', 'Lima'),
  lat: fc.constantFrom(59.91, -12.05),
  lon: fc.constantFrom(10.75, -77.04),
  outcome: fc.constantFrom('SUCCESS', 'FAILURE'),
  deviceToken: fc.constantFrom('d1', 'd2', null),
  sessionId: fc.constantFrom('s1', 's2'),
  rootSessionId: fc.constantFrom('r1', null),
  userAgent: fc.constantFrom('Browser/1.0 (Desk)', 'Robot/3'),
  targetUserId: fc.constantFrom('00u0', '00u1', null),
  targetUserLogin: fc.constantFrom(...LOGINS),
  targetAppId: fc.constantFrom('0oa1', '0oa2'),
  targetGroupId: fc.constantFrom('00g1', null),
  clientId: fc.constantFrom('0oa1', null),
  apiTokenId: fc.constantFrom('00T1', null),
  issuerId: fc.constantFrom('0oa9', null),
  isOnSelf: fc.boolean(),
  actorTier: fc.constantFrom('T0', 'T3', undefined),
  targetTier: fc.constantFrom('T1', 'T3', undefined),
  behaviours: fc.subarray(['New Device', 'New Country', 'New IP']),
});

/** Streams of what the rule selects, most of it as its conditions want it. */
export function streamsFor(rule: ResolvedRule): fc.Arbitrary<EventFacts[]> {
  const selectors: readonly EventSelector[] = rule.file.detect!.patterns.flatMap(selectorsOf);
  const kinds = selectors.flatMap((selector) =>
    typesOf(selector).map((type) => ({ type, fields: fieldsFor(selector.when, rule) })),
  );
  const known = kinds.length > 0 ? kinds : [{ type: 'user.session.start', fields: {} }];
  const event = fc.tuple(fc.constantFrom(...known), common, fc.nat(2), fc.nat(3), fc.nat(999));
  const stream = fc.tuple(fc.constantFrom(20, 300, 3_000, 20_000), common, fc.array(event, { maxLength: 40 }));
  return stream.map(([span, usual, events]) =>
    events.map(([{ type, fields }, rest, who, strange, when], index) =>
      eventOf({
        actorId: `00u${who}`,
        actorLogin: LOGINS[who],
        ...usual,
        // Now and then from elsewhere, and now and then something that does not fit.
        ...(strange % 2 === 1 ? rest : {}),
        ...(strange < 3 ? fields : {}),
        type,
        id: `e${String((index * 7_919) % 997).padStart(3, '0')}`,
        at: BEGIN + Math.floor((when * span) / 1000) * MINUTE,
      }),
    ),
  );
}

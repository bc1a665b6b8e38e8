import { Unknown } from '@posture/domain';
import type {
  FactContext,
  FactNeed,
  Facts,
  FactSet,
  FactValue,
  GraphView,
  Json,
  JsonObject,
  NodeIndex,
} from '@posture/domain';
import { USER_FACTOR_FACTS } from '../fact-schema/user-factors.facts';
import { nothingHidden } from '../../../graph/coverage-index';
import { daysSince } from '../../../facts/when-read';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { boundedBy } from './role-facts';

/** Assurance of a factor type; what Okta does not document counts as possession, neither weak nor phishing-resistant. */
const AAL: Readonly<Record<string, 1 | 2 | 3>> = {
  webauthn: 3,
  u2f: 3,
  signed_nonce: 3,
  smart_card_idp: 3,
  sms: 1,
  call: 1,
  email: 1,
  question: 1,
};

/** A device whose suspension was lifted may sign in like one that never was suspended. */
const IN_USE = new Set<Json | undefined>(['ACTIVE', 'UNSUSPENDED']);

interface Prepared {
  /** Normalised phone number → users with an ACTIVE factor on it. */
  readonly usersOfPhone: ReadonlyMap<string, number>;
  /** What keeps the number of users of a phone from being whole. */
  readonly phoneNeeds: readonly FactNeed[];
  readonly deviceNeeds: readonly FactNeed[];
}

interface DeviceFacts {
  readonly deviceCount: FactValue;
  readonly deviceUserCount: FactValue;
}

export const userFactorFacts: FactSet<Prepared> = {
  kind: 'User',
  schema: USER_FACTOR_FACTS,
  prepare: ({ view }) => ({
    usersOfPhone: usersOfPhones({ view }),
    phoneNeeds: unreadLists(
      view,
      'factors',
      view.ofKind('User').filter((user) => view.props(user)['status'] === 'ACTIVE'),
    ),
    deviceNeeds: unreadList(view.coverage, 'devices'),
  }),
  compute: factorFacts,
};

/** Level of the strongest ACTIVE factor; 0 without any. A lower bound, or unknown, when the user's factors were not all read. */
export function strongestFactorAal({ view }: Pick<FactContext, 'view'>, user: NodeIndex): FactValue {
  const needs = unreadList(view.coverage, 'factors', view.key(user));
  if (needs.length > 0 && !partlyRead(view, user)) return new Unknown(needs);
  let strongest = 0;
  for (const factor of view.out(user, 'HAS_FACTOR')) {
    const props = view.props(factor);
    if (props['status'] === 'ACTIVE') strongest = Math.max(strongest, aalOf(props));
  }
  return boundedBy(strongest, needs);
}

function factorFacts({ view, asOf }: FactContext, user: NodeIndex, prepared: Prepared): Facts {
  const { usersOfPhone, phoneNeeds, deviceNeeds } = prepared;
  const devices = deviceFacts(view, user, deviceNeeds);
  const needs = unreadList(view.coverage, 'factors', view.key(user));
  if (needs.length > 0 && !partlyRead(view, user)) return allUnknown(new Unknown(needs), devices);
  const types: string[] = [];
  let mfa = 0;
  let strong = 0;
  let strongest = 0;
  let oldestPending: number | null = null;
  let phoneUsers = 0;
  for (const factor of view.out(user, 'HAS_FACTOR')) {
    const props = view.props(factor);
    if (props['status'] === 'PENDING_ACTIVATION') {
      const age = daysSince(asOf, props['created']);
      if (age !== null && (oldestPending === null || age > oldestPending)) oldestPending = age;
    }
    if (props['status'] !== 'ACTIVE') continue;
    const type = String(props['factorType']);
    const aal = aalOf(props);
    if (!types.includes(type)) types.push(type);
    if (type !== 'question') mfa++;
    if (aal >= 2) strong++;
    strongest = Math.max(strongest, aal);
    const phone = phoneOf(props);
    if (phone !== null) phoneUsers = Math.max(phoneUsers, usersOfPhone.get(phone) ?? 1);
  }
  return {
    mfaFactorCount: boundedBy(mfa, needs),
    strongFactorCount: boundedBy(strong, needs),
    strongestFactorAal: boundedBy(strongest, needs),
    activeFactors: boundedBy(types.sort(), needs),
    // A longer wait may hide in what was not read, but what is seen is waiting at least that long.
    daysSinceOldestPendingFactor:
      needs.length === 0
        ? oldestPending
        : oldestPending === null
          ? new Unknown(needs)
          : boundedBy(oldestPending, needs),
    // Nobody shares a phone that the user does not have.
    phoneUserCount: phoneUsers === 0 ? boundedBy(0, needs) : boundedBy(phoneUsers, phoneNeeds),
    deviceCount: devices.deviceCount,
    deviceUserCount: devices.deviceUserCount,
  };
}

function allUnknown(unknown: Unknown, { deviceCount, deviceUserCount }: DeviceFacts): Facts {
  return {
    mfaFactorCount: unknown,
    strongFactorCount: unknown,
    strongestFactorAal: unknown,
    activeFactors: unknown,
    daysSinceOldestPendingFactor: unknown,
    phoneUserCount: unknown,
    deviceCount,
    deviceUserCount,
  };
}

/** Some pages are in: what they show is true, if not all. A list not read now may show factors long gone. */
function partlyRead(view: FactContext['view'], user: NodeIndex): boolean {
  return view.coverage.of('factors', view.key(user)).state === 'partial';
}

function usersOfPhones({ view }: Pick<FactContext, 'view'>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const user of view.ofKind('User')) {
    if (view.props(user)['status'] !== 'ACTIVE') continue;
    if (!nothingHidden(view.coverage, 'factors', view.key(user)) && !partlyRead(view, user)) continue;
    const own = new Set<string>();
    for (const factor of view.out(user, 'HAS_FACTOR')) {
      const props = view.props(factor);
      const phone = props['status'] === 'ACTIVE' ? phoneOf(props) : null;
      if (phone !== null) own.add(phone);
    }
    for (const phone of own) counts.set(phone, (counts.get(phone) ?? 0) + 1);
  }
  return counts;
}

function deviceFacts(view: GraphView, user: NodeIndex, needs: readonly FactNeed[]): DeviceFacts {
  let count = 0;
  let most = 0;
  for (const device of view.in(user, 'DEVICE_OF')) {
    if (!IN_USE.has(view.props(device)['status'])) continue;
    count++;
    const active = view.out(device, 'DEVICE_OF').filter((owner) => view.props(owner)['status'] === 'ACTIVE');
    most = Math.max(most, active.length);
  }
  return { deviceCount: boundedBy(count, needs), deviceUserCount: boundedBy(most, needs) };
}

function aalOf(props: JsonObject): 1 | 2 | 3 {
  return AAL[String(props['factorType'])] ?? 2;
}

/** Digits only; null for no number and for a masked one, which equals many others. */
function phoneOf(props: JsonObject): string | null {
  const { phoneNumber } = props;
  if (typeof phoneNumber !== 'string' || /[xX*•]/.test(phoneNumber.replace(/(x|ext\.?)\s*\d+$/i, ''))) return null;
  const digits = phoneNumber.replace(/\D/g, '');
  return digits.length < 6 ? null : digits;
}

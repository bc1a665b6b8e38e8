import { SOURCE_DAYS, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, NodeIndex } from '@posture/domain';
import { API_TOKEN_FACTS } from '../fact-schema/api-token.facts';
import { ageInDays } from './age-in-days';
import { DAY_MS, daysSinceSeen, daysWithoutUse, logNeeds } from './log-usage';
import type { UsageKey } from './log-usage';
import { daysFact, daysSince } from '../../../facts/when-read';
import { unreadList } from '../../../facts/list-coverage';
import { serviceGroupUsers } from './marked-groups';
import type { MarkedUsers } from './marked-groups';
import { anyIn, boundedBy, isNotEmpty } from './role-facts';
import type { CountFact } from './role-facts';
import { durationMinutes, pick, textOf, textsOf } from '../../../facts/wire';
import { isUselessZone } from './zone-breadth';

/** Okta's window; a token idle for that long ends. */
const DEFAULT_WINDOW_MINUTES = 30 * 1440;
/** Expiry and creation are stamped by different clocks. */
const STAMP_TOLERANCE_DAYS = 1 / 1440;

interface Prepared {
  readonly serviceGroups: MarkedUsers;
  readonly usersNeeds: readonly FactNeed[];
  readonly zonesNeeds: readonly FactNeed[];
}

export const apiTokenFacts: FactSet<Prepared> = {
  kind: 'ApiToken',
  schema: API_TOKEN_FACTS,
  prepare: (context) => ({
    serviceGroups: serviceGroupUsers(context),
    usersNeeds: unreadList(context.view.coverage, 'users'),
    zonesNeeds: unreadList(context.view.coverage, 'zones'),
  }),
  compute: (context, token, prepared) => ({
    ...ageFacts(context, token),
    ...sourceFacts(context, token),
    ...networkFacts(context, token, prepared),
    ...ownerFacts(context, token, prepared),
  }),
};

/** Expiry slides with use; of a token listed without one only the log tells when it was used. */
function ageFacts(context: FactContext, token: NodeIndex): Facts {
  const { view, asOf } = context;
  const age = ageInDays(asOf, view.props(token)['created'], 'api-tokens');
  const sinceExpiry = ageInDays(asOf, view.observed(token)['expiresAt'], 'api-tokens');
  const seen = daysSinceSeen(context, usesOf(context, token));
  const idle = daysSinceTokenUse(context, token);
  const times = { ageDays: age, daysSinceLastUse: idle };
  if (sinceExpiry instanceof Unknown) {
    // What was made while the log was read is known to have been used or not.
    const neverUsed = seen !== null ? false : typeof idle === 'number' ? true : new Unknown(idle.needs);
    return { ...times, neverUsed, daysUntilExpiry: sinceExpiry };
  }
  const sinceMoved = sinceExpiry + windowDays(context, token);
  const unmoved = age instanceof Unknown ? age : Math.abs(age - sinceMoved) <= STAMP_TOLERANCE_DAYS;
  return { ...times, neverUsed: seen === null ? unmoved : false, daysUntilExpiry: -sinceExpiry };
}

/** By what its expiry tells, or the log where that shows later use; by the log alone of one listed without expiry. */
export function daysSinceTokenUse(context: FactContext, token: NodeIndex): CountFact {
  const { view, asOf } = context;
  const uses = usesOf(context, token);
  const sinceExpiry = daysSince(asOf, view.observed(token)['expiresAt']);
  if (sinceExpiry === null) return daysWithoutUse(context, uses, view.props(token)['created'], 'api-tokens');
  const idle = sinceExpiry + windowDays(context, token);
  return Math.min(idle, daysSinceSeen(context, uses) ?? idle);
}

function usesOf({ view }: FactContext, token: NodeIndex): readonly UsageKey[] {
  return [['credential', view.externalId(token)]];
}

function windowDays({ view }: FactContext, token: NodeIndex): number {
  return (durationMinutes(view.props(token)['tokenWindow']) ?? DEFAULT_WINDOW_MINUTES) / 1440;
}

/** Of a younger token all use is known once the log is for as long as it is old. */
function sourceFacts(context: FactContext, token: NodeIndex): Facts {
  const { view, usage, asOf } = context;
  const age = ageInDays(asOf, view.props(token)['created'], 'api-tokens');
  const covered = usage.since === null ? 0 : (asOf.getTime() - usage.since.getTime()) / DAY_MS;
  const isKnown =
    usage.since !== null && covered >= (age instanceof Unknown ? SOURCE_DAYS : Math.min(age, SOURCE_DAYS));
  const needs = isKnown ? [] : logNeeds(context);
  const networks = usage.sources('credential_asn', view.externalId(token));
  const programs = usage.sources('credential_agent', view.externalId(token));
  return {
    sourceNetworks: boundedBy(networks, needs),
    sourceNetworkCount: boundedBy(networks.length, needs),
    sourcePrograms: boundedBy(programs, needs),
    sourceProgramCount: boundedBy(programs.length, needs),
  };
}

function networkFacts({ view }: FactContext, token: NodeIndex, { zonesNeeds }: Prepared): Facts {
  const { network = null } = view.props(token);
  const include = textsOf(pick(network, 'include'));
  // A token without a network condition works from anywhere.
  const connection = textOf(pick(network, 'connection')) ?? 'ANYWHERE';
  let useless = 0;
  for (const id of include) {
    const zone = view.indexOf(`Zone:${id}`);
    if (zone >= 0 && isUselessZone(view, zone)) useless++;
  }
  return {
    networkConnection: connection,
    includedZoneCount: include.length,
    uselessZoneCount: include.length === 0 ? 0 : boundedBy(useless, zonesNeeds),
  };
}

function ownerFacts(context: FactContext, token: NodeIndex, { serviceGroups, usersNeeds }: Prepared): Facts {
  const { view, privilege, asOf } = context;
  const owner = ownerOf(context, token);
  if (owner < 0) return strangersFacts(usersNeeds);
  const roles = privilege.effectiveRoles(owner);
  return {
    ownerName: view.name(owner),
    ownerStatus: String(view.props(owner)['status'] ?? 'UNKNOWN'),
    daysSinceOwnerLastLogin: daysFact(asOf, view.observed(owner)['lastLogin'], 'users'),
    ownerIsServiceAccount: privilege.isServiceAccount(owner) ? true : serviceGroups.has(owner),
    ownerRoles: roles,
    ownerIsAdmin: isNotEmpty(roles),
    ownerHasLesserRole: anyIn(roles, (role) => role !== 'SUPER_ADMIN'),
  };
}

/** The owner is not among the users: deleted if all were read, else nobody knows. */
function strangersFacts(usersNeeds: readonly FactNeed[]): Facts {
  const unlessRead = (value: FactValue): FactValue => (usersNeeds.length === 0 ? value : new Unknown(usersNeeds));
  return {
    ownerName: unlessRead(null),
    ownerStatus: unlessRead(null),
    daysSinceOwnerLastLogin: unlessRead(null),
    ownerIsServiceAccount: unlessRead(false),
    ownerRoles: unlessRead([]),
    ownerIsAdmin: unlessRead(false),
    ownerHasLesserRole: unlessRead(false),
  };
}

function ownerOf({ view }: FactContext, token: NodeIndex): NodeIndex {
  const [owner] = view.out(token, 'AUTHENTICATES_AS');
  return owner ?? view.indexOf(`User:${String(view.props(token)['userId'])}`);
}

import { AtLeast, Unknown } from '@posture/domain';
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
import { USER_FACTS } from '../fact-schema/user.facts';
import { AppReach } from './app-reach';
import { daysSince } from '../../../facts/when-read';
import { internalDomains, mailDomain } from './internal-domains';
import type { InternalDomains } from './internal-domains';
import { unreadList } from '../../../facts/list-coverage';
import { breakGlassUsers, serviceGroupUsers } from './marked-groups';
import type { MarkedUsers } from './marked-groups';
import { boundedBy, isNotEmpty, openNeeds, seen } from './role-facts';
import type { ListFact } from './role-facts';
import { SignInRestriction } from './sign-in-restriction';
import { UserReferences, contractEnd, managerReferences, ownerReferences } from './user-references';
import { textOf } from '../../../facts/wire';

/** Credential providers other than Okta itself. */
const EXTERNAL_PROVIDERS = new Set(['ACTIVE_DIRECTORY', 'LDAP', 'FEDERATION', 'SOCIAL', 'IMPORT']);
const INACTIVE = new Set<Json | undefined>(['SUSPENDED', 'DEPROVISIONED']);

const TOXIC_ROLES = [
  ['USER_ADMIN', 'APP_ADMIN'],
  ['GROUP_MEMBERSHIP_ADMIN', 'APP_ADMIN'],
  ['HELP_DESK_ADMIN', 'APP_ADMIN'],
  ['API_ACCESS_MANAGEMENT_ADMIN', 'USER_ADMIN'],
] as const;

interface Prepared {
  readonly domains: InternalDomains;
  readonly breakGlass: MarkedUsers;
  readonly serviceGroups: MarkedUsers;
  readonly references: UserReferences;
  readonly reach: AppReach;
  readonly masteredElsewherePercent: FactValue;
  readonly noMasteringApps: FactValue;
  readonly restriction: SignInRestriction;
  readonly usersNeeds: readonly FactNeed[];
  readonly tokenNeeds: readonly FactNeed[];
  readonly credentialNeeds: readonly FactNeed[];
}

export const userFacts: FactSet<Prepared> = {
  kind: 'User',
  schema: USER_FACTS,
  prepare,
  compute,
};

function prepare(context: FactContext): Prepared {
  const { view, privilege } = context;
  const { coverage } = view;
  const reach = new AppReach(context);
  const serviceGroups = serviceGroupUsers(context);
  const usersNeeds = unreadList(coverage, 'users');
  const tokenNeeds = unreadList(coverage, 'api-tokens');
  return {
    domains: internalDomains(context),
    breakGlass: breakGlassUsers(context),
    serviceGroups,
    references: new UserReferences(view, (user) => privilege.isServiceAccount(user)),
    reach,
    masteredElsewherePercent: masteredElsewherePercent(context, reach, usersNeeds),
    noMasteringApps: boundedBy<readonly string[]>([], reach.masteringNeeds),
    restriction: new SignInRestriction(view),
    usersNeeds,
    tokenNeeds,
    credentialNeeds: [...tokenNeeds, ...unreadList(coverage, 'api-services')],
  };
}

/** One literal: merging smaller objects for each of many users costs more than everything that is in them. */
function compute(context: FactContext, user: NodeIndex, prepared: Prepared): Facts {
  const { view, privilege, asOf, usage } = context;
  const { domains, references, reach, usersNeeds, tokenNeeds } = prepared;
  const props = view.props(user);
  const login = textOf(props['login']);
  const sinceLogin = daysSince(asOf, view.observed(user)['lastLogin']);
  const loginDomain = mailDomain(props['login']);
  const externalLogin = domains.isExternal(loginDomain);
  const service = privilege.isServiceAccount(user) ? true : prepared.serviceGroups.has(user);
  const managers = managerReferences(props);
  const roles = privilege.effectiveRoles(user);
  const pairs = toxicPairs(roles, () => privilege.customPermissions(user));
  const { apps, dailyApps, mailboxApps, groups } = reach.of(user);
  const mastering = reach.masteringApps(user);
  const tokens = view.in(user, 'AUTHENTICATES_AS').length;
  return {
    status: textOf(props['status']) ?? 'UNKNOWN',
    userType: lowerText(props['userType']),
    loginLength: login?.length ?? 0,
    loginDomain,
    hasExternalLogin: externalLogin,
    hasExternalDomain: either(externalLogin, domains.isExternal(mailDomain(props['email']))),
    daysSinceLastLogin: sinceLogin,
    daysSinceLastActivity: sinceEither(sinceLogin, usage.lastUse('user', view.externalId(user)), asOf),
    daysSinceCreated: daysSince(asOf, props['created']),
    daysSinceActivated: daysSince(asOf, activatedAt(props)),
    // Okta dates no status that never changed: such a user has it since it was made.
    daysSinceStatusChanged: daysSince(asOf, props['statusChanged'] ?? props['created']),
    daysSincePasswordChanged: daysSince(asOf, props['passwordChanged']),
    providerType: textOf(props['providerType']),
    daysSinceContractEnd: daysSince(asOf, contractEnd(props)),
    isServiceAccount: service,
    isBreakGlass: prepared.breakGlass.has(user),
    isSignInRestricted: prepared.restriction.covers(user),
    managerState: stateOf(context, references, managers, usersNeeds),
    // Only service accounts are asked who answers for them; for people it is their manager.
    ownerState: stateOf(context, references, service === false ? managers : ownerReferences(props), usersNeeds),
    employeeNumberUserCount: boundedBy(references.activeWithEmployeeNumber(props['employeeNumber']), usersNeeds),
    mailboxUserCount: boundedBy(references.activeWithMailbox(user), usersNeeds),
    isAdmin: isNotEmpty(roles),
    effectiveRoles: roles,
    toxicRolePairs: pairs,
    toxicRolePairCount: pairs instanceof Unknown ? pairs : boundedBy(seen(pairs).length, openNeeds(pairs)),
    masteringApps:
      mastering.length === 0 ? prepared.noMasteringApps : boundedBy(namesOf(view, mastering), reach.masteringNeeds),
    masteringAppCount: boundedBy(mastering.length, reach.masteringNeeds),
    isMasteredElsewhere: isMasteredElsewhere(props, mastering.length, reach.masteringNeeds),
    staffMasteredElsewherePercent: prepared.masteredElsewherePercent,
    accessCount: boundedBy(apps + groups, reach.needs),
    dailyAppCount: boundedBy(dailyApps, reach.needs),
    mailboxAppCount: boundedBy(mailboxApps, reach.needs),
    apiTokenCount: boundedBy(tokens, tokenNeeds),
    liveCredentialCount: boundedBy(tokens + liveIntegrations(context, user), prepared.credentialNeeds),
  };
}

/** Okta leaves the instant out for some users that are ACTIVE all the same, such as imported ones. */
function activatedAt({ activated, status, statusChanged, created }: JsonObject): Json {
  return activated ?? (status === 'ACTIVE' ? (statusChanged ?? created ?? null) : null);
}

function stateOf(
  { view }: FactContext,
  references: UserReferences,
  named: readonly string[],
  usersNeeds: readonly FactNeed[],
): FactValue {
  if (named.length === 0) return 'none';
  for (const reference of named) {
    const found = references.find(reference);
    if (found >= 0) return INACTIVE.has(view.props(found)['status']) ? 'inactive' : 'active';
  }
  return usersNeeds.length === 0 ? 'unresolved' : new Unknown(usersNeeds);
}

/** Permissions are asked for only when a role makes them matter. */
function toxicPairs(roles: ListFact, permissions: () => ListFact): ListFact {
  if (roles instanceof Unknown) return roles;
  const held = seen(roles);
  if (held.length < 2 && !(roles instanceof AtLeast)) return NO_PAIRS;
  const pairs: string[] = TOXIC_ROLES.filter((pair) => pair.every((role) => held.includes(role))).map((pair) =>
    pair.join('+'),
  );
  if (!held.includes('READ_ONLY_ADMIN')) return boundedBy(pairs, openNeeds(roles));
  const allowed = permissions();
  if (seen(allowed).some(touchesCredentials)) pairs.push('READ_ONLY_ADMIN+credential permission');
  return boundedBy(pairs, [...openNeeds(roles), ...openNeeds(allowed)]);
}

function touchesCredentials(permission: string): boolean {
  return permission.startsWith('okta.users.credentials.') || permission === 'okta.apps.clientCredentials.read';
}

function isMasteredElsewhere(props: JsonObject, masteringApps: number, needs: readonly FactNeed[]): boolean | Unknown {
  if (EXTERNAL_PROVIDERS.has(String(props['providerType'])) || masteringApps > 0) return true;
  return needs.length === 0 ? false : new Unknown(needs);
}

function masteredElsewherePercent(
  { view, privilege }: FactContext,
  reach: AppReach,
  usersNeeds: readonly FactNeed[],
): FactValue {
  if (usersNeeds.length > 0) return new Unknown(usersNeeds);
  let staff = 0;
  let elsewhere = 0;
  for (const user of view.ofKind('User')) {
    const props = view.props(user);
    if (props['status'] !== 'ACTIVE' || privilege.isServiceAccount(user)) continue;
    staff++;
    if (isMasteredElsewhere(props, reach.masteringApps(user).length, NO_NEEDS) === true) elsewhere++;
  }
  return boundedBy(staff === 0 ? 0 : (100 * elsewhere) / staff, reach.masteringNeeds);
}

function liveIntegrations({ view }: FactContext, user: NodeIndex): number {
  let count = 0;
  for (const created of view.out(user, 'CREATED')) if (view.kind(created) === 'ServiceIntegration') count++;
  return count;
}

/** The log may know of something later than the sign-in; what it does not show proves nothing. */
function sinceEither(sinceLogin: number | null, seen: Date | null, asOf: Date): number | null {
  if (seen === null) return sinceLogin;
  const sinceSeen = (asOf.getTime() - seen.getTime()) / 86_400_000;
  return sinceLogin === null ? sinceSeen : Math.min(sinceLogin, sinceSeen);
}

function either(a: boolean | Unknown, b: boolean | Unknown): boolean | Unknown {
  if (a === true || b === true) return true;
  return a instanceof Unknown ? a : b;
}

function lowerText(value: Json | undefined): string | null {
  const text = textOf(value)?.trim().toLowerCase();
  return text === undefined || text === '' ? null : text;
}

function namesOf(view: GraphView, nodes: readonly NodeIndex[]): readonly string[] {
  return nodes.map((node) => view.name(node) ?? view.externalId(node));
}

const NO_PAIRS: readonly string[] = Object.freeze([]);
const NO_NEEDS: readonly FactNeed[] = Object.freeze([]);

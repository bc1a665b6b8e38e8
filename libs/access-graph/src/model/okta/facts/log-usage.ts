import { AtLeast, UNTOLD_IDP, Unknown, clientScopeKey, userAppKey } from '@posture/domain';
import type { FactContext, FactNeed, GraphView, NodeIndex, UsageKeys, UsageKind } from '@posture/domain';
import { oncePerContext } from '../../../facts/once-per-context';
import { daysSince } from '../../../facts/when-read';
import { pick, textOf } from '../../../facts/wire';
import { ageInDays } from './age-in-days';
import { isOauthClient } from './client-reach';
import { owningApp } from './owning-app';
import { givenByName, sensitiveApps } from './personal-apps';
import type { CountFact } from './role-facts';

/** What the log counts use of, and the key it goes by. */
export type UsageKey = readonly [kind: UsageKind, key: string];

/** A user who signed in since then is told by that exactly enough. */
const SIGNED_IN_DAYS = 1;

/** Whose use the facts about an org ask of the log. */
export function usageAsked(context: Omit<FactContext, 'usage'>): UsageKeys {
  const { view, asOf } = context;
  const apps = view.ofKind('App');
  const integrations = view.ofKind('ServiceIntegration').map((each) => view.externalId(each));
  const tokens = view.ofKind('ApiToken').map((token) => view.externalId(token));
  const clients = [
    ...apps.filter((app) => isOauthClient(view, app)).map((app) => clientId(view, app)),
    ...integrations,
  ];
  const given = givenKeys(context);
  return {
    user: view.ofKind('User').flatMap((user) => (isAsked(view, user, asOf) ? view.externalId(user) : [])),
    app: apps.map((app) => view.externalId(app)),
    client: clients,
    client_scope: view.ofKind('Grant').flatMap((grant) => scopeKey(view, grant)?.[1] ?? []),
    credential: tokens,
    credential_asn: tokens,
    credential_agent: tokens,
    idp: [...view.ofKind('IdP').map((idp) => view.externalId(idp)), UNTOLD_IDP],
    admin: [...roleUserIds(view), ...clients],
    user_app: given,
    user_app_given: given,
  };
}

function roleUserIds(view: GraphView): ReadonlySet<string> {
  const users = view.ofKind('RoleAssignment').flatMap((assignment) => roleUsers(view, assignment));
  return new Set(users.map((user) => view.externalId(user)));
}

/** Who holds a role by an assignment: its holder, or the members of the group that is; no client. */
export function roleUsers(view: GraphView, assignment: NodeIndex): readonly NodeIndex[] {
  return view.in(assignment, 'HAS_ROLE_ASSIGNMENT').flatMap((holder) => {
    if (view.kind(holder) === 'Group') return [...view.in(holder, 'MEMBER_OF')];
    return view.kind(holder) === 'User' ? [holder] : [];
  });
}

function givenKeys(context: Omit<FactContext, 'usage'>): readonly string[] {
  const { view } = context;
  const apps = sensitiveApps(context);
  return view.ofKind('User').flatMap((user) => {
    if (view.props(user)['status'] !== 'ACTIVE') return [];
    return givenByName(view, user, apps).map((app) => userAppKey(view.externalId(user), view.externalId(app)));
  });
}

function isAsked(view: GraphView, user: NodeIndex, asOf: Date): boolean {
  if (view.props(user)['status'] === 'DEPROVISIONED') return false;
  const idle = daysSince(asOf, view.observed(user)['lastLogin']);
  return idle === null || idle > SIGNED_IN_DAYS;
}

/** People use an application by signing in to it, a client by asking for tokens. */
export function appKeys(view: GraphView, app: NodeIndex): readonly UsageKey[] {
  const signIn = ['app', view.externalId(app)] as const;
  return isOauthClient(view, app) ? [signIn, ['client', clientId(view, app)]] : [signIn];
}

export function clientId(view: GraphView, app: NodeIndex): string {
  return textOf(pick(view.props(app)['credentials'], 'oauthClient', 'client_id')) ?? view.externalId(app);
}

/** null: the application that holds the grant was not read. */
export function scopeKey(view: GraphView, grant: NodeIndex): UsageKey | null {
  const app = owningApp(view, grant);
  const scope = textOf(view.props(grant)['scopeId']) ?? '';
  return app < 0 ? null : ['client_scope', clientScopeKey(clientId(view, app), scope)];
}

/** Days since the log shows a use; null when it shows none. Later use it may not have been read for. */
export function daysSinceSeen({ usage, asOf }: FactContext, keys: readonly UsageKey[]): number | null {
  const seen = keys.map(([kind, key]) => usage.lastUse(kind, key)?.getTime() ?? null).filter((at) => at !== null);
  return seen.length === 0 ? null : (asOf.getTime() - Math.max(...seen)) / DAY_MS;
}

/**
 * Days something has gone without use; of what was never used, since it was made. Where the log reaches back neither to a
 * use nor to that, it is at least as long as the log reaches back; where it was not read, nobody knows.
 * @param created when it was made, by the resource that told of it
 */
export function daysWithoutUse(
  context: FactContext,
  keys: readonly UsageKey[],
  created: unknown,
  resource: string,
): CountFact {
  const { usage, asOf } = context;
  const needs = logNeeds(context);
  if (usage.since === null) return new Unknown(needs);
  const covered = (asOf.getTime() - usage.since.getTime()) / DAY_MS;
  const idle = daysSinceSeen(context, keys);
  const isSeen = idle !== null && idle <= covered;
  const age = ageInDays(asOf, created, resource);
  if (age instanceof Unknown) return isSeen ? idle : age;
  // Made after the last use of what it shares its key with, such as a secret of a client: younger is not unused longer.
  if (age <= (isSeen ? idle : covered)) return Math.max(age, 0);
  return isSeen ? idle : new AtLeast(covered, needs);
}

/** A sign-in that does not name its identity provider may have been by any. */
export function daysWithoutSignIn(context: FactContext, idp: NodeIndex): CountFact {
  const { view } = context;
  const idle = daysWithoutUse(context, [['idp', view.externalId(idp)]], view.props(idp)['created'], 'idps');
  const untold = daysSinceSeen(context, [['idp', UNTOLD_IDP]]);
  const least = idle instanceof AtLeast ? idle.value : idle;
  return untold === null || least instanceof Unknown || least <= untold ? idle : new Unknown([UNTOLD]);
}

/** What keeps use from being known for longer, or at all; the same for every subject. */
export const logNeeds = oncePerContext(({ usage }: FactContext): readonly FactNeed[] => {
  const { since, unread } = usage;
  if (since !== null) return [{ ...NEED, reason: `the System Log is known without a gap only since ${dayOf(since)}` }];
  if (unread === null) return [NEED];
  return [{ ...NEED, reason: unread.reason, ...(unread.missing === null ? {} : { missing: unread.missing }) }];
});

/** The resource of Okta's System Log. */
export const LOG = 'logs';
export const DAY_MS = 86_400_000;
const NEED: FactNeed = { resource: LOG, parent: '' };
const UNTOLD: FactNeed = {
  ...NEED,
  reason: 'the System Log shows sign-ins through an identity provider that it does not name',
};

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

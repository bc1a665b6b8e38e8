import type { Classification, GraphView, HeldRole, NodeIndex, Tier } from '@posture/domain';
import { idpReach, reachesUser } from './idp-reach';

export interface TierModel {
  tier(node: NodeIndex): Tier;
  reason(node: NodeIndex): string;
}

/** Okta's own name of the Admin Console application. */
export const ADMIN_CONSOLE = 'saasure';

/** The scope that assigns admin roles. */
export const ROLE_SCOPE = 'okta.roles.manage';

const DEFAULT_REASON = 'reaches nothing beyond itself';

/**
 * Tiers of every node that is more than T3, from what was seen: T0 falls with the tenant, T1 holds a role or a
 * critical application, T2 is one step from T1. Each has its reason; a node keeps the first reason of its best tier.
 */
export function computeTiers(
  view: GraphView,
  held: ReadonlyMap<NodeIndex, readonly HeldRole[]>,
  classification: Classification,
): TierModel {
  const tiers = new Map<NodeIndex, { tier: Tier; reason: string }>();
  const tierOf = (node: NodeIndex): Tier => tiers.get(node)?.tier ?? 'T3';
  const raise = (node: NodeIndex, tier: Tier, reason: string) => {
    if (tier < tierOf(node)) tiers.set(node, { tier, reason });
  };
  /** What speaks for another node is of its tier, unless that is nothing. */
  const inherit = (node: NodeIndex, from: NodeIndex, how: string) => {
    const tier = tierOf(from);
    if (tier === 'T0' || tier === 'T1') raise(node, tier, how);
  };

  for (const org of view.ofKind('Org')) raise(org, 'T0', 'is the tenant itself');
  rolesAndHolders(view, held, raise);
  applications(view, classification, raise);
  for (const token of view.ofKind('ApiToken')) {
    for (const user of view.out(token, 'AUTHENTICATES_AS')) {
      inherit(token, user, `acts with the rights of ${view.name(user) ?? view.key(user)}`);
    }
  }
  mastersAndProviders(view, held, inherit);
  for (const kind of ['ClientSecret', 'Jwk'] as const) {
    for (const credential of view.ofKind(kind)) {
      for (const app of view.out(credential, 'CREDENTIAL_OF')) {
        inherit(credential, app, `authenticates as ${view.name(app) ?? view.key(app)}`);
      }
    }
  }
  policies(view, raise, tierOf);
  oneStepFromT1(view, raise, tierOf);

  return { tier: tierOf, reason: (node) => tiers.get(node)?.reason ?? DEFAULT_REASON };
}

type Raise = (node: NodeIndex, tier: Tier, reason: string) => void;
type Inherit = (node: NodeIndex, from: NodeIndex, how: string) => void;

function rolesAndHolders(view: GraphView, held: ReadonlyMap<NodeIndex, readonly HeldRole[]>, raise: Raise): void {
  for (const role of view.ofKind('Role')) {
    if (view.externalId(role) === 'SUPER_ADMIN') raise(role, 'T0', 'controls the whole tenant');
    else raise(role, 'T1', 'is an admin role');
  }
  for (const role of view.ofKind('CustomRole')) raise(role, 'T1', 'is an admin role');
  for (const [principal, roles] of held) {
    const top = roles.find((role) => role.type === 'SUPER_ADMIN') ?? roles[0];
    if (top === undefined) continue;
    const tier: Tier = top.type === 'SUPER_ADMIN' ? 'T0' : 'T1';
    const through = top.direct ? '' : ` through group ${view.name(top.holder) ?? view.key(top.holder)}`;
    raise(principal, tier, `holds ${top.type}${through}`);
    for (const role of roles) {
      if (!role.direct) continue;
      raise(role.assignment, role.type === 'SUPER_ADMIN' ? 'T0' : 'T1', `gives ${role.type}`);
    }
  }
}

function applications(view: GraphView, classification: Classification, raise: Raise): void {
  const first = new Set(classification.tier1Apps);
  const second = new Set(classification.tier2Apps);
  for (const app of view.ofKind('App')) {
    const { catalogName } = view.props(app);
    const name = typeof catalogName === 'string' ? catalogName : '';
    if (name === ADMIN_CONSOLE) raise(app, 'T0', 'is the Admin Console');
    else if (first.has(name)) raise(app, 'T1', `${name} is classified as critical`);
    else if (second.has(name)) raise(app, 'T2', `${name} is classified as sensitive`);
    const scope = manageScope(activeScopes(view, app));
    if (scope !== null) raise(app, 'T1', `is granted ${scope}`);
  }
  for (const integration of view.ofKind('ServiceIntegration')) {
    const scopes = integrationScopes(view, integration);
    // No role narrows an integration, so this scope makes anybody super admin.
    if (scopes.includes(ROLE_SCOPE)) raise(integration, 'T0', `is granted ${ROLE_SCOPE}`);
    const scope = manageScope(scopes);
    if (scope !== null) raise(integration, 'T1', `is granted ${scope}`);
  }
}

function mastersAndProviders(
  view: GraphView,
  held: ReadonlyMap<NodeIndex, readonly HeldRole[]>,
  inherit: Inherit,
): void {
  const admins = [...held.keys()].filter((node) => view.kind(node) === 'User' || view.kind(node) === 'Group');
  for (const admin of admins) {
    for (const source of view.in(admin, 'MASTERS')) {
      inherit(source, admin, `sets the profile of ${view.name(admin) ?? view.key(admin)}`);
    }
  }
  for (const idp of view.ofKind('IdP')) {
    for (const group of view.out(idp, 'ASSIGNS_GROUP')) {
      inherit(idp, group, `puts users into ${view.name(group) ?? view.key(group)}`);
    }
    const reach = idpReach(view, idp);
    if (reach === null) continue;
    for (const admin of admins) {
      if (view.kind(admin) === 'User' && reachesUser(view, reach, admin, true)) {
        inherit(idp, admin, `may sign in as ${view.name(admin) ?? view.key(admin)}`);
      }
    }
  }
}

function policies(view: GraphView, raise: Raise, tierOf: (node: NodeIndex) => Tier): void {
  for (const policy of view.ofKind('Policy')) {
    for (const app of view.out(policy, 'PROTECTS')) {
      const name = view.name(app) ?? view.key(app);
      if (view.props(app).catalogName === ADMIN_CONSOLE) raise(policy, 'T0', 'guards the Admin Console');
      else if (tierOf(app) <= 'T1') raise(policy, 'T2', `guards ${name}`);
    }
  }
}

function oneStepFromT1(view: GraphView, raise: Raise, tierOf: (node: NodeIndex) => Tier): void {
  const critical = view.ofKind('App').filter((app) => tierOf(app) <= 'T1');
  for (const app of critical) {
    for (const principal of view.in(app, 'ASSIGNED_TO')) {
      if (view.kind(principal) === 'Group') raise(principal, 'T2', `gives ${view.name(app) ?? view.key(app)}`);
    }
  }
  for (const group of view.ofKind('Group')) {
    for (const owner of view.in(group, 'OWNS')) raise(owner, 'T2', `owns group ${view.name(group) ?? view.key(group)}`);
  }
}

function manageScope(scopes: readonly string[]): string | null {
  return scopes.find((scope) => scope.endsWith('.manage')) ?? null;
}

/** Sorted scopes that are in force for an application. */
export function activeScopes(view: GraphView, app: NodeIndex): readonly string[] {
  const scopes = new Set<string>();
  for (const grant of view.out(app, 'HAS_GRANT')) {
    const { scopeId, status } = view.props(grant);
    if (typeof scopeId === 'string' && (status === undefined || status === null || status === 'ACTIVE')) {
      scopes.add(scopeId);
    }
  }
  return [...scopes].sort();
}

/** Sorted scopes of an integration from the catalogue, which lists them itself. */
export function integrationScopes(view: GraphView, integration: NodeIndex): readonly string[] {
  const listed = view.props(integration).grantedScopes;
  const own = Array.isArray(listed) ? listed.filter((scope): scope is string => typeof scope === 'string') : [];
  return [...new Set([...own, ...activeScopes(view, integration)])].sort();
}

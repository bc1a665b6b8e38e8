import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, GraphView, NodeIndex } from '@posture/domain';
import { activeScopes } from '../privilege/tiers';
import { unreadList } from '../../../facts/list-coverage';
import { anyIn, isNotEmpty, seen } from './role-facts';
import type { ListFact } from './role-facts';
import { pick, textOf } from '../../../facts/wire';

/** none: nothing at all · read: looks only · write: changes something. */
export type Reach = 'none' | 'read' | 'write';

/** Standard roles that change nothing. */
const READING_ROLES = new Set(['READ_ONLY_ADMIN', 'REPORT_ADMIN']);

export function isOauthClient(view: GraphView, app: NodeIndex): boolean {
  return view.props(app)['signOnMode'] === 'OPENID_CONNECT';
}

export function applicationType(view: GraphView, app: NodeIndex): string | null {
  return isOauthClient(view, app) ? textOf(pick(view.props(app)['settings'], 'oauthClient', 'application_type')) : null;
}

/** Scopes of Okta's own API that were granted to the client and not revoked; only OAuth clients are granted any. */
export function oktaScopes({ view }: FactContext, app: NodeIndex): ListFact {
  if (!isOauthClient(view, app)) return [];
  const scopes = activeScopes(view, app).filter((scope) => scope.startsWith('okta.'));
  const needs = unreadList(view.coverage, 'app-grants', view.key(app));
  if (needs.length === 0) return scopes;
  return scopes.length === 0 ? new Unknown(needs) : new AtLeast(scopes, needs);
}

export function isManageScope(scope: string): boolean {
  return /\.manage(\.|$)/.test(scope);
}

/** Whether the client holds an admin role, or a scope that passes. */
export function hasRoleOr(context: FactContext, app: NodeIndex, passes: (scope: string) => boolean): boolean | Unknown {
  return either(isNotEmpty(context.privilege.effectiveRoles(app)), anyIn(oktaScopes(context, app), passes));
}

/** Whether losing the client means losing more than itself: it holds an admin role or a scope that allows changes. */
export function isPrivilegedClient(context: FactContext, app: NodeIndex): boolean | Unknown {
  return hasRoleOr(context, app, isManageScope);
}

/** The most the scopes allow. What was not read can only add to it. */
export function scopeReach(scopes: ListFact): Reach | Unknown {
  const known = seen(scopes);
  if (known.some(isManageScope)) return 'write';
  if (scopes instanceof Unknown || scopes instanceof AtLeast) return new Unknown(scopes.needs);
  return known.length > 0 ? 'read' : 'none';
}

/** The most the roles allow; a custom role allows what its permissions say. */
export function roleReach({ privilege }: FactContext, app: NodeIndex): Reach | Unknown {
  const roles = privilege.effectiveRoles(app);
  const known = seen(roles);
  if (known.some((role) => role !== 'CUSTOM' && !READING_ROLES.has(role))) return 'write';
  if (known.includes('CUSTOM')) {
    const permissions = privilege.customPermissions(app);
    if (seen(permissions).some((permission) => !permission.endsWith('.read'))) return 'write';
    if (permissions instanceof Unknown || permissions instanceof AtLeast) return new Unknown(permissions.needs);
  }
  if (roles instanceof Unknown || roles instanceof AtLeast) return new Unknown(roles.needs);
  return known.length > 0 ? 'read' : 'none';
}

function either(one: boolean | Unknown, other: boolean | Unknown): boolean | Unknown {
  if (one === true || other === true) return true;
  if (one instanceof Unknown) return other instanceof Unknown ? new Unknown([...one.needs, ...other.needs]) : one;
  return other;
}

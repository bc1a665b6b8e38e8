import type { CoverageState, GraphView, NodeIndex } from '@posture/domain';
import { nothingHidden } from '../../graph/coverage-index';

/** Keys are listed with the application itself; only a further list that was tried and not fully read hides one. */
const REFUSED: ReadonlySet<CoverageState> = new Set(['forbidden', 'failed', 'partial']);

const NONE: readonly string[] = Object.freeze([]);
const SECRETS: readonly string[] = Object.freeze(['client-secrets']);
const KEYS: readonly string[] = Object.freeze(['app-jwks']);

/** Secrets and keys nobody read matter for applications that authenticate with one. */
export function hiddenCredentials(view: GraphView, app: NodeIndex): readonly string[] {
  if (view.kind(app) !== 'App') return NONE;
  const method = authMethod(view, app);
  const { signOnMode } = view.props(app);
  // Only clients have credentials; an application nothing is known of may be one.
  const isClient = method !== null || typeof signOnMode !== 'string' || signOnMode === 'OPENID_CONNECT';
  if (!isClient || method === 'none') return NONE;
  const key = view.key(app);
  if (method !== 'private_key_jwt') return nothingHidden(view.coverage, 'client-secrets', key) ? NONE : SECRETS;
  return REFUSED.has(view.coverage.of('app-jwks', key).state) ? KEYS : NONE;
}

function authMethod(view: GraphView, app: NodeIndex): string | null {
  const credentials = view.props(app).credentials as
    { oauthClient?: { token_endpoint_auth_method?: unknown } | null } | null | undefined;
  const method = credentials?.oauthClient?.token_endpoint_auth_method;
  return typeof method === 'string' ? method : null;
}

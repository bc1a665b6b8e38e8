import type { FactSet, GraphView, NodeIndex } from '@posture/domain';
import { AUTH_SERVER_RULE_FACTS } from '../fact-schema/auth-server-rule.facts';
import { isActive, label } from './policy-rules';
import { numberOf, pick, textsOf } from '../../../facts/wire';

/** Life of the tokens a rule of an authorization server gives. */
export const authServerRuleFacts: FactSet<null> = {
  kind: 'AuthServerRule',
  schema: AUTH_SERVER_RULE_FACTS,
  prepare: () => null,
  compute({ view }, rule) {
    const [policy] = view.in(rule, 'CONTAINS');
    const [server] = policy === undefined ? [] : view.in(policy, 'CONTAINS');
    const token = pick(view.props(rule)['actions'], 'token');
    const refreshes = givesRefreshTokens(view, rule);
    const window = numberOf(pick(token, 'refreshTokenWindowMinutes'));
    return {
      isInForce: [rule, policy, server].every((node) => node !== undefined && isActive(view, node)),
      serverName: server === undefined ? null : label(view, server),
      accessTokenMinutes: numberOf(pick(token, 'accessTokenLifetimeMinutes')),
      refreshTokenMinutes: refreshes ? numberOf(pick(token, 'refreshTokenLifetimeMinutes')) : null,
      refreshWindowDays: refreshes && window !== null ? window / 1440 : null,
    };
  },
};

/** Clients that act by themselves get no refresh token, whatever the rule says of its life. */
function givesRefreshTokens(view: GraphView, rule: NodeIndex): boolean {
  const grants = textsOf(pick(view.props(rule)['conditions'], 'grantTypes', 'include'));
  return grants.length === 0 || grants.some((grant) => grant !== 'client_credentials');
}

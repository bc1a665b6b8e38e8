import type { FactSet, GraphView, NodeIndex } from '@posture/domain';
import { AUTH_SERVER_POLICY_FACTS } from '../fact-schema/auth-server-policy.facts';
import { unreadList } from '../../../facts/list-coverage';
import { isActive, label } from './policy-rules';
import { boundedBy } from './role-facts';
import { pick, textsOf } from '../../../facts/wire';

/** Which clients, and with which scopes, a policy of an authorization server lets in. */
export const authServerPolicyFacts: FactSet<null> = {
  kind: 'AuthServerPolicy',
  schema: AUTH_SERVER_POLICY_FACTS,
  prepare: () => null,
  compute({ view }, policy) {
    const [server] = view.in(policy, 'CONTAINS');
    const needs = unreadList(view.coverage, 'auth-server-rules', view.key(policy));
    const open = view
      .out(policy, 'CONTAINS')
      .filter((rule) => isActive(view, rule) && givesAnyScope(view, rule))
      .map((rule) => label(view, rule))
      .sort();
    return {
      isInForce: isActive(view, policy) && server !== undefined && isActive(view, server),
      serverName: server === undefined ? null : label(view, server),
      admitsAllClients: textsOf(pick(view.props(policy)['conditions'], 'clients', 'include')).includes('ALL_CLIENTS'),
      anyScopeRules: boundedBy(open, needs),
      anyScopeRuleCount: boundedBy(open.length, needs),
    };
  },
};

function givesAnyScope(view: GraphView, rule: NodeIndex): boolean {
  return textsOf(pick(view.props(rule)['conditions'], 'scopes', 'include')).includes('*');
}

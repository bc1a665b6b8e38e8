import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue, GraphView, Json, NodeIndex } from '@posture/domain';
import { GLOBAL_SESSION_FACTS } from '../fact-schema/global-session.facts';
import { unseenOwnApps } from '../privilege/own-apps';
import { identityEngine } from './org-settings.facts';
import {
  activeRules,
  everyoneGroups,
  hiding,
  isActive,
  isSystem,
  isZoned,
  label,
  policiesHiding,
  policyType,
  reachableRules,
  rulesNeed,
} from './policy-rules';
import { allows, factorsAsked } from './rule-assurance';
import { numberOf, pick } from '../../../facts/wire';

interface Prepared {
  readonly everyone: ReadonlySet<string>;
  readonly oneFactorAppCount: FactValue;
}

const NOT_A_SESSION_POLICY: Facts = Object.fromEntries(Object.keys(GLOBAL_SESSION_FACTS).map((name) => [name, null]));

/** Session limits and second factor of global session policies, as their first rules and their reachable rules set them. */
export const globalSessionFacts: FactSet<Prepared> = {
  kind: 'Policy',
  schema: GLOBAL_SESSION_FACTS,
  prepare({ view }: FactContext): Prepared {
    const everyone = everyoneGroups(view);
    return { everyone, oneFactorAppCount: oneFactorAppCount(view, everyone) };
  },
  compute({ view }: FactContext, policy: NodeIndex, prepared: Prepared): Facts {
    if (policyType(view, policy) !== 'OKTA_SIGN_ON') return NOT_A_SESSION_POLICY;
    const { oneFactorAppCount } = prepared;
    const open = hiding(view, [rulesNeed(view, policy)]);
    if (open.length > 0) {
      const unknown = Object.keys(GLOBAL_SESSION_FACTS).map((name) => [name, new Unknown(open)]);
      return { ...(Object.fromEntries(unknown) as Facts), oneFactorAppCount };
    }
    const weak = reachableRules(view, policy, prepared.everyone).filter((rule) => letsIn(view, rule, 1));
    return {
      ...firstRuleFacts(view, activeRules(view, policy)),
      rulesWithoutMfaCount: weak.length,
      rulesWithoutMfa: weak.map((rule) => label(view, rule)),
      oneFactorAppCount,
    };
  },
};

/**
 * What the first rule is like, and the limits of the first rule that lets users in: one that refuses makes no session,
 * whatever limits Okta stores with it. A limit that the rule leaves out has the default of Okta's API description.
 */
function firstRuleFacts(view: GraphView, rules: readonly NodeIndex[]): Facts {
  const [first] = rules;
  const letting = rules.find((rule) => allows(view.props(rule)));
  return {
    firstRuleKind: first === undefined ? null : isSystem(view, first) ? 'default' : 'custom',
    firstRuleZoned: first === undefined ? null : isZoned(view.props(first)),
    ...(letting === undefined
      ? { maxIdleMinutes: null, maxLifetimeMinutes: null, persistentCookie: null }
      : limitsOf(pick(view.props(letting).actions, 'signon', 'session'))),
  };
}

function limitsOf(session: Json | undefined): Facts {
  return {
    maxIdleMinutes: numberOf(pick(session, 'maxSessionIdleMinutes')) ?? 120,
    maxLifetimeMinutes: numberOf(pick(session, 'maxSessionLifetimeMinutes')) ?? 0,
    persistentCookie: pick(session, 'usePersistentCookie') === true,
  };
}

function letsIn(view: GraphView, rule: NodeIndex, factors: 1 | 2): boolean {
  const props = view.props(rule);
  return allows(props) && factorsAsked(props) === factors;
}

function oneFactorAppCount(view: GraphView, everyone: ReadonlySet<string>): FactValue {
  const engine = identityEngine(view);
  if (engine instanceof Unknown) return engine;
  const apps = view.ofKind('App').filter((app) => isActive(view, app));
  const open = [...hiding(view, [{ resource: 'apps', parent: '' }]), ...unseenOwnApps(view)];
  if (!engine) return open.length > 0 ? new AtLeast(apps.length, open) : apps.length;
  const weakPolicies = new Set(
    view
      .ofKind('Policy')
      .filter((policy) => policyType(view, policy) === 'ACCESS_POLICY' && isActive(view, policy))
      .filter((policy) => reachableRules(view, policy, everyone).some((rule) => letsIn(view, rule, 1))),
  );
  const count = apps.filter((app) => view.in(app, 'PROTECTS').some((policy) => weakPolicies.has(policy))).length;
  const hidden = [...open, ...policiesHiding(view, ['ACCESS_POLICY'])];
  return hidden.length > 0 ? new AtLeast(count, hidden) : count;
}

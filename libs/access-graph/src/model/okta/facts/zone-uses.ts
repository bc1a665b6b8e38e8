import type { FactNeed, GraphView, NodeIndex } from '@posture/domain';
import { unreadLists } from '../../../facts/list-coverage';
import { hiding, isActive, label, policiesHiding, policyType, zonesOf } from './policy-rules';
import { allows, factorsAsked } from './rule-assurance';
import { itemsOf, pick, textsOf } from '../../../facts/wire';

/** Okta's words for "any configured zone". */
const ALL = new Set(['ALL_ZONES', 'ALL_IP_ZONES']);

/** Who relies on each zone; computed once per version. */
export interface ZoneUses {
  /** Zone id → rules, tokens, OAuth clients and settings that name it. */
  readonly references: ReadonlyMap<string, number>;
  /** Zone id → ACTIVE sign-on rules that trust it. */
  readonly trusted: ReadonlyMap<string, readonly string[]>;
  /** Zone id → ACTIVE sign-on rules that ask for less inside. */
  readonly relaxed: ReadonlyMap<string, readonly string[]>;
  /** What may hide further references, and further rules. */
  readonly referenceNeeds: readonly FactNeed[];
  readonly ruleNeeds: readonly FactNeed[];
}

export function zoneUses(view: GraphView): ZoneUses {
  const references = new Map<string, number>();
  const trusted = new Map<string, string[]>();
  const relaxed = new Map<string, string[]>();
  const allZones = view.ofKind('Zone').map((zone) => view.externalId(zone));
  const expand = (ids: readonly string[]) => new Set(ids.flatMap((id) => (ALL.has(id) ? allZones : [id])));
  const refer = (ids: readonly string[]) => {
    for (const id of expand(ids)) references.set(id, (references.get(id) ?? 0) + 1);
  };
  const mark = (map: Map<string, string[]>, ids: readonly string[], by: string) => {
    for (const id of expand(ids)) map.set(id, [...(map.get(id) ?? []), by]);
  };

  for (const rule of [...view.ofKind('PolicyRule'), ...view.ofKind('AuthServerRule')]) {
    const { include, exclude } = zonesOf(pick(view.props(rule).conditions, 'network'));
    refer([...include, ...exclude]);
  }
  for (const token of view.ofKind('ApiToken')) {
    const { include, exclude } = zonesOf(view.props(token).network);
    refer([...include, ...exclude]);
  }
  for (const app of view.ofKind('App')) {
    const { include, exclude } = zonesOf(pick(view.props(app).settings, 'oauthClient', 'network'));
    refer([...include, ...exclude]);
  }
  for (const setting of view.ofKind('Setting')) refer(textsOf(view.props(setting).excludeZones));

  for (const { rule, by } of signOnRules(view)) {
    const props = view.props(rule);
    const { include, exclude } = zonesOf(pick(props, 'conditions', 'network'));
    const oneFactor = allows(props) && factorsAsked(props) === 1;
    if (allows(props)) mark(trusted, include, by);
    if (oneFactor) mark(relaxed, include, by);
    // To be spared by a refusal or by a rule with two factors is to be trusted.
    if (!oneFactor) for (const map of [trusted, relaxed]) mark(map, exclude, by);
  }

  const rulesHidden = policiesHiding(view);
  return {
    references,
    trusted,
    relaxed,
    ruleNeeds: policiesHiding(view, ['OKTA_SIGN_ON', 'ACCESS_POLICY']),
    referenceNeeds: [
      ...rulesHidden,
      ...hiding(
        view,
        ['api-tokens', 'apps', 'threat-insight', 'authorization-servers'].map((resource) => ({ resource, parent: '' })),
      ),
      ...unreadLists(view, 'auth-server-policies', view.ofKind('AuthServer')),
      ...unreadLists(view, 'auth-server-rules', view.ofKind('AuthServerPolicy')),
    ],
  };
}

function signOnRules(view: GraphView): { rule: NodeIndex; by: string }[] {
  return view
    .ofKind('Policy')
    .filter((policy) => ['OKTA_SIGN_ON', 'ACCESS_POLICY'].includes(policyType(view, policy)) && isActive(view, policy))
    .flatMap((policy) =>
      view
        .out(policy, 'CONTAINS')
        .filter((rule) => isActive(view, rule))
        .map((rule) => ({ rule, by: `${label(view, policy)}: ${label(view, rule)}` })),
    );
}

/** Whether a zone by location takes in a country without naming regions of it. */
export function takesWholeCountry(zone: GraphView, node: NodeIndex): boolean {
  const { locations } = zone.props(node);
  const included = Array.isArray(locations) ? locations : itemsOf(pick(locations, 'include'));
  return included.some((location) => {
    const [country, region] = [pick(location, 'country'), pick(location, 'region')];
    return typeof country === 'string' && country !== '' && (region === null || region === undefined || region === '');
  });
}

import type { FactNeed, GraphView, Json, JsonObject, NodeIndex } from '@posture/domain';
import { nothingHidden } from '../../../graph/coverage-index';
import { isEmpty, itemsOf, pick, textOf, textsOf } from '../../../facts/wire';

/** The read that gives the rules of one policy. */
export function rulesNeed(view: GraphView, policy: NodeIndex): FactNeed {
  return { resource: 'policy-rules', parent: view.key(policy) };
}

/** Those of `needs` in which something may be hidden; a list the tenant's edition does not have hides nothing. */
export function hiding(view: GraphView, needs: readonly FactNeed[]): FactNeed[] {
  return needs.filter((need) => !nothingHidden(view.coverage, need.resource, need.parent));
}

/** What may hide policies, or rules of policies, of these types; of any type when none is given. */
export function policiesHiding(view: GraphView, types: readonly string[] = []): FactNeed[] {
  const needs: FactNeed[] = [{ resource: 'policies', parent: '' }];
  for (const policy of view.ofKind('Policy')) {
    if (types.length === 0 || types.includes(policyType(view, policy))) needs.push(rulesNeed(view, policy));
  }
  return hiding(view, needs);
}

export function policyType(view: GraphView, policy: NodeIndex): string {
  return textOf(view.props(policy).type) ?? '';
}

export function isActive(view: GraphView, node: NodeIndex): boolean {
  return view.props(node).status === 'ACTIVE';
}

export function isSystem(view: GraphView, node: NodeIndex): boolean {
  return view.props(node).system === true;
}

/** Name of a node for people, its id where it has none. */
export function label(view: GraphView, node: NodeIndex): string {
  return view.name(node) ?? view.externalId(node);
}

/** ACTIVE policies of a type in the order Okta asks them. */
export function activePolicies(view: GraphView, type: string): NodeIndex[] {
  return inOrder(
    view,
    view.ofKind('Policy').filter((policy) => policyType(view, policy) === type && isActive(view, policy)),
  );
}

/** ACTIVE rules of a policy in the order Okta asks them; Okta's own rule comes last. */
export function activeRules(view: GraphView, policy: NodeIndex): NodeIndex[] {
  return inOrder(
    view,
    view.out(policy, 'CONTAINS').filter((rule) => view.kind(rule) === 'PolicyRule' && isActive(view, rule)),
  );
}

/** ACTIVE rules up to and with the first one that takes everybody. */
export function reachableRules(view: GraphView, policy: NodeIndex, everyone: ReadonlySet<string>): NodeIndex[] {
  const rules = activeRules(view, policy);
  const last = rules.findIndex((rule) => takesEverybody(view.props(rule).conditions, everyone));
  return last === -1 ? rules : rules.slice(0, last + 1);
}

function inOrder(view: GraphView, nodes: readonly NodeIndex[]): NodeIndex[] {
  const rank = (node: NodeIndex): number => {
    const { priority } = view.props(node);
    return typeof priority === 'number' ? priority : Number.MAX_SAFE_INTEGER;
  };
  return [...nodes].sort((a, b) => Number(isSystem(view, a)) - Number(isSystem(view, b)) || rank(a) - rank(b) || a - b);
}

/** Ids of the built-in group that holds all users. */
export function everyoneGroups(view: GraphView): ReadonlySet<string> {
  const ids = view
    .ofKind('Group')
    .filter((group) => view.props(group).type === 'BUILT_IN' && view.name(group) === 'Everyone')
    .map((group) => view.externalId(group));
  return new Set(ids);
}

/** Whether conditions exclude nobody. A condition we do not know counts as one that does. */
export function takesEverybody(conditions: Json | undefined, everyone: ReadonlySet<string>): boolean {
  if (conditions === null || conditions === undefined) return true;
  if (typeof conditions !== 'object' || Array.isArray(conditions)) return false;
  return Object.entries(conditions).every(([name, condition]) => isOpen(name, condition, everyone));
}

function isOpen(name: string, condition: Json | undefined, everyone: ReadonlySet<string>): boolean {
  if (isEmpty(condition)) return true;
  switch (name) {
    case 'people':
      return peopleOpen(condition, everyone);
    case 'network':
      return pick(condition, 'connection') !== 'ZONE' && zoneCount(condition) === 0;
    case 'riskScore':
      return pick(condition, 'level') === 'ANY';
    case 'authContext':
      return pick(condition, 'authType') === 'ANY';
    case 'identityProvider':
      return pick(condition, 'provider') === 'ANY';
    case 'platform':
      return (
        isEmpty(pick(condition, 'exclude')) &&
        itemsOf(pick(condition, 'include')).some(
          (item) =>
            pick(item, 'type') === 'ANY' && [undefined, 'ANY'].includes(textOf(pick(item, 'os', 'type')) ?? undefined),
        )
      );
    default:
      return false;
  }
}

function peopleOpen(people: Json | undefined, everyone: ReadonlySet<string>): boolean {
  const { includedUsers, includedGroups, excludedUsers, excludedGroups } = peopleOf(people);
  if (excludedUsers.length + excludedGroups.length > 0) return false;
  return includedGroups.some((id) => everyone.has(id)) || includedUsers.length + includedGroups.length === 0;
}

export interface People {
  readonly includedUsers: readonly string[];
  readonly includedGroups: readonly string[];
  readonly excludedUsers: readonly string[];
  readonly excludedGroups: readonly string[];
}

/** Ids a `people` condition names. */
export function peopleOf(people: Json | undefined): People {
  return {
    includedUsers: textsOf(pick(people, 'users', 'include')),
    includedGroups: textsOf(pick(people, 'groups', 'include')),
    excludedUsers: textsOf(pick(people, 'users', 'exclude')),
    excludedGroups: textsOf(pick(people, 'groups', 'exclude')),
  };
}

export interface Zones {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Ids a `network` condition names; `ALL_ZONES` is Okta's word for any configured zone. */
export function zonesOf(network: Json | undefined): Zones {
  return { include: textsOf(pick(network, 'include')), exclude: textsOf(pick(network, 'exclude')) };
}

export function isZoned(rule: JsonObject): boolean {
  return zoneCount(pick(rule, 'conditions', 'network')) > 0;
}

function zoneCount(network: Json | undefined): number {
  const { include, exclude } = zonesOf(network);
  return include.length + exclude.length;
}

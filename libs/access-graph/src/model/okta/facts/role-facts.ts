import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, NodeIndex } from '@posture/domain';
import { oncePerContext } from '../../../facts/once-per-context';

export type ListFact = readonly string[] | AtLeast<readonly string[]> | Unknown;
export type CountFact = number | AtLeast<number> | Unknown;

/** What is certainly in the list. */
export function seen(list: ListFact): readonly string[] {
  if (list instanceof Unknown) return [];
  return list instanceof AtLeast ? list.value : list;
}

/** What keeps the list from being whole; empty when it is. */
export function openNeeds(value: ListFact | CountFact): readonly FactNeed[] {
  return value instanceof Unknown || value instanceof AtLeast ? value.needs : [];
}

/** Whether any element passes: one that is seen proves it, absence needs the whole list. */
export function anyIn(list: ListFact, passes: (element: string) => boolean): boolean | Unknown {
  if (list instanceof Unknown) return list;
  if (list instanceof AtLeast) return list.value.some(passes) ? true : new Unknown(list.needs);
  return list.length > 0 && list.some(passes);
}

export function isNotEmpty(list: ListFact): boolean | Unknown {
  return anyIn(list, () => true);
}

/** How many elements pass, as a lower bound when the list is one. */
export function countIn(list: ListFact, passes: (element: string) => boolean): CountFact {
  if (list instanceof Unknown) return list;
  if (list instanceof AtLeast) return new AtLeast(list.value.filter(passes).length, list.needs);
  return list.filter(passes).length;
}

/** The list or count as it is, or as a lower bound when something may be missing from it. */
export function boundedBy<T extends number | readonly string[]>(value: T, needs: readonly FactNeed[]): T | AtLeast<T> {
  return needs.length === 0 ? value : new AtLeast(value, needs);
}

/** Same needs said once: a resource that several parents lack is named as a whole. */
export function mergedNeeds(needs: Iterable<FactNeed>): readonly FactNeed[] {
  const byResource = new Map<string, FactNeed>();
  for (const need of needs) {
    const known = byResource.get(need.resource);
    if (known === undefined) byResource.set(need.resource, need);
    else if (known.parent !== need.parent) byResource.set(need.resource, { resource: need.resource, parent: '' });
  }
  return [...byResource.values()];
}

/** What keeps the roles of the whole tenant from being known: the needs of every principal, merged. */
export const tenantRoleNeeds = oncePerContext(({ view, privilege }: FactContext): readonly FactNeed[] => {
  const lists = new Set<readonly FactNeed[]>();
  for (const kind of ['User', 'Group', 'App', 'ServiceIntegration'] as const) {
    for (const principal of view.ofKind(kind)) {
      const needs = privilege.heldRolesNeeds(principal);
      if (needs.length > 0) lists.add(needs);
    }
  }
  return mergedNeeds([...lists].flat());
});

/** T0 or T1: proven by what was read, refuted only when nothing could add a role. */
export function isTierOne({ privilege }: FactContext, node: NodeIndex): boolean | Unknown {
  const tier = privilege.tier(node);
  if (tier === 'T0' || tier === 'T1') return true;
  const needs = privilege.heldRolesNeeds(node);
  return needs.length === 0 ? false : new Unknown(needs);
}

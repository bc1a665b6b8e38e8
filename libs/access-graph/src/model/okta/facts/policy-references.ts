import type { FactNeed, GraphView, Json, NodeIndex, NodeKind } from '@posture/domain';
import { activeRules, hiding, label, peopleOf, rulesNeed, zonesOf } from './policy-rules';
import { itemsOf, pick, textOf } from '../../../facts/wire';

interface Reference {
  readonly kind: NodeKind;
  readonly id: string;
  /** Policy or rule that names it. */
  readonly by: string;
}

const LISTED_IN: Readonly<Partial<Record<NodeKind, string>>> = {
  Group: 'groups',
  User: 'users',
  Zone: 'zones',
  App: 'apps',
};

/** Okta's words for "any zone", which name none. */
const ALL_ZONES = new Set(['ALL_ZONES', 'ALL_IP_ZONES']);

/** Groups, users, zones and apps that conditions name although they are gone, and groups that have no member. */
export class BrokenReferences {
  constructor(private readonly view: GraphView) {}

  /** `needs`: reads that may hide further ones. */
  of(policy: NodeIndex): { readonly found: readonly string[]; readonly needs: readonly FactNeed[] } {
    const { view } = this;
    const needs = new Map<string, FactNeed>();
    const note = (open: readonly FactNeed[]) =>
      open.forEach((need) => needs.set(`${need.resource} ${need.parent}`, need));
    note(hiding(view, [rulesNeed(view, policy)]));
    const found: string[] = [];
    for (const reference of this.references(policy)) {
      const { kind, id, by } = reference;
      const node = view.indexOf(`${kind}:${id}`);
      const resource = LISTED_IN[kind];
      if (node === -1 && resource !== undefined) {
        const open = hiding(view, [{ resource, parent: '' }]);
        if (open.length > 0) note(open);
        else found.push(`${kind.toLowerCase()} ${id} of ${by} does not exist`);
      } else if (kind === 'Group') {
        const members = this.hasMembers(node);
        if (Array.isArray(members)) note(members);
        else if (!members) found.push(`group ${label(view, node)} of ${by} has no member`);
      }
    }
    return { found: [...new Set(found)].sort(), needs: [...needs.values()] };
  }

  private references(policy: NodeIndex): Reference[] {
    const { view } = this;
    return [policy, ...activeRules(view, policy)].flatMap((holder) =>
      referencesOf(view.props(holder).conditions, label(view, holder)),
    );
  }

  /** Okta's own count where it was listed, else the member list; the reads to make when neither tells. */
  private hasMembers(group: NodeIndex): boolean | FactNeed[] {
    const { view } = this;
    if (view.props(group).type === 'BUILT_IN' || view.in(group, 'MEMBER_OF').length > 0) return true;
    const { usersCount } = view.observed(group);
    if (typeof usersCount === 'number') return usersCount > 0;
    const open = hiding(view, [{ resource: 'group-members', parent: view.key(group) }]);
    return open.length > 0 ? open : false;
  }
}

function referencesOf(conditions: Json | undefined, by: string): Reference[] {
  const people = peopleOf(pick(conditions, 'people'));
  const zones = zonesOf(pick(conditions, 'network'));
  const apps = ['include', 'exclude'].flatMap((list) =>
    itemsOf(pick(conditions, 'app', list))
      .filter((item) => pick(item, 'type') === 'APP')
      .map((item) => textOf(pick(item, 'id'))),
  );
  const named: [NodeKind, readonly (string | null)[]][] = [
    ['Group', [...people.includedGroups, ...people.excludedGroups]],
    ['User', [...people.includedUsers, ...people.excludedUsers]],
    ['Zone', [...zones.include, ...zones.exclude].filter((id) => !ALL_ZONES.has(id))],
    ['App', apps],
  ];
  return named.flatMap(([kind, ids]) => ids.filter((id) => id !== null).map((id) => ({ kind, id, by })));
}

import { TIERS, Unknown, nodeKey } from '@posture/domain';
import type { Activity, FactNeed, FactValue, JoinedFacts, NodeIndex, NodeKind, Person, Tier } from '@posture/domain';
import type { VersionView } from '../graphs';

const DAY_MS = 86_400_000;

type OfUser = 'actorIsServiceAccount' | 'actorDaysSinceLastLogin' | 'actorGroups';

/** What one version of the inventory says of those an event names. Pure; what it looked up once it keeps. */
export class InventoryFacts {
  readonly #tiers = new Map<string, Tier | Unknown>();
  readonly #people = new Map<NodeIndex, Person>();
  readonly #person: (user: NodeIndex) => Person;
  /** Of what the version does not hold. */
  readonly #absent: Tier | Unknown;

  constructor(private readonly version: VersionView) {
    const { provider, privilege } = version;
    this.#person = provider.model.people(version);
    this.#absent = privilege.everyRoleSeen() ? 'T3' : new Unknown(this.#unseenRoles());
  }

  of(activity: Activity): JoinedFacts {
    const { actorKind, actorId, targets, targetUserId, targetGroupId, targetAppId, clientId, apiTokenId } = activity;
    const actor = this.#find(actorKind, actorId);
    return {
      actorTier: this.#tierOf(actorKind, actorId),
      actorRoles: actor < 0 ? this.#rolesOfAbsent() : this.version.privilege.effectiveRoles(actor),
      ...this.#ofUser(actorKind === 'User' ? actor : -1, activity.at),
      targetTier: mostPrivileged(targets.map(({ kind, id }) => this.#tierOf(kind, id))),
      targetUserTier: this.#tierOf('User', targetUserId),
      targetGroupTier: this.#tierOf('Group', targetGroupId),
      targetAppTier: this.#tierOf('App', targetAppId),
      clientTier: this.#tierOf('App', clientId),
      tokenOwnerTier: this.#tierOfOwner(apiTokenId),
    };
  }

  #ofUser(user: NodeIndex, at: number): Record<OfUser, FactValue> {
    if (user < 0) return { actorIsServiceAccount: false, actorDaysSinceLastLogin: null, actorGroups: [] };
    let person = this.#people.get(user);
    if (person === undefined) this.#people.set(user, (person = this.#person(user)));
    const { isServiceAccount, lastSignIn, groups } = person;
    const days = lastSignIn === null ? null : (at - lastSignIn.getTime()) / DAY_MS;
    return {
      actorIsServiceAccount: isServiceAccount,
      // The inventory knows the latest only: of what was before an older event it says nothing.
      actorDaysSinceLastLogin: days === null || days < 0 ? null : days,
      actorGroups: groups,
    };
  }

  #tierOf(kind: NodeKind | null, id: string | null): Tier | Unknown {
    if (kind === null || id === null) return 'T3';
    const key = nodeKey(kind, id);
    let tier = this.#tiers.get(key);
    if (tier === undefined) this.#tiers.set(key, (tier = this.#lookUp(this.version.view.indexOf(key))));
    return tier;
  }

  #lookUp(node: NodeIndex): Tier | Unknown {
    if (node < 0) return this.#absent;
    const { privilege } = this.version;
    const tier = privilege.tier(node);
    const needs = tier === 'T0' ? [] : privilege.tierNeeds(node);
    return needs.length === 0 ? tier : new Unknown(needs);
  }

  #tierOfOwner(apiTokenId: string | null): Tier | Unknown {
    const token = this.#find('ApiToken', apiTokenId);
    if (apiTokenId === null) return 'T3';
    const [owner] = token < 0 ? [] : this.version.view.out(token, 'AUTHENTICATES_AS');
    return owner === undefined ? this.#absent : this.#lookUp(owner);
  }

  #rolesOfAbsent(): FactValue {
    return this.#absent instanceof Unknown ? this.#absent : [];
  }

  #find(kind: NodeKind | null, id: string | null): NodeIndex {
    return kind === null || id === null ? -1 : this.version.view.indexOf(nodeKey(kind, id));
  }

  #unseenRoles(): readonly FactNeed[] {
    const { provider, view } = this.version;
    const unread = provider.model.roleResources.filter((resource) => !view.coverage.complete(resource));
    return (unread.length > 0 ? unread : provider.model.roleResources).map((resource) => ({ resource, parent: '' }));
  }
}

/** What would be asked of an inventory there is none of yet. */
export function unreadInventory(): JoinedFacts {
  const unknown = new Unknown([{ resource: 'users', parent: '', reason: 'The tenant has not been read yet.' }]);
  return {
    ...{ actorTier: unknown, actorRoles: unknown, actorIsServiceAccount: unknown },
    ...{ actorDaysSinceLastLogin: unknown, actorGroups: unknown, targetTier: unknown, targetUserTier: unknown },
    ...{ targetGroupTier: unknown, targetAppTier: unknown, clientTier: unknown, tokenOwnerTier: unknown },
  };
}

/** An unknown one may be more privileged than all that are known, unless one of those is the most there is. */
function mostPrivileged(tiers: readonly (Tier | Unknown)[]): Tier | Unknown {
  const known = TIERS.find((tier) => tiers.includes(tier)) ?? 'T3';
  const unknown = tiers.find((tier) => tier instanceof Unknown);
  return known === 'T0' || unknown === undefined ? known : unknown;
}

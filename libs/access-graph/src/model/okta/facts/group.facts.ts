import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, NodeIndex } from '@posture/domain';
import { GROUP_FACTS } from '../fact-schema/group.facts';
import { daysFact } from '../../../facts/when-read';
import { internalDomains, mailDomain } from './internal-domains';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { boundedBy, isNotEmpty, isTierOne, mergedNeeds } from './role-facts';

interface Prepared {
  /** Per node: 1 for a user whose login domain is external. */
  readonly external: Uint8Array;
  /** What keeps a user that does not look external from being certainly internal. */
  readonly domainNeeds: readonly FactNeed[];
  readonly appNeeds: readonly FactNeed[];
}

export const groupFacts: FactSet<Prepared> = {
  kind: 'Group',
  schema: GROUP_FACTS,
  prepare,
  compute: (context, group, prepared) => {
    const { view, privilege, asOf } = context;
    const roles = privilege.effectiveRoles(group);
    return {
      type: String(view.props(group)['type'] ?? 'UNKNOWN'),
      hasRole: isNotEmpty(roles),
      effectiveRoles: roles,
      isTierOne: isTierOne(context, group),
      ...memberFacts(context, group, prepared),
      ...appFacts(context, group, prepared),
      ...ownerFacts(context, group),
      daysSinceMembershipChange: daysFact(asOf, view.observed(group)['lastMembershipUpdated'], 'groups'),
    };
  },
};

function prepare(context: FactContext): Prepared {
  const { view } = context;
  const domains = internalDomains(context);
  const external = new Uint8Array(view.nodeCount);
  const needs = new Set<readonly FactNeed[]>();
  for (const user of view.ofKind('User')) {
    const verdict = domains.isExternal(mailDomain(view.props(user)['login']));
    if (verdict instanceof Unknown) needs.add(verdict.needs);
    else if (verdict) external[user] = 1;
  }
  return {
    external,
    domainNeeds: mergedNeeds([...needs].flat()),
    appNeeds: [...unreadList(view.coverage, 'apps'), ...unreadLists(view, 'app-groups', view.ofKind('App'))],
  };
}

function memberFacts({ view }: FactContext, group: NodeIndex, { external, domainNeeds }: Prepared): Facts {
  const needs = unreadList(view.coverage, 'group-members', view.key(group));
  const members = view.in(group, 'MEMBER_OF');
  let externals = 0;
  const types: string[] = [];
  for (const member of members) {
    const { status, userType } = view.props(member);
    // Who cannot come back in by itself is no member to speak of; that it still holds the role is told of the user.
    if (status === 'DEPROVISIONED') continue;
    externals += external[member] as number;
    const type = typeof userType === 'string' ? userType.trim().toLowerCase() : '';
    if (type !== '' && !types.includes(type)) types.push(type);
  }
  return {
    memberCount: needs.length === 0 ? members.length : statedCount(view.observed(group)['usersCount'], members, needs),
    externalMemberCount: boundedBy(externals, members.length === 0 ? needs : [...needs, ...domainNeeds]),
    memberUserTypes: boundedBy(types.sort(), needs),
  };
}

/** Okta states the size of a group even where it does not let its members be read. */
function statedCount(stated: unknown, members: readonly NodeIndex[], needs: readonly FactNeed[]): FactValue {
  return typeof stated === 'number' && stated >= members.length ? stated : boundedBy(members.length, needs);
}

function appFacts({ view, privilege }: FactContext, group: NodeIndex, { appNeeds }: Prepared): Facts {
  const privileged = view
    .out(group, 'ASSIGNED_TO')
    .filter((app) => view.props(app)['status'] === 'ACTIVE' && isUpper(privilege.tier(app)))
    .map((app) => view.name(app) ?? view.externalId(app));
  return {
    privilegedApps: boundedBy(privileged, appNeeds),
    privilegedAppCount: boundedBy(privileged.length, appNeeds),
  };
}

function ownerFacts(context: FactContext, group: NodeIndex): Facts {
  const { view } = context;
  const lower: string[] = [];
  let dead = 0;
  const needs: FactNeed[] = [...unreadList(view.coverage, 'group-owners', view.key(group))];
  const deadNeeds = [...needs];
  for (const { src: owner, props } of view.inEdges(group, 'OWNS')) {
    const status = view.kind(owner) === 'User' ? view.props(owner)['status'] : 'ACTIVE';
    if (props['resolved'] === false || status === 'SUSPENDED' || status === 'DEPROVISIONED') dead++;
    const upper = isTierOne(context, owner);
    if (upper === false) lower.push(view.name(owner) ?? view.externalId(owner));
    else if (upper instanceof Unknown) needs.push(...upper.needs);
  }
  // An owner Okta has not matched to a user has an id that no list shows.
  for (const props of view.inFromUnknown(group, 'OWNS')) if (props['resolved'] === false) dead++;
  const merged = needs.length === 0 ? needs : mergedNeeds(needs);
  return {
    lowerTierOwners: boundedBy(lower, merged),
    lowerTierOwnerCount: boundedBy(lower.length, merged),
    deadOwnerCount: boundedBy(dead, deadNeeds),
  };
}

function isUpper(tier: string): boolean {
  return tier === 'T0' || tier === 'T1';
}

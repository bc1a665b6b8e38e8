import type { EdgeKind, NodeKey, OktaResource } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import { oktaPath } from '../http/okta-path';
import { mapFactor, mapMember, mapOwner } from '../map/directory';
import { COMPLETE } from './coverage-words';
import type { Ending } from './coverage-words';
import { PAGE_LIMITS } from './page-limits';
import { finishEmpty, readParents } from './read-parents';
import type { ListRead, ReadRun } from './read-run';
import { isGone } from './roles.reader';
import type { RoleHolders } from './roles.reader';
import { groupFacts, isEveryone, isInRollingBudget, readsMembers, readsOwners } from './selection';
import type { GroupFacts } from './selection';
import { paged } from './tenant-lists';
import { stagedOf } from './tenant.reader';

const DAY_MS = 86_400_000;

export async function groupsOf(run: ReadRun): Promise<GroupFacts[]> {
  return (await stagedOf(run, 'Group')).map(groupFacts);
}

function membersOf(run: ReadRun, group: string): ListRead {
  return {
    resource: 'group-members',
    parent: nodeKey('Group', group),
    parts: [paged(oktaPath`/api/v1/groups/${group}/users`, PAGE_LIMITS['group-members'])],
    map: mapMember(group),
    parentIsGone: () => isGone(run, oktaPath`/api/v1/groups/${group}`),
  };
}

/** Who administers through a group decides the first findings: those members come in the first wave. */
export async function readRoleGroupMembers(run: ReadRun, holders: RoleHolders): Promise<void> {
  const reads = [...holders.groups].map((group) => membersOf(run, group));
  await readParents(run, 'group-members', reads, { listOfParents: COMPLETE, concludes: false });
}

/** Large groups first: their page chains decide when the wave ends. */
export function memberLists(run: ReadRun, groups: readonly GroupFacts[]): ListRead[] {
  return groups
    .filter(readsMembers)
    .sort((a, b) => (b.usersCount ?? 0) - (a.usersCount ?? 0))
    .map((group) => membersOf(run, group.id));
}

/** Members of every group Okta counts any in, but for Everyone. @param listed how well the group list was read */
export async function readGroupMembers(run: ReadRun, listed: Ending): Promise<void> {
  const groups = await groupsOf(run);
  const key = (group: GroupFacts): NodeKey => nodeKey('Group', group.id);
  const everyone = groups.filter(isEveryone).map(key);
  const empty = groups.filter((group) => !isEveryone(group) && !readsMembers(group)).map(key);
  await finishEmpty(
    run,
    'group-members',
    everyone,
    'Every user of the org is in it by definition; its members are not listed.',
  );
  await finishEmpty(run, 'group-members', empty);
  const reads = memberLists(run, groups);
  const earlier = new Set([...(await roleGroupsOf(run))].map((id) => nodeKey('Group', id)));
  await readParents(run, 'group-members', reads, { listOfParents: listed, earlier });
}

/** Owners of the groups that give something, then of the groups among those owners, until no further group owns. */
export async function readGroupOwners(run: ReadRun, listed: Ending): Promise<void> {
  const roleGroups = await roleGroupsOf(run);
  const groups = await groupsOf(run);
  const unasked = new Set(groups.filter(({ type }) => type !== 'BUILT_IN').map(({ id }) => id));
  const ask = (ids: readonly string[]): ListRead[] => {
    const reads = ids.filter((id) => unasked.delete(id));
    return reads.map((id) => ({
      resource: 'group-owners',
      parent: nodeKey('Group', id),
      parts: [paged(oktaPath`/api/v1/groups/${id}/owners`, PAGE_LIMITS['group-owners'])],
      map: mapOwner(id),
      parentIsGone: () => isGone(run, oktaPath`/api/v1/groups/${id}`),
    }));
  };
  const giving = groups.filter((group) => readsOwners(group, roleGroups)).map(({ id }) => id);
  await readParents(run, 'group-owners', ask(giving), {
    listOfParents: listed,
    more: async () => ask(await groupsAtStart(run, 'OWNS')),
  });
}

/** Ids of the groups that hold a role themselves. */
async function roleGroupsOf(run: ReadRun): Promise<Set<string>> {
  return new Set(await groupsAtStart(run, 'HAS_ROLE_ASSIGNMENT'));
}

async function groupsAtStart(run: ReadRun, kind: EdgeKind): Promise<string[]> {
  const groups = new Set<string>();
  for await (const { src } of run.writer.staged.stagedEdges(kind)) {
    if (src.startsWith('Group:')) groups.add(src.slice('Group:'.length));
  }
  return [...groups];
}

export interface FactorChoice {
  readonly factors: 'admins' | 'all';
  readonly factorBudget: number;
}

/** Factors of whoever administers, each sync; of the others all, or today's part. */
export async function readFactors(run: ReadRun, holders: RoleHolders, choice: FactorChoice): Promise<void> {
  const chosen = new Set(holders.users);
  for await (const { src, dst } of run.writer.staged.stagedEdges('MEMBER_OF')) {
    if (holders.groups.has(dst.slice('Group:'.length))) chosen.add(src.slice('User:'.length));
  }
  const admins = chosen.size;
  if (choice.factors === 'all' || choice.factorBudget > 0) {
    const others: string[] = [];
    for await (const user of run.writer.staged.stagedNodes('User')) {
      if (user.props['status'] !== 'DEPROVISIONED' && !chosen.has(user.externalId)) others.push(user.externalId);
    }
    const day = Math.floor(run.now().getTime() / DAY_MS);
    for (const id of others) {
      if (choice.factors === 'all' || isInRollingBudget(id, others.length, choice.factorBudget, day)) chosen.add(id);
    }
  }
  const reads = [...chosen].map((id): ListRead => ({
    resource: 'factors',
    parent: nodeKey('User', id),
    parts: [{ path: oktaPath`/api/v1/users/${id}/factors`, style: 'whole' }],
    map: mapFactor(id),
    parentIsGone: () => isGone(run, oktaPath`/api/v1/users/${id}`),
  }));
  const listed = run.endings.get('users') ?? COMPLETE;
  await readParents(run, 'factors', reads, {
    listOfParents: listed,
    conclude: (ending) =>
      choice.factors === 'all' || ending.state !== 'complete'
        ? ending
        : partOf({ admins, others: chosen.size - admins }, run.endings),
  });
}

const ROLE_LISTS: readonly OktaResource[] = ['role-assignees', 'user-roles', 'group-roles'];

/** The users who were not asked have no row of their own: this one speaks for them. */
function partOf(
  asked: { readonly admins: number; readonly others: number },
  endings: ReadonlyMap<OktaResource, Ending>,
): Ending {
  const others = asked.others > 0 ? ` and ${asked.others} others of today's budget` : '';
  const unread = ROLE_LISTS.map((resource) => endings.get(resource)).find(
    (ending) => ending !== undefined && ending.state !== 'complete' && ending.state !== 'unlicensed',
  );
  if (unread !== undefined) {
    return {
      state: 'not_read',
      reason:
        `Factors are read for users with admin roles, and not all of those could be told: they were read for ${asked.admins} ` +
        `users${others}. ${unread.reason ?? ''} Or ask for all users with --factors all.`,
      missing: unread.missing,
    };
  }
  return {
    state: 'not_read',
    reason: `Factors were read for the ${asked.admins} users with admin roles${others}; ask for all users with --factors all.`,
    missing: null,
  };
}

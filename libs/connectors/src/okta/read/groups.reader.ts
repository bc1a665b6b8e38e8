import type { EdgeKind, NodeKey } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { COMPLETE } from './coverage-words';
import type { Ending } from './coverage-words';
import { listOf } from './object-list';
import { finishEmpty, readParents } from './read-parents';
import type { ListRead, ReadRun } from './read-run';
import type { RoleHolders } from './roles.reader';
import { groupFacts, isEveryone, readsMembers, readsOwners } from './selection';
import type { GroupFacts } from './selection';
import { stagedOf } from './tenant.reader';

export async function groupsOf(run: ReadRun): Promise<GroupFacts[]> {
  return (await stagedOf(run, 'Group')).map(groupFacts);
}

/** Who administers through a group decides the first findings: those members come in the first wave. */
export async function readRoleGroupMembers(run: ReadRun, holders: RoleHolders): Promise<void> {
  const reads = [...holders.groups].map((group) => listOf(run, 'group-members', group));
  await readParents(run, 'group-members', reads, { listOfParents: COMPLETE, concludes: false });
}

/** Large groups first: their page chains decide when the wave ends. */
export function memberLists(run: ReadRun, groups: readonly GroupFacts[]): ListRead[] {
  return groups
    .filter(readsMembers)
    .sort((a, b) => (b.usersCount ?? 0) - (a.usersCount ?? 0))
    .map((group) => listOf(run, 'group-members', group.id));
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
    return reads.map((id) => listOf(run, 'group-owners', id));
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

/** Factors of whoever administers, or of every user. */
export async function readFactors(run: ReadRun, holders: RoleHolders, of: 'admins' | 'all'): Promise<void> {
  const chosen = new Set(holders.users);
  for await (const { src, dst } of run.writer.staged.stagedEdges('MEMBER_OF')) {
    if (holders.groups.has(dst.slice('Group:'.length))) chosen.add(src.slice('User:'.length));
  }
  const admins = chosen.size;
  if (of === 'all') {
    for await (const user of run.writer.staged.stagedNodes('User')) {
      if (user.props['status'] !== 'DEPROVISIONED') chosen.add(user.externalId);
    }
  }
  const reads = [...chosen].map((id) => listOf(run, 'factors', id));
  const listed = run.endings.get('users') ?? COMPLETE;
  await readParents(run, 'factors', reads, {
    listOfParents: listed,
    conclude: (ending) => (of === 'all' || ending.state !== 'complete' ? ending : ofAdmins(admins, run.endings)),
  });
}

const ROLE_LISTS: readonly OktaResource[] = ['role-assignees', 'user-roles', 'group-roles'];

/** The users who were not asked have no row of their own: this one speaks for them. */
function ofAdmins(admins: number, endings: ReadonlyMap<OktaResource, Ending>): Ending {
  const unread = ROLE_LISTS.map((resource) => endings.get(resource)).find(
    (ending) => ending !== undefined && ending.state !== 'complete' && ending.state !== 'unlicensed',
  );
  if (unread !== undefined) {
    return {
      state: 'not_read',
      reason:
        `Factors are read for users with admin roles, and not all of those could be told: they were read for ${admins} ` +
        `users. ${unread.reason ?? ''} Or ask for all users with --factors all.`,
      missing: unread.missing,
    };
  }
  return {
    state: 'not_read',
    reason: `Factors were read for the ${admins} users with admin roles; ask for all users with --factors all.`,
    missing: null,
  };
}

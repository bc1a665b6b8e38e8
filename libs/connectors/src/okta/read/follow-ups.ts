import type { NodeKey, ObjectChange } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import { idOfKey } from './known-org';
import type { KnownOrg } from './known-org';

export interface Round {
  /** What was read. */
  readonly asked: readonly ObjectChange[];
  readonly known: KnownOrg;
  /** Users who came, left or came back. */
  readonly moved: ReadonlySet<NodeKey>;
  /** Groups that turned out to own another. */
  readonly owners: readonly NodeKey[];
  /** Users and groups that turned out to hold a role. */
  readonly holders: ReadonlySet<NodeKey>;
}

/**
 * What else has changed when these have, by Okta's own rules: who is in a group has its applications, who holds a role has
 * factors that are read, what is named by another is gone from it too. Pure.
 */
export function followUps({ asked, known, moved, owners, holders }: Round): ObjectChange[] {
  return [
    ...asked.flatMap((change) => ofChange(change, known, holders)),
    ...[...moved].flatMap((user) => ofMoved(user, known)),
    ...owners.map((parent): ObjectChange => ({ resource: 'group-owners', parent })),
  ];
}

function ofChange(
  { resource, parent, key }: ObjectChange,
  known: KnownOrg,
  holders: ReadonlySet<NodeKey>,
): ObjectChange[] {
  switch (resource) {
    case 'group-members':
      return parent === undefined ? [] : ofMembers(parent, key, known, holders);
    case 'groups':
      return key !== undefined && known.record('groups', key) === null ? ofGroupGone(key, known) : [];
    case 'app-groups':
      return key === undefined || parent === undefined ? [] : [assignmentList(parent, key, known)];
    case 'group-roles':
      return parent !== undefined && holders.has(parent) && !known.holdsRole(parent) ? ofNewRole(parent, known) : [];
    case 'policies':
      return key !== undefined && known.record('policies', key) === null ? ofPolicyGone(key, known) : [];
    case 'custom-roles':
      return known.keysOf('CustomRole').flatMap((role) => ofAssignments(known.sources(role, 'OF_ROLE'), known));
    case 'resource-sets':
      return known.keysOf('ResourceSet').flatMap((set) => ofAssignments(known.sources(set, 'SCOPED_TO'), known));
    default:
      return [];
  }
}

/** The group's counts, the user's applications, and the factors of whoever administers through it now. */
function ofMembers(
  group: NodeKey,
  user: NodeKey | undefined,
  known: KnownOrg,
  holders: ReadonlySet<NodeKey>,
): ObjectChange[] {
  const apps = known.appsOf(group).map((app): ObjectChange => ({
    ...{ resource: 'app-users', parent: app },
    ...(user === undefined ? {} : { key: user }),
  }));
  const administers = known.holdsRole(group) || holders.has(group);
  const factors: ObjectChange[] = administers && user !== undefined ? [{ resource: 'factors', parent: user }] : [];
  return [{ resource: 'groups', key: group }, ...apps, ...factors];
}

function ofGroupGone(group: NodeKey, known: KnownOrg): ObjectChange[] {
  return known.appsOf(group).map((parent) => ({ resource: 'app-users', parent }));
}

/** Applications of a policy that is no more come under another; one of an authorization server never was in the list. */
function ofPolicyGone(policy: NodeKey, known: KnownOrg): ObjectChange[] {
  const ofServer = known.before(nodeKey('AuthServerPolicy', idOfKey(policy))) !== null;
  const apps = known.targets(policy, 'PROTECTS', 'App').map((key) => ({ resource: 'apps', key }));
  return ofServer ? [...apps, { resource: 'authorization-servers' }] : apps;
}

/** A group assignment stands in the list that is kept: the application's, or the group's. */
function assignmentList(app: NodeKey, group: NodeKey, known: KnownOrg): ObjectChange {
  return { resource: 'app-groups', parent: known.assignmentsByApp ? app : group };
}

function ofNewRole(group: NodeKey, known: KnownOrg): ObjectChange[] {
  return known.sources(group, 'MEMBER_OF', 'User').map((parent) => ({ resource: 'factors', parent }));
}

/** A role's name and its set are written on each assignment of it. */
function ofAssignments(assignments: readonly NodeKey[], known: KnownOrg): ObjectChange[] {
  return assignments.flatMap((assignment) =>
    known.sources(assignment, 'HAS_ROLE_ASSIGNMENT').map((parent): ObjectChange => {
      const resource = parent.startsWith('User:')
        ? 'user-roles'
        : parent.startsWith('Group:')
          ? 'group-roles'
          : 'client-roles';
      return { resource, parent };
    }),
  );
}

/** Who leaves is in no group and has no application any more; who comes back is in them again. */
function ofMoved(user: NodeKey, known: KnownOrg): ObjectChange[] {
  const everyones = known.everyone === null ? [] : known.appsOf(known.everyone);
  const apps = new Set([...known.targets(user, 'ASSIGNED_TO', 'App'), ...everyones]);
  const groups = known.targets(user, 'MEMBER_OF', 'Group');
  const held: ObjectChange[] = known.wasRead('user-roles', user) ? [{ resource: 'user-roles', parent: user }] : [];
  return [
    ...[...apps].map((parent) => ({ resource: 'app-users', parent, key: user })),
    ...groups.map((parent) => ({ resource: 'group-members', parent, key: user })),
    ...held,
    { resource: 'factors', parent: user },
  ];
}

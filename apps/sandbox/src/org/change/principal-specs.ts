import type { UserStatus, Wire, WireUser } from '../org';
import {
  ROLE_LABELS,
  customRoleWire,
  permissionWire,
  resourceSetWire,
  resourceWire,
  type RoleRow,
} from '../generate/baseline-roles';
import { idOf } from '../generate/baseline-world';
import { groupWire } from '../generate/group-generator';
import { DOMAIN } from '../generate/names';
import { factorWire, userWire } from '../generate/user-generator';
import type { OrgState } from '../state/org-state';
import { FieldError, childSpec, listSpec, optionalText, text, texts, type CollectionSpec } from './collection-spec';
import { titleOf } from './title';
import { tokenWire } from './token-wire';
import { isPlain, merge, without, type Plain } from './merge';

const SERVICE_NAME = /^(svc|sa|app|bot|api|integration)[-_.]/i;
const DEFAULT_FACTORS = ['webauthn', 'webauthn', 'signed_nonce'];
/** Delegable roles, and the scope they have unless a scenario says otherwise. */
const SCOPED_TO_GROUPS = ['HELP_DESK_ADMIN', 'USER_ADMIN', 'GROUP_MEMBERSHIP_ADMIN'];

export const PRINCIPAL_SPECS: Readonly<Record<string, CollectionSpec>> = {
  users: {
    prefix: '00u',
    required: ['id'],
    add: addUser,
    find: (state, id) => state.users.find(id),
    put: (state, _id, object) => state.users.put(object as WireUser),
    remove: (state, id) => state.users.remove(id),
  },
  factors: {
    ...childSpec(
      'factors',
      'fwf',
      ['user', 'factorType'],
      (object) => text(object, 'user'),
      (state, object, name) => {
        const user = state.users.find(text(object, 'user')) as WireUser;
        const wire = factorWire(state.instants, user, text(object, 'factorType'), object.id, 100, name);
        return merge(wire, without(object, 'user'));
      },
    ),
    // `<user id>/*` names all factors of a user.
    everyOf: (state, id) => {
      const [user, all] = id.split('/', 2) as [string, string | undefined];
      if (all !== '*') return [id];
      return state
        .children('factors', user)
        .range(0, 100)
        .map((factor) => `${user}/${factor.id}`);
    },
  },
  groups: {
    prefix: '00g',
    required: ['id'],
    add: (state, object, name) => {
      const ago = (days: number): string => state.instants.daysAgo(days);
      const wire = groupWire(object.id, {
        type: 'OKTA_GROUP',
        name: optionalText(object, 'name') ?? titleOf(name),
        description: null,
        created: ago(300),
        changed: ago(20),
      });
      state.groups.put(merge(wire, without(object, 'name', 'members')));
      for (const user of texts(object, 'members')) setMember(state, object.id, user, true);
    },
    find: (state, id) => state.groups.find(id),
    put: (state, _id, object) => state.groups.put(object as Wire),
    remove: (state, id) => state.groups.remove(id),
  },
  members: {
    prefix: null,
    required: ['group'],
    add: (state, object) => {
      for (const user of membersIn(object)) setMember(state, text(object, 'group'), user, true);
    },
    find: (state, id) => {
      const [group, user] = id.split('/', 2) as [string, string];
      return state.membersOf(group)?.has(user) ? {} : undefined;
    },
    touched: (object) => membersIn(object).map((user) => `${text(object, 'group')}/${user}`),
    // Named `<group id>/<user id>`.
    remove: (state, id) => {
      const [group, user] = id.split('/', 2) as [string, string];
      setMember(state, group, user, false);
      return true;
    },
  },
  owners: childSpec(
    'owners',
    null,
    ['group'],
    (object) => text(object, 'group'),
    (state, object) => {
      const user = object.user === undefined ? undefined : state.users.find(text(object, 'user'));
      const group = object.ownerGroup === undefined ? undefined : state.groups.find(text(object, 'ownerGroup'));
      if (!user && !group) throw new FieldError('user', 'an owner is a user, or a group given as ownerGroup');
      return merge(
        {
          id: (user ?? group)?.id as string,
          type: user ? 'USER' : 'GROUP',
          originType: 'OKTA_DIRECTORY',
          originId: null,
          displayName: String(
            (user ?? group)?.profile && (((user ?? group) as Wire).profile as Plain)[user ? 'displayName' : 'name'],
          ),
          resolved: true,
          // The one endpoint with a format of its own.
          lastUpdated: state.instants
            .daysAgo(60)
            .replace('T', ' ')
            .replace(/\.(\d)\d\dZ$/, '.$1'),
        },
        without(object, 'id', 'group', 'user', 'ownerGroup'),
      );
    },
    (object) => text(object, object.user === undefined ? 'ownerGroup' : 'user'),
  ),
  roles: {
    prefix: 'ra1',
    required: ['type'],
    add: (state, object) => {
      const row = roleRow(state, object);
      state.roles.set(row.id, row);
    },
    find: (state, id) => state.roles.get(id),
    put: (state, id, object) => void state.roles.set(id, object as RoleRow),
    remove: (state, id) => state.roles.delete(id),
  },
  customRoles: listSpec('customRoles', 'cr0', ['permissions'], (state, object, name) => {
    const created = state.instants.daysAgo(300);
    const permissions = texts(object, 'permissions').map((label) => permissionWire(object.id, label, created));
    for (const permission of permissions) state.ownChildren('permissions', object.id).put(permission);
    return merge(
      customRoleWire(object.id, titleOf(name), 'Delegated administration', created),
      without(object, 'permissions'),
    );
  }),
  resourceSets: listSpec('resourceSets', 'iam', ['resources'], (state, object, name) => {
    const created = state.instants.daysAgo(300);
    texts(object, 'resources').forEach((resource, n) => {
      const id = state.ids.named('ire', `${object.id}/${n}`);
      state.ownChildren('resources', object.id).put(resourceWire(id, ornOf(state, resource), object.id, created));
    });
    return merge(
      resourceSetWire(object.id, titleOf(name), 'Delegated resources', created),
      without(object, 'resources'),
    );
  }),
  groupRules: listSpec('groupRules', '0pg', ['expression', 'groups'], (state, object, name) =>
    merge(
      {
        id: object.id,
        type: 'group_rule',
        name: titleOf(name),
        status: 'ACTIVE',
        created: state.instants.daysAgo(300),
        lastUpdated: state.instants.daysAgo(300),
        conditions: {
          people: { users: { exclude: [] }, groups: { exclude: [] } },
          expression: { value: text(object, 'expression'), type: 'urn:okta:expression:1.0' },
        },
        actions: { assignUserToGroups: { groupIds: texts(object, 'groups') } },
        allGroupsValid: true,
      },
      without(object, 'expression', 'groups'),
    ),
  ),
  tokens: listSpec('apiTokens', '00T', ['owner'], (state, object, name) => tokenWire(state, object, name)),
};

function addUser(state: OrgState, object: Plain & { readonly id: string }, name: string): void {
  const profile = isPlain(object.profile) ? object.profile : {};
  const login =
    optionalText(object, 'login') ?? (typeof profile.login === 'string' ? profile.login : `${name}@${DOMAIN}`);
  const service = SERVICE_NAME.test(login) || /^(service|svc|bot)/i.test(String(profile.userType ?? ''));
  const [firstName = 'Sam', lastName = 'Doe'] = name
    .split(/[-_.]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  const status = (optionalText(object, 'status') ?? 'ACTIVE') as UserStatus;
  const pending = status === 'STAGED' || status === 'PROVISIONED';
  const boss = idOf(state.baseline, 'staff-0');
  const wire = userWire(state.instants, {
    id: object.id,
    status,
    login,
    firstName,
    lastName,
    createdDaysAgo: pending ? 5 : 400,
    statusDaysAgo: pending ? 5 : status === 'ACTIVE' ? 399 : 3,
    lastLoginDaysAgo: pending ? null : 1,
    passwordDaysAgo: pending ? null : 20,
    typeId: state.userWorld.typeId,
    realmId: state.userWorld.realmId,
    profile: {
      userType: service ? 'Service' : 'Employee',
      department: 'Information Technology',
      title: service ? 'Service account' : 'Systems Engineer',
      ...(service
        ? { displayName: login.slice(0, login.indexOf('@')) }
        : { employeeNumber: `X${object.id.slice(-7)}` }),
      managerId: boss,
      manager: state.users.find(boss)?.profile.login,
    },
  });
  const user = merge(wire, without(object, 'login', 'factors', 'groups'));
  state.users.put(user);
  state.changed();
  const kinds = object.factors ?? (pending || status === 'DEPROVISIONED' ? [] : DEFAULT_FACTORS);
  if (!Array.isArray(kinds)) throw new FieldError('factors', 'must be a list of factor types or factors');
  kinds.forEach((kind: unknown, n) => {
    const given: Plain = typeof kind === 'string' ? { factorType: kind } : isPlain(kind) ? kind : {};
    const id = optionalText(given, 'id') ?? state.ids.named('fwf', `${object.id}/${n}`);
    const factor = factorWire(state.instants, user, text(given, 'factorType'), id, 100, `${object.id}-${n}`);
    state.ownChildren('factors', object.id).put(merge(factor, given));
  });
  const groups =
    object.groups === undefined && service && status !== 'DEPROVISIONED'
      ? [idOf(state.baseline, 'service-accounts')]
      : texts(object, 'groups');
  for (const group of groups) setMember(state, group, object.id, true);
}

function membersIn(object: Plain): string[] {
  return [...texts(object, 'users'), ...(object.user === undefined ? [] : [text(object, 'user')])];
}

function setMember(state: OrgState, group: string, user: string, is: boolean): void {
  let of = state.members.get(group);
  if (!of) state.members.set(group, (of = new Map()));
  of.set(user, is);
}

function roleRow(state: OrgState, object: Plain & { readonly id: string }): RoleRow {
  const principals = (['user', 'group', 'app'] as const).filter((kind) => object[kind] !== undefined);
  const principal = principals[0];
  if (!principal || principals.length > 1) throw new FieldError('user', 'a role is held by one user, group or app');
  const type = text(object, 'type');
  const custom = type === 'CUSTOM';
  const roleId = custom ? text(object, 'role') : null;
  const label = custom ? state.list('customRoles').find(roleId as string)?.label : ROLE_LABELS[type];
  if (label === undefined) throw new FieldError(custom ? 'role' : 'type', 'names no role');
  const scope = SCOPED_TO_GROUPS.includes(type) && object.targetGroups === undefined;
  return {
    id: object.id,
    principal,
    principalId: text(object, principal),
    type,
    label: String(label),
    status: optionalText(object, 'status') ?? 'ACTIVE',
    created: optionalText(object, 'created') ?? state.instants.daysAgo(type === 'SUPER_ADMIN' ? 0.5 : 120),
    roleId,
    resourceSetId: custom ? text(object, 'resourceSet') : null,
    targetGroups: scope ? [idOf(state.baseline, 'delegated-scope-0')] : texts(object, 'targetGroups'),
    targetApps:
      type === 'APP_ADMIN' && object.targetApps === undefined
        ? [idOf(state.baseline, 'app-0')]
        : texts(object, 'targetApps'),
  };
}

/** `all-users`, `group:<id>` and the like, or an ORN as it is. */
function ornOf(state: OrgState, resource: string): string {
  const org = idOf(state.baseline, 'org');
  const [kind, id] = resource.split(':', 2) as [string, string | undefined];
  switch (kind) {
    case 'all-users':
      return `orn:okta:directory:${org}:users`;
    case 'all-groups':
      return `orn:okta:directory:${org}:groups`;
    case 'all-apps':
      return `orn:okta:idp:${org}:apps`;
    case 'user':
    case 'group':
      return `orn:okta:directory:${org}:${kind}s:${id}`;
    case 'app':
      return `orn:okta:idp:${org}:apps:${String(state.apps.find(id ?? '')?.name)}:${id}`;
    default:
      return resource;
  }
}

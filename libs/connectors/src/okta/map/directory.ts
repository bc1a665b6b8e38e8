import type { EdgeRecord, JsonObject, NodeRecord } from '@posture/domain';
import {
  edge,
  flag,
  inner,
  json,
  list,
  linkedId,
  node,
  objects,
  required,
  text,
  texts,
  wireObject,
  wireProps,
} from './wire';
import type { Mapped, Wire } from './wire';

const OWN_PROFILE_NAMES = [
  'login',
  'email',
  'secondEmail',
  'firstName',
  'lastName',
  'displayName',
  'userType',
  'department',
  'title',
  'manager',
  'managerId',
  'employeeNumber',
  'mobilePhone',
] as const;
const OWN_PROFILE = new Set<string>(OWN_PROFILE_NAMES);

/** `GET /users` → `User`. Custom attributes go to `attributes`; the login is the name. */
export function mapUser(value: unknown): Mapped {
  const wire = wireObject(value, 'user');
  const id = required(wire, 'id', 'user');
  const profile = inner(wire, 'profile');
  const provider = inner(inner(wire, 'credentials'), 'provider');
  const type = inner(wire, 'type');
  const attributes: JsonObject = {};
  for (const name in profile) if (!OWN_PROFILE.has(name)) attributes[name] = json(profile, name);
  const typeId = text(type, 'id');
  const realmId = text(wire, 'realmId');
  const edges: EdgeRecord[] = [];
  if (typeId !== null) edges.push(edge('OF_TYPE', ['User', id], ['UserType', typeId]));
  if (realmId !== null) edges.push(edge('CONTAINS', ['Realm', realmId], ['User', id]));
  const props: JsonObject = { status: required(wire, 'status', 'user') };
  for (const name of OWN_PROFILE_NAMES) props[name] = json(profile, name);
  props['created'] = json(wire, 'created');
  props['activated'] = json(wire, 'activated');
  props['statusChanged'] = json(wire, 'statusChanged');
  props['passwordChanged'] = text(wire, 'passwordChanged');
  props['transitioningToStatus'] = json(wire, 'transitioningToStatus');
  props['realmId'] = realmId;
  props['typeId'] = typeId;
  props['providerType'] = json(provider, 'type');
  props['providerName'] = json(provider, 'name');
  props['attributes'] = attributes;
  const observed = { lastLogin: json(wire, 'lastLogin'), lastUpdated: json(wire, 'lastUpdated') };
  return { nodes: [node('User', id, text(profile, 'login'), props, observed)], edges };
}

/** `GET /groups?expand=stats` → `Group`; an imported group is mastered by its source app. */
export function mapGroup(value: unknown): Mapped {
  const wire = wireObject(value, 'group');
  const id = required(wire, 'id', 'group');
  const profile = inner(wire, 'profile');
  const stats = inner(inner(wire, '_embedded'), 'stats');
  const sourceAppId = text(inner(wire, 'source'), 'id') ?? linkedId(wire, 'source');
  const props: JsonObject = {
    type: json(wire, 'type'),
    description: json(profile, 'description'),
    created: json(wire, 'created'),
    objectClass: texts(wire, 'objectClass'),
    sourceAppId,
  };
  const observed: JsonObject = {
    lastUpdated: json(wire, 'lastUpdated'),
    lastMembershipUpdated: json(wire, 'lastMembershipUpdated'),
    usersCount: count(stats, 'usersCount'),
    appsCount: count(stats, 'appsCount'),
    hasAdminPrivilege: adminPrivilege(stats),
  };
  const edges = sourceAppId === null ? [] : [edge('MASTERS', ['App', sourceAppId], ['Group', id])];
  return { nodes: [node('Group', id, text(profile, 'name'), props, observed)], edges };
}

function count(stats: Wire | null, name: string): number | null {
  const value = stats?.[name];
  return typeof value === 'number' ? value : null;
}

/** Okta has spelt this three ways; null when the org does not tell. */
function adminPrivilege(stats: Wire | null): boolean | null {
  return flag(stats, 'hasAdminPrivilege') ?? flag(stats, 'hasAdminPrivlege') ?? flag(stats, 'hasAdminPrivileges');
}

/** `GET /groups/rules` → `GroupRule` ADDS_TO each group it assigns. */
export function mapGroupRule(value: unknown): Mapped {
  const wire = wireObject(value, 'group rule');
  const id = required(wire, 'id', 'group rule');
  const conditions = inner(wire, 'conditions');
  const people = inner(conditions, 'people');
  const groupIds = texts(inner(inner(wire, 'actions'), 'assignUserToGroups'), 'groupIds');
  const props: JsonObject = {
    status: json(wire, 'status'),
    expression: json(inner(conditions, 'expression'), 'value'),
    groupIds,
    excludedUsers: texts(inner(people, 'users'), 'exclude'),
    excludedGroups: texts(inner(people, 'groups'), 'exclude'),
    allGroupsValid: json(wire, 'allGroupsValid'),
    created: json(wire, 'created'),
  };
  return {
    nodes: [node('GroupRule', id, text(wire, 'name'), props, { lastUpdated: json(wire, 'lastUpdated') })],
    edges: groupIds.map((group) => edge('ADDS_TO', ['GroupRule', id], ['Group', group])),
  };
}

/** A full user object of `GET /groups/{id}/users` → `User` MEMBER_OF the group; the user itself comes from its list. */
export function mapMember(groupId: string): (value: unknown) => Mapped {
  return (value) => {
    const id = required(wireObject(value, 'group member'), 'id', 'group member');
    return { nodes: [], edges: [edge('MEMBER_OF', ['User', id], ['Group', groupId])] };
  };
}

/** `GET /groups/{id}/owners` → User or Group OWNS the group. */
export function mapOwner(groupId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'group owner');
    const id = required(wire, 'id', 'group owner');
    const kind = text(wire, 'type') === 'GROUP' ? 'Group' : 'User';
    const props = { originType: json(wire, 'originType'), resolved: json(wire, 'resolved') };
    return { nodes: [], edges: [edge('OWNS', [kind, id], ['Group', groupId], props)] };
  };
}

/** `GET /meta/types/user` → `UserType`, with the id of its schema: that is another id than the type's own. */
export function mapUserType(value: unknown): Mapped {
  const wire = wireObject(value, 'user type');
  const id = required(wire, 'id', 'user type');
  const props = {
    name: json(wire, 'name'),
    displayName: json(wire, 'displayName'),
    default: json(wire, 'default'),
    schemaId: linkedId(wire, 'schema'),
  };
  return { nodes: [node('UserType', id, text(wire, 'displayName') ?? text(wire, 'name'), props)], edges: [] };
}

/** A type says which schema is its own; `default` is Okta's name for that of the default type. */
export function schemaIdOf({ externalId, props }: Pick<NodeRecord, 'externalId' | 'props'>): string {
  if (typeof props['schemaId'] === 'string') return props['schemaId'];
  return props['default'] === true ? 'default' : externalId;
}

/** `GET /meta/schemas/user/{id}` → one `Attribute` per property, with what the user itself may do to it. */
export function mapUserSchema(typeId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'user schema');
    const definitions = inner(wire, 'definitions');
    const attributes = (['base', 'custom'] as const).flatMap((part) => {
      const properties = inner(inner(definitions, part), 'properties');
      return Object.keys(properties ?? {}).map((name) =>
        attributeOf(typeId, name, inner(properties, name), part === 'custom'),
      );
    });
    return {
      nodes: attributes,
      edges: attributes.map((each) =>
        edge('CONTAINS', ['UserType', typeId], ['Attribute', `${typeId}.${each.externalId}`]),
      ),
    };
  };
}

function attributeOf(typeId: string, name: string, wire: Wire | null, custom: boolean): ReturnType<typeof node> {
  const self = objects(wire, 'permissions').find((each) => text(each, 'principal') === 'SELF');
  const props: JsonObject = {
    typeId,
    name,
    title: json(wire, 'title'),
    type: json(wire, 'type'),
    scope: json(wire, 'scope'),
    master: json(wire, 'master'),
    permission: json(self ?? null, 'action'),
    custom,
  };
  return node('Attribute', `${typeId}.${name}`, text(wire, 'title') ?? name, props, undefined, name);
}

/** `GET /users/{id}/factors` → `Factor`, HAS_FACTOR. */
export function mapFactor(userId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'factor');
    const id = required(wire, 'id', 'factor');
    const profile = inner(wire, 'profile');
    const props: JsonObject = {
      userId,
      factorType: required(wire, 'factorType', 'factor'),
      provider: json(wire, 'provider'),
      vendorName: json(wire, 'vendorName'),
      status: json(wire, 'status'),
      created: json(wire, 'created'),
      phoneNumber: json(profile, 'phoneNumber'),
      email: json(profile, 'email'),
      authenticatorName: json(profile, 'authenticatorName'),
      deviceType: json(profile, 'deviceType'),
    };
    const key = `${userId}.${id}`;
    return {
      nodes: [node('Factor', key, text(wire, 'factorType'), props, { lastUpdated: json(wire, 'lastUpdated') }, id)],
      edges: [edge('HAS_FACTOR', ['User', userId], ['Factor', key])],
    };
  };
}

/** `GET /devices?expand=user` → `Device`, DEVICE_OF each of its users. */
export function mapDevice(value: unknown): Mapped {
  const wire = wireObject(value, 'device');
  const id = required(wire, 'id', 'device');
  const users = list(inner(wire, '_embedded'), 'users').flatMap((each) => {
    const entry = typeof each === 'object' && each !== null ? (each as Wire) : null;
    const user = text(inner(entry, 'user'), 'id') ?? text(entry, 'id');
    return user === null
      ? []
      : [edge('DEVICE_OF', ['Device', id], ['User', user], { managementStatus: json(entry, 'managementStatus') })];
  });
  const name = text(inner(wire, 'profile'), 'displayName') ?? text(inner(wire, 'resourceDisplayName'), 'value');
  return {
    nodes: [node('Device', id, name, wireProps(wire), { lastUpdated: json(wire, 'lastUpdated') })],
    edges: users,
  };
}

/** `GET /realms` → `Realm`. */
export function mapRealm(value: unknown): Mapped {
  const wire = wireObject(value, 'realm');
  const id = required(wire, 'id', 'realm');
  return {
    nodes: [
      node('Realm', id, text(inner(wire, 'profile'), 'name'), wireProps(wire), {
        lastUpdated: json(wire, 'lastUpdated'),
      }),
    ],
    edges: [],
  };
}

import { mapGroup, mapGroupRule, mapRealm, mapUser, mapUserType } from '../map/directory';
import { ACCESS_HOURS, SETTINGS_HOURS } from './belief';
import { partOf, row } from './okta-row';
import type { OktaRow } from './okta-row';
import { onePer, pages } from './okta-sizes';
import { aUserSchema } from './samples';

const USERS_PER_PAGE = 200;

/** Users and groups, what they are made of and what puts users into groups. */
export const DIRECTORY_ROWS = {
  users: row({
    title: 'users',
    path: '/api/v1/users',
    scope: 'okta.users.read',
    pageLimit: USERS_PER_PAGE,
    nodes: ['User'],
    edges: [
      { kind: 'OF_TYPE', keeper: 'with_source' },
      // A realm contains the users that name it.
      { kind: 'CONTAINS', keeper: 'with_target' },
    ],
    believedHours: ACCESS_HOURS,
    empty: 'never',
    // The plain list leaves the deprovisioned out; `filter` is not eventually consistent, as `search` is.
    parts: (users) => [partOf(users), partOf({ ...users, query: { filter: 'status eq "DEPROVISIONED"' } })],
    map: mapUser,
    requests: ({ lists, deprovisionedUsers }) =>
      pages(lists['users'] ?? 0, USERS_PER_PAGE) + pages(deprovisionedUsers, USERS_PER_PAGE),
  }),
  groups: row({
    title: 'groups',
    path: '/api/v1/groups',
    scope: 'okta.groups.read',
    pageLimit: 200,
    query: { expand: 'stats' },
    nodes: ['Group'],
    // An imported group names the application it came from.
    edges: [{ kind: 'MASTERS', keeper: 'with_target' }],
    believedHours: ACCESS_HOURS,
    empty: 'never',
    map: mapGroup,
    probe: { counted: true },
  }),
  'group-rules': row({
    title: 'group rules',
    path: '/api/v1/groups/rules',
    scope: 'okta.groups.read',
    pageLimit: 200,
    nodes: ['GroupRule'],
    edges: [{ kind: 'ADDS_TO', keeper: 'with_source' }],
    believedHours: ACCESS_HOURS,
    map: mapGroupRule,
  }),
  'user-types': row({
    title: 'user types',
    path: '/api/v1/meta/types/user',
    scope: 'okta.userTypes.read',
    nodes: ['UserType'],
    believedHours: SETTINGS_HOURS,
    empty: 'never',
    map: mapUserType,
  }),
  'user-schema': row({
    title: 'user schema',
    path: '/api/v1/meta/schemas/user/{typeId}',
    scope: 'okta.schemas.read',
    role: 'ORG_ADMIN',
    per: 'UserType',
    style: 'document',
    nodes: ['Attribute'],
    edges: [{ kind: 'CONTAINS', keeper: 'source' }],
    believedHours: SETTINGS_HOURS,
    probe: { of: aUserSchema },
    requests: onePer('user-types'),
  }),
  realms: row({
    title: 'realms',
    path: '/api/v1/realms',
    scope: 'okta.realms.read',
    pageLimit: 200,
    nodes: ['Realm'],
    believedHours: SETTINGS_HOURS,
    licensed: true,
    map: mapRealm,
  }),
} satisfies Record<string, OktaRow>;

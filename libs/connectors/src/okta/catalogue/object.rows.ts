import { mapAppGroup, mapAppUser, mapClientSecret, mapGrant, mapGroupApp, mapJwk, mapSigningKey } from '../map/apps';
import { mapFactor, mapMember, mapOwner } from '../map/directory';
import { ACCESS_HOURS, FACTOR_HOURS, SETTINGS_HOURS } from './belief';
import { keptRow } from './okta-row';
import type { KeptList, OktaRow } from './okta-row';
import { pagesOfAll } from './okta-sizes';
import type { OktaSizes } from './okta-sizes';
import { aGroup, aSigningApp, aUser, anApp, anOidcApp } from './samples';

const MEMBERS_PER_PAGE = 1000;
const APP_USERS_PER_PAGE = 500;
const ASSIGNMENTS_PER_PAGE = 200;

/** Applications whose count is not known take a page each. */
const perApp = ({ lists }: OktaSizes, counts: readonly number[], limit: number): number =>
  pagesOfAll(counts, limit) + Math.max(0, (lists['apps'] ?? 0) - counts.length);

/** The other side of an assignment. */
export const APPS_OF_GROUP = {
  path: '/api/v1/groups/{id}/apps',
  style: 'link',
  pageLimit: ASSIGNMENTS_PER_PAGE,
  per: 'Group',
  mapOf: mapGroupApp,
  requests: ({ groupApps }) => pagesOfAll(groupApps, ASSIGNMENTS_PER_PAGE),
} satisfies OktaRow['byGroup'];

/** Lists that one user, group or application keeps. */
export const OBJECT_ROWS = {
  factors: keptRow({
    title: 'factors of a user',
    path: '/api/v1/users/{id}/factors',
    scope: 'okta.users.read',
    per: 'User',
    nodes: ['Factor'],
    edges: [{ kind: 'HAS_FACTOR', keeper: 'source' }],
    believedHours: FACTOR_HOURS,
    mapOf: mapFactor,
    probe: { of: aUser },
    requests: ({ factorUsers }) => factorUsers,
  }),
  'group-members': keptRow({
    title: 'members of a group',
    path: '/api/v1/groups/{id}/users',
    scope: 'okta.groups.read',
    wave: 2,
    per: 'Group',
    pageLimit: MEMBERS_PER_PAGE,
    nodes: [],
    edges: [{ kind: 'MEMBER_OF', keeper: 'target' }],
    believedHours: ACCESS_HOURS,
    mapOf: mapMember,
    probe: { of: aGroup },
    requests: ({ groupMembers }) =>
      pagesOfAll(
        groupMembers.filter((count) => count > 0),
        MEMBERS_PER_PAGE,
      ),
  }),
  'group-owners': keptRow({
    title: 'owners of a group',
    path: '/api/v1/groups/{id}/owners',
    scope: 'okta.groups.read',
    wave: 2,
    per: 'Group',
    pageLimit: 1000,
    nodes: [],
    edges: [{ kind: 'OWNS', keeper: 'target' }],
    believedHours: ACCESS_HOURS,
    licensed: true,
    mapOf: mapOwner,
    probe: { of: aGroup },
    requests: ({ ownedGroups }) => ownedGroups,
  }),
  'app-grants': keptRow({
    title: 'scopes granted to an application',
    path: '/api/v1/apps/{id}/grants',
    scope: 'okta.appGrants.read',
    wave: 3,
    per: 'App',
    pageLimit: 200,
    nodes: ['Grant'],
    edges: [{ kind: 'HAS_GRANT', keeper: 'source' }],
    believedHours: ACCESS_HOURS,
    mapOf: mapGrant,
    probe: { of: anOidcApp, query: {} },
    requests: ({ oidcApps }) => oidcApps,
  }),
  'app-keys': keptRow({
    title: 'signing keys of an application',
    path: '/api/v1/apps/{id}/credentials/keys',
    scope: 'okta.apps.read',
    wave: 3,
    per: 'App',
    nodes: ['SigningKey'],
    edges: [{ kind: 'SIGNS_FOR', keeper: 'target' }],
    believedHours: SETTINGS_HOURS,
    mapOf: mapSigningKey,
    probe: { of: aSigningApp },
    requests: ({ samlApps }) => samlApps,
  }),
  'app-jwks': keptRow({
    title: 'public keys of a client',
    path: '/api/v1/apps/{id}/credentials/jwks',
    // A bare list by Okta's description; a key set is met as well.
    style: { envelope: 'keys' },
    scope: 'okta.apps.read',
    wave: 3,
    per: 'App',
    nodes: ['Jwk'],
    // Asked only where the application's own list hides the age of its keys; which there are it shows always.
    besides: { edges: ['CREDENTIAL_OF'] },
    believedHours: ACCESS_HOURS,
    mapOf: mapJwk,
    probe: { of: anOidcApp },
    requests: ({ undatedKeyApps }) => undatedKeyApps,
  }),
  'client-secrets': keptRow({
    title: 'client secrets of an application',
    path: '/api/v1/apps/{id}/credentials/secrets',
    scope: 'okta.apps.read',
    wave: 3,
    per: 'App',
    nodes: ['ClientSecret'],
    // A secret belongs to one application: one that is there shows which.
    edges: [{ kind: 'CREDENTIAL_OF', keeper: 'with_source' }],
    believedHours: ACCESS_HOURS,
    optIn: 'client-secrets',
    mapOf: mapClientSecret,
    probe: { never: 'Never tried: Okta logs each read of a client secret.' },
    requests: ({ secretApps }, { clientSecrets }) => (clientSecrets === true ? secretApps : 0),
  }),
  'app-users': keptRow({
    title: 'users of an application',
    path: '/api/v1/apps/{id}/users',
    scope: 'okta.apps.read',
    wave: 3,
    per: 'App',
    pageLimit: APP_USERS_PER_PAGE,
    nodes: [],
    edges: [{ kind: 'ASSIGNED_TO', keeper: 'target' }],
    believedHours: ACCESS_HOURS,
    mapOf: mapAppUser,
    probe: { of: anApp },
    requests: (sizes) => perApp(sizes, sizes.appUsers, APP_USERS_PER_PAGE),
  }),
  'app-groups': keptRow({
    title: 'groups of an application',
    path: '/api/v1/apps/{id}/groups',
    scope: 'okta.apps.read',
    wave: 3,
    per: 'App',
    pageLimit: ASSIGNMENTS_PER_PAGE,
    nodes: [],
    edges: [{ kind: 'ASSIGNED_TO', keeper: 'target' }],
    believedHours: ACCESS_HOURS,
    mapOf: mapAppGroup,
    // Okta serves no fewer than 20.
    probe: { of: anApp, query: { limit: '20' } },
    requests: (sizes) => perApp(sizes, sizes.appGroups, ASSIGNMENTS_PER_PAGE),
    byGroup: APPS_OF_GROUP,
  }),
} satisfies Record<string, OktaRow & KeptList>;

/** A resource of which one object keeps each list. */
export type ObjectResource = keyof typeof OBJECT_ROWS;

import { ACCESS_HOURS } from './belief';
import { row } from './okta-row';
import type { OktaRow } from './okta-row';
import { onePer, pagesOfAll } from './okta-sizes';
import { aGroup, aServiceClient, anAdmin, firstOf } from './samples';

/** All of these are read by whoever may look at identity and access management. */
const iam = (given: Omit<Parameters<typeof row>[0], 'scope' | 'believedHours'>): OktaRow =>
  row({ scope: 'okta.roles.read', role: 'okta.iam.read', believedHours: ACCESS_HOURS, ...given });

const RESOURCES_PER_PAGE = 100;

/** What the roles of one principal become; a role Okta added since is seen here first. */
const ASSIGNMENTS: Pick<OktaRow, 'nodes' | 'edges'> = {
  nodes: ['Role', 'RoleAssignment'],
  edges: [
    { kind: 'HAS_ROLE_ASSIGNMENT', keeper: 'source' },
    { kind: 'OF_ROLE', keeper: 'with_source' },
    { kind: 'SCOPED_TO', keeper: 'with_source' },
  ],
};

/** Who may administer what. */
export const ROLE_ROWS = {
  'role-assignees': iam({
    title: 'users with admin roles',
    path: '/api/v1/iam/assignees/users',
    style: { envelope: 'value' },
    pageLimit: 100,
    // Its records are no nodes of their own: they say whose roles are asked, so that it hides those it does not name.
    nodes: ['RoleAssignment'],
    edges: [
      { kind: 'HAS_ROLE_ASSIGNMENT', keeper: 'tenant' },
      { kind: 'OF_ROLE', keeper: 'with_source' },
    ],
    empty: 'never',
  }),
  'user-roles': iam({
    title: 'roles of a user',
    path: '/api/v1/users/{id}/roles',
    per: 'User',
    ...ASSIGNMENTS,
    composed: true,
    probe: { of: anAdmin },
    requests: onePer('role-assignees'),
  }),
  'group-roles': iam({
    title: 'roles of a group',
    path: '/api/v1/groups/{id}/roles',
    per: 'Group',
    ...ASSIGNMENTS,
    composed: true,
    probe: { of: aGroup },
    requests: ({ roleGroups }) => roleGroups,
  }),
  'client-roles': iam({
    title: 'roles of a client',
    path: '/oauth2/v1/clients/{id}/roles',
    per: 'App',
    ...ASSIGNMENTS,
    composed: true,
    probe: { of: aServiceClient },
    requests: ({ serviceApps }) => serviceApps,
  }),
  'role-targets': iam({
    title: 'targets of a role assignment',
    path: '/api/v1/users/{id}/roles/{assignmentId}/targets/groups',
    per: 'RoleAssignment',
    style: 'link',
    pageLimit: 200,
    nodes: [],
    edges: [{ kind: 'SCOPED_TO', keeper: 'source' }],
    requests: ({ delegableAssignments }) => delegableAssignments,
  }),
  'custom-roles': iam({
    title: 'custom roles',
    path: '/api/v1/iam/roles',
    style: { envelope: 'roles' },
    nodes: ['CustomRole'],
    composed: true,
  }),
  'custom-role-permissions': iam({
    title: 'permissions of a custom role',
    path: '/api/v1/iam/roles/{id}/permissions',
    per: 'CustomRole',
    style: { envelope: 'permissions' },
    // Written into the role they belong to.
    nodes: [],
    probe: { of: firstOf('custom-roles') },
    requests: onePer('custom-roles'),
  }),
  'resource-sets': iam({
    title: 'resource sets',
    path: '/api/v1/iam/resource-sets',
    style: { envelope: 'resource-sets' },
    nodes: ['ResourceSet'],
    composed: true,
  }),
  'resource-set-resources': iam({
    title: 'resources of a resource set',
    path: '/api/v1/iam/resource-sets/{id}/resources',
    per: 'ResourceSet',
    style: { envelope: 'resources' },
    pageLimit: RESOURCES_PER_PAGE,
    nodes: [],
    edges: [{ kind: 'CONTAINS', keeper: 'source' }],
    probe: { of: firstOf('resource-sets'), query: {} },
    requests: ({ resourceSets }) => pagesOfAll(resourceSets, RESOURCES_PER_PAGE),
  }),
  'resource-set-bindings': iam({
    title: 'bindings of a resource set',
    path: '/api/v1/iam/resource-sets/{id}/bindings',
    per: 'ResourceSet',
    style: { envelope: 'roles' },
    // Custom roles that a holder's own list does not show; where that list is whole, none is hidden.
    nodes: [],
    besides: { nodes: ['RoleAssignment'], edges: ['HAS_ROLE_ASSIGNMENT', 'OF_ROLE', 'SCOPED_TO'] },
    composed: true,
    probe: { of: firstOf('resource-sets') },
    requests: ({ resourceSets, bindings }) => resourceSets.length + bindings,
  }),
} satisfies Record<string, OktaRow>;

import type { Collection, SublistName, Wire } from '../org/org';
import { NEEDS } from './access';
import { envelope, object, paged, whole, type Answer, type Call, type Endpoint } from './endpoint';
import { groupOf } from './group-endpoints';
import { notFound } from './okta-error';
import { userOf } from './user-endpoints';
import { adminHref, href, listedGroup, withLinks, without } from './wire-links';

const TARGETS = { normal: 20, max: 200 };
const IAM_PAGE = { normal: 100, max: 100 };

/** Who can hold roles: where the list lies, and how the principal is found. */
interface Holder {
  readonly base: string;
  readonly rows: SublistName;
  readonly principal: (call: Call) => string;
}

const HOLDERS: readonly Holder[] = [
  { base: '/api/v1/users/:userId', rows: 'userRoles', principal: (call) => userOf(call).id },
  { base: '/api/v1/groups/:groupId', rows: 'groupRoles', principal: (call) => groupOf(call).id },
  { base: '/oauth2/v1/clients/:clientId', rows: 'clientRoles', principal: clientOf },
];

export const ROLE_ENDPOINTS: readonly Endpoint[] = [...HOLDERS.flatMap(assignmentEndpoints), ...iamEndpoints()];

function iam(path: string, answer: Endpoint['answer']): Endpoint {
  return { path, scope: 'okta.roles.read', need: NEEDS.iam, answer };
}

function assignmentEndpoints(holder: Holder): Endpoint[] {
  const targets =
    (name: 'roleTargetGroups' | 'roleTargetApps') =>
    (call: Call): Collection<Wire> => {
      const found = targetsOf(call, assignmentOf(call, holder), holder, name);
      if (!found) throw notFound(call.params.assignmentId ?? '', 'Role');
      return found;
    };
  const groups = targets('roleTargetGroups');
  const apps = targets('roleTargetApps');
  const one = `${holder.base}/roles/:assignmentId`;
  return [
    iam(`${holder.base}/roles`, (call) => {
      const rows = assignmentsOf(call, holder);
      return whole(rows.range(0, rows.size).map((row) => expanded(call, holder, row)));
    }),
    iam(one, (call) => object(expanded(call, holder, assignmentOf(call, holder)))),
    iam(`${one}/targets/groups`, (call) => paged(call, groups(call), TARGETS, { show: listedGroup })),
    iam(`${one}/targets/catalog/apps`, (call) => paged(call, apps(call), TARGETS)),
    ...(holder.rows === 'userRoles' ? [iam(`${one}/targets`, (call) => orns(call, groups(call), apps(call)))] : []),
  ];
}

function assignmentsOf(call: Call, holder: Holder): Collection<Wire> {
  const principal = holder.principal(call);
  const rows = call.org.sublist(holder.rows, principal);
  if (!rows) throw notFound(principal, 'Principal');
  return rows;
}

function assignmentOf(call: Call, holder: Holder): Wire {
  const wanted = call.params.assignmentId ?? '';
  const found = assignmentsOf(call, holder).find(wanted);
  if (!found) throw notFound(wanted, 'Role');
  return found;
}

function targetsOf(call: Call, row: Wire, holder: Holder, name: 'roleTargetGroups' | 'roleTargetApps') {
  return call.org.sublist(name, `${holder.principal(call)}/${row.id}`);
}

/** `expand=targets/groups` or `targets/catalog/apps` embeds the targets of standard roles. */
function expanded(call: Call, holder: Holder, row: Wire): Wire {
  const expand = call.query.expand;
  const assignee = withLinks(row, {
    assignee: href(`/${holder.base.split('/').slice(1, 4).join('/')}/${holder.principal(call)}`),
  });
  if (row.type === 'CUSTOM' || (expand !== 'targets/groups' && expand !== 'targets/catalog/apps')) return assignee;
  const name = expand === 'targets/groups' ? 'roleTargetGroups' : 'roleTargetApps';
  const targets = targetsOf(call, row, holder, name);
  if (!targets) return assignee;
  const rows = targets.range(0, targets.size);
  return {
    ...assignee,
    _embedded: {
      targets: expand === 'targets/groups' ? { groups: rows.map(listedGroup) } : { catalog: { apps: rows } },
    },
  };
}

function orns(call: Call, groups: Collection<Wire>, apps: Collection<Wire>): Answer {
  const orn = (kind: string, row: Wire): string => `orn:okta:directory:${call.org.id}:${kind}:${row.id}`;
  const assignmentType = 'USER';
  return whole([
    ...groups.range(0, groups.size).map((row) => ({ assignmentType, orn: orn('groups', row) })),
    ...apps.range(0, apps.size).map((row) => ({ assignmentType, orn: orn('apps', row) })),
  ]);
}

function clientOf({ org, params }: Call): string {
  const id = params.clientId ?? '';
  const app = org.list('apps').find(id) ?? org.list('apiServices').find(id);
  if (!app) throw notFound(id, 'PublicClientApp');
  return id;
}

function iamEndpoints(): Endpoint[] {
  return [
    iam('/api/v1/iam/assignees/users', (call) => envelope('value', call, call.org.list('roleAssignees'), IAM_PAGE)),
    iam('/api/v1/iam/roles', (call) => envelope('roles', call, call.org.list('customRoles'), IAM_PAGE)),
    iam('/api/v1/iam/roles/:roleId', (call) => object(customRoleOf(call))),
    iam('/api/v1/iam/roles/:roleId/permissions', (call) => {
      const rows = call.org.sublist('customRolePermissions', call.params.roleId ?? '');
      if (!rows) throw notFound(call.params.roleId ?? '', 'Role');
      return { style: 'envelope', name: 'permissions', rows: rows.range(0, rows.size).map(unnamed) };
    }),
    iam('/api/v1/iam/resource-sets', (call) =>
      envelope('resource-sets', call, call.org.list('resourceSets'), IAM_PAGE),
    ),
    iam('/api/v1/iam/resource-sets/:resourceSetId', (call) => object(resourceSetOf(call))),
    iam('/api/v1/iam/resource-sets/:resourceSetId/resources', (call) => {
      const answer = envelope('resources', call, resourcesOf(call, 'resourceSetResources'), IAM_PAGE);
      return linked(answer, { 'resource-set': adminHref(setPath(call)) });
    }),
    iam('/api/v1/iam/resource-sets/:resourceSetId/bindings', (call) => {
      const answer = envelope('roles', call, resourcesOf(call, 'resourceSetBindings'), IAM_PAGE);
      return linked(answer, {
        self: adminHref(`${setPath(call)}/bindings`),
        'resource-set': adminHref(setPath(call)),
      });
    }),
    iam('/api/v1/iam/resource-sets/:resourceSetId/bindings/:roleId', (call) => {
      const path = `${setPath(call)}/bindings/${call.params.roleId ?? ''}`;
      const found = resourcesOf(call, 'resourceSetBindings').find(call.params.roleId ?? '');
      if (!found) throw notFound(call.params.roleId ?? '', 'RoleResourceSetBinding');
      return object(withLinks(found, { self: adminHref(path), members: adminHref(`${path}/members`) }));
    }),
    iam('/api/v1/iam/resource-sets/:resourceSetId/bindings/:roleId/members', (call) => {
      const { resourceSetId = '', roleId = '' } = call.params;
      const rows = call.org.sublist('bindingMembers', `${resourceSetId}/${roleId}`);
      if (!rows) throw notFound(roleId, 'RoleResourceSetBinding');
      const path = `${setPath(call)}/bindings/${roleId}`;
      return linked(envelope('members', call, rows, IAM_PAGE), {
        self: adminHref(`${path}/members`),
        binding: adminHref(path),
      });
    }),
  ];
}

function linked(answer: Answer, links: Readonly<Record<string, unknown>>): Answer {
  return answer.style === 'envelope' ? { ...answer, links } : answer;
}

function setPath({ params }: Call): string {
  return `/api/v1/iam/resource-sets/${params.resourceSetId ?? ''}`;
}

function resourcesOf(call: Call, name: SublistName): Collection<Wire> {
  const rows = call.org.sublist(name, call.params.resourceSetId ?? '');
  if (!rows) throw notFound(call.params.resourceSetId ?? '', 'ResourceSet');
  return rows;
}

function resourceSetOf({ org, params }: Call): Wire {
  return byIdOrLabel(org.list('resourceSets'), params.resourceSetId ?? '', 'ResourceSet');
}

function customRoleOf({ org, params }: Call): Wire {
  return byIdOrLabel(org.list('customRoles'), params.roleId ?? '', 'Role');
}

function byIdOrLabel(rows: Collection<Wire>, wanted: string, type: string): Wire {
  const found = rows.find(wanted) ?? rows.range(0, rows.size).find((row) => row.label === wanted);
  if (!found) throw notFound(wanted, type);
  return found;
}

/** Permissions have no id on the wire: the label names them. */
function unnamed(row: Wire): Readonly<Record<string, unknown>> {
  return without(row, 'id');
}

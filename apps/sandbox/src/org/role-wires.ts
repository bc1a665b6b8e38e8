import { merge, type Plain } from './change/merge';
import type { RoleRow } from './generate/baseline-roles';
import type { Instants } from './generate/instants';
import type { Wire, WireUser } from './org';
import { ADMIN_ORIGIN, ORG_ORIGIN } from './org';

const PATHS = { user: 'api/v1/users', group: 'api/v1/groups', app: 'oauth2/v1/clients' } as const;

/** A role assignment as the `…/roles` endpoints answer it; custom ones name role and resource set (with a hyphen). */
export function roleWire(row: RoleRow, assignmentType: 'USER' | 'GROUP' | 'CLIENT'): Wire {
  const assignee = { href: `${ORG_ORIGIN}/${PATHS[row.principal]}/${row.principalId}` };
  const common = {
    id: row.id,
    label: row.label,
    type: row.type,
    status: row.status,
    created: row.created,
    lastUpdated: row.created,
    assignmentType,
  };
  if (row.roleId === null) return { ...common, _links: { assignee } };
  const iam = `${ADMIN_ORIGIN}/api/v1/iam`;
  return {
    ...common,
    role: row.roleId,
    'resource-set': row.resourceSetId,
    _links: {
      assignee,
      role: { href: `${iam}/roles/${row.roleId}` },
      'resource-set': { href: `${iam}/resource-sets/${row.resourceSetId}` },
      permissions: { href: `${iam}/roles/${row.roleId}/permissions` },
      member: { href: `${iam}/resource-sets/${row.resourceSetId}/bindings/${row.roleId}/members/${row.id}` },
    },
  };
}

/** A target of an application administrator: one application, or every instance of a catalogue entry. */
export function targetAppWire(app: Wire | undefined, target: string): Wire {
  const name = app ? String(app.name) : target;
  const wire = {
    ...(app ? { id: app.id } : {}),
    name,
    displayName: app ? String(app.label) : name,
    description: null,
    status: 'ACTIVE',
    category: null,
    features: [],
    signOnModes: app ? [app.signOnMode] : [],
    verificationStatus: 'OKTA_VERIFIED',
    _links: {
      self: { href: app ? `${ORG_ORIGIN}/api/v1/apps/${app.id}` : `${ORG_ORIGIN}/api/v1/catalog/apps/${name}` },
    },
  };
  // A catalogue target has no id on the wire, but lists go by one.
  return app
    ? (wire as Wire)
    : (Object.defineProperty(wire, 'id', { value: name, enumerable: false }) as unknown as Wire);
}

/** A user of an application; `groupId` says by which group, undefined for a direct assignment. */
export function appUserWire(
  instants: Instants,
  appId: string,
  user: WireUser,
  groupId: string | undefined,
  partial: Plain,
): Wire {
  const link = (path: string): { href: string } => ({ href: `${ORG_ORIGIN}/api/v1/${path}` });
  const created = instants.daysAgo(80);
  return merge(
    {
      id: user.id,
      externalId: null,
      created,
      lastUpdated: created,
      scope: groupId === undefined ? 'USER' : 'GROUP',
      status: 'ACTIVE',
      statusChanged: created,
      passwordChanged: null,
      syncState: 'DISABLED',
      lastSync: null,
      credentials: { userName: user.profile.login },
      profile: {},
      _links: {
        app: link(`apps/${appId}`),
        user: link(`users/${user.id}`),
        ...(groupId === undefined ? {} : { group: link(`groups/${groupId}`) }),
      },
    },
    partial,
  );
}

export function groupAssignmentWire(
  instants: Instants,
  appId: string,
  groupId: string,
  priority: number,
  partial: Plain,
): Wire {
  return merge(
    {
      id: groupId,
      lastUpdated: instants.daysAgo(80),
      priority,
      profile: {},
      _links: {
        app: { href: `${ORG_ORIGIN}/api/v1/apps/${appId}` },
        group: { href: `${ORG_ORIGIN}/api/v1/groups/${groupId}` },
        self: { href: `${ORG_ORIGIN}/api/v1/apps/${appId}/groups/${groupId}` },
      },
    },
    partial,
  );
}

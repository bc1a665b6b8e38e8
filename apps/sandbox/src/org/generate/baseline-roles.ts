import type { Wire } from '../org';
import { ADMIN_ORIGIN, ORG_ORIGIN } from '../org';
import type { BaselineWorld } from './baseline-world';
import { idOf } from './baseline-world';
import { SUPER_ADMINS } from './layout';

/** A principal holds a role, within targets. */
export interface RoleRow {
  readonly id: string;
  readonly principal: 'user' | 'group' | 'app';
  readonly principalId: string;
  /** `SUPER_ADMIN`, …, or `CUSTOM`. */
  readonly type: string;
  readonly label: string;
  readonly status: string;
  readonly created: string;
  /** Of a custom role. */
  readonly roleId: string | null;
  readonly resourceSetId: string | null;
  readonly targetGroups: readonly string[];
  /** App ids, or catalogue names. */
  readonly targetApps: readonly string[];
  /** Of the sandbox's own principals: in no list. */
  readonly hidden?: true;
}

export const ROLE_LABELS: Readonly<Record<string, string>> = {
  SUPER_ADMIN: 'Super Administrator',
  ORG_ADMIN: 'Organization Administrator',
  APP_ADMIN: 'Application Administrator',
  USER_ADMIN: 'Group Administrator',
  GROUP_MEMBERSHIP_ADMIN: 'Group Membership Administrator',
  HELP_DESK_ADMIN: 'Help Desk Administrator',
  READ_ONLY_ADMIN: 'Read-only Administrator',
  REPORT_ADMIN: 'Report Administrator',
  API_ACCESS_MANAGEMENT_ADMIN: 'API Access Management Administrator',
  MOBILE_ADMIN: 'Mobile Administrator',
  ACCESS_CERTIFICATIONS_ADMIN: 'Access Certifications Administrator',
  ACCESS_REQUESTS_ADMIN: 'Access Requests Administrator',
  WORKFLOWS_ADMIN: 'Workflows Administrator',
};

/** Roles of the delegated administrators, each within one delegated scope. */
const DELEGATED = ['HELP_DESK_ADMIN', 'USER_ADMIN', 'GROUP_MEMBERSHIP_ADMIN', 'REPORT_ADMIN', 'CUSTOM'];

/** Standard roles of the generated administrators: three super administrators, granted today, and delegated ones. */
export function baselineRoles(world: BaselineWorld): RoleRow[] {
  const { ids, instants, layout } = world;
  return Array.from({ length: layout.admins }, (_, ordinal): RoleRow => {
    const type =
      ordinal < SUPER_ADMINS ? 'SUPER_ADMIN' : (DELEGATED[(ordinal - SUPER_ADMINS) % DELEGATED.length] as string);
    const scope = ids.encode('00g', layout.scopesFrom + (ordinal % Math.max(1, layout.scopes)));
    const custom = type === 'CUSTOM';
    return {
      id: ids.encode(custom ? 'irb' : 'ra1', ordinal),
      principal: 'user',
      principalId: ids.encode('00u', ordinal),
      type,
      label: custom ? 'Directory auditor' : (ROLE_LABELS[type] as string),
      status: 'ACTIVE',
      // The company grants super admin for a working day at a time.
      created: type === 'SUPER_ADMIN' ? instants.daysAgo(0.4) : instants.daysAgo(200 + ordinal),
      roleId: custom ? idOf(world, 'auditor-role') : null,
      resourceSetId: custom ? idOf(world, 'auditor-resources') : null,
      targetGroups: ['HELP_DESK_ADMIN', 'USER_ADMIN', 'GROUP_MEMBERSHIP_ADMIN'].includes(type) ? [scope] : [],
      targetApps: [],
    };
  });
}

/** The one custom role of a quiet org: reads, and nothing else, in a narrow resource set. */
export function baselineCustomRoles(world: BaselineWorld): {
  customRoles: Wire[];
  permissions: Map<string, Wire[]>;
  resourceSets: Wire[];
  resources: Map<string, Wire[]>;
  roles: RoleRow[];
} {
  const role = idOf(world, 'auditor-role');
  const set = idOf(world, 'auditor-resources');
  const created = world.instants.daysAgo(400);
  // Somebody holds it in any org, also in one too small for a delegated administrator.
  const held = world.layout.admins - SUPER_ADMINS >= DELEGATED.length;
  return {
    customRoles: [customRoleWire(role, 'Directory auditor', 'Reads users and groups of a scope', created)],
    permissions: new Map([
      [role, ['okta.users.read', 'okta.groups.read'].map((label) => permissionWire(role, label, created))],
    ]),
    resourceSets: [resourceSetWire(set, 'Audited groups', 'What the auditors look at', created)],
    resources: new Map([
      [
        set,
        [
          resourceWire(
            world.ids.named('ire', 'auditor-0'),
            `orn:okta:directory:${idOf(world, 'org')}:groups:${idOf(world, 'delegated-scope-0')}`,
            set,
            created,
          ),
        ],
      ],
    ]),
    roles: held
      ? []
      : [
          {
            id: world.ids.named('irb', 'auditor-fallback'),
            principal: 'user',
            principalId: world.ids.encode('00u', 2),
            type: 'CUSTOM',
            label: 'Directory auditor',
            status: 'ACTIVE',
            created,
            roleId: role,
            resourceSetId: set,
            targetGroups: [],
            targetApps: [],
          },
        ],
  };
}

export function customRoleWire(id: string, label: string, description: string, created: string): Wire {
  const href = `${ADMIN_ORIGIN}/api/v1/iam/roles/${id}`;
  return {
    id,
    label,
    description,
    created,
    lastUpdated: created,
    _links: { self: { href }, permissions: { href: `${href}/permissions` } },
  };
}

export function permissionWire(roleId: string, label: string, created: string): Wire {
  const href = `${ADMIN_ORIGIN}/api/v1/iam/roles/${roleId}`;
  return {
    id: label,
    label,
    conditions: null,
    created,
    lastUpdated: created,
    _links: { self: { href: `${href}/permissions/${label}` }, role: { href } },
  };
}

export function resourceSetWire(id: string, label: string, description: string, created: string): Wire {
  const href = `${ADMIN_ORIGIN}/api/v1/iam/resource-sets/${id}`;
  return {
    id,
    label,
    description,
    created,
    lastUpdated: created,
    _links: { self: { href }, resources: { href: `${href}/resources` }, bindings: { href: `${href}/bindings` } },
  };
}

/** A resource names users, groups or apps by ORN; `_links.self` points at a single object. */
export function resourceWire(id: string, orn: string, setId: string, created: string): Wire {
  const match = /^orn:[^:]+:(?:directory|idp):[^:]+:(users|groups|apps)(?::[^:]+)*?:([^:]+)$/.exec(orn);
  const single = match ? `${ORG_ORIGIN}/api/v1/${match[1]}/${match[2]}` : null;
  return {
    id,
    orn,
    conditions: null,
    created,
    lastUpdated: created,
    _links: {
      resource: { href: single ?? `${ADMIN_ORIGIN}/api/v1/iam/resource-sets/${setId}/resources/${id}` },
      ...(single === null ? {} : { self: { href: single } }),
    },
  };
}

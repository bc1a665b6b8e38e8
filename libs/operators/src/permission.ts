import type { OperatorRole } from './principal';

/** From least to most; every role may do what the ones before it may. */
export const OPERATOR_ROLES = ['viewer', 'analyst', 'admin', 'owner'] as const satisfies readonly OperatorRole[];

/** What each permission allows, and the least role that has it. A new one is a row here. */
export const PERMISSIONS = {
  'self:read': { least: 'viewer', allows: 'see who asks, and what he may' },
  'findings:read': { least: 'viewer', allows: 'read findings, fixes, reports and what scans said' },
  'inventory:read': {
    least: 'viewer',
    allows: 'read users, groups, applications, the access graph, drift and activity',
  },
  'runs:read': { least: 'viewer', allows: 'read syncs, scans and every other work' },
  'rules:read': { least: 'viewer', allows: 'read rules and what they are set to' },
  'findings:triage': {
    least: 'analyst',
    allows: 'comment, assign, acknowledge, start, claim as resolved, let stand for up to 30 days',
  },
  'connections:read': { least: 'analyst', allows: 'read connections and their schedules' },
  'channels:read': { least: 'analyst', allows: 'read channels and what was sent to them' },
  'audit:read': { least: 'analyst', allows: 'read what the asker changed' },
  'audit:read_all': { least: 'admin', allows: 'read what anybody changed, and prove that nothing was altered' },
  'exceptions:approve': { least: 'admin', allows: 'accept a risk for longer than 30 days, or by rule' },
  'runs:write': { least: 'admin', allows: 'start and stop work' },
  'rules:write': { least: 'admin', allows: 'set rules and the facts they judge by' },
  'connections:write': { least: 'admin', allows: 'connect, change and delete connections and their schedules' },
  'channels:write': { least: 'admin', allows: 'make, change, test and delete channels' },
  'operators:read': { least: 'admin', allows: 'read the keys of this API' },
  'operators:write': { least: 'admin', allows: 'make, change, rotate and revoke keys of no higher role' },
} as const satisfies Readonly<Record<string, { readonly least: OperatorRole; readonly allows: string }>>;

/** `noun:verb`, as a route declares it. */
export type Permission = keyof typeof PERMISSIONS;

/** Whether `role` is at least `least`. */
export function isAtLeast(role: OperatorRole, least: OperatorRole): boolean {
  return OPERATOR_ROLES.indexOf(role) >= OPERATOR_ROLES.indexOf(least);
}

/** Whether a role, or one below it, is given a permission. */
export function isAllowed(role: OperatorRole, permission: Permission): boolean {
  return isAtLeast(role, PERMISSIONS[permission].least);
}

/** Roles that have a permission, from least to most. */
export function rolesWith(permission: Permission): OperatorRole[] {
  return OPERATOR_ROLES.filter((role) => isAllowed(role, permission));
}

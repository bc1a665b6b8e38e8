import type { ProviderModel } from '@posture/domain';

/** The lists that show which roles a principal holds itself. */
export const ROLE_RESOURCES = ['role-assignees', 'user-roles', 'group-roles', 'client-roles'] as const;

/** What decides what an administrator can do: roles, their targets and permissions, and the scopes of clients. */
const RIGHTS: readonly string[] = [
  ...ROLE_RESOURCES,
  'role-targets',
  'custom-role-permissions',
  'resource-set-resources',
  'app-grants',
];

/** The lists each derived edge follows from, besides those of its ends. */
export const DERIVED_FROM: ProviderModel['derivedFrom'] = {
  SUPER_ADMIN_OF: [...ROLE_RESOURCES, 'app-grants'],
  CAN_MANAGE_USER: RIGHTS,
  CAN_RESET_PASSWORD: RIGHTS,
  CAN_RESET_FACTORS: RIGHTS,
  CAN_ADD_MEMBER: RIGHTS,
  CAN_MANAGE_APP: RIGHTS,
  CAN_READ_SECRET: RIGHTS,
  CAN_MANAGE_DEVICE: RIGHTS,
  CAN_MANAGE_POLICY: RIGHTS,
  CAN_MANAGE_IDP: RIGHTS,
  CAN_MANAGE_AUTHSERVER: RIGHTS,
  CAN_MANAGE_HOOK: RIGHTS,
  CAN_ASSERT: ['idps'],
  CAN_WRITE_ATTRIBUTE: [...RIGHTS, 'user-schema', 'apps', 'idps'],
  DRIVES: ['group-rules', 'user-schema'],
  READS_PASSWORD_OF: ['apps', 'app-users'],
};

import { READ_SCOPES } from '@posture/connectors';
import { OKTA_RESOURCES } from '@posture/domain';
import type { ResourceSpec } from '@posture/domain';

/** What to grant a read-only credential: every scope the reader can use, and the custom-role permissions beyond Read-only Administrator. */
export function recommendedRead(): { readonly scopes: readonly string[]; readonly permissions: readonly string[] } {
  const roles = Object.values<ResourceSpec>(OKTA_RESOURCES).map(({ role }) => role);
  return {
    scopes: READ_SCOPES,
    permissions: [...new Set(roles.filter((role) => role.startsWith('okta.')))].sort(),
  };
}

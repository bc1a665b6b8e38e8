import type { ResourceCatalogue } from '@posture/domain';
import { ACCESS_ROWS } from './access.rows';
import { DIRECTORY_ROWS } from './directory.rows';
import { LOG } from './log';
import { OBJECT_ROWS } from './object.rows';
import type { OktaRole, OktaRow } from './okta-row';
import { ORG_ROWS } from './org.rows';
import { ROLE_ROWS } from './role.rows';
import { TENANT_ROWS } from './tenant.rows';

const ROWS = { ...ORG_ROWS, ...DIRECTORY_ROWS, ...ROLE_ROWS, ...ACCESS_ROWS, ...TENANT_ROWS, ...OBJECT_ROWS };

export type OktaResource = keyof typeof ROWS;

/** Every resource by name, in the order in which probe, report and reference show them. */
export const OKTA_ROWS: Readonly<Record<OktaResource, OktaRow>> = ROWS;

export const OKTA_RESOURCE_NAMES = Object.keys(ROWS) as readonly OktaResource[];

/**
 * What the Okta connector reads: one row a resource, from which probe, reader, request plan, coverage words, unseen
 * subjects and `docs/reference/okta-resources.md` follow.
 */
export const OKTA_CATALOGUE: ResourceCatalogue = {
  provider: 'okta',
  resources: OKTA_ROWS,
  choices: {
    'all-factors': {
      title: 'factors of all users',
      means: 'One request for each user; otherwise the factors of users with admin roles are read.',
    },
    'client-secrets': {
      title: 'age and status of client secrets',
      means: 'Okta answers client secrets in clear text and logs each read; their values are never kept.',
    },
  },
  grantOf: (resource) => grantOf(resource as OktaResource),
};

/** What to grant so that the resource can be read, in the Admin Console's words. */
export function grantOf(resource: OktaResource): string {
  return grantOfRole(OKTA_ROWS[resource].role);
}

export function grantOfRole(role: OktaRole): string {
  // Which standard role reads a list is not always published; Okta may refuse what others report to work.
  if (role === 'READ_ONLY_ADMIN')
    return 'Read-only Administrator role (or, where that is refused too, Super Administrator)';
  if (role === 'ORG_ADMIN') return 'Organization Administrator role (or Super Administrator)';
  if (role === 'SUPER_ADMIN') return 'Super Administrator role';
  return `a custom admin role with the permission ${role} (or Super Administrator)`;
}

/** Every OAuth scope the reader can use, the System Log's included; asked for in one token request. */
export const READ_SCOPES: readonly string[] = [
  ...new Set([...Object.values(OKTA_ROWS).map(({ scope }) => scope), LOG.scope]),
].sort();

/** What to grant a read-only credential: every scope the reader can use, and the custom-role permissions beyond Read-only Administrator. */
export function recommendedRead(): { readonly scopes: readonly string[]; readonly permissions: readonly string[] } {
  const roles = Object.values(OKTA_ROWS).map(({ role }) => role);
  return {
    scopes: READ_SCOPES,
    permissions: [...new Set(roles.filter((role) => role.startsWith('okta.')))].sort(),
  };
}

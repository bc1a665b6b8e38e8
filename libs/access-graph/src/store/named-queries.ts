import type { EdgeKind, NodeKind } from '@posture/domain';
import { TRAVERSABLE_KINDS } from '../path/traversable-kinds';

/** A traversal both stores execute; nothing about it is written twice. */
export interface NamedQuery {
  readonly name: 'effectiveAccess' | 'whoCanReach' | 'blastRadius' | 'shortestPrivilegedPath';
  readonly means: string;
  /** Kinds the given node may be of. */
  readonly starts: readonly NodeKind[];
  readonly edges: readonly EdgeKind[];
  /** out: along the arrows from the given node · in: against them, to those that reach it. */
  readonly direction: 'out' | 'in';
  readonly maxDepth: number;
  /** Kinds of nodes that make a row. */
  readonly ends: readonly NodeKind[];
  /**
   * shortest: one row a node, ordered by length and key · every: one row a path, ordered by key, length and edges ·
   * first: only the best row, by the order of `ends`, then length, then edges.
   */
  readonly rows: 'shortest' | 'every' | 'first';
}

const CREDENTIALS_AND_PRINCIPALS: readonly NodeKind[] = [
  'ApiToken',
  'App',
  'ClientSecret',
  'Group',
  'IdP',
  'Jwk',
  'ServiceIntegration',
  'User',
];

const kinds = (...added: EdgeKind[]): readonly EdgeKind[] => [...new Set([...TRAVERSABLE_KINDS, ...added])].sort();

/** The questions both stores answer, by name. What the API and the command line offer is derived from it. */
export const NAMED_QUERIES: { readonly [name in NamedQuery['name']]: NamedQuery } = {
  effectiveAccess: {
    name: 'effectiveAccess',
    means: 'groups, applications and roles of a user, with every path that gives them',
    starts: ['User'],
    edges: ['ASSIGNED_TO', 'HAS_ROLE_ASSIGNMENT', 'MEMBER_OF', 'OF_ROLE', 'SUPER_ADMIN_OF'],
    direction: 'out',
    maxDepth: 3,
    ends: ['App', 'CustomRole', 'Group', 'Org', 'Role'],
    rows: 'every',
  },
  whoCanReach: {
    name: 'whoCanReach',
    means: 'principals that reach an application or the tenant, with the best path of each',
    starts: ['App', 'Org'],
    edges: kinds('ASSIGNED_TO'),
    direction: 'in',
    maxDepth: 5,
    ends: ['ApiToken', 'App', 'ClientSecret', 'IdP', 'Jwk', 'ServiceIntegration', 'User'],
    rows: 'shortest',
  },
  blastRadius: {
    name: 'blastRadius',
    means: 'all that falls with a credential or a principal, with the best path to each',
    starts: CREDENTIALS_AND_PRINCIPALS,
    edges: kinds('ASSIGNED_TO'),
    direction: 'out',
    maxDepth: 5,
    ends: ['App', 'AuthServer', 'ClientSecret', 'Device', 'Group', 'Hook', 'IdP', 'Org', 'Policy', 'User'],
    rows: 'shortest',
  },
  shortestPrivilegedPath: {
    name: 'shortestPrivilegedPath',
    means: 'the best path to control of the tenant, else to an admin role',
    starts: CREDENTIALS_AND_PRINCIPALS,
    edges: kinds('HAS_ROLE_ASSIGNMENT'),
    direction: 'out',
    maxDepth: 6,
    ends: ['Org', 'RoleAssignment'],
    rows: 'first',
  },
};

import type { EdgeKind, NodeKind } from '@posture/domain';
import type { Mapped } from '../map/wire';
import { OKTA_RESOURCE_NAMES, OKTA_ROWS } from './okta-catalogue';
import type { OktaResource } from './okta-catalogue';

interface Declared {
  readonly nodes: ReadonlySet<NodeKind>;
  readonly edges: ReadonlySet<EdgeKind>;
}

const DECLARED: ReadonlyMap<string, Declared> = new Map(
  OKTA_RESOURCE_NAMES.map((resource) => {
    const { nodes, edges, besides } = OKTA_ROWS[resource];
    return [
      resource,
      {
        nodes: new Set([...nodes, ...(besides?.nodes ?? [])]),
        edges: new Set([...edges.map(({ kind }) => kind), ...(besides?.edges ?? [])]),
      },
    ];
  }),
);

/**
 * Refuses records of a kind that the resource's row does not yield. Nobody would know that the list hides such a node
 * or edge while it is unread: absence would be believed.
 * @throws {TypeError} naming resource and kind; a mistake of ours, never of the provider
 */
export function requireDeclared(resource: OktaResource, { nodes, edges }: Pick<Mapped, 'nodes' | 'edges'>): void {
  const declared = DECLARED.get(resource);
  for (const { kind } of nodes) if (declared?.nodes.has(kind) !== true) throw undeclared(resource, kind);
  for (const { kind } of edges) if (declared?.edges.has(kind) !== true) throw undeclared(resource, kind);
}

function undeclared(resource: OktaResource, kind: NodeKind | EdgeKind): TypeError {
  return new TypeError(`A record of "${resource}" became ${kind}, which its row of the catalogue does not yield.`);
}

import type { EdgeIdentity, GraphChanges, GraphSource, NodeKey, StoredEdge, StoredNode } from '@posture/domain';

/** What one transaction writes. */
export type ProjectionBatch =
  | { readonly write: 'nodes'; readonly rows: readonly StoredNode[] }
  | { readonly write: 'edges'; readonly rows: readonly StoredEdge[] }
  | { readonly remove: 'edges'; readonly rows: readonly EdgeIdentity[] }
  | { readonly remove: 'nodes'; readonly rows: readonly NodeKey[] };

const NODES_A_BATCH = 5_000;
const EDGES_A_BATCH = 10_000;

/**
 * The way from one version to another in ordered batches, the same each time it is asked for, so that a projection
 * killed after n batches skips n. Nodes come before their edges and leave after them.
 */
export async function* projectionBatches(
  source: GraphSource,
  from: number,
  to: number,
): AsyncGenerator<ProjectionBatch> {
  if (from === 0) {
    for await (const rows of rebatch(source.nodes(to), NODES_A_BATCH)) yield { write: 'nodes', rows };
    for await (const rows of rebatch(source.edges(to), EDGES_A_BATCH)) yield { write: 'edges', rows };
    return;
  }
  const part = async function* <T>(
    of: 'nodes' | 'edges',
    pick: (change: GraphChanges) => readonly T[],
  ): AsyncGenerator<readonly T[]> {
    for await (const change of source.changes(from, to, of)) yield pick(change);
  };
  const removedEdges = part('edges', (change) => change.edges.removed);
  for await (const rows of rebatch(removedEdges, EDGES_A_BATCH)) yield { remove: 'edges', rows };
  const nodes = part('nodes', (change) => change.nodes.upserted);
  for await (const rows of rebatch(nodes, NODES_A_BATCH)) yield { write: 'nodes', rows };
  const edges = part('edges', (change) => change.edges.upserted);
  for await (const rows of rebatch(edges, EDGES_A_BATCH)) yield { write: 'edges', rows };
  const removedNodes = part('nodes', (change) => change.nodes.removed);
  for await (const rows of rebatch(removedNodes, NODES_A_BATCH)) yield { remove: 'nodes', rows };
}

async function* rebatch<T>(batches: AsyncIterable<readonly T[]>, size: number): AsyncGenerator<readonly T[]> {
  let rows: T[] = [];
  for await (const batch of batches) {
    for (const row of batch) {
      rows.push(row);
      if (rows.length < size) continue;
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}

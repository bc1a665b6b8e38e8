import type { AccessChange } from '@posture/flows';
import type { Drift, EdgeDrift, InventoryVersion, NodeDrift } from '@posture/inventory';
import { graphRowView } from '../graph/graph.view';
import type { AccessDriftBody, DriftBody, EdgeDriftBody, NodeDriftBody } from './drift.body';

export function driftView({ from, to, rebased, nodes, edges }: Drift): DriftBody {
  return { from: endView(from), to: endView(to), rebased, nodes: countsView(nodes), edges: countsView(edges) };
}

export function nodeDriftView(row: NodeDrift): NodeDriftBody {
  const { change, kind, key, externalId, name, before, after } = row;
  return { change, kind, key, externalId, name, before, after };
}

export function edgeDriftView(row: EdgeDrift): EdgeDriftBody {
  const { change, kind, src, dst, resource, parent, derived, before, after } = row;
  return { change, kind, src, dst, resource, parent, derived, before, after };
}

export function accessDriftView(row: AccessChange): AccessDriftBody {
  return { ...graphRowView(row), change: row.change };
}

function endView({ version, instant }: InventoryVersion): DriftBody['from'] {
  return { version, instant: instant.toISOString() };
}

function countsView(byKind: Drift['nodes']): object {
  return Object.fromEntries(
    Object.entries(byKind).map(([kind, { added, changed, removed }]) => [kind, { added, changed, removed }]),
  );
}

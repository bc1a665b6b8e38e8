import type { EdgeRecord, GraphView, NodeRecord, PrivilegeModel } from '@posture/domain';
import { adminEdges } from './admin-edges';
import { DerivedEdges, TargetSets } from '../../../graph/derived-edges';
import { assertEdges, drivingAttributes, passwordEdges, writerEdges } from './identity-edges';

/** What one version implies beyond what was read. */
export interface DerivedGraph {
  readonly nodes: readonly NodeRecord[];
  readonly edges: readonly EdgeRecord[];
}

/**
 * Derives who can do what to whom, from one version alone: the same version gives the same edges in the same order.
 *
 * Every edge says what gives it (`via`: role or permission and assignment, sorted) and whether a role that would
 * forbid it may be hidden (`inputs`: complete or partial). Edges over many objects end at a TargetSet.
 * Derived edges already in the view are not looked at.
 */
export function deriveEdges(view: GraphView, privilege: PrivilegeModel): DerivedGraph {
  const edges = new DerivedEdges();
  const sets = new TargetSets();
  const context = { view, privilege, edges, sets };
  const attributes = drivingAttributes(context);
  adminEdges(context, attributes);
  writerEdges(context, attributes);
  assertEdges(context);
  passwordEdges(context);
  const written = sets.write();
  return { nodes: written.nodes, edges: [...edges, ...written.edges] };
}

import { EDGE_KINDS } from '@posture/domain';
import type { GraphView, NodeIndex, NodeKind } from '@posture/domain';
import { nothingHidden } from '../graph/coverage-index';
import { directRoleNeeds } from '../privilege/role-coverage';
import { listedByTarget, nodeSourcesOf, sourcesOf } from './edge-sources';
import type { PlannedStep } from './run-path';

/**
 * Says which resources could hide a path from a start node.
 *
 * A path nobody saw has a last hidden hop; all after it was seen, so the hop arrives at one of the step's landings.
 * A list kept by the node arrived at (a group's members) therefore matters only for landings; a list kept by the node
 * left (a user's roles) matters for the start when it is the first hop, else for anybody.
 */
export function hiddenSources(
  view: GraphView,
  steps: readonly PlannedStep[],
  landings: (step: number) => readonly NodeIndex[],
): (start: NodeIndex) => readonly string[] {
  const shared = new Set<string>();
  const ofStart = new Set<string>();
  steps.forEach((step, at) => {
    for (const resource of arrivalSources(step)) if (!nothingHidden(view.coverage, resource)) shared.add(resource);
    for (const kind of step.kinds) {
      for (const resource of sourcesOf(kind)) {
        if (shared.has(resource) || resourceRead(view, resource)) continue;
        if (listedByTarget(kind, resource)) {
          const targetKind = resource.startsWith('group-') ? 'Group' : 'App';
          const lists =
            step.direction === 'out'
              ? landings(at).filter((node) => view.kind(node) === targetKind)
              : view.ofKind(targetKind);
          if (lists.some((node) => !nothingHidden(view.coverage, resource, view.key(node)))) shared.add(resource);
        } else if (kind === 'HAS_ROLE_ASSIGNMENT' && at === 0 && step.direction === 'out' && step.max === 1) {
          ofStart.add(resource);
        } else {
          shared.add(resource);
        }
      }
    }
  });
  const common = [...shared].sort();
  if (ofStart.size === 0) return () => common;
  return (start) => {
    const own = directRoleNeeds(view, start).map((need) => need.resource);
    return own.length === 0 ? common : [...new Set([...common, ...own])].sort();
  };
}

/** A path hides as well when a node on it does: the lists of the nodes a step may pass or arrive at. */
function arrivalSources(step: PlannedStep): ReadonlySet<string> {
  const side = step.direction === 'out' ? 'to' : 'from';
  const passed = step.max === 1 ? [] : step.kinds.flatMap((kind) => [...EDGE_KINDS[kind][side]] as NodeKind[]);
  return new Set([...step.toKinds, ...passed].flatMap((kind) => nodeSourcesOf(kind)));
}

/** The list of role holders stands in for the role lists of everybody who is not on it. */
function resourceRead(view: GraphView, resource: string): boolean {
  if (nothingHidden(view.coverage, resource)) return true;
  if (resource !== 'user-roles') return false;
  return view.coverage.of(resource).state === 'not_read' && nothingHidden(view.coverage, 'role-assignees');
}

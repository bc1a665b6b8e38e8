import type { GraphView, NodeIndex, PrivilegeModel } from '@posture/domain';
import { TRAVERSABLE_KINDS } from './traversable-kinds';

export interface PrivilegedReach {
  /** Objects of tier T0 or T1 an attacker who holds the node comes to hold, the node itself left out. */
  readonly reached: number;
  /** Objects of tier T0 or T1 there are. */
  readonly all: number;
}

/**
 * Counts by breadth first search along every edge an attacker can use. One search a node, kept for the view. A privileged
 * application of a user or a group that is reached counts as well, but leads nowhere: to use it is not to be it.
 */
export function privilegedReach(view: GraphView, privilege: PrivilegeModel): (start: NodeIndex) => PrivilegedReach {
  const known = new Map<NodeIndex, PrivilegedReach>();
  const isPrivileged = new Uint8Array(view.nodeCount);
  let all = 0;
  for (let node = 0; node < view.nodeCount; node += 1) {
    const tier = privilege.tier(node);
    if (tier !== 'T0' && tier !== 'T1') continue;
    isPrivileged[node] = 1;
    all += 1;
  }
  const appsOf = privilegedApps(view, isPrivileged);
  return (start) => {
    let reach = known.get(start);
    if (reach === undefined) {
      reach = { reached: search(view, start, isPrivileged, appsOf), all };
      known.set(start, reach);
    }
    return reach;
  };
}

/** Privileged applications in use, by whom they are assigned to. */
function privilegedApps(view: GraphView, isPrivileged: Uint8Array): ReadonlyMap<NodeIndex, readonly NodeIndex[]> {
  const appsOf = new Map<NodeIndex, NodeIndex[]>();
  for (const app of view.ofKind('App')) {
    if (isPrivileged[app] === 0 || view.props(app).status === 'INACTIVE') continue;
    for (const principal of view.in(app, 'ASSIGNED_TO')) {
      const apps = appsOf.get(principal);
      if (apps === undefined) appsOf.set(principal, [app]);
      else apps.push(app);
    }
  }
  return appsOf;
}

function search(
  view: GraphView,
  start: NodeIndex,
  isPrivileged: Uint8Array,
  appsOf: ReadonlyMap<NodeIndex, readonly NodeIndex[]>,
): number {
  const seen = new Uint8Array(view.nodeCount);
  const used = new Set<NodeIndex>();
  seen[start] = 1;
  let reached = 0;
  const queue: NodeIndex[] = [start];
  for (let at = 0; at < queue.length; at += 1) {
    for (const app of appsOf.get(queue[at]!) ?? []) used.add(app);
    for (const kind of TRAVERSABLE_KINDS) {
      for (const next of view.out(queue[at]!, kind)) {
        if (seen[next] === 1) continue;
        seen[next] = 1;
        reached += isPrivileged[next]!;
        queue.push(next);
      }
    }
  }
  for (const app of used) if (seen[app] === 0) reached += 1;
  return reached;
}

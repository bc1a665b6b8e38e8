import type { GraphView, NodeIndex } from '@posture/domain';
import type { PrivilegeModel } from '../privilege/privilege-model';
import { TRAVERSABLE_KINDS } from './edge-sources';

export interface PrivilegedReach {
  /** Objects of tier T0 or T1 an attacker who holds the node comes to hold, the node itself left out. */
  readonly reached: number;
  /** Objects of tier T0 or T1 there are. */
  readonly all: number;
}

/** Counts by breadth first search along every edge an attacker can use. One search a node, kept for the view. */
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
  return (start) => {
    let reach = known.get(start);
    if (reach === undefined) {
      reach = { reached: search(view, start, isPrivileged), all };
      known.set(start, reach);
    }
    return reach;
  };
}

function search(view: GraphView, start: NodeIndex, isPrivileged: Uint8Array): number {
  const seen = new Uint8Array(view.nodeCount);
  seen[start] = 1;
  let reached = 0;
  const queue: NodeIndex[] = [start];
  for (let at = 0; at < queue.length; at += 1) {
    for (const kind of TRAVERSABLE_KINDS) {
      for (const next of view.out(queue[at]!, kind)) {
        if (seen[next] === 1) continue;
        seen[next] = 1;
        reached += isPrivileged[next]!;
        queue.push(next);
      }
    }
  }
  return reached;
}

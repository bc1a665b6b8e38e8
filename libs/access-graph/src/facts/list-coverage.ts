import type { CoverageView, FactNeed, GraphView, NodeIndex } from '@posture/domain';
import { nothingHidden } from '../graph/coverage-index';

/**
 * The need for every one of many lists of a resource, such as the members of all groups: empty when each was read,
 * else the one list that was not, or the resource as a whole when there are several.
 */
export function unreadLists(view: GraphView, resource: string, parents: Iterable<NodeIndex>): readonly FactNeed[] {
  let open: string | null = null;
  for (const parent of parents) {
    const key = view.key(parent);
    if (nothingHidden(view.coverage, resource, key)) continue;
    if (open !== null) return [{ resource, parent: '' }];
    open = key;
  }
  return open === null ? [] : [{ resource, parent: open }];
}

/** The need for one list, as an array to be shared by the facts of its parent. */
export function unreadList(coverage: CoverageView, resource: string, parent = ''): readonly FactNeed[] {
  return nothingHidden(coverage, resource, parent) ? NONE : [{ resource, parent }];
}

const NONE: readonly FactNeed[] = Object.freeze([]);

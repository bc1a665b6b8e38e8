import { isResourceRead } from '@posture/access-graph';
import { hidesNothing, kindOfKey } from '@posture/domain';
import type { Coverage, EdgeKind, Missing, NodeKey, NodeKind } from '@posture/domain';
import type { VersionView } from './graphs';

/** What an answer is made of. */
export interface AnswerOf {
  readonly nodes: readonly NodeKind[];
  readonly edges: readonly EdgeKind[];
  /** The object whose own lists are asked; undefined: those of all objects are. */
  readonly key?: NodeKey;
}

/** What was not read to its end and may therefore be missing in an answer, by resource; empty when the answer is whole. */
export function unreadFor({ view, provider: { sources } }: VersionView, { nodes, edges, key }: AnswerOf): Missing[] {
  const open = new Map<string, Coverage>();
  const look = (resource: string) => {
    if (!isResourceRead(view, sources, resource)) open.set(resource, view.coverage.of(resource));
  };
  for (const kind of nodes.filter((each) => sources.hasNodes(each))) sources.listsOf(kind).forEach(look);
  for (const kind of edges.filter((each) => sources.hasEdges(each))) {
    for (const resource of sources.sourcesOf(kind)) {
      if (key === undefined || sources.keptByTarget(kind, resource) !== kindOfKey(key)) {
        look(resource);
        continue;
      }
      const own = view.coverage.of(resource, key);
      // One that is complete and says why it is empty, as of a group everybody is in, lists nobody.
      if (!hidesNothing(own) || (own.state === 'complete' && own.reason !== null)) open.set(resource, own);
    }
  }
  return [...open.values()]
    .map(({ resource, reason, missing }) => ({ resource, reason: reason ?? 'It was not read to its end.', missing }))
    .sort((a, b) => (a.resource < b.resource ? -1 : 1));
}

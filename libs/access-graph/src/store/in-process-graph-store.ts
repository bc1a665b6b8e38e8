import type { GraphView, JsonObject } from '@posture/domain';
import type { GraphPathRow, GraphQueryOptions, GraphStore, HistoricGraphStore } from './graph-store';
import { NAMED_QUERIES } from './named-queries';
import type { NamedQuery } from './named-queries';
import { traverse } from './traverse';
import type { EdgeRef, GraphReader } from './traverse';

/** Gives the published version of a connection, or the one of a past instant. */
export type ViewProvider = (connectionId: string, asOf: Date | null) => Promise<GraphView>;

/** Answers from graph indexes in this process; the only store that knows the past. */
export class InProcessGraphStore implements HistoricGraphStore {
  constructor(private readonly views: ViewProvider) {}

  asOf(instant: Date): GraphStore {
    return new InProcessGraphStore((connectionId) => this.views(connectionId, instant));
  }

  effectiveAccess(connectionId: string, user: string, options?: GraphQueryOptions) {
    return this.run(NAMED_QUERIES.effectiveAccess, connectionId, user, options);
  }

  whoCanReach(connectionId: string, target: string, options?: GraphQueryOptions) {
    return this.run(NAMED_QUERIES.whoCanReach, connectionId, target, options);
  }

  blastRadius(connectionId: string, start: string, options?: GraphQueryOptions) {
    return this.run(NAMED_QUERIES.blastRadius, connectionId, start, options);
  }

  shortestPrivilegedPath(connectionId: string, start: string, options?: GraphQueryOptions) {
    return this.run(NAMED_QUERIES.shortestPrivilegedPath, connectionId, start, options);
  }

  private async run(
    query: NamedQuery,
    connectionId: string,
    key: string,
    options: GraphQueryOptions = {},
  ): Promise<readonly GraphPathRow[]> {
    const view = await this.views(connectionId, null);
    return traverse(viewReader(view), query, key, options.limit);
  }
}

export function viewReader(view: GraphView): GraphReader {
  return {
    async expand(nodes, kinds, direction) {
      const edges: EdgeRef[] = [];
      for (const key of nodes) {
        const node = view.indexOf(key);
        if (node < 0) continue;
        for (const kind of kinds) {
          if (direction === 'out')
            for (const dst of view.out(node, kind)) edges.push({ kind, src: key, dst: view.key(dst) });
          else for (const src of view.in(node, kind)) edges.push({ kind, src: view.key(src), dst: key });
        }
      }
      return edges;
    },
    async describe(nodes) {
      return nodes.flatMap((key) => {
        const node = view.indexOf(key);
        if (node < 0) return [];
        return [{ kind: view.kind(node), key, externalId: view.externalId(node), name: view.name(node) }];
      });
    },
    async edgeProps(edges) {
      return edges.map((edge) => {
        const src = view.indexOf(edge.src);
        const dst = view.indexOf(edge.dst);
        // From the side with fewer edges: a set may have very many members.
        const fromTarget = view.in(dst, edge.kind).length < view.out(src, edge.kind).length;
        const listed = fromTarget ? view.inEdges(dst, edge.kind) : view.outEdges(src, edge.kind);
        return present(listed.find((candidate) => candidate.src === src && candidate.dst === dst)?.props ?? {});
      });
    },
  };
}

function present(props: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== null));
}

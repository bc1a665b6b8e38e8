import { kindOfKey } from '@posture/domain';
import type { Coverage, CoverageState, EdgeKind, JsonObject, NodeKey } from '@posture/domain';
import type { GraphIndex } from './graph-index';
import { GraphIndexBuilder } from './graph-index-builder';

/** A node by its `Kind:id`; what is left out is the id as name, and no props. */
export interface SmallNode {
  readonly key: string;
  readonly name?: string | null;
  readonly props?: Readonly<Record<string, unknown>>;
  readonly observed?: Readonly<Record<string, unknown>>;
}

/** Source, kind, target and, where something is written on it, props. */
export type SmallEdge =
  | readonly [src: string, kind: EdgeKind, dst: string]
  | readonly [src: string, kind: EdgeKind, dst: string, props: Readonly<Record<string, unknown>>];

/** How one list was read; without `parent`, that of the whole tenant. */
export interface SmallCoverage {
  readonly resource: string;
  readonly parent?: string;
  readonly state: CoverageState;
  readonly reason?: string;
  readonly missing?: string;
}

/** A graph written down by hand. */
export interface SmallGraph {
  readonly nodes: readonly SmallNode[];
  readonly edges: readonly SmallEdge[];
  /** Rows that differ from "every resource was read completely". */
  readonly coverage?: readonly SmallCoverage[];
  /** Short for coverage rows of whole resources that were forbidden. */
  readonly missing?: readonly string[];
  readonly connectionId?: string;
  readonly version?: number;
  /** Instant of the version; 2026-01-01 when absent. */
  readonly at?: Date;
  /** True when edges may name nodes the version does not hold, as an inventory's may. */
  readonly partial?: true;
}

const DEFAULT_AT = '2026-01-01T00:00:00.000Z';

/**
 * Builds a graph from a few nodes and edges, for rule cases and tests. Every resource counts as completely read
 * unless `coverage` or `missing` says otherwise.
 * @throws {RangeError} when a key names no declared kind or an edge names a node that is not there
 */
export function buildGraph(graph: SmallGraph): GraphIndex {
  const at = graph.at ?? new Date(DEFAULT_AT);
  const builder = new GraphIndexBuilder({
    connectionId: graph.connectionId ?? 'connection',
    version: graph.version ?? 1,
    at,
  });
  builder.addNodes(
    graph.nodes.map((node) => {
      kindOfKey(node.key);
      return {
        key: node.key as NodeKey,
        externalId: node.key.slice(node.key.indexOf(':') + 1),
        name: node.name === undefined ? node.key.slice(node.key.indexOf(':') + 1) : node.name,
        props: { ...node.props } as JsonObject,
        observed: node.observed as JsonObject | undefined,
      };
    }),
  );
  builder.addEdges(
    graph.edges.map(([src, kind, dst, props]) => ({
      kind,
      src: src as NodeKey,
      dst: dst as NodeKey,
      props: props as JsonObject | undefined,
      resource: '',
      parent: '',
      derived: false,
      fromVersion: graph.version ?? 1,
    })),
  );
  const index = builder.build(coverageOf(graph, at), 'complete');
  const [lost] = index.parts.dangling;
  if (lost !== undefined && graph.partial !== true)
    throw new RangeError(`${lost.src} -${lost.kind}-> ${lost.dst} names a node that is not there`);
  return index;
}

function coverageOf(graph: SmallGraph, at: Date): readonly Coverage[] {
  const given: SmallCoverage[] = [
    ...(graph.missing ?? []).map((resource) => ({ resource, state: 'forbidden' as const })),
    ...(graph.coverage ?? []),
  ];
  const rows = new Map<string, Coverage>();
  for (const { resource, parent = '', state, reason, missing } of given) {
    rows.set(`${resource} ${parent}`, {
      resource,
      parent: parent as NodeKey | '',
      state,
      reason: reason ?? (state === 'complete' ? null : `the list is ${state.replace('_', ' ')}`),
      missing: missing ?? null,
      records: 0,
      readStartedAt: at,
      readAt: at,
    });
  }
  return [...rows.values()];
}

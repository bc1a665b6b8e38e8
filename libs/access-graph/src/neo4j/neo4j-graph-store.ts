import type { EdgeKind, JsonObject, SubjectRef } from '@posture/domain';
import type { Driver, ManagedTransaction } from 'neo4j-driver';
import { edgeKindOf } from '../graph/graph-index';
import { compareText } from '../graph/graph-index-builder';
import type { GraphPathRow, GraphQueryOptions, GraphStore } from '../store/graph-store';
import { NAMED_QUERIES } from '../store/named-queries';
import type { NamedQuery } from '../store/named-queries';
import { traverse } from '../store/traverse';
import type { EdgeRef, GraphReader } from '../store/traverse';
import { onNeo4j } from './neo4j-connection';
import { fromNeo4jProps } from './neo4j-props';

const KEYS_A_QUERY = 10_000;

/** Answers from the projection in Neo4j: each named query is one read transaction, level by level. */
export class Neo4jGraphStore implements GraphStore {
  constructor(private readonly driver: Driver) {}

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
    return onNeo4j(async () => {
      const session = this.driver.session({ defaultAccessMode: 'READ' });
      try {
        return await session.executeRead((tx) =>
          traverse(transactionReader(tx, connectionId), query, key, options.limit),
        );
      } finally {
        await session.close();
      }
    });
  }
}

function transactionReader(tx: ManagedTransaction, connection: string): GraphReader {
  return {
    async expand(nodes, kinds, direction) {
      const types = kinds.map(edgeKindOf).join('|');
      const [near, far] = direction === 'out' ? ['a', 'b'] : ['b', 'a'];
      const edges: EdgeRef[] = [];
      for (const keys of chunks(nodes, KEYS_A_QUERY)) {
        const { records } = await tx.run(
          `UNWIND $keys AS key
           MATCH (${near}:Node {connection: $connection, key: key})
           MATCH (a)-[r:${types}]->(b) WHERE ${far}.absent IS NULL AND ${near}.absent IS NULL
           RETURN DISTINCT type(r) AS kind, a.key AS src, b.key AS dst`,
          { connection, keys },
        );
        for (const record of records) edges.push(record.toObject() as EdgeRef);
      }
      return edges;
    },
    async describe(nodes) {
      const found: SubjectRef[] = [];
      for (const keys of chunks(nodes, KEYS_A_QUERY)) {
        const { records } = await tx.run(
          `UNWIND $keys AS key
           MATCH (n:Node {connection: $connection, key: key}) WHERE n.absent IS NULL
           RETURN n.kind AS kind, n.key AS key, n.externalId AS externalId, n.name AS name`,
          { connection, keys },
        );
        for (const record of records) found.push(record.toObject() as SubjectRef);
      }
      return found;
    },
    async edgeProps(edges) {
      const byKind = new Map<EdgeKind, number[]>();
      edges.forEach((edge, at) => {
        const same = byKind.get(edge.kind);
        if (same === undefined) byKind.set(edge.kind, [at]);
        else same.push(at);
      });
      const props: JsonObject[] = edges.map(() => ({}));
      for (const [kind, positions] of byKind) {
        for (const ats of chunks(positions, KEYS_A_QUERY)) {
          const { records } = await tx.run(
            `UNWIND $rows AS row
             MATCH (a:Node {connection: $connection, key: row.src})-[r:${edgeKindOf(kind)}]->(b:Node {connection: $connection, key: row.dst})
             RETURN row.at AS at, collect(properties(r)) AS given`,
            {
              connection,
              rows: ats.map((at) => ({ at, src: (edges[at] as EdgeRef).src, dst: (edges[at] as EdgeRef).dst })),
            },
          );
          for (const record of records) props[record.get('at') as number] = firstGiven(record.get('given'));
        }
      }
      return props;
    },
  };
}

/** One relation given by several reads: the first of them speaks, as in the index. */
function firstGiven(given: readonly Record<string, unknown>[]): JsonObject {
  const [first] = [...given].sort(
    (a, b) => compareText(String(a.resource), String(b.resource)) || compareText(String(a.parent), String(b.parent)),
  );
  return fromNeo4jProps(first ?? {});
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

import type { StoredEdge, StoredNode } from '@posture/domain';
import type { ManagedTransaction } from 'neo4j-driver';
import { edgeKindOf, nodeKindOf } from '../graph/graph-index';
import { toNeo4jProps } from './neo4j-props';
import type { ProjectionBatch } from './projection-batches';

/**
 * Writes one batch.
 * @param fresh nothing of the connection was there before this projection, so nothing has to be looked for
 */
export async function writeBatch(
  tx: ManagedTransaction,
  connectionId: string,
  batch: ProjectionBatch,
  fresh: boolean,
): Promise<void> {
  if ('write' in batch) {
    if (batch.write === 'nodes') await writeNodes(tx, connectionId, batch.rows, fresh);
    else await writeEdges(tx, connectionId, batch.rows, fresh);
  } else if (batch.remove === 'edges') {
    for (const [kind, rows] of byKind(batch.rows)) {
      await tx.run(
        `UNWIND $rows AS row
         MATCH (a:Node {connection: $connection, key: row.src})-[r:${edgeKindOf(kind)} {resource: row.resource, parent: row.parent}]->(b:Node {connection: $connection, key: row.dst})
         DELETE r`,
        {
          connection: connectionId,
          rows: rows.map(({ src, dst, resource, parent }) => ({ src, dst, resource, parent })),
        },
      );
    }
  } else await removeNodes(tx, connectionId, batch.rows);
}

async function writeNodes(tx: ManagedTransaction, connection: string, nodes: readonly StoredNode[], fresh: boolean) {
  for (const [kind, rows] of byKind(nodes)) {
    const label = nodeKindOf(kind);
    await tx.run(
      fresh
        ? `UNWIND $rows AS row CREATE (n:Node:${label}) SET n = row`
        : `UNWIND $rows AS row MERGE (n:Node {connection: row.connection, key: row.key}) SET n = row, n:${label}`,
      {
        rows: rows.map((node) => ({
          ...toNeo4jProps(node.props),
          connection,
          key: node.key,
          kind: node.kind,
          externalId: node.externalId,
          ...(node.name === null ? {} : { name: node.name }),
        })),
      },
    );
  }
}

async function writeEdges(tx: ManagedTransaction, connection: string, edges: readonly StoredEdge[], fresh: boolean) {
  for (const [kind, rows] of byKind(edges)) {
    const type = edgeKindOf(kind);
    const put = fresh
      ? `CREATE (a)-[r:${type}]->(b)`
      : `MERGE (a)-[r:${type} {resource: row.props.resource, parent: row.props.parent}]->(b)`;
    const params = {
      connection,
      rows: rows.map((edge) => ({
        src: edge.src,
        dst: edge.dst,
        props: { ...toNeo4jProps(edge.props), resource: edge.resource, parent: edge.parent },
      })),
    };
    const { records } = await tx.run(
      `UNWIND $rows AS row
       MATCH (a:Node {connection: $connection, key: row.src})
       MATCH (b:Node {connection: $connection, key: row.dst})
       ${put} SET r = row.props RETURN count(r) AS written`,
      params,
    );
    if (records[0]?.get('written') === rows.length) continue;
    // An end the version lacks: the edge waits on an absent node, which the version that brings it fills in.
    await tx.run(
      `UNWIND $rows AS row
       OPTIONAL MATCH (x:Node {connection: $connection, key: row.src})
       OPTIONAL MATCH (y:Node {connection: $connection, key: row.dst})
       WITH row, x, y WHERE x IS NULL OR y IS NULL
       MERGE (a:Node {connection: $connection, key: row.src}) ON CREATE SET a.absent = true
       MERGE (b:Node {connection: $connection, key: row.dst}) ON CREATE SET b.absent = true
       MERGE (a)-[r:${type} {resource: row.props.resource, parent: row.props.parent}]->(b) SET r = row.props`,
      params,
    );
  }
}

/** A node that edges still name stays as an absent one, so that they are there when it comes back. */
async function removeNodes(tx: ManagedTransaction, connection: string, keys: readonly string[]) {
  const kinds = new Map<string, string[]>();
  for (const key of keys) {
    const kind = key.slice(0, key.indexOf(':'));
    const same = kinds.get(kind);
    if (same === undefined) kinds.set(kind, [key]);
    else same.push(key);
  }
  for (const [kind, rows] of kinds) {
    await tx.run(`UNWIND $rows AS key MATCH (n:Node {connection: $connection, key: key}) WHERE NOT (n)--() DELETE n`, {
      connection,
      rows,
    });
    await tx.run(
      `UNWIND $rows AS key MATCH (n:Node {connection: $connection, key: key})
       SET n = {connection: $connection, key: key, absent: true} REMOVE n:${nodeKindOf(kind)}`,
      { connection, rows },
    );
  }
}

function byKind<T extends { readonly kind: string }>(rows: readonly T[]): Map<string, T[]> {
  const kinds = new Map<string, T[]>();
  for (const row of rows) {
    const same = kinds.get(row.kind);
    if (same === undefined) kinds.set(row.kind, [row]);
    else same.push(row);
  }
  return kinds;
}

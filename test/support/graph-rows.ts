import { createHash } from 'node:crypto';
import { openNeo4j } from '../../libs/access-graph/src/neo4j/neo4j-connection';

/** What Neo4j holds of one connection, the marker aside. */
export interface GraphRows {
  readonly nodes: number;
  readonly edges: number;
  /** Changes when a property of any node or edge does. */
  readonly digest: string;
}

export async function graphRows(url: string, connectionId: string): Promise<GraphRows> {
  const driver = await openNeo4j({ url, user: null, password: null });
  try {
    const one = async (statement: string) =>
      (await driver.executeQuery(statement, { connectionId })).records.map((record) => record.toObject());
    const nodes = await one('MATCH (n:Node {connection: $connectionId}) RETURN properties(n) AS props ORDER BY n.key');
    const edges = await one(
      `MATCH (a:Node {connection: $connectionId})-[r]->(b) WITH a.key AS src, type(r) AS kind, b.key AS dst, r
       RETURN src, kind, dst, properties(r) AS props ORDER BY src, kind, dst`,
    );
    const hash = createHash('sha256');
    for (const row of [...nodes, ...edges]) hash.update(JSON.stringify(row));
    return { nodes: nodes.length, edges: edges.length, digest: hash.digest('hex') };
  } finally {
    await driver.close();
  }
}

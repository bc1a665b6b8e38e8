import { createHash } from 'node:crypto';
import type { Database } from '@posture/platform';
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

/** One connection's graph, one text a row, sorted, so that two stores can be compared. */
export interface GraphContents {
  /** Label, key and name. */
  readonly nodes: readonly string[];
  /** Source, kind, target and the list it was read from. */
  readonly edges: readonly string[];
}

/** What the record holds now. */
export async function liveContents(database: Database, connectionId: string): Promise<GraphContents> {
  const nodes = await database.query<{ text: string }>(
    `select concat_ws(' ', kind, key, name) as text from node where connection_id = $1 and to_version is null`,
    [connectionId],
  );
  const edges = await database.query<{ text: string }>(
    `select concat_ws(' ', src_key, kind, dst_key, resource, parent) as text from edge
     where connection_id = $1 and to_version is null`,
    [connectionId],
  );
  return { nodes: nodes.map(({ text }) => text).sort(), edges: edges.map(({ text }) => text).sort() };
}

/** What Neo4j holds, and the version its marker says that is; -1 while another is on its way. */
export async function graphContents(
  url: string,
  connectionId: string,
): Promise<GraphContents & { readonly version: number }> {
  const driver = await openNeo4j({ url, user: null, password: null });
  try {
    const texts = async (statement: string) =>
      (await driver.executeQuery(statement, { connectionId })).records
        .map((record) => String(record.get('text')))
        .sort();
    const [marker] = (
      await driver.executeQuery(
        'MATCH (p:Projection {connection: $connectionId}) RETURN p.version AS v, p.target AS t',
        {
          connectionId,
        },
      )
    ).records.map((record) => record.toObject() as { readonly v: number; readonly t: number });
    return {
      nodes: await texts(
        `MATCH (n:Node {connection: $connectionId})
         RETURN [l IN labels(n) WHERE l <> 'Node'][0] + ' ' + n.key + coalesce(' ' + n.name, '') AS text`,
      ),
      edges: await texts(
        `MATCH (a:Node {connection: $connectionId})-[r]->(b)
         RETURN a.key + ' ' + type(r) + ' ' + b.key + ' ' + r.resource + ' ' + r.parent AS text`,
      ),
      version: marker !== undefined && marker.v === marker.t ? marker.v : -1,
    };
  } finally {
    await driver.close();
  }
}
